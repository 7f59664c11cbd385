"""Rules about gateways and their answers."""

from __future__ import annotations

import pytest

from tests.bpmn.draw import draw, found, rules

SOP = """
startEvent mulai lane=Staf
userTask langkah_1 lane=Staf sop:no=1 formRef=f
exclusiveGateway putusan_1 lane=Staf
endEvent selesai lane=Staf name=Selesai
endEvent ditolak lane=Staf name=Ditolak
mulai > langkah_1
langkah_1 > putusan_1
putusan_1 > selesai : Ya ? keputusan_1 = "Ya"
putusan_1 > ditolak : Tidak ? keputusan_1 = "Tidak"
"""
FORMS = {"f": ["keputusan_1:Ya,Tidak", "alasan_1"]}


def test_a_sound_decision_has_no_findings() -> None:
    assert rules(draw(SOP), FORMS) == {}


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway"])
def test_an_answer_without_a_name_is_refused_in_an_sop_only(kind: str) -> None:
    text = SOP.replace(" : Tidak", "").replace("exclusiveGateway", kind)
    (finding,) = found(draw(text), FORMS)
    assert (finding.rule, finding.severity, finding.element) == ("unnamed-flow", "error", "putusan_1-ditolak")
    assert rules(draw(text.replace("sop:no=1", "")), FORMS) == {}


def test_a_gateway_that_only_merges_needs_no_names() -> None:
    text = SOP.replace("langkah_1 > putusan_1", "exclusiveGateway m lane=Staf\nlangkah_1 > m\nm > putusan_1")
    assert rules(draw(text), FORMS) == {}


def test_two_answers_of_one_name_are_refused() -> None:
    assert rules(draw(SOP.replace(" : Tidak", " : Ya")), FORMS) == {"same-name": ["putusan_1"]}


def test_a_flow_that_would_always_be_taken_is_refused_and_a_default_is_not() -> None:
    text = SOP.replace(' ? keputusan_1 = "Tidak"', "")
    assert rules(draw(text), FORMS) == {"no-condition": ["putusan_1-ditolak"]}
    assert [finding.severity for finding in found(draw(text), FORMS)] == ["error"]
    (finding,) = found(draw(text.replace("sop:no=1", "")), FORMS)
    assert (finding.rule, finding.severity) == ("no-condition", "warning")
    default = text.replace("Gateway putusan_1", "Gateway putusan_1 default=putusan_1-ditolak")
    assert rules(draw(default), FORMS) == {}


def test_a_default_that_does_not_leave_the_element_is_refused() -> None:
    for wrong in ("langkah_1-putusan_1", "hilang"):
        text = SOP.replace("Gateway putusan_1", f"Gateway putusan_1 default={wrong}")
        assert rules(draw(text), FORMS) == {"wrong-default": ["putusan_1"]}


def test_conditions_that_nobody_asks_are_warned_of() -> None:
    default = SOP.replace("Gateway putusan_1", "Gateway putusan_1 default=putusan_1-ditolak")
    (finding,) = found(draw(default), FORMS)
    assert (finding.rule, finding.severity, finding.element) == ("ignored-condition", "warning", "putusan_1-ditolak")
    parallel = SOP.replace("exclusiveGateway", "parallelGateway")
    assert rules(draw(parallel), FORMS) == {"ignored-condition": ["putusan_1-selesai", "putusan_1-ditolak"]}


def test_a_flow_that_is_always_taken_is_warned_of() -> None:
    inclusive = SOP.replace("exclusiveGateway", "inclusiveGateway").replace(' ? keputusan_1 = "Tidak"', "")
    assert rules(draw(inclusive), FORMS) == {"always-taken": ["putusan_1"]}
    task = "startEvent s\nuserTask a assignee=x{}\nendEvent e\nendEvent d\ns > a\na > e\na > d"
    assert rules(draw(task.format(" default=a-d"))) == {"always-taken": ["a"]}
    assert rules(draw(task.format(""))) == {}


def test_a_decision_in_another_lane_than_its_step_is_warned_of() -> None:
    text = SOP.replace("Gateway putusan_1 lane=Staf", "Gateway putusan_1 lane=Kasi")
    (finding,) = found(draw(text), FORMS)
    assert (finding.rule, finding.severity, finding.element) == ("decision-place", "warning", "putusan_1")


def test_a_second_choice_behind_a_first_is_in_its_place() -> None:
    text = SOP.replace("putusan_1 > ditolak : Tidak", "putusan_1 > tindak : Tidak") + (
        "exclusiveGateway tindak lane=Staf\n"
        'tindak > ditolak : Ditolak ? lanjut = "Ditolak"\ntindak > langkah_1 : Dilengkapi ? lanjut = "Dilengkapi"'
    )
    forms = {"f": [*FORMS["f"], "lanjut:Dilengkapi,Ditolak"]}
    assert rules(draw(text), forms) == {}
    forms = {"f": [*FORMS["f"], "lanjut:Dilengkapi,Tolak"]}
    assert rules(draw(text), forms) == {"choice-values": ["tindak-ditolak"]}


def test_an_answer_that_the_form_does_not_offer_is_warned_of() -> None:
    assert rules(draw(SOP), {"f": ["keputusan_1:Ya,Belum"]}) == {"choice-values": ["putusan_1-ditolak"]}
    assert rules(draw(SOP), {"f": ["keputusan_1"]}) == {}
    two = SOP.replace('keputusan_1 = "Tidak"', 'keputusan_1 = "Tidak" or nilai < 70')
    assert rules(draw(two), {"f": ["keputusan_1:Ya,Belum", "nilai"]}) == {}
