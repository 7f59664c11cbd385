"""From the loop characteristics of an activity to how often it runs."""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.document_mapping import body, expression_text
from bpmn.document_tree import Node, child, dialect, local, reference, text_of, truth
from bpmn.net import Loop

LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


def view_loop(node: Node, data: Mapping[str, str]) -> Loop | None:
    """Gives the loop of an activity, None where it has none; `data` are the names of data objects by id."""
    found = child(node, *LOOPS)
    if found is None:
        return None
    if local(found) == "standardLoopCharacteristics":
        return Loop(
            kind="standard",
            condition=body(found, "loopCondition"),
            before=truth(found.get("testBefore"), absent=False),
            maximum=expression_text(found.get("loopMaximum")),
        )
    return Loop(
        kind="sequential" if truth(found.get("isSequential"), absent=False) else "parallel",
        cardinality=body(found, "loopCardinality"),
        collection=expression_text(dialect(found, "collection")) or _data(found, "loopDataInputRef", data),
        item=dialect(found, "elementVariable") or _item(found, "inputDataItem"),
        completion=body(found, "completionCondition"),
        output=_data(found, "loopDataOutputRef", data),
        output_item=_item(found, "outputDataItem"),
    )


def loop_marks(node: Node) -> tuple[str, ...]:
    """Gives what a loop says beyond that: an event behaviour other than the usual one."""
    found = child(node, *LOOPS)
    behaviour = None if found is None else found.get("behavior")
    return (f"behavior={behaviour}",) if behaviour not in (None, "All") else ()


def _data(node: Node, name: str, data: Mapping[str, str]) -> str | None:
    """Gives the variable that a reference to data names: the name of that data where it has one, else the id."""
    id = reference(text_of(child(node, name)))
    return None if id is None else data.get(id, id)


def _item(node: Node, name: str) -> str | None:
    found = child(node, name)
    return None if found is None else (found.get("name") or found.get("id") or "").strip() or None
