"""Random diagrams to lay out: such as SOPs are, and such as nobody should draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import quoteattr

_WORDS = (
    "Memeriksa Menyusun Menandatangani Meneruskan Menelaah draf surat berkas dokumen laporan kegiatan kepada".split()
)


@dataclass
class Graph:
    """A process in the making."""

    random: Random
    lanes: list[str] = field(default_factory=list)
    nodes: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    flows: list[tuple[str, str, str, str]] = field(default_factory=list)
    pooled: bool = True

    def node(self, id: str, kind: str, lane: str | None, name: str = "") -> str:
        """Adds an element; for a boundary event `name` begins with its host's id and a colon."""
        self.nodes.append((id, kind, name, lane))
        return id

    def flow(self, source: str, target: str, name: str = "") -> None:
        """Adds a flow."""
        self.flows.append((f"f{len(self.flows)}", source, target, name))

    def xml(self) -> bytes:
        """The file, without a drawing."""
        out = [
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:x">',
            '<collaboration id="k"><participant id="pool" name="Pool" processRef="p"/></collaboration>'
            if self.pooled
            else "",
            '<process id="p" name="P">',
            self._lane_set(),
        ]
        for id, kind, name, _ in self.nodes:
            host, _, shown = name.partition(":") if kind == "boundaryEvent" else ("", "", name)
            attached = f' attachedToRef="{host}"' if host else ""
            inner = "<timerEventDefinition/>" if host else ""
            out.append(f"<{kind} id={quoteattr(id)} name={quoteattr(shown)}{attached}>{inner}</{kind}>")
        out += [
            f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}" name={quoteattr(name)}/>'
            for id, source, target, name in self.flows
        ]
        return "".join((*out, "</process></definitions>")).encode()

    def _lane_set(self) -> str:
        if not self.lanes:
            return ""
        parts = []
        for lane in self.lanes:
            refs = "".join(f"<flowNodeRef>{id}</flowNodeRef>" for id, _, _, own in self.nodes if own == lane)
            parts.append(f'<lane id="{lane}" name="{lane}">{refs}</lane>')
        return f'<laneSet id="ls">{"".join(parts)}</laneSet>'

    def phrase(self) -> str:
        """A name of a few words."""
        return " ".join(self.random.choices(_WORDS, k=self.random.randint(1, 4)))


def sop_like(seed: int) -> bytes:
    """Steps down the page in random lanes; some decide, and a Tidak leads up, to an end, or to a second decision."""
    random = Random(seed)
    graph = Graph(random, [f"lane{n}" for n in range(random.randint(1, 8))])
    count = random.randint(1, 20)
    at = [random.choice(graph.lanes) for _ in range(count)]
    graph.flow(graph.node("mulai", "startEvent", at[0], "Mulai"), "s0")
    for n in range(count):
        after = f"s{n + 1}" if n + 1 < count else "selesai"
        graph.node(f"s{n}", "userTask", at[n], graph.phrase())
        if random.random() < 0.4:
            graph.flow(f"s{n}", graph.node(f"g{n}", "exclusiveGateway", at[n], "Setuju?"))
            graph.flow(f"g{n}", after, "Ya")
            _refusal(graph, n, at[n])
        else:
            graph.flow(f"s{n}", after)
    graph.node("selesai", "endEvent", at[-1], "Selesai")
    return graph.xml()


def _refusal(graph: Graph, n: int, lane: str) -> None:
    back = f"s{graph.random.randint(0, n)}"
    chance = graph.random.random()
    if chance < 0.7:
        graph.flow(f"g{n}", back, "Tidak")
    elif chance < 0.8:
        graph.flow(f"g{n}", graph.node(f"ditolak{n}", "endEvent", lane, "Ditolak"), "Tidak")
    else:
        graph.flow(f"g{n}", graph.node(f"h{n}", "exclusiveGateway", lane, "Tindak lanjut?"), "Tidak")
        graph.flow(f"h{n}", back, "Dilengkapi")
        graph.flow(f"h{n}", graph.node(f"ditolak{n}", "endEvent", lane, "Ditolak"), "Ditolak")


_KINDS = ["userTask"] * 6 + ["serviceTask", "receiveTask", "manualTask", "task", "subProcess", "callActivity"]
_KINDS += ["exclusiveGateway", "parallelGateway", "inclusiveGateway", "intermediateCatchEvent", "endEvent"]


def tangled(seed: int) -> bytes:
    """Up to 60 elements of all kinds, any to any, also without lanes, pools, starts or ends."""
    random = Random(seed)
    graph = Graph(random, [f"lane{n}" for n in range(random.choice((0, 1, 2, 3, 5, 9)))], pooled=random.random() < 0.7)
    outside = random.random() < 0.3
    ids = []
    for n in range(random.randint(1, 60)):
        lane = random.choice([*graph.lanes, None] if outside or not graph.lanes else graph.lanes)
        kind = random.choice(_KINDS) if n else "startEvent"
        name = graph.phrase() if random.random() < 0.8 else ""
        ids.append(graph.node(f"n{n}", kind, lane, name))
        hosted = kind.endswith("ask") and random.random() < 0.15
        for guest in range(random.randint(1, 4) if hosted else 0):
            ids.append(graph.node(f"b{n}_{guest}", "boundaryEvent", lane, f"n{n}:{'Pengingat' if guest % 2 else ''}"))
    kinds = {id: kind for id, kind, _, _ in graph.nodes}
    targets = [id for id in ids if kinds[id] not in ("startEvent", "boundaryEvent")]
    sources = [id for id in ids if kinds[id] != "endEvent"]
    for source in sources if targets else []:
        for _ in range(random.choice((0, 1, 1, 1, 1, 2, 3))):
            graph.flow(source, random.choice(targets), random.choice(("", "", "Ya", "Tidak", "Sudah lengkap semuanya")))
    return graph.xml()


def structured(seed: int) -> bytes:
    """Nested blocks: sequences, choices and parallel branches over lanes, as a modeler draws them."""
    random = Random(seed)
    graph = Graph(random, [f"lane{n}" for n in range(random.randint(1, 5))])
    start = graph.node("mulai", "startEvent", random.choice(graph.lanes), "Mulai")
    last = _block(graph, start, 3)
    graph.flow(last, graph.node("selesai", "endEvent", random.choice(graph.lanes), "Selesai"))
    return graph.xml()


def _block(graph: Graph, before: str, depth: int) -> str:
    random = graph.random
    for _ in range(random.randint(1, 3)):
        lane = random.choice(graph.lanes)
        n = len(graph.nodes)
        if depth and random.random() < 0.5 and n < 40:
            kind = random.choice(("parallelGateway", "exclusiveGateway", "inclusiveGateway"))
            split = graph.node(f"v{n}", kind, lane, "Pilih?" if kind != "parallelGateway" else "")
            graph.flow(before, split)
            ends = [_block(graph, split, depth - 1) for _ in range(random.randint(2, 3))]
            before = graph.node(f"j{n}", kind, random.choice(graph.lanes))
            for end in ends:
                graph.flow(end, before)
        else:
            graph.flow(before, graph.node(f"t{n}", "userTask", lane, graph.phrase()))
            before = f"t{n}"
    return before
