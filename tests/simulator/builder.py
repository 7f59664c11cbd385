"""Puts a random model together, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from tests.simulator.diagram import Event
from tests.simulator.model import Link, Model, Part

GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
TASKS = ("userTask", "userTask", "userTask", "manualTask", "serviceTask", "receiveTask")
_DATES = ("2030-01-05T08:00:00Z", "2030-02-01T00:00:00+07:00")
_DURATIONS = ("PT1H", "PT30M", "P1D", "PT2H15M")


@dataclass(frozen=True)
class Exit:
    """An end that hangs loose: a flow can still begin here, with a condition or as the default."""

    source: str
    condition: str | None = None
    default: bool = False


@dataclass
class Builder:
    """The model so far. `answers` are the variables that its conditions may read and the values each can have."""

    rng: Random
    parts: list[Part] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    answers: dict[str, tuple[object, ...]] = field(default_factory=dict)
    scope: str = ""

    def __post_init__(self) -> None:
        for number in range(1, self.rng.randint(2, 4)):
            self.answers[f"keputusan_{number}"] = ("Ya", "Tidak")
        for number in range(1, self.rng.randint(2, 3)):
            self.answers[f"nilai_{number}"] = (0, 1, 2, 3)
        if self.rng.random() < 0.3:
            self.answers["jenis"] = ("a", "b", "c", None)
        if self.rng.random() < 0.2:
            self.answers["lengkap"] = (True, False)

    def chance(self, share: float) -> bool:
        """True in that share of the times."""
        return self.rng.random() < share

    def part(self, tag: str, **facts: object) -> str:
        """A new flow node; gives its id."""
        name = f"{tag[0]}{len(self.parts) + 1}"
        self.parts.append(replace(Part(name, tag, self.scope), **facts))  # type: ignore[arg-type]
        return name

    def tag(self, name: str) -> str:
        """The tag of a node."""
        return next(part.tag for part in self.parts if part.id == name)

    def link(self, exit: Exit, target: str) -> str:
        """A new sequence flow; gives its id."""
        name = f"f{len(self.links) + 1}"
        self.links.append(Link(name, exit.source, target, exit.condition))
        if exit.default:
            self.parts = [replace(p, default=name) if p.id == exit.source else p for p in self.parts]
        return name

    def join(self, exits: Sequence[Exit], target: str) -> None:
        """A flow from each of the loose ends to one target."""
        for exit in exits:
            self.link(exit, target)

    def task(self) -> str:
        """An activity that waits for somebody."""
        tag = self.rng.choice(TASKS)
        event = Event("message", self.message()) if tag == "receiveTask" else None
        return self.part(tag, event=event, topic="kerja" if tag == "serviceTask" else None)

    def message(self) -> str:
        """The name of a message."""
        return self.rng.choice(("surat", "jawaban"))

    def catch(self) -> str:
        """An intermediate event that waits for a time or a message."""
        if self.chance(0.5):
            return self.part("intermediateCatchEvent", event=Event("message", self.message()))
        return self.part("intermediateCatchEvent", event=self.timer(cycle=False))

    def boundary(self, host: str) -> tuple[str, bool]:
        """An event on an activity; gives its id, and whether it interrupts."""
        stops = self.chance(0.5)
        event = Event("message", self.message()) if self.chance(0.4) else self.timer(cycle=not stops)
        return self.part("boundaryEvent", host=host, interrupting=stops, event=event), stops

    def timer(self, *, cycle: bool) -> Event:
        """A date, a duration or (where it may) a cycle that ends."""
        kind = self.rng.choice(("date", "duration", "cycle") if cycle else ("date", "duration"))
        if kind == "date":
            return Event("timer", clock=(kind, self.rng.choice(_DATES)))
        text = self.rng.choice(_DURATIONS)
        return Event("timer", clock=(kind, text if kind == "duration" else f"R{self.rng.choice((1, 2, 3, ''))}/{text}"))

    def condition(self) -> str:
        """A condition over the variables, in one of the two dialects."""
        text = self._feel(2)
        if self.chance(0.8):
            return text
        for word, sign in ((" = ", " == "), (" and ", " && "), (" or ", " || ")):
            text = text.replace(word, sign)
        return "${" + text + "}"

    def _feel(self, depth: int) -> str:
        draw = self.rng.random()
        if depth and draw < 0.1:
            return f"not({self._feel(depth - 1)})"
        if depth and draw < 0.2:
            return f"{self._feel(0)} {self.rng.choice(('and', 'or'))} {self._feel(depth - 1)}"
        readable = self.readable()
        name = self.rng.choice(list(readable))
        values = [self.literal(value) for value in readable[name] if value is not None]
        if draw < 0.35:
            return f"{name} in ({', '.join(self.rng.sample(values, 2))})"
        if isinstance(readable[name][0], int) and draw < 0.7 and name != "lengkap":
            return f"{name} {self.rng.choice(('<', '<=', '>', '>='))} {self.rng.choice(values)}"
        return f"{name} {'!=' if draw > 0.92 else '='} {self.rng.choice(values)}"

    def readable(self) -> Mapping[str, tuple[object, ...]]:
        """What conditions can ask for: names (and paths) and what is to be found there."""
        return self.answers

    @staticmethod
    def literal(value: object) -> str:
        """A value as an expression writes it."""
        if isinstance(value, bool):
            return str(value).lower()
        return f'"{value}"' if isinstance(value, str) else str(value)

    def exits(self, source: str, count: int) -> list[Exit]:
        """So many loose ends of a node, with the conditions that a node of its kind needs."""
        tag = self.tag(source)
        if tag == "parallelGateway" and self.chance(0.05):
            return [Exit(source, self.condition()) for _ in range(count)]
        if tag == "parallelGateway" or tag.endswith("Event") or count == 0 or count == 1 and not self.chance(0.04):
            return [Exit(source)] * count
        if tag not in GATEWAYS and self.chance(0.5):
            return [Exit(source)] * count
        ends = [Exit(source, self.condition()) for _ in range(count)]
        if count == 2 and tag == "exclusiveGateway" and self.chance(0.3):
            text = self._feel(1)
            ends = [Exit(source, text), Exit(source, f"not({text})")]
        elif self.chance(0.85):
            ignored = self.condition() if self.chance(0.05) else None
            ends[self.rng.randrange(count)] = Exit(source, ignored, default=True)
        elif self.chance(0.3):
            ends[self.rng.randrange(count)] = Exit(source)
        return ends

    def model(self) -> Model:
        """The finished model; half of the time its parts stand in another order than they were made."""
        if self.chance(0.5):
            self.rng.shuffle(self.parts)
        if self.chance(0.25):
            self.rng.shuffle(self.links)
        return Model(tuple(self.parts), tuple(self.links), self.answers, meddled=self.chance(0.4))
