"""The typed view of events: what they wait for and emit, under which name, with which variables."""

from __future__ import annotations

import pytest

from bpmn.document import Element, read
from bpmn.net import Param, Text, Throw, Trigger, Variable
from tests.bpmn.draw import draw


def element(line: str, roots: str = "") -> Element:
    """The element x of a drawn process; `roots` stand before the process."""
    data = draw(line).replace(b"<bpmn:process", roots.encode() + b"<bpmn:process", 1)
    return read(data).process("p").elements["x"]


@pytest.mark.parametrize(
    ("root", "event", "name"),
    [
        ('<bpmn:error id="r" errorCode="K" name="N"/>', "endEvent x errorRef=r", "K"),
        ('<bpmn:error id="r" name="N"/>', "endEvent x errorRef=r", "N"),
        ('<bpmn:error id="r"/>', "endEvent x errorRef=r", "r"),
        ("", "endEvent x errorRef=hilang", "hilang"),
        ("", "endEvent x event=errorEventDefinition", None),
        ('<bpmn:escalation id="r" escalationCode="K" name="N"/>', "endEvent x escalationRef=r", "K"),
        ('<bpmn:escalation id="r" name="N"/>', "endEvent x escalationRef=r", "N"),
        ('<bpmn:signal id="r" name="N"/>', "endEvent x signalRef=r", "N"),
        ('<bpmn:signal id="r"/>', "endEvent x signalRef=uji:r", "r"),
        ('<bpmn:message id="r" name="N"/>', "endEvent x messageRef=r", "N"),
        ('<bpmn:message id="r"/>', "endEvent x messageRef=r", "r"),
    ],
)
def test_a_reference_gives_the_code_or_name_behind_it(root: str, event: str, name: str | None) -> None:
    found = element(event, root).throw
    assert found is not None
    assert found.name == name


def test_both_ends_of_a_message_flow_have_the_same_message() -> None:
    ends = "intermediateThrowEvent t event=messageEventDefinition\nreceiveTask r\nsendTask k\n"
    ends += "startEvent s event=messageEventDefinition\nintermediateCatchEvent c messageRef=m_surat\n"
    ends += "endEvent e event=messageEventDefinition\nuserTask u"
    flows = (
        '<bpmn:collaboration id="ko"><bpmn:participant id="warga"/>'
        '<bpmn:messageFlow id="f1" sourceRef="t" targetRef="r"/>'
        '<bpmn:messageFlow id="f2" name="Kabar\n baik" sourceRef="k" targetRef="warga"/>'
        '<bpmn:messageFlow id="f3" messageRef="m_kedua" name="lain" sourceRef="warga" targetRef="s"/>'
        '<bpmn:messageFlow id="f4" messageRef="m_kedua" sourceRef="e" targetRef="c"/>'
        '<bpmn:messageFlow id="f5" sourceRef="warga" targetRef="u"/></bpmn:collaboration>'
    )
    data = draw(ends).replace(b"<bpmn:process", flows.encode() + b"<bpmn:process", 1)
    elements = read(data).process("p").elements
    assert elements["t"].throw == Throw("message", "f1")
    assert elements["r"].trigger == Trigger("message", "f1")
    assert elements["k"].throw == Throw("message", "Kabar baik")
    assert elements["s"].trigger == Trigger("message", "kedua")
    assert elements["c"].trigger == Trigger("message", "surat")
    assert elements["e"].throw == Throw("message", "surat")
    assert (elements["u"].trigger, elements["u"].throw) == (None, None)


def test_a_message_that_is_named_counts_more_than_a_message_flow() -> None:
    flow = '<bpmn:collaboration id="ko"><bpmn:messageFlow id="f" name="alur" sourceRef="w" targetRef="x"/>'
    found = element("receiveTask x messageRef=m_surat", flow + "</bpmn:collaboration>")
    assert found.trigger == Trigger("message", "surat")


def test_a_caught_error_or_escalation_says_where_its_code_goes() -> None:
    where = 'camunda:errorCodeVariable="kode" camunda:errorMessageVariable="isi"'
    error = f'<bpmn:errorEventDefinition errorRef="e_galat" {where}/>'
    assert element(f"boundaryEvent x attachedToRef=a inner='{error}'").trigger == Trigger(
        "error", "G1", code_variable="kode", message_variable="isi"
    )
    naik = '<bpmn:escalationEventDefinition camunda:escalationCodeVariable="kode"/>'
    assert element(f"startEvent x inner='{naik}'").trigger == Trigger("escalation", code_variable="kode")


def test_a_condition_and_both_ways_to_write_it_are_read() -> None:
    assert element("startEvent x condition='nilai >= 70'").trigger == Trigger("condition", condition="nilai >= 70")
    assert element("startEvent x condition='#{nilai >= 70}'").trigger == Trigger(
        "condition", condition="${nilai >= 70}"
    )


def test_a_link_has_its_own_name_or_that_of_the_event() -> None:
    assert element("intermediateThrowEvent x name=B link=A").link == "A"
    assert element("intermediateThrowEvent x name=B event=linkEventDefinition").link == "B"
    assert element("intermediateThrowEvent x event=linkEventDefinition").link is None


@pytest.mark.parametrize("place", ["element", "definition"])
def test_what_goes_along_with_a_signal_or_message_is_read(place: str) -> None:
    held = '<camunda:in source="a" target="b"/><camunda:in sourceExpression="#{c} x" target="d"/>'
    inner = f"<bpmn:extensionElements>{held}</bpmn:extensionElements>"
    if place == "element":
        line = f"endEvent x signalRef=s_siaga extension='{held}'"
    else:
        line = (
            f"endEvent x inner='<bpmn:signalEventDefinition signalRef=\"s_siaga\">{inner}</bpmn:signalEventDefinition>'"
        )
    payload = (Param("b", Variable("a")), Param("d", Text("${c} x")))
    assert element(line).throw == Throw("signal", "siaga", payload=payload)
    everything = element("endEvent x messageRef=m_surat extension='<camunda:in variables=\"all\"/>'").throw
    assert everything == Throw("message", "surat", all=True)


def test_a_thrown_message_has_its_key() -> None:
    key = '<camunda:properties><camunda:property name="correlationKey" value="=nomor"/></camunda:properties>'
    assert element(f"sendTask x messageRef=m_surat extension='{key}'").throw == Throw("message", "surat", "=nomor")


def test_what_an_event_says_beyond_its_definition_is_marked() -> None:
    assert element("eventBasedGateway x eventGatewayType=Parallel instantiate=true").marks == (
        "eventGatewayType=Parallel",
    )
    assert element("startEvent x parallelMultiple=true").marks == ("parallelMultiple",)
    assert element("userTask x inner=<bpmn:ioSpecification/>").marks == ("ioSpecification",)
    assert element("userTask x startQuantity=2 completionQuantity=1").marks == ("startQuantity=2",)


def test_of_several_definitions_none_is_what_the_event_means() -> None:
    found = element("startEvent x signalRef=s_siaga messageRef=m_surat")
    assert (found.trigger, len(found.events)) == (None, 2)
    referred = element("startEvent x inner=<bpmn:eventDefinitionRef>e</bpmn:eventDefinitionRef>")
    assert (referred.trigger, referred.events) == (None, ("eventDefinitionRef",))


@pytest.mark.parametrize("place", ["conditionalEventDefinition", "standardLoopCharacteristics"])
def test_a_condition_in_a_programming_language_is_program_text(place: str) -> None:
    name = "condition" if place.startswith("cond") else "loopCondition"
    inner = f'<bpmn:{place}><bpmn:{name} language="groovy">1</bpmn:{name}></bpmn:{place}>'
    tag = "startEvent" if place.startswith("cond") else "userTask"
    assert element(f"{tag} x inner='{inner}'").code == (f"{name}/groovy",)
