"""From a table to the elements and flows of its diagram, in the order in which the file holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from bpmn.table.model import Answer, Choice, Limit, Repeat, Row, Table, numbered
from bpmn.table.notation import slug_of

STEP: Final = "lajur.sop.langkah"
GATE: Final = "lajur.sop.putusan"
START: Final = "mulai"
START_FLOW: Final = "alur_mulai"
FIXED: Final = ("definisi", "kolaborasi", "pool", "lajur", "gambar_kolaborasi", "bidang_kolaborasi")
"""Ids that every file has."""

Kind = Literal[
    "startEvent", "endEvent", "userTask", "receiveTask", "boundaryEvent", "exclusiveGateway", "parallelGateway"
]


@dataclass(frozen=True, slots=True)
class Node:
    """One element: `form` says whether it names a form, `limit` and `host` are those of a timer on an edge."""

    id: str
    kind: Kind
    name: str
    lane: str
    text: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    template: str = ""
    form: bool = False
    wait: str | None = None
    repeat: Repeat | None = None
    limit: Limit | None = None
    host: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One sequence flow."""

    id: str
    name: str
    source: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The elements and flows of a table."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    def into(self, id: str) -> list[Arrow]:
        """The flows that enter an element."""
        return [arrow for arrow in self.arrows if arrow.target == id]

    def out_of(self, id: str) -> list[Arrow]:
        """The flows that leave an element."""
        return [arrow for arrow in self.arrows if arrow.source == id]


def plan_of(table: Table) -> Plan:
    """The elements and flows of a table; an end stands behind the first element that leads to it."""
    joins = {row.no: row.joins for row in table.rows if row.joins}
    first = table.rows[0].no
    arrows = [Arrow(START_FLOW, "", START, _entry(first, first in joins))]
    nodes = [Node(START, "startEvent", table.start.name, table.start.lane, form=table.start.form is not None)]
    for row in table.rows:
        nodes += _nodes(row)
        arrows += _arrows(row, joins)
    return Plan(tuple(_with_ends(table, nodes, arrows)), tuple(arrows))


def decision_key(no: str, *, second: bool) -> str:
    """The id of a row's first or second gateway is also, but for its first word, the key that answers it."""
    return f"tindak_lanjut_{no}" if second else f"keputusan_{no}"


def second_of(choice: Choice | None) -> Choice | None:
    """The decision behind one of the answers."""
    return None if choice is None else next((answer.then for answer in choice.answers if answer.then), None)


def limit_ids(row: Row) -> list[str]:
    """The ids of the timers on the edge of a row's step."""
    found: list[str] = []
    for limit in row.limits:
        same = sum(one.startswith(limit.kind) for one in found)
        found.append(f"{limit.kind}_{row.no}" + (f"_{same + 1}" if same else ""))
    return found


def message_id(name: str) -> str:
    """The id of the message of that name."""
    return f"pesan_{slug_of(name)}"


def _nodes(row: Row) -> Iterator[Node]:
    id = numbered(row.no)
    if row.joins:
        yield Node(f"gabung_{row.no}", "parallelGateway", "", row.lane)
    reminder = next((limit.timer[1] for limit in row.limits if limit.kind == "pengingat"), "")
    yield Node(
        id,
        "userTask" if row.wait is None else "receiveTask",
        row.name,
        row.lane,
        row.text,
        _step_properties(row, reminder),
        STEP,
        form=row.form is not None and row.wait is None,
        wait=row.wait,
        repeat=row.repeat,
    )
    for limit, edge in zip(row.limits, limit_ids(row), strict=True):
        yield Node(edge, "boundaryEvent", limit.name, row.lane, properties=limit.properties, limit=limit, host=id)
    for gate, choice in _gates(row):
        yield Node(gate, "exclusiveGateway", choice.ask, row.lane, properties=choice.properties, template=GATE)
    if len(row.next) > 1:
        yield Node(f"cabang_{row.no}", "parallelGateway", "", row.lane)


def _step_properties(row: Row, reminder: str) -> dict[str, str]:
    late = ("sop:sumber", "sop:pertanyaan")
    told = {"sop:pengingat": reminder} if reminder else {}
    early = {name: value for name, value in row.properties.items() if name not in late}
    return {"sop:no": row.no, **early, **told, **{n: v for n, v in row.properties.items() if n in late}}


def _gates(row: Row) -> Iterator[tuple[str, Choice]]:
    if row.choice is not None:
        yield f"putusan_{row.no}", row.choice
    second = second_of(row.choice)
    if second is not None:
        yield f"tindak_lanjut_{row.no}", second


def _arrows(row: Row, joins: Mapping[str, tuple[str, ...]]) -> Iterator[Arrow]:
    def entry(to: str) -> str:
        return _entry(to, row.no in joins.get(to, ())) if to[:1].isdigit() else to

    id = numbered(row.no)
    if row.joins:
        yield Arrow(f"alur_gabung_{row.no}", "", f"gabung_{row.no}", id)
    behind = entry(row.next[0]) if len(row.next) == 1 else f"cabang_{row.no}"
    yield Arrow(f"alur_{row.no}", "", id, f"putusan_{row.no}" if row.choice else behind)
    for limit, edge in zip(row.limits, limit_ids(row), strict=True):
        if limit.to:
            yield Arrow(f"alur_{edge}", "", edge, entry(limit.to))
    for gate, choice in _gates(row):
        key = decision_key(row.no, second=gate.startswith("tindak"))
        for answer in choice.answers:
            target = f"tindak_lanjut_{row.no}" if answer.then else entry(answer.to)
            yield Arrow(f"{slug_of(answer.name)}_{row.no}", answer.name, gate, target, condition_of(answer, key))
    for to in row.next if len(row.next) > 1 else ():
        yield Arrow(f"alur_{row.no}_{to}", "", f"cabang_{row.no}", entry(to))


def condition_of(answer: Answer, key: str) -> str:
    """The condition of the flow of an answer."""
    return answer.condition or f'={key} = "{answer.name}"'


def _entry(no: str, join: bool) -> str:
    return f"gabung_{no}" if join else numbered(no)


def _with_ends(table: Table, nodes: Iterable[Node], arrows: Iterable[Arrow]) -> Iterator[Node]:
    ends = {end.id: end for end in table.ends}
    leads: dict[str, list[str]] = {}
    for arrow in arrows:
        leads.setdefault(arrow.source, []).append(arrow.target)
    for node in nodes:
        yield node
        for target in leads.get(node.id, ()):
            end = ends.pop(target, None)
            if end is not None:
                yield Node(end.id, "endEvent", end.name, end.lane)
