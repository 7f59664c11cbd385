"""What workers outside may fetch: offers of a topic in their order, and lists of service tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
)

from engine.store.lists import Listing, among, listed
from engine.store.query import Query
from engine.store.reading import Reading, Row
from engine.store.tables import answer, definition, process_instance, variable
from engine.store.tables_work import external_task as external

__all__ = ["EXTERNALS", "TOPICS", "Offer", "Order", "case_values", "offered"]

_e, _pi, _d = external.c, process_instance.c, definition.c
FEW: Final = 8  # offices that are asked for one by one, each along its index; of more, the topic's index is read


def _p(name: str) -> BindParameter[Any]:
    return bindparam(name)


def _number(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is asked of one topic; None leaves all.

    `business` keys and tags are equal to the letter; `variables` are names with canonical bytes of the case's values.
    """

    topic: str
    offices: frozenset[str] | None = None
    business: str | None = None
    definitions: frozenset[int] | None = None
    keys: frozenset[str] | None = None
    tag: str | None = None
    variables: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Which offers come first: by priority (as a rule), then by when they were opened, or the longest free one."""

    priority: bool = True
    oldest_first: bool | None = None

    def place(self, row: Row) -> tuple[Any, ...]:
        """The row's place in this order, for rows of several queries."""
        first = -row["priority"] if self.priority else 0
        if self.oldest_first is None:
            return (first, row["locked_until"], row["case_id"], row["n"])
        return (first, row["opened_at"] if self.oldest_first else -row["opened_at"], row["case_id"], row["n"])


_ROW: Final = (
    select(external, _pi.definition_id, _pi.business_key, _pi.status.label("case_status"), _d.key, _d.version)
    .join(process_instance, _pi.id == _e.case_id)
    .join(definition, _d.id == _pi.definition_id)
)
_KEY: Final = (_e.case_id, _e.n)
_PARTS: Final[dict[str, ColumnElement[bool]]] = {
    "office": _e.office == _p("office"),
    "offices": among(_e.office, "offices"),
    "business": _pi.business_key == _p("business"),
    "definitions": _pi.definition_id.in_(bindparam("definitions", expanding=True)),
    "keys": among(_d.key, "keys"),
    "tag": _d.version_tag == _p("tag"),
}
_queries: Final[dict[tuple[object, ...], Query]] = {}


@dataclass(frozen=True, slots=True)
class _Asked:
    names: tuple[str, ...]
    variables: int
    order: Order
    lock: bool
    values: dict[str, Any] = field(default_factory=dict, compare=False)

    def query(self) -> Query:
        key = (self.names, self.variables, self.order, self.lock)
        found = _queries.get(key)
        if found is None:
            found = _queries[key] = Query("The offers of a topic that are free now, in their order.", self._select())
        return found

    def _select(self) -> Select[Any]:
        free = (_e.topic == _p("topic"), _e.held == 0, _e.locked_until <= _p("now"))
        parts = [_PARTS[name] for name in self.names] + [_variable(place) for place in range(self.variables)]
        made = _ROW.where(*free, *parts).order_by(*_columns(self.order)).limit(_p("most"))
        return made.with_for_update(of=external, skip_locked=True) if self.lock else made


def offered(reading: Reading, offer: Offer, order: Order, given: dict[str, Any]) -> list[Row]:
    """The rows that are free `now` (instant), at most `most`, in order; with `lock` held, and none that others hold.

    `given` are now, most and lock.
    """
    given = dict(given)
    lock = given.pop("lock", False)
    found: list[Row] = []
    for names, values in _offices(offer.offices):
        asked = _asked(offer, names, _Asked((), 0, order, lock, {**given, **values}))
        found += reading.all(asked.query(), **asked.values)
    return sorted(found, key=order.place)[: given["most"]]


def _offices(offices: frozenset[str] | None) -> Iterable[tuple[tuple[str, ...], dict[str, Any]]]:
    if offices is None:
        return [((), {})]
    if len(offices) > FEW:
        return [(("offices",), {"offices": listed(offices)})]
    return [(("office",), {"office": office}) for office in sorted(offices)]


def _asked(offer: Offer, names: tuple[str, ...], base: _Asked) -> _Asked:
    values: dict[str, Any] = {**base.values, "topic": offer.topic}
    if offer.business is not None:
        names, values["business"] = (*names, "business"), offer.business
    if offer.definitions is not None:
        names, values["definitions"] = (*names, "definitions"), sorted(offer.definitions)
    if offer.keys is not None:
        names, values["keys"] = (*names, "keys"), listed(offer.keys)
    if offer.tag is not None:
        names, values["tag"] = (*names, "tag"), offer.tag
    for place, (name, value) in enumerate(offer.variables):
        values |= {f"name_{place}": name, f"value_{place}": value}
    return _Asked(names, len(offer.variables), base.order, base.lock, values)


def _variable(place: int) -> ColumnElement[bool]:
    """True when a variable of the case itself has this value."""
    held, said = variable.alias(f"held_{place}"), answer.alias(f"said_{place}")
    here = and_(held.c.case_id == _e.case_id, held.c.scope == 0, held.c.name == _p(f"name_{place}"))
    name = func.coalesce(held.c.key, held.c.name)
    stands = and_(said.c.case_id == held.c.case_id, said.c.event == held.c.event, said.c.name == name)
    return exists().where(here, stands, said.c.value == _p(f"value_{place}"))


def _columns(order: Order) -> list[ColumnElement[Any]]:
    first: list[ColumnElement[Any]] = [_e.priority.desc()] if order.priority else []
    if order.oldest_first is not None:
        return [*first, _e.opened_at.asc() if order.oldest_first else _e.opened_at.desc(), *_KEY]
    return [*first, _e.locked_until, *_KEY]


_locked: Final = and_(_e.worker.is_not(None), _e.locked_until > _p("at_locked"))
_free: Final = _e.locked_until <= _p("at_free")
_attempts: Final = (_e.retries.is_(None)) | (_e.retries > 0)

_shared: Final = _e.scope.is_(None) & _e.item.is_(None)  # no variables stand with the task itself

TOPICS: Final = Listing(
    "The topics of service tasks.",
    select(_e.topic).distinct(),
    {"offices": among(_e.office, "offices"), "locked": _locked, "free": _free, "attempts": _attempts},
).sorted_by((_e.topic,))
EXTERNALS: Final = Listing(
    "Service tasks with their cases and definitions.",
    _ROW.add_columns(_d.version_tag),
    {
        "offices": among(_e.office, "offices"),
        "task": (_e.case_id == _p("task_case")) & (_e.n == _p("task_n")),
        "execution": (_e.case_id == _p("execution_case")) & (case((_shared, 0), else_=_e.n) == _p("execution_n")),
        "tasks": among(_e.case_id.cast(Text) + "-" + _e.n.cast(Text), "tasks"),
        "element": _e.element == _p("element"),
        "elements": among(_e.element, "elements"),
        "until_before": _e.locked_until.between(1, _number("until_before") - 1),
        "until_after": _e.locked_until > _p("until_after"),
        "topic": _e.topic == _p("topic"),
        "locked": _locked,
        "free": _free,
        "case": _e.case_id == _p("case"),
        "cases": _e.case_id.in_(bindparam("cases", expanding=True)),
        "definition": _pi.definition_id == _p("definition"),
        "active": _pi.status == "ACTIVE",
        "suspended": _pi.status == "SUSPENDED",
        "attempts": _attempts,
        "no_attempts": _e.retries <= 0,
        "worker": _e.worker == _p("worker"),
        "in_offices": among(_e.office, "in_offices"),
        "priority_from": _e.priority >= _p("priority_from"),
        "priority_to": _e.priority <= _p("priority_to"),
    },
).sorted_by(
    (_e.case_id, _e.n),
    id=_e.case_id,
    until=_e.locked_until,
    definition=_pi.definition_id,
    key=_d.key,
    office=_e.office,
    priority=_e.priority,
    opened=_e.opened_at,
)

_held_by_case: Final = (
    select(variable.c.case_id, variable.c.name, answer.c.value)
    .join(
        answer,
        and_(
            answer.c.case_id == variable.c.case_id,
            answer.c.event == variable.c.event,
            answer.c.name == func.coalesce(variable.c.key, variable.c.name),
        ),
    )
    .where(
        variable.c.case_id.in_(bindparam("cases", expanding=True)),
        variable.c.scope == 0,
        variable.c.name.not_like("$%"),
        answer.c.value.is_not(None),
    )
)
_VALUES: Final = Query("The present variables of some cases.", _held_by_case)
_VALUES_NAMED: Final = Query(
    "Some present variables of some cases.", _held_by_case.where(among(variable.c.name, "names"))
)


def case_values(reading: Reading, cases: Collection[int], names: Collection[str] | None) -> list[Row]:
    """case_id, name and value (canonical bytes) of the variables of the cases themselves; of these names, None: all."""
    if not cases:
        return []
    if names is None:
        return reading.all(_VALUES, cases=sorted(cases))
    return reading.all(_VALUES_NAMED, cases=sorted(cases), names=listed(names))
