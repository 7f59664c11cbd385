"""The examples: for each element a small diagram, a sentence about it, and a play that proves the sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "examples"
SECTIONS: Final = {
    "Starts": "start-none start-several start-message start-timer start-signal start-condition start-receive "
    "start-events start-absent",
    "Tasks": "task-user task-manual task-service task-send task-receive task-rule task",
    "Gateways and flows": "gateway-exclusive gateway-parallel gateway-inclusive gateway-events flow-conditional "
    "flow-implicit",
    "Events in the flow": "catch-timer-duration catch-timer-date catch-message catch-signal catch-condition link "
    "throw-none throw-message throw-signal throw-escalation",
    "Ends": "end-none end-message end-signal end-error end-escalation end-terminate",
    "Events on an activity": "boundary-timer boundary-timer-cycle boundary-message boundary-signal boundary-condition "
    "boundary-error boundary-escalation",
    "Sub-processes and calls": "sub-process event-sub-process event-sub-process-error event-sub-process-timer "
    "event-sub-process-escalation event-sub-process-condition transaction call call-error",
    "Loops": "loop-standard multi-sequential multi-parallel multi-number multi-late",
    "Lanes, pools, variables": "lanes pools mapping",
}
"""The sections of the page with the names of their examples, in order."""

_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True)
class After:
    """What is there after an act: open elements, once each; `ended` is the outcome of a finished case, else None."""

    open: tuple[str, ...] = ()
    ended: str | None = None
    sent: tuple[str, ...] = ()
    uncaught: str | None = None
    escalated: tuple[str, ...] = ()
    written: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Act:
    """`start`, `complete`, `fire`, `receive`, `throw`, `change` or `extend` of an element, and what is there after."""

    what: str
    element: str
    values: tuple[tuple[str, object], ...]
    items: tuple[object, ...]
    thrown: tuple[str, str] | None
    after: After


@dataclass(frozen=True)
class Example:
    """One element as the page shows it: `shown` are the ids whose XML is printed."""

    name: str
    title: str
    shown: tuple[str, ...]
    says: str
    play: tuple[Act, ...]
    told: tuple[str, ...]
    data: bytes


def example(name: str) -> Example:
    """The example of that name."""
    title, shown, says, *lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    data = (FOLDER / f"{name}.bpmn").read_bytes()
    return Example(name, title, tuple(shown.split()), says, tuple(map(act, lines)), tuple(lines), data)


def names() -> list[str]:
    """The names of all examples, in the order of the page."""
    return [name for section in SECTIONS.values() for name in section.split()]


def act(line: str) -> Act:
    """An act from a line such as `complete periksa keputusan="Ya" : arsip >kabar`."""
    head, _, tail = line.partition(" : ")
    what, _, rest = head.partition(" ")
    if what == "change" or (what == "start" and "=" in rest.partition(" ")[0]):
        element, facts = "", rest
    else:
        element, _, facts = rest.partition(" ")
    thrown = None
    if what == "throw":
        kind, _, code = facts.partition(" ")
        thrown, facts = (kind, code), ""
    items = tuple(_DECODER.decode(facts)) if what == "extend" else ()
    return Act(what, element, () if items else tuple(_values(facts)), items, thrown, _after(tail))


def _values(text: str) -> list[tuple[str, object]]:
    """The pairs of `a=1 b=["x"]`."""
    found: list[tuple[str, object]] = []
    text = text.strip()
    while text:
        name, _, rest = text.partition("=")
        value, end = _DECODER.raw_decode(rest)
        found.append((name.strip(), value))
        text = rest[end:].strip()
    return found


def _after(text: str) -> After:
    """`a b` open, `(x)` finished so, `>x` sent, `!x` an error that ended it, `^x` escalated, `x=1` written."""
    marks: dict[str, list[str]] = {"": [], ">": [], "^": [], "!": []}
    ended: str | None = None
    written: list[tuple[str, object]] = []
    for word in text.split():
        if word.startswith("("):
            ended = word.strip("()")
        elif "=" in word:
            written += _values(word)
        else:
            sign = word[0] if word[0] in marks else ""
            marks[sign].append(word.removeprefix(sign))
    uncaught = marks["!"][0] if marks["!"] else None
    return After(tuple(sorted(marks[""])), ended, tuple(marks[">"]), uncaught, tuple(marks["^"]), tuple(written))
