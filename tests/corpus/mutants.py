"""Examples taken apart and put together wrongly, at random: what no modeler saves, but somebody uploads."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from bpmn.names import CAMUNDA, FLOW_NODES
from tests.corpus.examples import example, names
from tests.corpus.style import SPACES

__all__ = ["mutant"]

_M: Final = f"{{{SPACES['model']}}}"
_NODES: Final = frozenset(_M + tag for tag in FLOW_NODES)
_SCOPES: Final = frozenset({f"{_M}subProcess", f"{_M}transaction", f"{_M}process"})
_TAGS: Final = sorted(FLOW_NODES - {"event", "implicitThrowEvent", "choreographyTask", "subChoreography"})
_EVENTS: Final = "timer message signal conditional error escalation cancel terminate link compensate".split()
_TIMES: Final = ("PT1H", "P1D", "R/PT1H", "R3/P1D", "2030-02-01", "=batas", "", "kapan-kapan", "R/PT0S", "P99Y")
_CONDITIONS: Final = ("=a > 1", "${b}", "=true", "=false", "", "=a >", "not(a = 1)", "${a == 'x'}", "=daftar")
_FLAGS: Final = (
    "triggeredByEvent",
    "cancelActivity",
    "isInterrupting",
    "instantiate",
    "isForCompensation",
    "parallelMultiple",
)


class _Mutant:
    """A file while it is changed."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.root = ElementTree.fromstring(example(rng.choice(names())).data)

    def nodes(self) -> list[Element]:
        """The flow nodes."""
        return [node for node in self.root.iter() if node.tag in _NODES]

    def flows(self) -> list[Element]:
        """The sequence flows."""
        return list(self.root.iter(f"{_M}sequenceFlow"))

    def node(self) -> Element:
        """One of the flow nodes."""
        return self.rng.choice(self.nodes() or [self.root])

    def change(self) -> None:
        """Makes one random change."""
        changes: tuple[Callable[[], None], ...] = (
            self.remove,
            self.turn,
            self.connect,
            self.connect,
            self.flag,
            self.event,
            self.loop,
            self.move,
            self.attach,
            self.time,
            self.condition,
            self.default,
            self.graft,
            self.reroute,
        )
        self.rng.choice(changes)()

    def remove(self) -> None:
        """An element goes."""
        parents = [node for node in self.root.iter() if len(node)]
        if parents:
            parent = self.rng.choice(parents)
            parent.remove(self.rng.choice(list(parent)))

    def turn(self) -> None:
        """A node becomes one of another kind."""
        self.node().tag = _M + self.rng.choice(_TAGS)

    def connect(self) -> None:
        """One more flow."""
        flow = Element(f"{_M}sequenceFlow", id=f"tambahan_{self.rng.randrange(10**6)}")
        flow.set("sourceRef", self.node().get("id", ""))
        flow.set("targetRef", self.node().get("id", ""))
        self._scope().append(flow)

    def reroute(self) -> None:
        """A flow leads elsewhere."""
        if self.flows():
            self.rng.choice(self.flows()).set(self.rng.choice(("sourceRef", "targetRef")), self.node().get("id", ""))

    def flag(self) -> None:
        """A node is marked otherwise."""
        self.node().set(self.rng.choice(_FLAGS), self.rng.choice(("true", "false")))

    def event(self) -> None:
        """A node gets a trigger."""
        kind = self.rng.choice(_EVENTS)
        definition = ElementTree.SubElement(self.node(), f"{_M}{kind}EventDefinition")
        if kind == "timer":
            name = self.rng.choice(("timeDate", "timeDuration", "timeCycle"))
            ElementTree.SubElement(definition, _M + name).text = self.rng.choice(_TIMES)
        elif kind == "conditional":
            ElementTree.SubElement(definition, f"{_M}condition").text = self.rng.choice(_CONDITIONS)
        elif kind == "link":
            definition.set("name", self.rng.choice(("l", "m")))
        else:
            definition.set(f"{kind}Ref", self.rng.choice(("x", "y")))

    def loop(self) -> None:
        """A node is repeated."""
        node, several = self.node(), self.rng.random() < 0.6
        found = ElementTree.SubElement(node, _M + ("multiInstance" if several else "standard") + "LoopCharacteristics")
        if several:
            found.set("isSequential", self.rng.choice(("true", "false")))
            tag = self.rng.choice(("loopCardinality", "loopDataInputRef", "completionCondition"))
            text = self.rng.choice(("3", "0", "daftar", "-1", "300", "=a > 1"))
            ElementTree.SubElement(found, _M + tag).text = text
            found.set(f"{{{CAMUNDA}}}collection", self.rng.choice(("${daftar}", "", "daftar")))
        else:
            found.set("loopMaximum", self.rng.choice(("2", "", "20000")))
            ElementTree.SubElement(found, f"{_M}loopCondition").text = self.rng.choice(_CONDITIONS)

    def move(self) -> None:
        """A node stands elsewhere."""
        node, scope = self.node(), self._scope()
        if scope in list(node.iter()):
            return
        for parent in self.root.iter():
            if node in list(parent):
                parent.remove(node)
                scope.append(node)
                return

    def attach(self) -> None:
        """An event hangs on an activity."""
        event = ElementTree.SubElement(self._scope(), f"{_M}boundaryEvent")
        event.set("id", f"tepi_{self.rng.randrange(10**6)}")
        event.set("attachedToRef", self.node().get("id", ""))
        kind = self.rng.choice(_EVENTS)
        inner = ElementTree.SubElement(event, f"{_M}{kind}EventDefinition")
        if kind == "timer":
            ElementTree.SubElement(inner, f"{_M}timeDuration").text = "PT1H"
        if kind == "conditional":
            ElementTree.SubElement(inner, f"{_M}condition").text = self.rng.choice(_CONDITIONS)
        if self.rng.random() < 0.5:
            event.set("cancelActivity", "false")
        flow = ElementTree.SubElement(self._scope(), f"{_M}sequenceFlow", id=f"f_{event.get('id')}")
        flow.set("sourceRef", event.get("id", ""))
        flow.set("targetRef", self.node().get("id", ""))

    def time(self) -> None:
        """A timer waits for something else."""
        times = [node for node in self.root.iter() if node.tag.startswith(f"{_M}time")]
        if times:
            self.rng.choice(times).text = self.rng.choice(_TIMES)

    def condition(self) -> None:
        """A flow gets a condition."""
        if self.flows():
            flow = self.rng.choice(self.flows())
            ElementTree.SubElement(flow, f"{_M}conditionExpression").text = self.rng.choice(_CONDITIONS)

    def default(self) -> None:
        """A node gets a default flow."""
        if self.flows():
            self.node().set("default", self.rng.choice(self.flows()).get("id", ""))

    def graft(self) -> None:
        """What stands in another example stands in a scope of this one too."""
        other = ElementTree.fromstring(example(self.rng.choice(names())).data)
        mark = f"c{self.rng.randrange(100)}_"
        for node in other.iter():
            for name in ("id", "sourceRef", "targetRef", "attachedToRef", "default"):
                if node.tag != f"{_M}process" and name in node.attrib:
                    node.set(name, mark + node.get(name, ""))
        process = other.find(f"{_M}process")
        assert process is not None
        scope = self._scope()
        for node in list(process):
            if node.tag != f"{_M}laneSet":
                scope.append(node)

    def _scope(self) -> Element:
        return self.rng.choice([node for node in self.root.iter() if node.tag in _SCOPES] or [self.root])


def mutant(seed: str) -> bytes:
    """An example with one to eight random changes."""
    made = _Mutant(Random(seed))
    for _ in range(made.rng.choice((1, 1, 2, 3, 5, 8))):
        made.change()
    return bytes(ElementTree.tostring(made.root, encoding="utf-8", xml_declaration=True))
