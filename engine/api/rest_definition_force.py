"""Process definitions in and out of force in the dialect: suspended, delete, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import nothing
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_definition_found import TAG, address, definition_row
from engine.commands.case import Resume, Suspend
from engine.commands.definition_force import ResumeDefinitions, SuspendDefinitions, WithdrawDefinitions
from engine.commands.refusals import NotPossible
from engine.store.listings import CASES, DEFINITIONS, Filters
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__: list[str] = []

SUSPENDED: Final = {
    "suspended": parts.need(parts.FLAG),
    "includeProcessInstances": parts.FLAG,
    "executionDate": parts.INSTANT,
}
SUSPENDED_BY: Final = SUSPENDED | {
    "processDefinitionId": parts.WORDS,
    "processDefinitionKey": parts.WORDS,
    "processDefinitionTenantId": parts.WORDS,
    "processDefinitionWithoutTenantId": parts.FLAG,
}
DELETE: Final[dict[str, Reader]] = {
    "cascade": asking.flag,  # histories stay: a definition with cases is refused, with it or without
    "skipCustomListeners": asking.flag,
    "skipIoMappings": asking.flag,
}
RESTART: Final = dict.fromkeys(
    (
        "processInstanceIds",
        "historicProcessInstanceQuery",
        "initialVariables",
        "skipCustomListeners",
        "skipIoMappings",
        "withoutBusinessKey",
        "instructions",
    ),
    parts.JSON,
)
_REASON: Final = "Ditangguhkan bersama SOP-nya / Suspended with its definition"
_STEP: Final = 500


@rest.put("/process-definition/suspended")
@operation(TAG, body=SUSPENDED_BY, answers={204: None})
def suspend_by(asked: Asked) -> Response:
    """Holds all versions of a key, or the one with an id, or lets them go on."""
    given = asked.body
    id, key = given.get("processDefinitionId"), given.get("processDefinitionKey")
    if (id is None) == (key is None) or given.get("processDefinitionWithoutTenantId"):
        raise BadInput(
            "Sebutkan processDefinitionId atau processDefinitionKey, salah satu saja.",
            "Either processDefinitionId or processDefinitionKey should be set to update the suspension state.",
        )
    with asking.desk().store.reading() as reading:
        first = definition_row(reading, id=id, key=key, tenant=given.get("processDefinitionTenantId"))
        every: Filters = {"key": {"key": first["key"]}, "in_offices": {"in_offices": listed([first["office"]])}}
        rows = [first] if id is not None else DEFINITIONS.rows(reading, Page(every))
    return _suspended(given, rows)


@address("PUT", "/suspended")
@operation(TAG, body=SUSPENDED, answers={204: None})
def suspend(asked: Asked, **place: str) -> Response:
    """Holds a definition, or lets it go on; by key the newest version."""
    with asking.desk().store.reading() as reading:
        row = definition_row(reading, **place)
    return _suspended(asked.body, [row])


@rest.delete("/process-definition/<id>")
@operation(TAG, query=DELETE, answers={204: None})
def delete_definition(asked: Asked, id: str) -> Response:
    """Takes a version out of force for good; its bytes stay."""
    with asking.desk().store.reading() as reading:
        row = definition_row(reading, id=id)
    asking.desk().run(asking.context(), WithdrawDefinitions([row["id"]]))
    return nothing()


@rest.delete("/process-definition/key/<key>/delete")
@rest.delete("/process-definition/key/<key>/tenant-id/<tenant>/delete")
@operation(TAG, query=DELETE, answers={204: None})
def delete_versions(asked: Asked, **place: str) -> Response:
    """Takes all versions of a key out of force for good."""
    with asking.desk().store.reading() as reading:
        row = definition_row(reading, **place)
        every: Filters = {"key": {"key": row["key"]}, "in_offices": {"in_offices": listed([row["office"]])}}
        rows = DEFINITIONS.rows(reading, Page(every))
    asking.desk().run(asking.context(), WithdrawDefinitions([row["id"] for row in rows]))
    return nothing()


@address("PUT", "/history-time-to-live")
@operation(TAG, body={"historyTimeToLive": parts.WHOLE}, answers={204: None})
def set_time_to_live(asked: Asked, **place: str) -> Response:
    """Refused: how long histories are kept is not decided by a modeler."""
    with asking.desk().store.reading() as reading:
        definition_row(reading, **place)
    raise BadInput(
        "Riwayat kasus disimpan; masa simpannya tidak diatur lewat API ini.",
        "Histories are kept; this API does not set how long.",
    )


@rest.post("/process-definition/<id>/restart")
@rest.post("/process-definition/<id>/restart-async")
@operation(TAG, body=RESTART, answers={204: None})
def restart(asked: Asked, id: str) -> Response:
    """Refused: a case that has ended stays ended."""
    with asking.desk().store.reading() as reading:
        definition_row(reading, id=id)
    raise BadInput(
        "Kasus yang sudah berakhir tidak dimulai ulang. Mulai kasus baru.",
        "A case that has ended is not restarted. Start a new one.",
    )


def _suspended(given: Mapping[str, Any], rows: list[Row]) -> Response:
    if given.get("executionDate") is not None:
        raise BadInput("executionDate tidak didukung: berlaku seketika.", "executionDate is not supported.")
    held, definitions = given["suspended"], [row["id"] for row in rows]
    asking.desk().run(asking.context(), SuspendDefinitions(definitions) if held else ResumeDefinitions(definitions))
    if given.get("includeProcessInstances"):
        for case in _cases(definitions, "active" if held else "suspended"):
            with suppress(NotPossible):  # it ended, or somebody was faster
                asking.desk().run(asking.context(), Suspend(case, _REASON) if held else Resume(case))
    return nothing()


def _cases(definitions: list[int], status: str) -> Iterator[int]:
    """The running cases of these definitions, a page at a time: each moves in a transaction of its own."""
    for definition in definitions:
        after = 0
        while True:
            filters: Filters = {"definition": {"definition": definition}, "running": {}, status: {}}
            with asking.desk().store.reading() as reading:
                page = Page(filters | {"above": {"above": after}} | sight.cases_of(asking.me()), most=_STEP)
                found = [row["id"] for row in CASES.rows(reading, page)]
            yield from found
            if len(found) < _STEP:
                break
            after = found[-1]
