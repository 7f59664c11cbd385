"""What models of the whole of BPMN are made of: events of every kind, loops, mappings, calls, ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from tests.simulator.builder import Builder
from tests.simulator.diagram import Call, Event, Loop
from tests.simulator.mappings import Param, Source
from tests.simulator.model import Model

CODES = ("E1", "E2", "E3", "K1", "K2")
_LISTS: tuple[tuple[object, ...], ...] = (
    ([1, 2, 3], [], [2], [3, 0], [0, 1, 2, 3, 1]),
    (["a", "b"], ["c"], [], ["b", "a", "c"], ["a", "a", "b", "c"]),
    ([{"jenis": "a", "jumlah": 1}, {"jenis": "b", "jumlah": 3}], [{"jumlah": 2}], [], [{"jenis": "c"}, 5, None]),
    ([1, "a"], ["x" * 1200, 2], None, [[1, 2], [3]], [Decimal("1.50"), date(2030, 2, 1)]),
)
_ITEMS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("", (1, 2, 3)),
    ("", ("a", "b", "c")),
    (".jumlah", (1, 2, 3)),
    ("", (1, 2)),
)
_ODD: tuple[object, ...] = (Decimal("12.50"), date(2030, 1, 5), 2**70, {"a": [1, {"b": None}]}, "Ж🙂", "x" * 1500)
_WAITING = ("userTask", "userTask", "userTask", "manualTask", "serviceTask", "receiveTask", "sendTask")
_PASSING = ("task", "sendTask", "intermediateThrowEvent")


@dataclass
class Pantry(Builder):
    """Draws parts of every kind; they stand in the scope that is the present one."""

    items: dict[str, tuple[object, ...]] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.kinds = [self.rng.randrange(len(_LISTS)) for _ in range(self.rng.randint(1, 2))]
        for number, kind in enumerate(self.kinds, 1):
            self.answers[f"daftar_{number}"] = _LISTS[kind]
        self.answers["banyak"] = (0, 1, 2, 3) if self.chance(0.9) else (2, 1, -1, None)
        if self.chance(0.3):
            self.answers["aneh"] = _ODD
        if self.chance(0.25):
            self.answers["tarif"] = (Decimal("1.50"), Decimal("2"), 2, Decimal("0.1"), 2**60)
        if self.chance(0.25):
            self.answers["größe_ж"] = ("Ya", "Ж🙂", "Tidak", None)
        if self.chance(0.15):
            self.answers["lama"] = ("PT1H", "P1D", "PT20M", "besok")

    def readable(self) -> Mapping[str, tuple[object, ...]]:
        plain = {name: some for name, some in self.answers.items() if name not in ("aneh", "lama")}
        return {name: some for name, some in plain.items() if not name.startswith("daftar")} | self.items

    def model(self) -> Model:
        return replace(super().model(), codes=CODES, meddled=self.chance(0.7))

    def source(self) -> Source:
        """A text, a list or a map for a mapping."""
        names = [*self.answers, *(name.partition(".")[0] for name in self.items), "loopCounter", "tidak_ada"]
        one = "${" + self.rng.choice([*names, *self.items]) + "}"
        draw = self.rng.random()
        if draw < 0.5:
            return one
        if draw < 0.65:
            return self.rng.choice(("Ya", "tetap", "3", "a = b"))
        if draw < 0.75:
            return "${" + self.rng.choice(("nilai_1 + 1", "nilai_1 - banyak", "count(daftar_1)", 'jenis == "a"')) + "}"
        if draw < 0.85:
            return "surat ${nilai_1} untuk ${jenis}" if self.chance(0.5) else "${keputusan_1}${keputusan_1}."
        if draw < 0.93:
            return [one, "b", "${nilai_1}"]
        return {"nama": one, "isi": ["${jenis}", "tetap"]}

    def params(self, most: int) -> tuple[Param, ...]:
        """Mappings, sometimes onto a variable that is there already."""
        found = []
        for _ in range(self.rng.randint(1, most)):
            new = f"masuk_{self.rng.randint(1, 3)}"
            plain = [name for name in self.answers if name[:3] in ("kep", "nil")]
            found.append(Param(self.rng.choice([new, *plain]), self.source()))
            self.items.setdefault(new, ("Ya", "tetap", 1, 2))
        return tuple({param.name: param for param in found}.values())

    def payload(self) -> tuple[Param, ...]:
        """What goes with a message, a signal or a call."""
        return (Param("isi", self._text()),) if self.chance(0.4) else ()

    def _text(self) -> str:
        source = self.source()
        return source if isinstance(source, str) and source.startswith("${") else "${nilai_1}"

    def loop(self, *, waits: bool) -> Loop | None:
        """How an activity loops, if it does."""
        draw = self.rng.random()
        if draw < 0.2:
            most = self.rng.choice((1, 1, 2, 3)) if self.chance(0.6) or not waits else None
            text = f"loopCounter < {self.rng.choice((1, 2, 3))}" if self.chance(0.4) else self.condition()
            return Loop("standard", condition=text, before=self.chance(0.4), maximum=most)
        kind = "parallel" if self.chance(0.6) else "sequential"
        completion = self.completion() if self.chance(0.35) else None
        if draw < 0.4:
            number = self.rng.choice(("2", "${banyak}", "banyak"))
            return Loop(kind, cardinality=number, completion=completion)
        chosen = self.rng.randint(1, len(self.kinds))
        item = f"butir_{self.rng.randint(1, 2)}" if self.chance(0.8) else None
        if item:
            path, values = _ITEMS[self.kinds[chosen - 1]]
            self.items[item + path] = values
        collection = self.rng.choice((f"daftar_{chosen}", "${daftar_" + str(chosen) + "}"))
        loop = Loop(kind, collection=collection, item=item, completion=completion)
        if self.chance(0.3):
            out = self.rng.choice([*self.answers, "masuk_1", *([item] * 3 if item else [])])
            loop = replace(loop, output=self.rng.choice(("hasil", "daftar_1")), output_item=out)
        return loop

    def completion(self) -> str:
        """A condition that ends a multi-instance activity before its last item."""
        draw = self.rng.random()
        if draw < 0.3:
            return f"nrOfCompletedInstances >= {self.rng.choice((1, 2, 3))}"
        if draw < 0.5:
            return "${nrOfActiveInstances == 1}" if self.chance(0.5) else "nrOfCompletedInstances = nrOfInstances - 1"
        return self.condition()

    def event(self, kinds: tuple[str, ...], *, cycle: bool = False) -> Event:
        """An event that is caught, of one of the kinds."""
        kind = self.rng.choice(kinds)
        if kind == "timer":
            if "lama" in self.answers and self.chance(0.4):
                return Event("timer", clock=("duration", "${lama}"))
            return self.timer(cycle=cycle)
        if kind == "condition":
            return Event(kind, self.condition())
        if kind in ("error", "escalation"):
            code = self.rng.choice(("E1", "E2", None) if kind == "error" else ("K1", "K2", None))
            variable = self.rng.choice(("kode", "keputusan_1")) if self.chance(0.3) else None
            text = "pesan_galat" if kind == "error" and self.chance(0.2) else None
            return Event(kind, code, code_variable=variable, message_variable=text)
        if kind == "signal":
            return Event(kind, self.rng.choice(("pasang", "surut")))
        key = self.rng.choice(("=nilai_1", "=jenis", "=butir_1")) if self.chance(0.2) else None
        return Event("message", self.message(), key=key)

    def thrown(self, kinds: tuple[str, ...]) -> Event:
        """An event that is thrown, of one of the kinds."""
        kind = self.rng.choice(kinds)
        if kind == "error":
            return Event(kind, self.rng.choice(("E1", "E1", "E2", "E3")))
        if kind == "escalation":
            return Event(kind, self.rng.choice(("K1", "K1", "K2", "K3")))
        if kind in ("terminate", "cancel"):
            return Event(kind)
        name = self.message() if kind == "message" else self.rng.choice(("pasang", "surut"))
        return Event(kind, name, payload=self.payload(), all=self.chance(0.1))

    def activity(self) -> str:
        """An activity that waits for somebody, sometimes a call; sometimes it loops, or has mappings."""
        tag = self.rng.choice((*_WAITING, "businessRuleTask", "callActivity", "callActivity"))
        topic = "kerja" if tag in ("serviceTask", "businessRuleTask", "sendTask") else None
        event = self.event(("message",)) if tag == "receiveTask" else None
        call = None
        if tag == "callActivity":
            key = "kasus-${nilai_1}" if self.chance(0.3) else None
            outs = self.payload() + ((Param("nilai_1", "${nilai_1}"),) if self.chance(0.3) else ())
            everything = (self.chance(0.1), self.chance(0.2))
            call = Call("anak", key, self.payload(), outs, *everything)
        name = self.part(tag, event=event, topic=topic, call=call)
        self.furnish(name, waits=True)
        return name

    def furnish(self, name: str, *, waits: bool, share: float = 0.3) -> None:
        """Lets an activity loop, and gives it mappings, in some share of the times."""
        facts: dict[str, object] = {}
        if self.chance(share):
            facts["loop"] = self.loop(waits=waits)
        if self.chance(0.2):
            facts["inputs"] = self.params(3)
        if self.chance(0.2):
            facts["outputs"] = self.params(2)
        self.parts = [replace(one, **facts) if one.id == name else one for one in self.parts]  # type: ignore[arg-type]

    def passing(self) -> str:
        """What lets its token pass at once: tasks that nobody does, throws."""
        tag = self.rng.choice(_PASSING)
        if tag == "intermediateThrowEvent":
            thrown = None if self.chance(0.15) else self.thrown(("message", "signal", "escalation", "escalation"))
            return self.part(tag, event=thrown)
        event = Event("message", self.message(), payload=self.payload()) if tag == "sendTask" else None
        name = self.part(tag, event=event)
        self.furnish(name, waits=False, share=0.15)
        return name

    def catch(self) -> str:
        """An intermediate event that waits."""
        return self.part("intermediateCatchEvent", event=self.event(("timer", "message", "signal", "condition")))

    def boundary(self, host: str) -> tuple[str, bool]:
        """An event on an activity; gives its id, and whether it interrupts."""
        stops = self.chance(0.5)
        kinds = ("timer", "message", "signal", "condition", "error", "error", "escalation")
        event = self.event(kinds, cycle=not stops)
        stops = stops or event.kind == "error"
        return self.part("boundaryEvent", host=host, interrupting=stops, event=event), stops
