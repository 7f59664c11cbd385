"""What a deployment is told about a form file."""

import json
from typing import Any

import pytest

from engine.expressions import compile
from forms.form import Form, FormRefused, read
from tests.forms.build import component, form_of, raw_form


def found(form: Form) -> set[tuple[str, str]]:
    return {(finding.rule, finding.severity) for finding in form.findings}


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        (component(key=""), "form-key"),
        ({"type": "textfield", "label": "x"}, "form-key"),
        (component(key="nama pemohon"), "form-key"),
        (component(key="a.b"), "form-key"),
        (component(key="__proto__"), "form-key"),
        (component(key="_csrf"), "form-key"),
        (component(key="1a"), "form-key"),
        (component(key="a\n"), "form-key"),
        (component(key="x" * 101), "form-key"),
        (component(key="typename"), "form-key"),
        (component(key="not"), "form-key"),
        (component("radio", values=[]), "form-options"),
        (component("radio", values=None), "form-options"),
        (component("radio", values=[{"value": "a"}, {"value": "a"}]), "form-options"),
        (component("radio", values=[{"value": 1}, {"value": "1"}]), "form-options"),
        (component("radio", values=[{"value": ""}]), "form-options"),
        (component("radio", values=[{"value": {"a": 1}}]), "form-options"),
        (component("radio", values=[{"value": str(n)} for n in range(501)]), "form-options"),
        (component("select", valuesKey="daftar"), "form-options"),
        (component("select", valuesExpression="=daftar"), "form-options"),
        (component(validate={"pattern": "(?=a)b"}), "form-pattern"),
        (component(validate={"pattern": r"(\d)\1"}), "form-pattern"),
        (component(validate={"pattern": "["}), "form-pattern"),
        (component(validate={"pattern": "a" * 501}), "form-pattern"),
        (component(validate={"pattern": "(a{999}){999}"}), "form-pattern"),
        (component(validate={"minLength": "=panjang"}), "form-bound"),
        (component(validate={"minLength": -1}), "form-bound"),
        (component(validate={"minLength": 1.5}), "form-bound"),
        (component(validate={"maxLength": 10**30}), "form-bound"),
        (component(validate={"minLength": 5, "maxLength": 4}), "form-bound"),
        (component("number", validate={"min": "=terendah"}), "form-bound"),
        (component("number", validate={"min": True}), "form-bound"),
        (component("number", validate={"min": 5, "max": 4}), "form-bound"),
        (component("number", increment=0), "form-bound"),
        (component("number", decimalDigits=21), "form-bound"),
        (component(validate={"validationType": "url"}), "form-rules"),
        (component(validate="wajib"), "form-rules"),
        (component(validate={"required": "=x"}), "form-flag"),
        (component(readonly="=x"), "form-flag"),
        (component(conditional={"hide": "a ="}), "form-condition"),
        (component(conditional={"hide": 'a = "Ya"'}), "form-condition"),
        (component(conditional={"hide": "=a **"}), "form-condition"),
        (component(conditional={"hide": True}), "form-condition"),
        (component(properties={"wajib_jika": "a ="}), "form-condition"),
        (component(properties={"x": 1}), "form-property"),
        (component(properties=[1]), "form-property"),
        (component("number", defaultValue="banyak"), "form-default"),
        (component("number", defaultValue=5, validate={"max": 4}), "form-default"),
        (component(label=5), "form-text"),
        (component(label="x" * 3_000), "form-text"),
        ({"type": "text", "text": "x" * 30_000}, "form-text"),
        ({"type": "group", "path": "warga", "components": []}, "form-path"),
        ({"type": "dynamiclist", "path": "warga", "components": []}, "form-component"),
        ({"type": "dynamiclist", "key": "berkas"}, "form-component"),
        ({"type": "expression", "key": "hasil"}, "form-component"),
        ({"type": "datetime", "subtype": "tahun", "key": "a"}, "form-component"),
        ({"key": "a"}, "form-component"),
        ("teks", "form-component"),
    ],
)
def test_a_form_that_cannot_be_kept_has_an_error(part: Any, rule: str) -> None:
    form = form_of(part, sound=False)
    assert (rule, "error") in found(form)
    assert all(finding.id and finding.en and finding.id != finding.en for finding in form.findings)
    form.clean({"isian": "x"})


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        (component(label=""), "form-label"),
        (component(label="Halo {{nama}}"), "form-template"),
        (component(description="=nama"), "form-template"),
        ({"type": "html", "content": "<b>x</b>"}, "form-component"),
        ({"type": "iframe", "url": "https://example.invalid"}, "form-component"),
        ({"type": "table", "dataSource": "=x"}, "form-component"),
    ],
)
def test_what_is_shown_differently_is_a_warning(part: Any, rule: str) -> None:
    assert found(form_of(part, sound=False)) == {(rule, "warning")}


def test_two_fields_of_one_key_are_an_error() -> None:
    assert ("form-key-twice", "error") in found(form_of(component(), component("number"), sound=False))


def test_fields_that_hide_each_other_are_an_error() -> None:
    one = component(key="a", conditional={"hide": "=b = null"})
    other = component(key="b", conditional={"hide": "=a = null"})
    form = form_of(one, other, component(key="c"), sound=False)
    assert found(form) == {("form-cycle", "error")}
    assert "a, b" in form.findings[0].id
    assert ("form-cycle", "error") in found(form_of(component(key="a", conditional={"hide": "=a = null"}), sound=False))


def test_a_finding_of_a_condition_says_what_the_compiler_says() -> None:
    (finding,) = form_of(component(conditional={"hide": "=a == 1"}), sound=False).findings
    assert "Tulis satu tanda = saja" in finding.id
    assert finding.element == "isian"


def test_without_a_compiler_a_condition_is_an_error_and_other_forms_are_sound() -> None:
    assert read(raw_form(component())).findings == ()
    assert found(read(raw_form(component(conditional={"hide": "=a"})))) == {("form-condition", "error")}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"[]",
        b"{}",
        b'{"components": {}}',
        b"\xff",
        b'{"components": [NaN]}',
        rb'{"components": [{"type": "textfield", "key": "\ud800"}]}',
        b"[" * 100_000,
        b'{"components":' + b"[" * 5_000,
        b'{"components": [], "a": ' + b"9" * 10_000 + b"}",
        b'{"components": [' + b" " * 600_000 + b"]}",
        raw_form(*[{"type": "separator"}] * 501),
    ],
)
def test_bytes_that_are_no_form_or_too_many_are_refused(data: bytes) -> None:
    with pytest.raises(FormRefused) as caught:
        read(data, compile)
    assert caught.value.findings[0].rule in ("form-json", "form-size")
    assert caught.value.id


def test_groups_within_groups_are_bounded() -> None:
    part: dict[str, Any] = component()
    for _ in range(11):
        part = {"type": "group", "components": [part]}
    with pytest.raises(FormRefused):
        read(raw_form(part))


def test_the_items_keep_order_rows_and_texts() -> None:
    form = form_of(
        {"type": "text", "text": "# Petunjuk"},
        component(layout={"row": "Row_1", "columns": 8}),
        component("number", "harga", layout={"row": "Row_1", "columns": None}, appearance={"prefixAdorner": "Rp"}),
        {"type": "separator"},
        {"type": "spacer", "height": 40},
        {"type": "button", "action": "submit", "label": "Kirim"},
    )
    assert [item.kind for item in form.items] == ["text", "field", "field", "separator", "spacer"]
    assert form.items[0].text == "# Petunjuk"
    assert [(item.row, item.columns) for item in form.items[1:3]] == [("Row_1", 8), ("Row_1", None)]
    assert form.items[4].height == 40
    assert form.fields[1].prefix == "Rp"
    assert form.id == "formulir"


def test_every_kind_of_form_js_is_read() -> None:
    kinds = ["textfield", "textarea", "number", "date", "time", "datetime", "checkbox", "checklist", "radio", "select"]
    form = form_of(*[component(kind, kind) for kind in [*kinds, "taglist"]])
    assert [field.kind for field in form.fields] == [*kinds, "taglist"]
    assert json.dumps(form.schema())
