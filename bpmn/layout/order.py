"""In which order the elements of a process stand down the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpmn.document import Element, Flow, Process

Next = Mapping[str, Sequence[Flow]]


def order(process: Process) -> list[str]:
    """The ids of all elements but boundary events: what follows stands below, loops cut where they lead back.

    Branches stay together, short ones that end first, then in the order in which the document draws the flows.
    """
    after = following(process)
    beginnings = [id for id, element in process.elements.items() if _begins(element)]
    rest = [id for id, element in process.elements.items() if element.attached_to is None]
    seen: set[str] = set()
    finished: list[list[str]] = []
    for id in (*beginnings, *rest):
        if id not in seen:
            finished.append(_deep(id, after, process.elements, seen)[::-1])
    return [id for part in finished for id in part]


def following(process: Process) -> Next:
    """For each element that is drawn in a row: its own flows and those of its boundary events, ends known."""
    after: dict[str, list[Flow]] = {id: [] for id in process.elements}
    for flow in process.flows.values():
        source = process.elements.get(flow.source)
        target = process.elements.get(flow.target)
        if source is None or target is None or target.attached_to is not None:
            continue
        host = source.attached_to if source.attached_to in process.elements else None
        after[host or source.id].append(flow)
    return after


def main_flow(element: Element, flows: Sequence[Flow]) -> Flow | None:
    """The flow that goes on down the page: Ya, else the default flow, else the first."""
    if not flows:
        return None
    for flow in flows:
        if flow.name.casefold() in ("ya", "yes"):
            return flow
    return next((flow for flow in flows if flow.id == element.default), flows[0])


def _begins(element: Element) -> bool:
    return element.attached_to is None and (element.kind == "startEvent" or not element.incoming)


def _deep(root: str, after: Next, elements: Mapping[str, Element], seen: set[str]) -> list[str]:
    """Gives what is reached from the root and not seen before, each after all that it leads to (loops apart)."""
    finished: list[str] = []
    seen.add(root)
    stack = [(root, iter(_choices(root, after, elements)))]
    while stack:
        id, choices = stack[-1]
        for target in choices:
            if target not in seen:
                seen.add(target)
                stack.append((target, iter(_choices(target, after, elements))))
                break
        else:
            finished.append(id)
            stack.pop()
    return finished


def _choices(id: str, after: Next, elements: Mapping[str, Element]) -> list[str]:
    """The targets, the one that is to stand next last."""
    targets = list(dict.fromkeys(flow.target for flow in after[id]))
    first = main_flow(elements[id], after[id])
    rank = {
        target: (_stops(target, elements), first is not None and target == first.target, -at)
        for at, target in enumerate(targets)
    }
    return sorted(targets, key=rank.__getitem__)


def _stops(id: str, elements: Mapping[str, Element]) -> bool:
    return elements[id].kind == "endEvent" and len(elements[id].incoming) == 1
