"""Random models without structure: surplus tokens, deadlocks, splits and merges without a gateway."""

from __future__ import annotations

from random import Random

from tests.simulator.builder import GATEWAYS, Builder, Exit
from tests.simulator.model import Model


def tangled(seed: str, size: int, *, inclusive: bool = False) -> Model:
    """A random graph of about so many nodes, with many inclusive gateways if wished; the same seed, the same model."""
    rng = Random(seed)
    make = Builder(rng)
    tasks = rng.uniform(0.35, 0.65)
    kinds: tuple[str, ...] = rng.choice(
        (GATEWAYS, GATEWAYS, ("inclusiveGateway", *GATEWAYS), ("parallelGateway", *GATEWAYS))
    )
    if inclusive:
        kinds = ("inclusiveGateway",) * 6 + ("parallelGateway", "exclusiveGateway")
    nodes = [make.part("userTask") if make.chance(0.85) else _node(make, 0, kinds)]
    for _ in range(size):
        nodes.append(_node(make, tasks, kinds))
    ends = [make.part("endEvent") for _ in range(rng.randint(1, 2))]
    events = _events(make, nodes)
    _flows(make, nodes, events, ends)
    reached = any(link.target == nodes[0] for link in make.links)
    for _ in range(rng.choice((int(reached),) + (1,) * 17 + (2,))):
        make.link(Exit(make.part("startEvent")), nodes[0])
    return make.model()


def _node(make: Builder, tasks: float, kinds: tuple[str, ...]) -> str:
    draw = make.rng.random()
    if draw < tasks:
        return make.task()
    if draw < tasks + 0.05:
        return make.catch()
    if draw < tasks + 0.07:
        return make.part(make.rng.choice(("task", "intermediateThrowEvent")))
    return make.part(make.rng.choice(kinds))


def _events(make: Builder, nodes: list[str]) -> list[str]:
    hosts = [node for node in nodes if make.tag(node) in ("userTask", "manualTask", "serviceTask", "receiveTask")]
    return [make.boundary(host)[0] for host in hosts if make.chance(0.15)]


def _flows(make: Builder, nodes: list[str], events: list[str], ends: list[str]) -> None:
    """Each node is reached from an earlier one; some get more ways out, on or back; what has none leads to an end."""
    targets: dict[str, list[str]] = {name: [] for name in (*nodes, *events)}
    for place, node in enumerate(nodes[1:], 1):
        targets[make.rng.choice(nodes[max(0, place - 3) : place])].append(node)
    for event in events:
        targets[event].append(make.rng.choice(nodes + ends))
    for _ in range(make.rng.randint(1, len(nodes))):
        targets[make.rng.choice(nodes)].append(make.rng.choice(nodes + ends))
    for node in nodes:
        if not targets[node] and make.chance(0.9):
            targets[node].append(make.rng.choice(ends))
    for node, reached in targets.items():
        make.rng.shuffle(reached)
        for exit, target in zip(make.exits(node, len(reached)), reached, strict=True):
            make.link(exit, target)
