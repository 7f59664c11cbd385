"""Edits of what a diagram does: decisions, times, forms, repetitions, mappings."""

from __future__ import annotations

from lxml import etree

from tests.bpmn.changing import B, C, Edit, Expected, Paper

_TIMES = ("timeDuration", "timeDate", "timeCycle")


def a_timer_changes(paper: Paper) -> Expected:
    id = paper.step(lambda one: one.trigger is not None and one.trigger.timer is not None)
    if id is None:
        return []
    node = next(node for name in _TIMES for node in paper.at(id).iter(f"{B}{name}"))
    node.text = "P77D"
    return [("event", id)]


def an_event_no_longer_interrupts(paper: Paper) -> Expected:
    id = paper.step(lambda one: True, "boundaryEvent")
    if id is None:
        return []
    paper.at(id).set("cancelActivity", "false" if paper.process.elements[id].interrupting else "true")
    return [("event", id)]


def another_message_is_waited_for(paper: Paper) -> Expected:
    id = paper.step(lambda one: True, "receiveTask")
    if id is None:
        return []
    paper.root.insert(0, etree.Element(f"{B}message", id=f"pesan_{id}", name=f"kabar_{id}"))
    paper.at(id).set("messageRef", f"pesan_{id}")
    return [("event", id)]


def another_form_is_asked(paper: Paper) -> Expected:
    id = paper.step(lambda one: True, "userTask")
    if id is None:
        return []
    paper.at(id).set(f"{C}formRef", "formulir_lain")
    return [("form", id)]


def a_step_gets_a_person(paper: Paper) -> Expected:
    id = paper.step(lambda one: one.assignee is None, "userTask")
    if id is None:
        return []
    paper.at(id).set(f"{C}assignee", "ani")
    return [("people", id)]


def a_step_is_repeated(paper: Paper) -> Expected:
    id = paper.step(lambda one: one.loop is None, "userTask")
    if id is None:
        return []
    loop = etree.SubElement(paper.at(id), f"{B}multiInstanceLoopCharacteristics", isSequential="true")
    loop.set(f"{C}collection", "daftar_desa")
    return [("loop", id), ("loop", id)]


def a_mapping_is_written(paper: Paper) -> Expected:
    id = paper.step(lambda one: not one.inputs, "userTask")
    if id is None:
        return []
    holder = etree.SubElement(paper.extensions(id), f"{C}inputOutput")
    etree.SubElement(holder, f"{C}inputParameter", name="nama").text = "${nama_pemohon}"
    return [("mapping", id)]


def a_decision_gets_a_default(paper: Paper) -> Expected:
    id = paper.step(lambda one: one.default is None, "exclusiveGateway")
    flow = paper.one(paper.process.elements[id].outgoing) if id else None
    if id is None or flow is None:
        return []
    paper.at(id).set("default", flow)
    return [("default", id)]


def the_ways_out_change_their_order(paper: Paper) -> Expected:
    id = paper.step(lambda one: len(one.outgoing) > 1 and paper.taken.isdisjoint(one.outgoing), "exclusiveGateway")
    if id is None:
        return []
    first, *_, last = paper.process.elements[id].outgoing
    paper.taken |= set(paper.process.elements[id].outgoing)
    paper.node.remove(node := paper.at(first))
    paper.at(last).addnext(node)
    return [("flow-order", id)]


def a_note_is_written(paper: Paper) -> Expected:
    id = f"catatan_{len(paper.taken)}"
    paper.taken.add(id)
    note = etree.SubElement(paper.node, f"{B}textAnnotation", id=id)
    etree.SubElement(note, f"{B}text").text = f"Lihat {id}"
    return [("note", id)]


def a_technical_setting_changes(paper: Paper) -> Expected:
    id = paper.step()
    if id is None:
        return []
    paper.at(id).set(f"{C}asyncBefore", "true")
    return [("other", id)]


WORK: tuple[Edit, ...] = (
    a_timer_changes,
    an_event_no_longer_interrupts,
    another_message_is_waited_for,
    another_form_is_asked,
    a_step_gets_a_person,
    a_step_is_repeated,
    a_mapping_is_written,
    a_decision_gets_a_default,
    the_ways_out_change_their_order,
    a_note_is_written,
    a_technical_setting_changes,
)
