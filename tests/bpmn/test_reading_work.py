"""The typed view of loops, calls and mappings of variables."""

from __future__ import annotations

import pytest

from bpmn.document import Element, read
from bpmn.net import Call, Loop, Param, Text, Variable
from tests.bpmn.draw import draw


def element(line: str) -> Element:
    """The element x of a drawn process."""
    return read(draw(line)).process("p").elements["x"]


def looped(attributes: str, inner: str, tag: str = "multiInstanceLoopCharacteristics") -> Loop | None:
    """The loop of a user task."""
    return element(f"userTask x inner='<bpmn:{tag} {attributes}>{inner}</bpmn:{tag}>'").loop


def test_a_standard_loop_says_its_condition_when_it_is_asked_and_its_maximum() -> None:
    condition = "<bpmn:loopCondition>#{ulang}</bpmn:loopCondition>"
    assert looped("", condition, "standardLoopCharacteristics") == Loop("standard", condition="${ulang}")
    found = looped('testBefore="true" loopMaximum="3"', condition, "standardLoopCharacteristics")
    assert found == Loop("standard", condition="${ulang}", before=True, maximum="3")


@pytest.mark.parametrize(("attribute", "kind"), [("", "parallel"), ('isSequential="true"', "sequential")])
def test_a_multi_instance_loop_says_its_list_its_item_and_when_it_ends(attribute: str, kind: str) -> None:
    end = "<bpmn:completionCondition>${nrOfCompletedInstances &gt; 1}</bpmn:completionCondition>"
    found = looped(f'{attribute} camunda:collection="daftar" camunda:elementVariable="satu"', end)
    assert found is not None
    assert (found.kind, found.collection, found.item) == (kind, "daftar", "satu")
    assert found.completion == "${nrOfCompletedInstances > 1}"


def test_a_multi_instance_loop_may_say_a_number() -> None:
    assert looped("", "<bpmn:loopCardinality>3</bpmn:loopCardinality>") == Loop("parallel", cardinality="3")


def test_data_in_and_out_of_a_loop_are_variables_by_the_name_of_the_data() -> None:
    inner = (
        "<bpmn:loopDataInputRef>d_masuk</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>hasil</bpmn:loopDataOutputRef>"
        '<bpmn:inputDataItem id="i" name="satu"/><bpmn:outputDataItem id="jawaban"/>'
    )
    data = draw(
        f"userTask x inner='<bpmn:multiInstanceLoopCharacteristics>{inner}</bpmn:multiInstanceLoopCharacteristics>'"
    )
    data = data.replace(b"</bpmn:process>", b'<bpmn:dataObjectReference id="d_masuk" name="daftar"/></bpmn:process>')
    assert read(data).process("p").elements["x"].loop == Loop(
        "parallel", collection="daftar", item="satu", output="hasil", output_item="jawaban"
    )


def test_a_behaviour_other_than_the_usual_one_is_marked() -> None:
    line = "userTask x inner='<bpmn:multiInstanceLoopCharacteristics behavior=\"{}\"/>'"
    assert element(line.format("One")).marks == ("behavior=One",)
    assert element(line.format("All")).marks == ()


def test_mappings_are_texts_lists_and_maps_nested_as_the_file_nests_them() -> None:
    held = (
        "<camunda:inputOutput>"
        '<camunda:inputParameter name="teks"> Halo #{nama} </camunda:inputParameter>'
        '<camunda:inputParameter name="kosong"/>'
        '<camunda:inputParameter name="daftar"><camunda:list><camunda:value>1</camunda:value>'
        '<camunda:map><camunda:entry key="a">${b}</camunda:entry></camunda:map></camunda:list></camunda:inputParameter>'
        "<camunda:inputParameter>tanpa nama</camunda:inputParameter>"
        '<camunda:outputParameter name="peta"><camunda:map><camunda:entry key="k"><camunda:list/></camunda:entry>'
        '<camunda:entry key="l">v</camunda:entry></camunda:map></camunda:outputParameter></camunda:inputOutput>'
    )
    found = element(f"userTask x extension='{held}'")
    assert found.inputs == (
        Param("teks", Text("Halo ${nama}")),
        Param("kosong", Text("")),
        Param("daftar", (Text("1"), {"a": Text("${b}")})),
    )
    assert found.outputs == (Param("peta", {"k": (), "l": Text("v")}),)
    assert found.code == ()


@pytest.mark.parametrize(
    "value",
    [
        "<camunda:script>x</camunda:script>",
        "<camunda:list><camunda:script>x</camunda:script></camunda:list>",
        '<camunda:map><camunda:entry key="a"><camunda:script>x</camunda:script></camunda:entry></camunda:map>',
    ],
)
def test_a_script_in_a_mapping_is_program_text(value: str) -> None:
    held = (
        f'<camunda:inputOutput><camunda:inputParameter name="a">{value}</camunda:inputParameter></camunda:inputOutput>'
    )
    assert element(f"userTask x extension='{held}'").code == ("inputOutput/script",)


def test_a_call_says_its_process_key_and_what_goes_in_and_comes_out() -> None:
    held = (
        '<camunda:in businessKey="#{nomor}"/><camunda:in source="a" target="b"/>'
        '<camunda:in sourceExpression="${c + 1}" target="d"/><camunda:in target="tanpa_asal"/>'
        '<camunda:out source="hasil" target="jawaban"/><camunda:out variables="all"/>'
    )
    assert element(f"callActivity x calledElement=izin extension='{held}'").call == Call(
        process="izin",
        business_key="${nomor}",
        ins=(Param("b", Variable("a")), Param("d", Text("${c + 1}"))),
        outs=(Param("jawaban", Variable("hasil")),),
        all_out=True,
    )


@pytest.mark.parametrize(
    ("attributes", "binding", "version"),
    [
        ("", "latest", None),
        ("calledElementVersion=3", "latest", None),
        ("calledElementBinding=deployment", "deployment", None),
        ("calledElementBinding=version calledElementVersion=3", "version", "3"),
        ("calledElementBinding=versionTag calledElementVersionTag=lama", "versionTag", "lama"),
        ("calledElementBinding=version", "version", None),
    ],
)
def test_a_call_says_which_version(attributes: str, binding: str, version: str | None) -> None:
    call = element(f"callActivity x calledElement=izin {attributes}").call
    assert call is not None
    assert (call.binding, call.version) == (binding, version)


@pytest.mark.parametrize(
    ("written", "process"),
    [("izin", "izin"), ("camunda:izin", "izin"), ("lain:izin", "lain:izin"), ("#{a}", "${a}"), (" ", "")],
)
def test_the_called_process_is_a_key_a_qualified_name_or_an_expression(written: str, process: str) -> None:
    call = element(f"callActivity x 'calledElement={written}'").call
    assert call is not None
    assert call.process == process


def test_only_a_call_activity_calls() -> None:
    assert element("userTask x calledElement=izin").call is None


@pytest.mark.parametrize(
    "uri", ["http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn", "http://flowable.org/bpmn"]
)
def test_the_dialect_is_read_under_each_of_its_names(uri: str) -> None:
    data = draw("userTask x assignee=ana formKey=surat\nserviceTask y class=contoh.Kelas")
    elements = read(data.replace(b"http://camunda.org/schema/1.0/bpmn", uri.encode())).process("p").elements
    assert (elements["x"].assignee, elements["x"].form_key) == ("ana", "surat")
    assert elements["y"].code == ("class",)
