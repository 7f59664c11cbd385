"""Where the tokens of a process instance stand, in the dialect: the tree of activity instances, and modification."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask import Response

from bpmn.document import Element
from engine.api import asking, parts
from engine.api.activities import activity_type
from engine.api.answers import answer, nothing
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_execution_found import Execution, open_executions
from engine.api.rest_instance_found import whole_case
from engine.api.rest_shapes import definition_id
from engine.api.schema import TEXT, itself, many, maybe, record
from engine.commands.modification import After, Before, Modify, Stop
from engine.commands.refusals import NotFound
from engine.library import Definition
from engine.spiff import Instruction, Scope, Token
from engine.store import Reading
from engine.store.cases import OPEN_INCIDENTS
from engine.store.reading import Row

__all__: list[str] = []

_TAG: Final = "Process Instance"
_BODY: Final = "#multiInstanceBody"
_REASON: Final = "Diubah lewat API / Modified through the API"
_LISTENERS: Final = frozenset({"boundaryEvent", "startEvent"})
_INCIDENT: Final = record("ActivityInstanceIncident", {"id": TEXT, "activityId": maybe(TEXT)})
_NODE: Final = {
    "id": TEXT,
    "parentActivityInstanceId": maybe(TEXT),
    "activityId": TEXT,
    "activityType": TEXT,
    "activityName": maybe(TEXT),
    "name": maybe(TEXT),
    "processInstanceId": TEXT,
    "processDefinitionId": TEXT,
    "executionIds": many(TEXT),
    "childActivityInstances": many(itself("ActivityInstance")),
    "childTransitionInstances": many(record("TransitionInstance", {"id": TEXT})),
    "incidentIds": many(TEXT),
    "incidents": many(_INCIDENT),
}
ACTIVITY_INSTANCE: Final = record("ActivityInstance", _NODE)
_KINDS: Final = {name: name for name in ("cancel", "startBeforeActivity", "startAfterActivity", "startTransition")}
_INSTRUCTION: Final = {
    "type": parts.need(parts.one_of(_KINDS)),
    "activityId": parts.WORDS,
    "transitionId": parts.WORDS,
    "activityInstanceId": parts.WORDS,
    "transitionInstanceId": parts.WORDS,
    "ancestorActivityInstanceId": parts.WORDS,
    "cancelCurrentActiveActivityInstances": parts.FLAG,
    "variables": parts.VARIABLES,
}
MODIFICATION: Final = {
    "instructions": parts.need(parts.each(parts.inside(_INSTRUCTION))),
    "annotation": parts.WORDS,
    "skipCustomListeners": parts.FLAG,
    "skipIoMappings": parts.FLAG,
}


@rest.get("/process-instance/<id>/activity-instances")
@operation(_TAG, answers={200: ACTIVITY_INSTANCE})
def get_activity_instance_tree(asked: Asked, id: str) -> Response:
    """What is open in a case, as a tree of scopes."""
    with asking.desk().store.reading() as reading:
        return answer(_tree(reading, whole_case(reading, id)))


@rest.post("/process-instance/<id>/modification")
@operation(_TAG, body=MODIFICATION, answers={204: None})
def modify_instance(asked: Asked, id: str) -> Response:
    """Moves tokens by hand, all instructions or none."""
    with asking.desk().store.reading() as reading:
        row = whole_case(reading, id)
        there = open_executions(reading, row)
    wanted = [one for given in asked.body["instructions"] for one in _instructions(there, given)]
    reason = (asked.body.get("annotation") or "").strip() or _REASON
    asking.desk().run(asking.context(), Modify(row["id"], wanted, reason))
    return nothing()


def _tree(reading: Reading, row: Row) -> dict[str, Any]:
    there = open_executions(reading, row)
    definition = there[0].definition
    around = definition.program.around(bytes(row["state"]))
    failed: dict[int, list[Row]] = {}
    for one in reading.all(OPEN_INCIDENTS, case=row["id"]):
        failed.setdefault(one["n"] or 0, []).append(one)
    nodes = {one.n: _node(one, definition, failed.get(one.n, ())) for one in there if _shown(one, definition)}
    for n in sorted(nodes.keys() - {0}):
        parent = around.get(n, 0)
        while parent not in nodes:
            parent = around.get(parent, 0)
        nodes[n]["parentActivityInstanceId"] = nodes[parent]["id"]
        nodes[parent]["childActivityInstances"].append(nodes[n])
    return nodes[0]


def _shown(one: Execution, definition: Definition) -> bool:
    """True for the case, its scopes and its activities; not for what only listens with one of them."""
    if isinstance(one.here, Token):
        listens = definition.process.elements[one.here.element].kind in _LISTENERS
        return one.here.host is None and not listens
    return True


def _node(one: Execution, definition: Definition, failed: Iterable[Row]) -> dict[str, Any]:
    activity, kind, name = _words(one, definition)
    incidents = [{"id": f"{one.case}-{found['event']}", "activityId": found["element"]} for found in failed]
    return {
        "id": one.id if one.here is None else f"{activity}:{one.id}",
        "parentActivityInstanceId": None,
        "activityId": activity,
        "activityType": kind,
        "activityName": name,
        "name": name,
        "processInstanceId": str(one.case),
        "processDefinitionId": definition_id(one.row),
        "executionIds": [one.id],
        "childActivityInstances": [],
        "childTransitionInstances": [],
        "incidentIds": [found["id"] for found in incidents],
        "incidents": incidents,
    }


def _words(one: Execution, definition: Definition) -> tuple[str, str, str | None]:
    """Id, type and name of the activity."""
    if one.here is None:
        return definition_id(one.row), "processDefinition", definition.name
    element: Element | None = definition.process.elements.get(one.here.element)
    name = element.name if element else None
    if isinstance(one.here, Scope) and one.here.kind == "loop":
        return one.here.element + _BODY, "multiInstanceBody", name
    return one.here.element, activity_type(element), name


def _instructions(there: Sequence[Execution], given: Mapping[str, Any]) -> list[Instruction]:
    """One instruction of the dialect as ours; BadInput for what is not understood."""
    if given.get("variables"):
        raise BadInput(
            "variables di dalam instruksi belum didukung; ubah variabelnya lebih dulu.",
            "Variables of an instruction are not supported; modify the variables before.",
        )
    definition, kind, element = there[0].definition, given["type"], given.get("activityId")
    if kind == "cancel":
        return [Stop(n) for n in _cancelled(there, given)]
    scope = _number(there, given["ancestorActivityInstanceId"]) if given.get("ancestorActivityInstanceId") else None
    begun: Before | After
    if kind == "startTransition":
        begun = _through(definition, given.get("transitionId"), scope)
    elif element is None:
        raise BadInput("Sebutkan activityId.", f"For instruction type '{kind}': 'activityId' must be set.")
    else:
        begun = (Before if kind == "startBeforeActivity" else After)(element.removesuffix(_BODY), scope)
    gone = _at(there, begun.element) if given.get("cancelCurrentActiveActivityInstances") else []
    return [*(Stop(n) for n in gone), begun]


def _cancelled(there: Sequence[Execution], given: Mapping[str, Any]) -> list[int]:
    if given.get("transitionInstanceId"):
        raise BadInput("Tidak ada transitionInstanceId di sini.", "There are no transition instances here.")
    instance, element = given.get("activityInstanceId"), given.get("activityId")
    if (instance is None) == (element is None):
        raise BadInput(
            "Untuk cancel sebutkan activityId atau activityInstanceId.",
            "For instruction type 'cancel': exactly one, 'activityId' or 'activityInstanceId', must be set.",
        )
    if instance is not None:
        return [_number(there, instance)]
    found = _at(there, element or "")
    if not found:
        raise NotFound("not-open", f"“{element}” tidak terbuka.", f"There is no active instance of '{element}'.")
    return found


def _at(there: Sequence[Execution], element: str) -> list[int]:
    """What is open at an element, the outermost of it: a loop stands for all its items."""
    bare = element.removesuffix(_BODY)
    here = [one for one in there if one.here is not None and one.here.element == bare]
    loops = [one.n for one in here if isinstance(one.here, Scope) and one.here.kind == "loop"]
    if loops:
        return loops
    scopes = [one.n for one in here if isinstance(one.here, Scope)]
    return scopes or [one.n for one in here]


def _number(there: Sequence[Execution], id: str) -> int:
    """The number of an open activity instance by its id (`element:417-12`)."""
    wanted = id.rpartition(":")[2]
    for one in there:
        if one.n and one.id == wanted:
            return one.n
    raise NotFound("not-open", f"“{id}” tidak terbuka.", f"Activity instance '{id}' does not exist.")


def _through(definition: Definition, id: str | None, scope: int | None) -> Before | After:
    """A token goes along a flow: out of its source where there is no other way, so that joins count it."""
    flow = definition.process.flows.get(id or "")
    if flow is None:
        raise BadInput(f"Aliran “{id}” tidak ada.", f"For instruction type 'startTransition': no transition '{id}'.")
    source = definition.process.elements[flow.source]
    only = source.outgoing == (flow.id,) and source.kind not in _LISTENERS
    return After(flow.source, scope) if only else Before(flow.target, scope)
