"""The first diagram of a new SOP: columns with one step, or a copy under another name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bpmn import document
from bpmn.check.sop import IDENTITY
from bpmn.layout import lay_out

__all__ = ["Beginning", "plain", "renamed"]

_KEY: Final = r'((?:\bid|processRef|bpmnElement)\s*=\s*)(["\']){key}\2'
_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
id="definisi" targetNamespace="urn:lajur:sop">
  <bpmn:collaboration id="kolaborasi">
    <bpmn:participant id="pool" name={name} processRef="{key}" />
  </bpmn:collaboration>
  <bpmn:process id="{key}" name={name} isExecutable="true" camunda:modelerTemplate="lajur.sop.dokumen" \
camunda:modelerTemplateVersion="1">
    <bpmn:extensionElements>
      <camunda:properties>
{header}
      </camunda:properties>
    </bpmn:extensionElements>
    <bpmn:laneSet id="lajur">
{lanes}
    </bpmn:laneSet>
    <bpmn:startEvent id="mulai" name="Mulai">
      <bpmn:outgoing>alur_mulai</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="langkah_1" name="Langkah pertama" camunda:modelerTemplate="lajur.sop.langkah" \
camunda:modelerTemplateVersion="1" camunda:formRef="langkah_1" camunda:formRefBinding="deployment">
      <bpmn:extensionElements>
        <camunda:properties>
          <camunda:property name="sop:no" value="1" />
        </camunda:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>alur_mulai</bpmn:incoming>
      <bpmn:outgoing>alur_1</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="selesai" name="Selesai">
      <bpmn:incoming>alur_1</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="alur_mulai" sourceRef="mulai" targetRef="langkah_1" />
    <bpmn:sequenceFlow id="alur_1" sourceRef="langkah_1" targetRef="selesai" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="gambar">
    <bpmndi:BPMNPlane id="bidang" bpmnElement="kolaborasi" />
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a draft begins with: its key, its diagram, the texts of its forms, and the definition it stands on."""

    key: str
    bpmn: bytes
    forms: Mapping[str, str]
    based_on: int | None = None


def plain(key: str, name: str, columns: Sequence[str]) -> Beginning:
    """An SOP with these columns and one step in the first of them."""
    lanes = []
    for number, column in enumerate(columns, 1):
        inside = ("mulai", "langkah_1", "selesai") if number == 1 else ()
        nodes = "".join(f"\n        <bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in inside)
        lanes.append(f'      <bpmn:lane id="lajur_{number}" name={quoteattr(column)}>{nodes}\n      </bpmn:lane>')
    header = "\n".join(f'        <camunda:property name="sop:{one}" value="" />' for one in IDENTITY)
    text = _HEAD.format(key=escape(key), name=quoteattr(name), lanes="\n".join(lanes), header=header)
    remark = {"id": "catatan_1", "type": "textarea", "key": "catatan_1", "label": "Catatan"}
    form = {"schemaVersion": 16, "id": "langkah_1", "type": "default", "components": [remark]}
    drawn = lay_out(document.read(text.encode()), key).write()
    return Beginning(key, drawn, {"langkah_1.form": json.dumps(form, ensure_ascii=False, indent=2) + "\n"})


def renamed(data: bytes, old: str, new: tuple[str, str]) -> bytes:
    """The diagram as another SOP: `new` is its key and its name; number and dates are those of no paper yet."""
    key, name = new
    found = document.read(data)
    blank: dict[str, str | None] = {
        f"sop:{one}": "" for one in IDENTITY[:4] if f"sop:{one}" in found.process(old).properties
    }
    found = found.set_properties({old: blank}).set_name(old, name)
    for one in found.participants:
        if one.process == old:
            found = found.set_name(one.id, name)
    swap = re.compile(_KEY.format(key=re.escape(old)).encode())
    return swap.sub(lambda hit: hit[1] + hit[2] + key.encode() + hit[2], found.write())
