"""A model as data that can be taken apart and kept; `writing` writes it as BPMN."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.simulator.diagram import Call, Event, Loop
from tests.simulator.mappings import Param


@dataclass(frozen=True)
class Part:
    """A flow node; `scope` is the sub-process that it stands in ("": the process)."""

    id: str
    tag: str
    scope: str = ""
    default: str | None = None
    host: str | None = None
    interrupting: bool = True
    triggered: bool = False
    instantiate: bool = False
    event: Event | None = None
    topic: str | None = None
    loop: Loop | None = None
    call: Call | None = None
    inputs: tuple[Param, ...] = ()
    outputs: tuple[Param, ...] = ()


@dataclass(frozen=True)
class Link:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True)
class Model:
    """Flow nodes and sequence flows in the order of the file, scope by scope.

    `answers`: the values each variable can be given. `codes`: what who does an activity may raise. `meddled`: people in
    charge change variables, extend lists and move tokens, workers raise errors.
    """

    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    answers: dict[str, tuple[object, ...]]
    codes: tuple[str, ...] = ()
    meddled: bool = True

    def part(self, name: str) -> Part:
        """The flow node of that id."""
        return next(part for part in self.parts if part.id == name)

    def without(self, parts: set[str], links: set[str]) -> Model:
        """The model less some nodes and flows, what is in and on those nodes, and every flow left without an end."""
        gone = self._with_all_in(parts)
        kept = [part for part in self.parts if part.id not in gone]
        names = {part.id for part in kept}
        flows = [f for f in self.links if f.id not in links and f.source in names and f.target in names]
        left = {flow.id for flow in flows}
        plain = tuple(part if part.default in left else replace(part, default=None) for part in kept)
        return replace(self, parts=plain, links=tuple(flows))

    def _with_all_in(self, parts: set[str]) -> set[str]:
        gone = set(parts)
        while True:
            more = {part.id for part in self.parts if part.scope in gone or part.host in gone} - gone
            if not more:
                return gone
            gone |= more
