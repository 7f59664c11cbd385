"""Where each element stands: its column, its row and its place in the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bpmn.document import Element, Flow, Process
from bpmn.layout.letters import width, wrap
from bpmn.layout.measures import BESIDE, EVENT, GATEWAY, LINE, NAME, TASK
from bpmn.layout.order import following, main_flow, order
from bpmn.names import ACTIVITIES, GATEWAYS

Sizes = Mapping[str, tuple[float, float]]

_WIDEST = 1200.0
_FARTHEST = 400.0
"""How far from the middle of a wide host its boundary events begin."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An element in the grid; `dx` is from the column's axis to its centre. A boundary event has its host's row."""

    id: str
    kind: str
    column: int
    row: int
    dx: float
    width: float
    height: float
    host: str | None = None

    @property
    def span(self) -> float:
        """Its width on the nominal sheet, where a column has room for so much."""
        return min(self.width, _WIDEST)


@dataclass(frozen=True, slots=True)
class Link:
    """A flow to draw; `main` is the one that goes on down the page."""

    id: str
    name: str
    source: str
    target: str
    main: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole arrangement. `columns` holds lane ids, None for elements outside all lanes; `names` their names.

    `tight` are the rows of decisions that follow their step at once.
    """

    columns: tuple[str | None, ...]
    names: tuple[str, ...]
    rows: int
    cells: Mapping[str, Cell]
    links: tuple[Link, ...]
    tight: frozenset[int]
    by_row: Mapping[int, tuple[Cell, ...]]


def place(process: Process, sizes: Sizes) -> Grid:
    """Puts every element of the process into the grid; one row a step, a second decision beside the first.

    `sizes` are those of expanded sub-processes.
    """
    columns: list[str | None] = [lane.id for lane in process.lanes]
    known = {lane: at for at, lane in enumerate(columns)}
    if not columns or any(element.lane not in known for element in process.elements.values()):
        columns.append(None)
    column = {
        element.id: known.get(element.lane, len(columns) - 1) if element.lane else len(columns) - 1
        for element in process.elements.values()
    }
    placing = _Placing(process, column, sizes)
    for id in order(process):
        placing.put(id)
    placing.hang(None)
    placing.attach()
    by_row: dict[int, list[Cell]] = {}
    for cell in placing.cells.values():
        if cell.host is None:
            by_row.setdefault(cell.row, []).append(cell)
    return Grid(
        tuple(columns),
        (*(lane.name for lane in process.lanes), "")[: len(columns)],
        placing.rows,
        placing.cells,
        _links(process),
        frozenset(placing.tight),
        {row: tuple(cells) for row, cells in by_row.items()},
    )


def size_of(element: Element, host: bool = False) -> tuple[float, float]:
    """Width and height of an element; a task grows with a name of more than three lines.

    It is a line higher where marks stand under its name, or events on its border, whose `host` it is.
    """
    if element.kind in GATEWAYS:
        return GATEWAY
    if element.kind in ACTIVITIES:
        lines = len(wrap(element.name, NAME))
        marked = host or element.loop is not None
        return TASK[0], TASK[1] + LINE * (max(0, min(lines, 12) - 3) + marked)
    return EVENT


def _links(process: Process) -> tuple[Link, ...]:
    after = following(process)
    main = {id: main_flow(process.elements[id], [f for f in flows if f.source == id]) for id, flows in after.items()}
    return tuple(
        Link(flow.id, flow.name, flow.source, flow.target, main.get(flow.source) in (None, flow))
        for flow in process.flows.values()
        if flow.source in process.elements
        and flow.target in process.elements
        and process.elements[flow.target].attached_to is None
    )


@dataclass(slots=True)
class _Placing:
    process: Process
    column: Mapping[str, int]
    sizes: Sizes
    cells: dict[str, Cell] = field(default_factory=dict)
    rows: int = 0
    tight: set[int] = field(default_factory=set)
    hanging: list[tuple[str, float]] = field(default_factory=list)
    hosts: frozenset[str | None] = field(init=False)

    def __post_init__(self) -> None:
        self.hosts = frozenset(element.attached_to for element in self.process.elements.values())

    def put(self, id: str) -> None:
        if id in self.cells or any(id == waiting for waiting, _ in self.hanging):
            return
        element = self.process.elements[id]
        if self.hanging:
            self.hang(element)
        if self._own_decision(element):
            self.tight.add(self.rows)
        self._set(element, self.rows, 0.0)
        self.rows += 1
        if element.kind in GATEWAYS:
            self._sides(element)

    def hang(self, follower: Element | None) -> None:
        """Gives the ends under a side decision a row: the follower's where it stands in another column."""
        if not self.hanging:
            return
        column = self.column[self.hanging[0][0]]
        for id, dx in self.hanging:
            self._set(self.process.elements[id], self.rows, dx)
        self.hanging.clear()
        if follower is None or self.column[follower.id] == column or follower.kind in GATEWAYS:
            self.rows += 1

    def attach(self) -> None:
        """Puts boundary events on the lower border of their hosts, the centre left free; widens hosts of many."""
        guests: dict[str, list[Element]] = {}
        for element in self.process.elements.values():
            if element.attached_to in self.cells and element.id not in self.cells:
                guests.setdefault(element.attached_to or "", []).append(element)
            elif element.id not in self.cells:
                self._set(element, self.rows, 0.0)
                self.rows += 1
        for id, found in guests.items():
            host = self.cells[id]
            apart = 84.0 if len(found) > 2 and any(guest.name for guest in found) else 40.0
            needed = 12 + apart * ((len(found) + 1) // 2)
            half = max(min(host.width / 2, _FARTHEST), needed)
            wide = max(host.width, 2 * needed)
            self.cells[id] = Cell(id, host.kind, host.column, host.row, host.dx, wide, host.height)
            for at, guest in enumerate(found):
                side = 1 if at % 2 == 0 else -1
                dx = host.dx + side * (half - apart / 2 - apart * (at // 2))
                self.cells[guest.id] = Cell(guest.id, guest.kind, host.column, host.row, dx, *EVENT, host=id)

    def _set(self, element: Element, row: int, dx: float) -> None:
        self.cells[element.id] = Cell(element.id, element.kind, self.column[element.id], row, dx, *self._size(element))

    def _size(self, element: Element) -> tuple[float, float]:
        return self.sizes.get(element.id) or size_of(element, element.id in self.hosts)

    def _own_decision(self, element: Element) -> bool:
        if element.kind not in GATEWAYS or len(element.incoming) != 1:
            return False
        step = self.cells.get(self.process.flows[element.incoming[0]].source)
        if step is None or step.row != self.rows - 1 or step.column != self.column[element.id] or step.dx:
            return False
        return step.kind in ACTIVITIES and len(self.process.elements[step.id].outgoing) == 1

    def _sides(self, element: Element) -> None:
        """Puts a second decision, or an end, beside the decision that leads to it and nothing else does."""
        flows = self._flows(element)
        main = main_flow(element, flows)
        free = [-1, 1]
        for flow in flows:
            target = self.process.elements[flow.target]
            if flow is main or not free or not self._only(target, element) or target.id in self.cells:
                continue
            if target.kind not in ("exclusiveGateway", "endEvent"):
                continue
            side = self._side(element, main, target)
            side = side if side in free else free[0]
            free.remove(side)
            self._beside(element, flow, side)

    def _beside(self, element: Element, flow: Flow, side: int) -> None:
        target = self.process.elements[flow.target]
        gap = max(BESIDE, width(flow.name, bold=True) + 12)
        dx = side * (size_of(element)[0] / 2 + gap + size_of(target)[0] / 2)
        self._set(target, self.rows - 1, dx)
        if target.kind in GATEWAYS:
            ends = [f.target for f in self._flows(target) if self._ends(f.target, target)]
            self.hanging.extend((id, dx) for id in ends[:1])

    def _flows(self, element: Element) -> list[Flow]:
        found = [self.process.flows[id] for id in element.outgoing]
        return [flow for flow in found if flow.target in self.process.elements]

    def _only(self, target: Element, source: Element) -> bool:
        same = self.column[target.id] == self.column[source.id]
        return same and target.attached_to is None and len(target.incoming) == 1 and target.id != source.id

    def _ends(self, id: str, source: Element) -> bool:
        target = self.process.elements[id]
        return target.kind == "endEvent" and self._only(target, source) and id not in self.cells

    def _side(self, element: Element, main: Flow | None, target: Element) -> int:
        """Away from where the main flow goes; when that goes straight down, towards where the other leads."""
        here = self.column[element.id]
        ahead = self.column[main.target] if main is not None else here
        if ahead != here:
            return -1 if ahead > here else 1
        leads: Sequence[int] = [self.column[flow.target] for flow in self._flows(target)]
        return 1 if any(column > here for column in leads) else -1
