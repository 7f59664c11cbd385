"""Filters in the dialect: kept questions for tasks, and what they find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import filters_of, paged, paging, rest
from engine.api.rest_shapes import TASK, Shapes
from engine.api.rest_task_wanted import BODY, WANTED, count_page, list_page
from engine.api.rest_wanted import Given, rows_of
from engine.api.schema import ANY, COUNT, LONG, TEXT, many, mapping, maybe, record
from engine.canonical import loads
from engine.commands.filter import ChangeFilter, DropFilter, KeepFilter, Kept, offices_of
from engine.commands.refusals import NotFound
from engine.policy import EVERYWHERE
from engine.store import Reading
from engine.store.filters import FILTERS as LISTING
from engine.store.listings import Filters
from engine.store.listings_tasks import OPEN_TASKS
from engine.store.lists import Page, listed
from engine.store.reading import Row

__all__: list[str] = []

FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "name": (asking.text, "name"),
    "nameLike": (asking.pattern, "name_like"),
    "owner": (asking.text, "owner"),
    "resourceType": (asking.text, "resource"),
}
ORDERS: Final = {"filterId": "id", "name": "name", "owner": "owner", "resourceType": "resource"}
FILTER: Final = record(
    "Filter",
    {
        "id": TEXT,
        "resourceType": TEXT,
        "name": TEXT,
        "owner": maybe(TEXT),
        "query": mapping(ANY),
        "properties": mapping(ANY),
        "itemCount": LONG,
    },
    optional={"itemCount"},
)
GIVEN: Final = {
    "id": parts.WORDS,
    "resourceType": parts.WORDS,
    "name": parts.need(parts.WORDS),
    "owner": parts.WORDS,
    "query": parts.OBJECT,
    "properties": parts.OBJECT,
    "itemCount": parts.WHOLE,
}
_TAG: Final = "Filter"
_TASK: Final = "Task"
_COUNTED: Final[dict[str, Reader]] = {"itemCount": asking.flag}
_READERS: Final[dict[str, Reader]] = {
    **{name: reader for name, (reader, _) in FILTERS.items()},
    "filterId": asking.text,
}
_CHEAP: Final = frozenset({"case", "opened"})


@rest.get("/filter")
@operation(_TAG, query=paging(ORDERS) | _READERS | _COUNTED, answers={200: many(FILTER)})
def list_filters(asked: Asked) -> Response:
    """One's own filters and those that are shared with one."""
    with asking.desk().store.reading() as reading:
        rows = LISTING.rows(reading, paged(asked.query, _filters(asked.query), ORDERS))
        return answer([_shown(reading, row, asked.query) for row in rows])


@rest.get("/filter/count")
@operation(_TAG, query=_READERS, answers={200: COUNT})
def count_filters(asked: Asked) -> Response:
    """How many filters a list would hold."""
    with asking.desk().store.reading() as reading:
        return answer({"count": LISTING.count(reading, Page(_filters(asked.query)))})


@rest.post("/filter/create")
@operation(_TAG, body={**GIVEN, "resourceType": parts.need(parts.WORDS)}, answers={200: FILTER})
def create_filter(asked: Asked) -> Response:
    """Keeps a filter."""
    kept = _kept(asked.body)
    id: Any = asking.desk().run(asking.context(), KeepFilter(kept)).body["filter"]
    with asking.desk().store.reading() as reading:
        return answer(_shown(reading, _row(reading, str(id)), {}))


@rest.get("/filter/<id>")
@operation(_TAG, query=_COUNTED, answers={200: FILTER})
def get_filter(asked: Asked, id: str) -> Response:
    """One filter."""
    with asking.desk().store.reading() as reading:
        return answer(_shown(reading, _row(reading, id), asked.query))


@rest.put("/filter/<id>")
@operation(_TAG, body=GIVEN, answers={204: None})
def update_filter(asked: Asked, id: str) -> Response:
    """Lets the filter be another one."""
    asking.desk().run(asking.context(), ChangeFilter(asking.number(id, "filter"), _kept(asked.body)))
    return nothing()


@rest.delete("/filter/<id>")
@operation(_TAG, answers={204: None})
def delete_filter(asked: Asked, id: str) -> Response:
    """Forgets the filter."""
    asking.desk().run(asking.context(), DropFilter(asking.number(id, "filter")))
    return nothing()


@rest.get("/filter/<id>/list")
@operation(_TAG, query=paging(()), answers={200: many(TASK)})
def find_by_filter(asked: Asked, id: str) -> Response:
    """The tasks that the filter finds for who asks."""
    return _found(asked, id)


@rest.post("/filter/<id>/list")
@operation(_TAG, query=paging(()), body=BODY, answers={200: many(TASK)})
def find_more_by_filter(asked: Asked, id: str) -> Response:
    """The tasks that the filter finds; the body adds to what is asked."""
    return _found(asked, id)


@rest.get("/filter/<id>/singleResult")
@operation(_TAG, answers={200: TASK, 204: None})
def find_one_by_filter(asked: Asked, id: str) -> Response:
    """The one task that the filter finds; nothing when there is none."""
    return _single(asked, id)


@rest.post("/filter/<id>/singleResult")
@operation(_TAG, body=BODY, answers={200: TASK, 204: None})
def find_one_more_by_filter(asked: Asked, id: str) -> Response:
    """The one task that the filter finds; the body adds to what is asked."""
    return _single(asked, id)


@rest.get("/filter/<id>/count")
@operation(_TAG, answers={200: COUNT})
def count_by_filter(asked: Asked, id: str) -> Response:
    """How many tasks the filter finds for who asks."""
    return _counted(asked, id)


@rest.post("/filter/<id>/count")
@operation(_TAG, body=BODY, answers={200: COUNT})
def count_more_by_filter(asked: Asked, id: str) -> Response:
    """How many tasks the filter finds; the body adds to what is asked."""
    return _counted(asked, id)


def _found(asked: Asked, id: str) -> Response:
    with asking.desk().store.reading() as reading:
        return answer(_tasks(reading, _given(reading, id, asked)))


def _single(asked: Asked, id: str) -> Response:
    with asking.desk().store.reading() as reading:
        given = _given(reading, id, asked)
        found = _tasks(reading, Given(given.values, given.orders, 0, 2))
    if len(found) > 1:
        raise BadInput("Saringan ini menemukan lebih dari satu tugas.", "Query return more than one result.")
    return answer(found[0]) if found else nothing()


def _counted(asked: Asked, id: str) -> Response:
    with asking.desk().store.reading() as reading:
        return answer({"count": OPEN_TASKS.count(reading, count_page(reading, _given(reading, id, asked)))})


def _kept(given: Mapping[str, Any]) -> Kept:
    """The filter that a body tells; BadInput for another resource and for a query that nobody could ask."""
    if given.get("resourceType") not in (None, _TASK):
        raise BadInput("resourceType: Task.", f"Unsupported resource type '{given['resourceType']}'.")
    query = given.get("query") or {}
    WANTED.given(Asked(body=parts.read_keys(query, BODY, "query.")))
    return Kept(given["name"], query, given.get("properties") or {}, given.get("owner"))


def _filters(found: Mapping[str, Any]) -> Filters:
    """What may be seen of what is asked for."""
    actor = asking.me()
    offices = offices_of(actor)
    filters = filters_of(found, FILTERS)
    if EVERYWHERE in offices:
        filters["own_or_shared"] = {"me": actor.reads_as}
    else:
        filters["seen"] = {"me": actor.reads_as, "offices": listed(offices)}
    if "filterId" in found:
        filters["id"] = {"id": _number(found["filterId"])}
    return filters


def _number(id: str) -> int:
    try:
        return asking.number(id, "filter")
    except NotFound:
        return -1


def _row(reading: Reading, id: str) -> Row:
    rows = LISTING.rows(reading, Page(_filters({"filterId": id})))
    if not rows:
        raise NotFound("no-filter", f"Saringan {id} tidak ada.", f"Filter with id '{id}' does not exist.")
    return rows[0]


def _given(reading: Reading, id: str, asked: Asked) -> Given:
    """What the filter asks, with what the body adds; its own orders count where the body names none."""
    kept: Any = loads(bytes(_row(reading, id)["query"]))
    found = Asked(asked.query, parts.read_keys(kept, BODY) | asked.body)
    return WANTED.given(found)


def _tasks(reading: Reading, given: Given) -> list[dict[str, Any]]:
    shapes = Shapes(reading, asking.zone())
    return [shapes.task(row) for row in rows_of(reading, OPEN_TASKS, list_page(reading, given), _CHEAP)]


def _shown(reading: Reading, row: Row, query: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": str(row["id"]),
        "resourceType": row["resource"],
        "name": row["name"],
        "owner": row["owner"],
        "query": loads(bytes(row["query"])),
        "properties": loads(bytes(row["properties"])),
    }
    if query.get("itemCount"):
        found = _given(reading, str(row["id"]), Asked())
        shown["itemCount"] = OPEN_TASKS.count(reading, count_page(reading, found))
    return shown
