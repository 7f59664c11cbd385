"""The log of who was named for a task, in the dialect."""

from __future__ import annotations

from typing import Any, Final

from engine.api import asking
from engine.api.rest_history_log import Found, teller
from engine.api.rest_history_shapes import OF_CASE, TEXT_OR_NONE, Origins, of_case
from engine.api.rest_history_task import task_place
from engine.api.rest_told import Told, hang
from engine.api.schema import INSTANT, TEXT, record
from engine.api.typed import stamp
from engine.queries.logs import Link, links
from engine.store import Reading
from engine.store.history import stream

__all__: list[str] = []

LINK: Final = record(
    "HistoricIdentityLinkLog",
    {name: schema for name, schema in OF_CASE.items() if name not in ("processInstanceId", "executionId")}
    | {"id": TEXT, "time": INSTANT, "type": TEXT, "operationType": TEXT, "taskId": TEXT}
    | dict.fromkeys(("userId", "groupId", "assignerId"), TEXT_OR_NONE),
)
_OF_LINK: Final = teller(
    lambda reading, row, _: links(stream(reading, row["id"])),
    {
        "taskId": lambda found, value: (found.row["id"], found.one.n) == value,
        "type": lambda found, value: found.one.type == value,
        "userId": lambda found, value: not found.one.group and found.one.who == value,
        "groupId": lambda found, value: found.one.group and found.one.who == value,
        "operationType": lambda found, value: found.one.added is value,
        "assignerId": lambda found, value: found.event.actor == value,
        "processDefinitionKey": lambda found, value: found.row["key"] == value,
        "dateAfter": lambda found, value: found.at >= value,
        "dateBefore": lambda found, value: found.at <= value,
    },
    "taskId",
)


def _write_links(reading: Reading, page: list[Found]) -> list[dict[str, Any]]:
    origins = Origins(reading, [found.row for found in page])
    return [_link(found, found.one, origins.of(found.row["id"])) for found in page]


def _link(found: Found, one: Link, root: str) -> dict[str, Any]:
    of = of_case(found.row, found.row["id"], root)
    return {name: value for name, value in of.items() if name not in ("processInstanceId", "executionId")} | {
        "id": found.id,
        "time": stamp(found.event.recorded_at, asking.zone()),
        "type": one.type,
        "operationType": "add" if one.added else "delete",
        "taskId": found.token,
        "userId": None if one.group else one.who,
        "groupId": one.who if one.group else None,
        "assignerId": found.event.actor,
    }


hang(
    Told(
        path="identity-link-log",
        tag="Historic Identity Link Log",
        schema=LINK,
        readers={
            "taskId": task_place,
            **dict.fromkeys(("type", "userId", "groupId", "assignerId", "processDefinitionKey"), asking.text),
            "operationType": asking.one_of({"add": True, "delete": False}),
            **dict.fromkeys(("dateAfter", "dateBefore"), asking.instant_of),
        },
        tell=_OF_LINK,
        keys={
            "time": lambda found: found.at,
            "type": lambda found: found.one.type,
            "userId": lambda found: "" if found.one.group else found.one.who,
            "groupId": lambda found: found.one.who if found.one.group else "",
            "taskId": lambda found: found.one.n,
            "operationType": lambda found: "add" if found.one.added else "delete",
            "assignerId": lambda found: found.event.actor or "",
            "tenantId": lambda found: found.row["office"],
        },
        write=_write_links,
        posted=False,
    )
)
