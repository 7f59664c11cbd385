"""Diagrams for measurements, written for both our condition language and stock SpiffWorkflow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

__all__ = ["LANES", "Shape", "blocks", "forms", "loop", "loop_in_branch", "loop_in_scope", "many", "procedure"]

LANES: Final = ("JFU", "TIM", "Kasi", "Kabid", "Sekretaris", "Kadis", "Sekda", "Bupati")
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="urn:lajur:bench">'
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How conditions are written: `{name}` and `{value}` are filled in."""

    condition: str

    def of(self, name: str, value: str) -> str:
        """The condition that a variable has a value."""
        return self.condition.format(name=name, value=value)


OURS: Final = Shape('{name} = "{value}"')
STOCK: Final = Shape("{name} == '{value}'")


class _Drawing:
    def __init__(self, key: str) -> None:
        self.key = key
        self.nodes: list[str] = []
        self.flows: list[str] = []
        self.tasks: list[str] = []

    def node(self, tag: str, id: str, extra: str = "") -> None:
        self.nodes.append(f'<bpmn:{tag} id="{id}" name="{id}"{extra}/>')
        if tag == "userTask":
            self.tasks.append(id)

    def flow(self, source: str, target: str, condition: str | None = None) -> None:
        id = f"f_{source}_{target}"
        if condition is None:
            self.flows.append(f'<bpmn:sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}"/>')
            return
        expression = (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
        )
        self.flows.append(
            f'<bpmn:sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}">{expression}</bpmn:sequenceFlow>'
        )

    def chain(self, ids: Sequence[str]) -> None:
        for source, target in pairwise(ids):
            self.flow(source, target)

    def xml(self) -> bytes:
        lanes = "".join(
            f'<bpmn:lane id="lane_{i}" name="{name}">'
            + "".join(f"<bpmn:flowNodeRef>{id}</bpmn:flowNodeRef>" for id in self.tasks[i :: len(LANES)])
            + "</bpmn:lane>"
            for i, name in enumerate(LANES)
        )
        body = "".join((*self.nodes, *self.flows))
        return (
            f'{_HEAD}<bpmn:process id="{self.key}" isExecutable="true"><bpmn:laneSet id="lanes">{lanes}</bpmn:laneSet>'
            f"{body}</bpmn:process></bpmn:definitions>"
        ).encode()


def procedure(shape: Shape) -> bytes:
    """W1: 17 user tasks in eight lanes, one return (from step 9 to step 5)."""
    drawing = _Drawing("w1")
    drawing.node("startEvent", "mulai")
    for step in range(1, 18):
        drawing.node("userTask", f"langkah_{step}")
    drawing.node("exclusiveGateway", "putusan_9")
    drawing.node("endEvent", "selesai")
    drawing.chain(["mulai", *(f"langkah_{step}" for step in range(1, 10)), "putusan_9"])
    drawing.flow("putusan_9", "langkah_10", shape.of("keputusan_9", "Ya"))
    drawing.flow("putusan_9", "langkah_5", shape.of("keputusan_9", "Tidak"))
    drawing.chain([*(f"langkah_{step}" for step in range(10, 18)), "selesai"])
    return drawing.xml()


def forms() -> dict[str, bytes]:
    """A form of three fields for each step of `procedure`, and a decision where one is asked."""
    found = {}
    for step in range(1, 18):
        parts: list[dict[str, Any]] = [
            {"type": kind, "id": f"Field_{key}", "key": key, "label": key, "validate": {"required": True}}
            for kind, key in (("textarea", "catatan"), ("textfield", "nomor_agenda"), ("textfield", "papan"))
        ]
        if step == 9:
            values = [{"value": value, "label": value} for value in ("Ya", "Tidak")]
            parts.append({"type": "radio", "id": "Field_9", "key": "keputusan_9", "label": "Sesuai?", "values": values})
        form = {"id": f"langkah_{step}", "type": "default", "schemaVersion": 18, "components": parts}
        found[f"langkah_{step}.form"] = json.dumps(form).encode()
    return found


def loop(shape: Shape) -> bytes:
    """W2: one user task and a decision that returns to it."""
    drawing = _Drawing("w2")
    _looped(drawing, shape, "mulai", "selesai")
    drawing.nodes.insert(0, '<bpmn:startEvent id="mulai"/>')
    drawing.node("endEvent", "selesai")
    return drawing.xml()


def loop_in_branch(shape: Shape) -> bytes:
    """W2 with the loop inside one branch of a parallel block, and with a join inside the loop."""
    drawing = _Drawing("w2b")
    for id in ("bagi", "pecah", "kumpul", "temu"):
        drawing.node("parallelGateway", id)
    for id in ("lain", "kiri", "kanan"):
        drawing.node("userTask", id)
    for tag, id in (("startEvent", "mulai"), ("exclusiveGateway", "putusan"), ("endEvent", "selesai")):
        drawing.node(tag, id)
    drawing.chain(["mulai", "bagi", "lain", "temu", "selesai"])
    drawing.node("exclusiveGateway", "ulang")
    drawing.chain(["bagi", "ulang", "pecah", "kiri", "kumpul", "putusan"])
    drawing.chain(["pecah", "kanan", "kumpul"])
    drawing.flow("putusan", "ulang", shape.of("keputusan", "Tidak"))
    drawing.flow("putusan", "temu", shape.of("keputusan", "Ya"))
    return drawing.xml()


def loop_in_scope(shape: Shape, key: str, marker: str = "") -> bytes:
    """W2 with the loop inside a sub-process, which `marker` may make a multi-instance one."""
    inner = _Drawing(key)
    inner.nodes.append('<bpmn:startEvent id="awal"/>')
    _looped(inner, shape, "awal", "tamat")
    inner.node("endEvent", "tamat")
    drawing = _Drawing(key)
    drawing.node("startEvent", "mulai")
    body = marker + "".join((*inner.nodes, *inner.flows))
    drawing.nodes.append(f'<bpmn:subProcess id="sub" name="sub">{body}</bpmn:subProcess>')
    drawing.node("endEvent", "selesai")
    drawing.tasks.append("sub")
    drawing.chain(["mulai", "sub", "selesai"])
    return drawing.xml()


MANY: Final = (
    '<bpmn:multiInstanceLoopCharacteristics xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'camunda:collection="daftar" camunda:elementVariable="butir"/>'
)


def many() -> bytes:
    """One user task over a list."""
    drawing = _Drawing("w2m")
    drawing.node("startEvent", "mulai")
    drawing.nodes.append(f'<bpmn:userTask id="kerja" name="kerja">{MANY}</bpmn:userTask>')
    drawing.tasks.append("kerja")
    drawing.node("endEvent", "selesai")
    drawing.chain(["mulai", "kerja", "selesai"])
    return drawing.xml()


def blocks(count: int) -> bytes:
    """So many two-way parallel blocks in a row, the first of them waiting for two people."""
    drawing = _Drawing("w2p")
    drawing.node("startEvent", "mulai")
    before = "mulai"
    for block in range(count):
        for gateway in ("pecah", "temu"):
            drawing.node("parallelGateway", f"{gateway}_{block}")
        for side in "ab":
            drawing.node("userTask", f"kerja_{block}{side}")
            drawing.chain([f"pecah_{block}", f"kerja_{block}{side}", f"temu_{block}"])
        drawing.flow(before, f"pecah_{block}")
        before = f"temu_{block}"
    drawing.node("endEvent", "selesai")
    drawing.flow(before, "selesai")
    return drawing.xml()


def _looped(drawing: _Drawing, shape: Shape, before: str, after: str) -> None:
    drawing.node("userTask", "kerja")
    drawing.node("exclusiveGateway", "putusan")
    drawing.chain([before, "kerja", "putusan"])
    drawing.flow("putusan", "kerja", shape.of("keputusan", "Tidak"))
    drawing.flow("putusan", after, shape.of("keputusan", "Ya"))
