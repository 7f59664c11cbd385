"""From a diagram back to its table; what a table cannot say is refused, never left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bpmn.document import Document
from bpmn.document_tree import (
    Node,
    child,
    children,
    dialect,
    extension_children,
    line,
    local,
    name_of,
    reference,
    text_of,
    truth,
)
from bpmn.names import BPMN
from bpmn.table.model import Answer, Choice, Column, End, Limit, Problem, Repeat, Row, Start, Table, TableRefused
from bpmn.table.notation import BAR, HEADER, REASON, slug_of
from bpmn.table.whole import ALWAYS, ends_of

_NO: Final = re.compile(r"([0-9]{1,4})([a-z]?)\Z")
_TASKS: Final = ("userTask", "receiveTask")
_TIMERS: Final = {"timeDuration": "durasi", "timeCycle": "siklus", "timeDate": "tanggal"}


@dataclass(slots=True)
class Reading:
    """One process as it is read: nodes and flows by id, and what was found wrong."""

    process: Node
    nodes: dict[str, Node] = field(default_factory=dict)
    out: dict[str, list[Node]] = field(default_factory=dict)
    into: dict[str, list[Node]] = field(default_factory=dict)
    lanes: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def bad(self, node: Node, id: str, en: str) -> None:
        """Notes what a table cannot say."""
        row = _properties(node).get("sop:no", "")
        self.problems.append(Problem(line(node), row, node.get("id") or local(node), id, en))

    def followers(self, id: str) -> list[Node]:
        """The flows out of an element, in the order of the file."""
        return self.out.get(id, [])

    def number(self, id: str) -> str:
        """How a row names that element as a target: a row's number, or the id of an end."""
        node = self.nodes.get(id)
        if node is None:
            return id
        if local(node) in _TASKS:
            return _properties(node).get("sop:no", "")
        if local(node) == "parallelGateway" and len(self.followers(id)) == 1:
            self.used.add(id)
            return self.number(self.followers(id)[0].get("targetRef") or "")
        if local(node) != "endEvent":
            self.bad(
                node,
                f"Setelah langkah hanya dapat ditulis langkah, akhir, atau satu putusan; bukan {local(node)} di sini.",
                f"Behind a step stand a step, an end or one decision; not {local(node)} here.",
            )
        self.used.add(id)
        return id


def table_of(document: Document, slug: str = "") -> Table:
    """The table of a diagram without its forms; raises TableRefused for what a table cannot say.

    Each user task gets an empty form, receive tasks and the start none; `slug` is the name of the file.
    """
    reading = _opened(document)
    process = reading.process
    tasks = _tasks(reading)
    rows = tuple(_row(reading, no, node) for no, node in tasks)
    participant = next((p for p in document.participants if p.process == process.get("id")), None)
    id = process.get("id") or ""
    table = Table(
        id=id,
        slug=slug or slug_of(id, "-"),
        title=participant.name if participant else name_of(process),
        name=name_of(process),
        text=text_of(child(process, "documentation")),
        version=dialect(process, "versionTag") or "1",
        properties=_header(process),
        columns=tuple(Column(name_of(lane), lane.get("id") or "") for lane in _lanes(process)),
        start=_start(reading),
        rows=rows,
        ends=_ends(reading, rows),
    )
    for node in reading.nodes.values():
        if node.get("id") not in reading.used:
            reading.bad(
                node,
                f"{local(node)} “{name_of(node)}” tidak punya tempat dalam tabel.",
                f"{local(node)} “{name_of(node)}” has no place in a table.",
            )
    if reading.problems:
        raise TableRefused(tuple(reading.problems))
    return table


def _opened(document: Document) -> Reading:
    root = document.tree()
    processes = list(children(root, "process"))
    if len(processes) != 1:
        raise _refused(
            "Tabel memuat satu proses; diagram ini memuat lebih atau tidak ada.", "A table holds one process."
        )
    reading = Reading(processes[0])
    reading.messages = {m.get("id") or "": m.get("name") or "" for m in children(root, "message")}
    for node in processes[0]:
        if not isinstance(node.tag, str) or not node.tag.startswith(f"{{{BPMN}}}"):
            continue
        id = node.get("id") or ""
        if local(node) == "sequenceFlow":
            reading.out.setdefault(reference(node.get("sourceRef")) or "", []).append(node)
            reading.into.setdefault(reference(node.get("targetRef")) or "", []).append(node)
        elif id and local(node) not in ("laneSet", "documentation", "extensionElements"):
            reading.nodes[id] = node
    for lane in _lanes(processes[0]):
        reading.lanes.update({text_of(inner): lane.get("id") or "" for inner in children(lane, "flowNodeRef")})
    return reading


def _lanes(process: Node) -> Iterator[Node]:
    for lanes in children(process, "laneSet"):
        yield from children(lanes, "lane")


def _refused(id: str, en: str) -> TableRefused:
    return TableRefused((Problem(0, "", "diagram", id, en),))


def _tasks(reading: Reading) -> list[tuple[str, Node]]:
    """The steps by number, in ascending order."""
    found: list[tuple[tuple[int, str], str, Node]] = []
    for id, node in reading.nodes.items():
        if local(node) not in _TASKS:
            continue
        reading.used.add(id)
        no = _properties(node).get("sop:no", "")
        match = _NO.match(no)
        if match is None or any(no == other for _, other, _ in found):
            reading.bad(
                node,
                f"Langkah “{name_of(node)}” belum punya nomor sendiri. Isi sop:no, misalnya 4 atau 13a.",
                f"The step “{name_of(node)}” has no number of its own. Fill sop:no, such as 4 or 13a.",
            )
        else:
            found.append(((int(match[1]), match[2]), no, node))
    if reading.problems or not found:
        none = _refused("Diagram ini tidak punya langkah bernomor.", "This diagram has no numbered step.")
        raise TableRefused(tuple(reading.problems)) if reading.problems else none
    return [(no, node) for _, no, node in sorted(found, key=lambda one: one[0])]


def _start(reading: Reading) -> Start:
    starts = [node for node in reading.nodes.values() if local(node) == "startEvent"]
    if len(starts) != 1 or len(reading.followers(starts[0].get("id") or "")) != 1:
        raise _refused(
            "Tabel memerlukan tepat satu awal dengan satu alur.", "A table needs exactly one start with one flow."
        )
    id = starts[0].get("id") or ""
    reading.used.add(id)
    first = min(reading.nodes, key=lambda one: _first(reading, one))
    if reading.number(reading.followers(id)[0].get("targetRef") or "") != _properties(reading.nodes[first]).get(
        "sop:no"
    ):
        reading.bad(
            starts[0], "Awal harus menuju langkah bernomor terkecil.", "The start has to lead to the first number."
        )
    asks = dialect(starts[0], "formRef") or dialect(starts[0], "formKey")
    return Start(reading.lanes.get(id, ""), name_of(starts[0]), () if asks else None)


def _first(reading: Reading, id: str) -> tuple[int, str]:
    match = _NO.match(_properties(reading.nodes[id]).get("sop:no", ""))
    return (int(match[1]), match[2]) if match and local(reading.nodes[id]) in _TASKS else (10_000, "")


def _ends(reading: Reading, rows: Sequence[Row]) -> tuple[End, ...]:
    known = {id: node for id, node in reading.nodes.items() if local(node) == "endEvent"}
    return tuple(End(id, name_of(known[id]), reading.lanes.get(id, "")) for id in ends_of(rows) if id in known)


def _properties(node: Node) -> dict[str, str]:
    """The properties of an element, in the order of the file; those of a row that are blank count as absent."""
    found: dict[str, str] = {}
    for holder in extension_children(node):
        if local(holder) == "properties":
            for inner in holder:
                if isinstance(inner.tag, str):
                    found.setdefault(inner.get("name") or "", inner.get("value") or "")
    return found


def _header(process: Node) -> dict[str, str]:
    given = _properties(process)
    wanted = [name for name in HEADER if name in ALWAYS or given.get(f"sop:{name}")]
    found = {f"sop:{name}": BAR.join(_parts(given.get(f"sop:{name}", ""))) for name in wanted}
    return found | {name: value for name, value in given.items() if name.removeprefix("sop:") not in HEADER}


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(BAR) if part.strip()]


def _row(reading: Reading, no: str, node: Node) -> Row:
    id = node.get("id") or ""
    properties = {name: value for name, value in _properties(node).items() if value}
    limits = tuple(_limits(reading, id, properties.get("sop:pengingat", "")))
    reminded = any(limit.kind == "pengingat" for limit in limits)
    choice, next = _onward(reading, node, no)
    hidden = {"sop:no"} | ({"sop:pengingat"} if reminded else set())
    return Row(
        no=no,
        text=text_of(child(node, "documentation")),
        name=name_of(node),
        lane=reading.lanes.get(id, ""),
        properties={name: value for name, value in properties.items() if name not in hidden},
        next=next,
        choice=choice,
        wait=_wait(reading, node) if local(node) == "receiveTask" else None,
        repeat=_repeat(node),
        limits=limits,
        joins=_joins(reading, id),
        form=() if local(node) == "userTask" else None,
        line=line(node),
    )


def _wait(reading: Reading, node: Node) -> str:
    found = reading.messages.get(reference(node.get("messageRef")) or "", "")
    if not found:
        reading.bad(node, "Langkah ini menunggu pesan tanpa nama. Beri nama pesannya.", "The message has no name.")
    return found


def _repeat(node: Node) -> Repeat | None:
    loop = child(node, "multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    until = text_of(child(loop, "completionCondition"))
    parallel = not truth(loop.get("isSequential"), absent=False)
    return Repeat(dialect(loop, "collection") or "", dialect(loop, "elementVariable") or "", parallel, until)


def _limits(reading: Reading, host: str, reminder: str) -> Iterator[Limit]:
    for id, node in reading.nodes.items():
        if local(node) != "boundaryEvent" or reference(node.get("attachedToRef")) != host:
            continue
        reading.used.add(id)
        flows = reading.followers(id)
        timer = next(
            (
                (_TIMERS[local(t)], text_of(t))
                for d in children(node, "timerEventDefinition")
                for t in children(d, *_TIMERS)
            ),
            None,
        )
        if timer is None or len(flows) > 1:
            reading.bad(
                node,
                "Di tepi langkah hanya pengatur waktu dengan paling banyak satu alur.",
                "Only a timer with one flow at most can stand on a step's edge.",
            )
            continue
        to = reading.number(flows[0].get("targetRef") or "") if flows else ""
        stops = truth(node.get("cancelActivity"), absent=True)
        kind = "pengingat" if timer[1] == reminder and not to and not stops else "batas"
        reminder = "" if kind == "pengingat" else reminder
        given = {name: value for name, value in _properties(node).items() if value}
        yield Limit(kind, name_of(node), timer, to, stops, given)


def _onward(reading: Reading, node: Node, no: str) -> tuple[Choice | None, tuple[str, ...]]:
    """The decision behind a step, or what follows it."""
    flows = reading.followers(node.get("id") or "")
    if len(flows) != 1:
        reading.bad(node, "Dari sebuah langkah keluar tepat satu alur.", "Exactly one flow leaves a step.")
        return None, ()
    target = flows[0].get("targetRef") or ""
    gate = reading.nodes.get(target)
    alone = len(reading.into.get(target, [])) == 1
    if gate is not None and local(gate) == "exclusiveGateway" and alone:
        return _choice(reading, gate, f"keputusan_{no}"), ()
    if gate is not None and local(gate) == "parallelGateway" and alone:
        reading.used.add(target)
        return None, tuple(reading.number(flow.get("targetRef") or "") for flow in reading.followers(target))
    return None, (reading.number(target),)


def _choice(reading: Reading, gate: Node, key: str) -> Choice:
    id = gate.get("id") or ""
    reading.used.add(id)
    given = {name: value for name, value in _properties(gate).items() if value}
    answers = tuple(_answer(reading, flow, key) for flow in reading.followers(id))
    return Choice(name_of(gate), answers, properties=given)


def _answer(reading: Reading, flow: Node, key: str) -> Answer:
    name = name_of(flow)
    if not name:
        reading.bad(flow, "Alur keluar dari putusan harus bernama.", "A flow out of a decision needs a name.")
    target = flow.get("targetRef") or ""
    gate = reading.nodes.get(target)
    asked = text_of(child(flow, "conditionExpression"))
    condition = None if asked == f'={key} = "{name}"' else asked or None
    reason = REASON if name == "Tidak" else None
    if (
        key.startswith("keputusan")
        and gate is not None
        and local(gate) == "exclusiveGateway"
        and len(reading.into.get(target, [])) == 1
    ):
        return Answer(
            name,
            reason=reason,
            then=_choice(reading, gate, key.replace("keputusan", "tindak_lanjut")),
            condition=condition,
        )
    return Answer(name, reading.number(target), reason=reason, condition=condition)


def _joins(reading: Reading, id: str) -> tuple[str, ...]:
    """The rows whose ways meet in a gateway before this step."""
    for flow in reading.into.get(id, []):
        source = reading.nodes.get(flow.get("sourceRef") or "")
        if (
            source is not None
            and local(source) == "parallelGateway"
            and len(reading.into.get(source.get("id") or "", [])) > 1
        ):
            entering = reading.into.get(source.get("id") or "", [])
            return tuple(_origin(reading, one.get("sourceRef") or "") for one in entering)
    return ()


def _origin(reading: Reading, id: str) -> str:
    """The row that a flow comes from, through its gateways or the edge of its step."""
    node = reading.nodes.get(id)
    for _ in range(4):
        if node is None or local(node) in _TASKS:
            break
        host = reference(node.get("attachedToRef"))
        before = reading.into.get(node.get("id") or "", [])
        node = reading.nodes.get(host or (before[0].get("sourceRef") or "" if before else ""))
    return _properties(node).get("sop:no", "") if node is not None else ""
