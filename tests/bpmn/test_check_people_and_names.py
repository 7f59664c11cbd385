"""Rules about the file, ids, names, and who does a step."""

from __future__ import annotations

import pytest

from bpmn.check import check
from bpmn.document import read
from tests.bpmn.draw import draw, found, rules

SOP = """
startEvent mulai lane=Staf
userTask langkah_1 lane=Staf sop:no=1
endEvent selesai lane=Staf
mulai > langkah_1
langkah_1 > selesai
"""
OTHER = SOP.replace(" sop:no=1", "")


def test_a_sound_procedure_has_no_findings() -> None:
    assert rules(draw(SOP)) == {}
    assert rules(draw(OTHER)) == {}


def test_every_finding_names_rule_line_and_both_languages() -> None:
    (finding,) = found(draw(SOP.replace("langkah_1 lane=Staf", "langkah_1")))
    assert (finding.rule, finding.severity, finding.element) == ("no-lane", "error", "langkah_1")
    assert finding.line == draw(SOP).decode().split("\n").index('<bpmn:startEvent id="mulai"></bpmn:startEvent>') + 2
    assert finding.id.startswith("langkah_1 tidak berada di lajur")
    assert finding.en.startswith("langkah_1 stands in no lane")


def test_a_process_with_a_property_of_ours_is_an_sop() -> None:
    bare = OTHER.replace("langkah_1 lane=Staf", "langkah_1 assignee=budi")
    assert rules(draw(bare)) == {}
    assert rules(draw(bare, **{"sop:nomor": ""})) == {"no-lane": ["langkah_1"], "step-number": ["langkah_1"]}


@pytest.mark.parametrize("who", ["lane=Staf", "assignee=budi", "candidateGroups=staf", "candidateUsers=budi"])
@pytest.mark.parametrize("task", ["userTask", "manualTask"])
def test_outside_an_sop_any_way_to_find_a_person_is_enough(who: str, task: str) -> None:
    text = OTHER.replace("userTask langkah_1 lane=Staf", f"{task} langkah_1")
    assert rules(draw(text)) == {"no-performer": ["langkah_1"]}
    assert rules(draw(text.replace(f"{task} langkah_1", f"{task} langkah_1 {who}"))) == {}


def test_a_receive_task_needs_no_performer() -> None:
    assert rules(draw(OTHER.replace("userTask langkah_1 lane=Staf", "receiveTask langkah_1 messageRef=m_surat"))) == {}


def test_a_lane_without_a_name_is_told_once_for_all_its_steps() -> None:
    text = SOP.replace("langkah_1 > selesai", "userTask langkah_2 lane=Staf sop:no=2\nlangkah_1 > langkah_2")
    data = draw(text + "langkah_2 > selesai").replace(b'name="Staf"', b'name=" "')
    assert rules(data) == {"unnamed-lane": ["langkah_1"]}
    (finding,) = found(data)
    assert finding.severity == "error"


def test_an_expression_is_no_performer() -> None:
    for given in ("candidateGroups=${atasan}", "candidateUsers=#{atasan}", "assignee==atasan"):
        assert rules(draw(OTHER.replace("lane=Staf", given))) == {"computed-performer": ["langkah_1"]}


def test_an_assignee_may_be_an_expression_of_what_is_known_when_the_task_begins() -> None:
    text = OTHER.replace("mulai lane=Staf", "mulai formRef=f").replace("lane=Staf", "assignee=#{atasan}")
    assert rules(draw(text), {"f": ["atasan"]}) == {}
    assert rules(draw(text), {"f": ["bawahan"]}) == {"unsupplied": ["langkah_1"]}
    assert rules(draw(text.replace("#{atasan}", "'${atasan !}'")), {"f": ["atasan"]}) == {"expression": ["langkah_1"]}


def test_lanes_that_name_nothing_or_the_same_twice_are_warned_of() -> None:
    lanes = "</bpmn:lane>\n</bpmn:laneSet>"
    member = "<bpmn:flowNodeRef>{}</bpmn:flowNodeRef>"
    data = draw(SOP).decode().replace(lanes, member.format("hantu") + lanes)
    assert rules(data.encode()) == {"lane-members": ["p"]}
    second = f'</bpmn:lane><bpmn:lane id="l2" name="Kasi">{member.format("langkah_1")}{lanes}'
    data = draw(SOP).decode().replace(lanes, second)
    assert rules(data.encode()) == {"lane-members": ["langkah_1"]}
    assert {finding.severity for finding in found(data.encode())} == {"warning"}


@pytest.mark.parametrize("id", ["Start", "End", "Root", "x.EndJoin", "x.BoundaryEventSplit"])
def test_ids_that_the_engine_keeps_are_refused(id: str) -> None:
    assert id in rules(draw(SOP.replace("selesai", id)))["reserved-id"]
    assert rules(draw(SOP, id=id))["reserved-id"] == [id]
    assert rules(draw(SOP.replace("selesai", id.lower()))) == {}


@pytest.mark.parametrize(
    "id", ["a b", "1a", "a/b", "a:b", "a~b", "x" * 201, "\u0301a", "\u00b7a", "a\u20dd", "a\u200b"]
)
def test_ids_that_xml_does_not_allow_are_refused(id: str) -> None:
    data = draw(SOP).replace(b'"p"', f'"{id}"'.encode())
    assert rules(data) == {"unusable-id": [id]}


@pytest.mark.parametrize(
    "id",
    ["langkah_13a", "_9b-7.x", "séksi", "A", "x" * 200, "ขั้นตอน_1", "कार्य_१", "se\u0301ksi", "a\u00b7b\u203fc\u2040d"],
)
def test_ids_that_xml_allows_are_fine(id: str) -> None:
    assert rules(draw(SOP).replace(b'"p"', f'"{id}"'.encode())) == {}


def test_a_field_called_typename_is_refused_in_a_form_and_in_a_condition() -> None:
    text = SOP.replace("sop:no=1", "sop:no=1 formRef=f")
    assert rules(draw(text), {"f": ["typename", "catatan"]}) == {"reserved-field": ["langkah_1"]}
    text = SOP.replace("langkah_1 > selesai", "langkah_1 > selesai ? typename = 1")
    assert "langkah_1-selesai" in (rules(draw(text))["reserved-field"])


def test_a_property_of_two_lines_is_refused_in_an_sop_only() -> None:
    broken = {"sop:tujuan": "satu\ndua"}
    assert rules(draw(SOP, **broken)) == {"line-break": ["p"]}
    for mark in "\r\u2028":
        assert rules(draw(SOP.replace("sop:no=1", f'sop:no=1 "x:y=a{mark}b"'))) == {"line-break": ["langkah_1"]}
    assert rules(draw(OTHER.replace("langkah_1 lane", 'langkah_1 "x:y=a\u2028b" lane'))) == {}


def test_a_file_without_a_process_is_refused() -> None:
    data = draw(SOP)
    empty = data[: data.index(b"<bpmn:process")] + b"</bpmn:definitions>"
    assert rules(empty) == {"no-process": [None]}


def test_without_an_executable_process_all_are_checked_and_that_is_said() -> None:
    text = SOP.replace("langkah_1 lane=Staf", "langkah_1")
    assert rules(draw(text, isExecutable="false")) == {"not-executable": ["p"], "no-lane": ["langkah_1"]}


def test_a_process_that_is_only_drawn_beside_an_executable_one_is_not_checked() -> None:
    data = draw(SOP).decode()
    second = '<bpmn:process id="q"><bpmn:scriptTask id="skrip"/></bpmn:process></bpmn:definitions>'
    assert rules(data.replace("</bpmn:definitions>", second).encode()) == {}
    running = second.replace('id="q"', 'id="q" isExecutable="true"')
    assert "program-text" in rules(data.replace("</bpmn:definitions>", running).encode())


def test_ids_that_stand_twice_or_nowhere_are_refused() -> None:
    assert rules(draw(SOP + "manualTask selesai"))["duplicate-id"] == ["selesai"]
    missing = draw(SOP).replace(b'<bpmn:endEvent id="selesai">', b"<bpmn:endEvent>")
    line = missing[: missing.index(b"<bpmn:endEvent>")].count(b"\n") + 1
    assert [finding.line for finding in found(missing) if finding.rule == "missing-id"] == [line]


def test_more_than_fifty_findings_of_one_rule_are_counted() -> None:
    text = SOP + "\n".join(f"userTask langkah_x{n} lane=Staf sop:no=x{n}" for n in range(60))
    findings = [finding for finding in found(draw(text)) if finding.rule == "unreachable"]
    assert len(findings) == 51
    assert findings[-1].element == "p"
    assert "10" in findings[-1].id
    assert "10" in findings[-1].en


def test_check_takes_a_document_that_was_read() -> None:
    document = read(draw(SOP.replace("langkah_1 lane=Staf", "langkah_1")))
    findings = check(document, lambda element: None, lambda text: frozenset())
    assert [finding.rule for finding in findings] == ["no-lane"]
