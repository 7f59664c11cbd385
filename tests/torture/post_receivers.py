"""Twenty receivers of every bad habit, which note what reached them and in which order."""

from __future__ import annotations

import json
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Final

from tests.webhooks.receivers import OK, Answer, Receiver, Request, plain, receiving

__all__ = ["DOWN_HOURS", "Listener", "listeners"]

DOWN_HOURS: Final = 76
HABITS: Final = (
    *["good"] * 6,
    *["down"] * 3,
    *["silent"] * 2,
    *["sometimes 500"] * 3,
    "always 500",
    *["429"] * 2,
    "410",
    "redirect",
    "half-way",
)


@dataclass
class Listener:
    """A receiver with its habit. `taken` are (case, number) of what it answered with 2xx, in their order."""

    habit: str
    port: int
    got: list[tuple[int, int]] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)


def _silent(connection: socket.socket, request: Request, end: threading.Event) -> None:
    end.wait(4)


def _half_way(connection: socket.socket, request: Request, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")


def _bad(habit: str, chance: random.Random) -> Answer | None:
    """How it fails this time; None when it takes the message."""
    often = {"sometimes 500": 0.5, "429": 0.5, "half-way": 0.3, "silent": 0.3}.get(habit, 1.0)
    if habit in ("good", "down") or chance.random() > often:
        return None
    return {
        "sometimes 500": plain("500 Broken"),
        "always 500": plain("500 Broken"),
        "429": plain("429 Slow down", Retry_After="1800"),
        "410": plain("410 Gone"),
        "redirect": plain("302 Elsewhere", Location="http://127.0.0.1:1/"),
        "half-way": _half_way,
        "silent": _silent,
    }[habit]


@contextmanager
def listeners(seed: int, hours: Callable[[], float]) -> Iterator[list[Listener]]:
    """All of them until the block ends; those that are down hang up until so many hours have passed."""
    with ExitStack() as stack:
        found = []
        for number, habit in enumerate(HABITS):
            found.append(_listen(stack, habit, random.Random(seed + number), hours))
        yield found


def _listen(stack: ExitStack, habit: str, chance: random.Random, hours: Callable[[], float]) -> Listener:
    listener = Listener(habit, 0)

    def answer(connection: socket.socket, request: Request, end: threading.Event) -> None:
        if habit == "down" and hours() < DOWN_HOURS:
            return  # hangs up
        if not request.body or len(request.body) < int(request.headers.get("content-length", "0")):
            return  # who sent it was killed
        event = json.loads(request.body)
        place = (event["data"]["case"], event["data"]["number"])
        listener.got.append(place)
        bad = _bad(habit, chance)
        if bad is None:
            listener.taken.append(place)
        (bad or OK)(connection, request, end)

    receiver: Receiver = stack.enter_context(receiving(answer))
    listener.port = receiver.port
    return listener
