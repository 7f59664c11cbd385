"""Hidden and required by condition, read-only, defaults, and what the case knows."""

from typing import Any

import pytest

from tests.forms.build import component, form_of

YA = '=keputusan = "Ya"'


def decision(**alasan: Any) -> Any:
    """The form of a decision with its reason."""
    return form_of(
        component("radio", "keputusan", validate={"required": True}), component("textarea", "alasan", **alasan)
    )


def test_a_hidden_field_is_dropped_and_not_required() -> None:
    form = decision(validate={"required": True}, conditional={"hide": YA})
    assert form.clean({"keputusan": "Ya", "alasan": "tetap dikirim"}).values == {"keputusan": "Ya"}
    assert form.clean({"keputusan": "Ya", "alasan": "\x00"}).errors == ()
    assert [error.key for error in form.clean({"keputusan": "Tidak"}).errors] == ["alasan"]


def test_wajib_jika_makes_a_field_required_while_it_holds() -> None:
    form = decision(properties={"wajib_jika": 'keputusan = "Tidak"', "lain": "x"})
    assert form.fields[1].properties["lain"] == "x"
    assert form.clean({"keputusan": "Ya"}).values == {"keputusan": "Ya", "alasan": None}
    assert [error.key for error in form.clean({"keputusan": "Tidak", "alasan": " "}).errors] == ["alasan"]
    assert form.clean({"keputusan": "Tidak", "alasan": "kurang"}).errors == ()


def test_wajib_jika_takes_the_other_dialect_too() -> None:
    form = decision(properties={"wajib_jika": "${keputusan == 'Tidak'}"})
    assert [error.key for error in form.clean({"keputusan": "Tidak"}).errors] == ["alasan"]


def test_a_hidden_group_hides_what_it_holds() -> None:
    group = {
        "type": "group",
        "label": "Rincian",
        "conditional": {"hide": YA},
        "components": [component("textfield", "a", validate={"required": True}), component("number", "b")],
    }
    form = form_of(component("radio", "keputusan"), group)
    assert form.clean({"keputusan": "Ya", "a": "x", "b": "y"}) == form.clean({"keputusan": "Ya"})
    assert [error.key for error in form.clean({"keputusan": "Tidak"}).errors] == ["a"]
    assert [item.kind for item in form.items] == ["field", "group"]
    assert [item.field.key for item in form.items[1].items if item.field] == ["a", "b"]


def test_a_hidden_field_counts_as_unanswered_for_the_next_condition_in_any_order() -> None:
    form = form_of(
        component("textfield", "c", conditional={"hide": "=b = null"}),
        component("textfield", "b", conditional={"hide": "=a = null"}),
        component("textfield", "a"),
    )
    assert set(form.clean({"a": "1", "b": "2", "c": "3"}).values) == {"a", "b", "c"}
    assert set(form.clean({"b": "2", "c": "3"}).values) == {"a"}


def test_a_hidden_box_counts_as_not_ticked() -> None:
    form = form_of(
        component("radio", "keputusan"),
        component("checkbox", "kotak", conditional={"hide": YA}),
        component("textfield", "isian", conditional={"hide": "=kotak = false"}),
    )
    assert set(form.clean({"keputusan": "Ya", "kotak": "on", "isian": "x"}).values) == {"keputusan"}


@pytest.mark.parametrize("fixed", ["readonly", "disabled"])
def test_a_field_that_nobody_can_change_is_never_taken_from_input(fixed: str) -> None:
    form = form_of(component("textfield", "nama", **{fixed: True}, validate={"required": True}), component())
    assert form.clean({"nama": "palsu", "isian": "x"}).values == {"isian": "x"}
    assert form.supplies == {"isian"}
    assert form.reads == {"nama"}
    assert form.fields[0].readonly


def test_conditions_read_what_the_case_knows_but_answers_come_first() -> None:
    hidden = component("textfield", "alasan", conditional={"hide": '=keputusan_4 = "Ya"'})
    form = form_of(hidden, component("textfield", "isian"))
    assert form.reads == {"keputusan_4"}
    assert set(form.clean({}, {"keputusan_4": "Ya"}).values) == {"isian"}
    assert set(form.clean({"keputusan_4": "Ya"}, {}).values) == {"alasan", "isian"}
    own = decision(conditional={"hide": YA})
    assert own.reads == frozenset()
    assert set(own.clean({"keputusan": "Tidak"}, {"keputusan": "Ya"}).values) == {"keputusan", "alasan"}
    assert set(own.clean({}, {"keputusan": "Ya"}).values) == {"alasan"}


def test_wajib_jika_does_not_see_an_earlier_answer_to_a_field_that_is_hidden_now() -> None:
    form = form_of(
        component("checkbox", "cepat"),
        component("radio", "keputusan", conditional={"hide": "=cepat = true"}),
        component("textarea", "alasan", properties={"wajib_jika": 'keputusan = "Tidak"'}),
    )
    assert form.clean({"cepat": "on"}, {"keputusan": "Tidak"}).errors == ()


def test_a_default_stands_for_an_answer_that_was_not_sent_but_not_for_an_empty_one() -> None:
    form = form_of(component("number", "jumlah", defaultValue=2), component("date", "hari", defaultValue="2026-11-21"))
    assert form.fields[0].default == 2
    assert form.clean({}).values == {"jumlah": 2, "hari": form.fields[1].default}
    assert form.clean({"jumlah": "", "hari": ""}).values == {"jumlah": None, "hari": None}


def test_a_decision_and_a_box_are_never_answered_by_a_default() -> None:
    form = form_of(
        component("radio", "keputusan", defaultValue="Ya"), component("checkbox", "kotak", defaultValue=True)
    )
    assert form.clean({}).values == {"keputusan": None, "kotak": False}


def test_keys_that_the_form_does_not_name_are_dropped() -> None:
    assert form_of(component()).clean({"isian": "x", "lain": "y", "__class__": 1}).values == {"isian": "x"}


def test_good_answers_are_kept_beside_bad_ones() -> None:
    form = form_of(component("textfield", "nama"), component("number", "jumlah"))
    cleaned = form.clean({"nama": "Budi", "jumlah": "banyak"})
    assert cleaned.values == {"nama": "Budi"}
    assert [error.key for error in cleaned.errors] == ["jumlah"]
