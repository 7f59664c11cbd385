"""A diagram in words, for those who hear it: its columns, steps and ways back, and where the case stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bpmn.document import Element, Flow, Process
from bpmn.names import ACTIVITIES

_PART = re.compile(r"(\d+)([a-z]?)\Z")


def number_of(element: Element) -> str:
    """The number of a step as printed (`sop:no`), empty for what has none."""
    return element.properties.get("sop:no", "").strip()


def title(process: Process, name: str, here: Collection[str]) -> str:
    """One line: which diagram, and at which step of how many."""
    steps = [number_of(element) for element in process.elements.values() if number_of(element)]
    at = [number_of(process.elements[id]) for id in process.elements if id in here and number_of(process.elements[id])]
    if not at or not steps:
        return f"Diagram {name}"
    rows = {_row(number) for number in steps}
    return f"Diagram {name}: langkah {' dan '.join(at)} dari {len(rows)}"


def description(process: Process, here: Collection[str], done: Collection[str]) -> str:
    """Columns, steps in their order with who performs them, ways back, and what is passed."""
    lanes = {lane.id: lane.name for lane in process.lanes}
    parts = [f"Kolom: {', '.join(lanes.values())}."] if lanes else []
    steps = [element for element in process.elements.values() if element.kind in ACTIVITIES]
    parts.extend(_step(element, lanes, here, done) for element in steps)
    parts.extend(_back(process, element) for element in steps)
    return " ".join(part for part in parts if part)


def _step(element: Element, lanes: dict[str, str], here: Collection[str], done: Collection[str]) -> str:
    number = number_of(element)
    who = f" ({lanes[element.lane]})" if element.lane in lanes else ""
    state = ", sekarang di sini" if element.id in here else ", sudah ditempuh" if element.id in done else ""
    return f"{number + '. ' if number else ''}{element.name}{who}{state}."


def _back(process: Process, step: Element) -> str:
    """Where the choices after this step lead, when that is a numbered step above it or an end of another name."""
    if len(step.outgoing) != 1 or not number_of(step):
        return ""
    told = []
    for flow in _choices(process, process.flows[step.outgoing[0]].target):
        target = process.elements.get(flow.target)
        if target is None or not flow.name:
            continue
        if number_of(target) and _before(number_of(target), number_of(step)):
            told.append(f"Bila {flow.name} pada langkah {number_of(step)}, kembali ke langkah {number_of(target)}.")
        elif target.kind == "endEvent" and target.name and target.name == flow.name:
            told.append(f"Bila {flow.name} pada langkah {number_of(step)}, berakhir di sana.")
    return " ".join(told)


def _choices(process: Process, id: str) -> Iterator[Flow]:
    """The flows out of a decision, and out of the decisions that it leads to at once."""
    waiting, seen = [id], {id}
    while waiting:
        gateway = process.elements.get(waiting.pop())
        if gateway is None or not gateway.kind.endswith("Gateway"):
            continue
        for flow in (process.flows[out] for out in gateway.outgoing):
            yield flow
            if flow.target not in seen:
                seen.add(flow.target)
                waiting.append(flow.target)


def _row(number: str) -> str:
    found = _PART.match(number)
    return found[1] if found else number


def _before(a: str, b: str) -> bool:
    first, second = _PART.match(a), _PART.match(b)
    if first is None or second is None:
        return False
    return (int(first[1]), first[2]) < (int(second[1]), second[2])
