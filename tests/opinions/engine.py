"""The other engine: bpmn-engine of npm in a process of its own, and what it says after each act."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Other", "Seen"]

_PLAYER: Final = Path(__file__).with_name("player.mjs")


@dataclass(frozen=True)
class Seen:
    """What waits in an engine, how often at each element; whether the case is done; what went wrong."""

    open: Counter[str]
    done: bool
    failed: str | None = None


class Other:
    """Plays one case after another."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(_PLAYER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate()

    def start(self, xml: str, watched: Iterable[str], values: Mapping[str, bool]) -> Seen:
        """A new case; `watched` are the elements whose waits it reports."""
        return self._say({"xml": xml, "watch": list(watched), "values": values})

    def act(self, what: str, element: str, values: Mapping[str, bool]) -> Seen:
        """`complete`, `fire` or `receive` of an element."""
        return self._say({"act": what, "id": element, "values": values})

    def _say(self, told: Mapping[str, object]) -> Seen:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        return Seen(Counter(said["open"]), said["done"], said["failed"])
