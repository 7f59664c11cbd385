"""Random diagrams with sub-processes in each other, to lay out."""

from __future__ import annotations

from itertools import pairwise
from random import Random

_STEPS = ("userTask", "serviceTask", "callActivity", "task", "exclusiveGateway", "intermediateCatchEvent")
_SCOPES = ("subProcess", "subProcess", "transaction", "event")
_HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:x">'


class _Writer:
    """A file in the making: elements get numbers in the order in which they are written."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.count = 0
        self.top: list[list[str]] = []

    def new(self, depth: int, host: str = "") -> str:
        """A fresh id; those of the process itself are kept for its lanes, an event's beside its host's."""
        self.count += 1
        id = f"n{self.count}"
        if depth == 0 and host:
            next(found for found in self.top if found[0] == host).append(id)
        elif depth == 0:
            self.top.append([id])
        return id

    def name(self) -> str:
        """A name of a few words, or none."""
        words = self.random.choices(("Memeriksa", "berkas", "warga", "surat", "keputusan"), k=self.random.randint(1, 6))
        return f' name="{" ".join(words)}"' if self.random.random() < 0.8 else ""

    def scope(self, depth: int) -> str:
        """What stands in a process or sub-process: a chain with branches, returns, events and further scopes."""
        out: list[str] = []
        chain = [self.new(depth)]
        out.append(f'<startEvent id="{chain[0]}"/>')
        for _ in range(self.random.randint(1, 5)):
            out.append(self.step(depth, chain))
        end = self.new(depth)
        out.append(f'<endEvent id="{end}"{self.name()}/>')
        chain.append(end)
        flows = list(pairwise(chain))
        for _ in range(self.random.randint(0, 2) if len(chain) > 2 else 0):
            flows.append((self.random.choice(chain[1:-1]), self.random.choice(chain[1:])))
        out += [
            f'<sequenceFlow id="f{a}-{b}" sourceRef="{a}" targetRef="{b}"{self.name()}/>'
            for a, b in dict.fromkeys(flows)
        ]
        return "".join(out)

    def step(self, depth: int, chain: list[str]) -> str:
        """One element, perhaps with what is inside it and an event on it."""
        id, out = self.new(depth), ""
        if depth < 3 and self.random.random() < 0.4:
            kind = self.random.choice(_SCOPES)
            tag = "subProcess" if kind == "event" else kind
            mark = ' triggeredByEvent="true"' if kind == "event" else ""
            out = f'<{tag} id="{id}"{mark}{self.name()}>{self.scope(depth + 1)}</{tag}>'
            if kind == "event":
                return out
        else:
            kind = self.random.choice(_STEPS)
            out = f'<{kind} id="{id}"{self.name()}/>'
        chain.append(id)
        if kind in ("userTask", "callActivity", *_SCOPES) and self.random.random() < 0.4:
            event, end = self.new(depth, id), self.new(depth)
            out += (
                f'<boundaryEvent id="{event}" attachedToRef="{id}"{self.name()}><timerEventDefinition/></boundaryEvent>'
            )
            out += f'<endEvent id="{end}"/><sequenceFlow id="f{event}" sourceRef="{event}" targetRef="{end}"/>'
        return out


def nested(seed: int) -> bytes:
    """A process with up to three levels of sub-processes, with and without lanes."""
    random = Random(seed)
    writer = _Writer(random)
    body = writer.scope(0)
    lanes = [f"lane{n}" for n in range(random.choice((0, 1, 3)))]
    held: dict[str, list[str]] = {lane: [] for lane in lanes}
    for ids in writer.top if lanes else ():
        held[random.choice(lanes)].extend(f"<flowNodeRef>{id}</flowNodeRef>" for id in ids)
    drawn = "".join(f'<lane id="{lane}" name="{lane}">{"".join(refs)}</lane>' for lane, refs in held.items())
    lane_set = f'<laneSet id="ls">{drawn}</laneSet>' if lanes else ""
    pool = '<collaboration id="k"><participant id="pool" name="Pool" processRef="p"/></collaboration>'
    return f'{_HEAD}{pool}<process id="p" name="P">{lane_set}{body}</process></definitions>'.encode()
