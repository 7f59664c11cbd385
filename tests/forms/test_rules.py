"""What a rule refuses, and that the text says what to write."""

import json
from typing import Any

import jsonschema_rs
import pytest

from tests.forms.build import answer, component, form_of, refusal


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("textfield", "Wajib diisi. Tulis jawaban Anda di sini."),
        ("number", "Wajib diisi. Tulis angka saja, misalnya 45000000 atau 1,5."),
        ("date", "Wajib diisi. Tulis tanggal-bulan-tahun, misalnya 21-11-2026."),
        ("checkbox", "Wajib: centang kotak ini."),
        ("radio", "Wajib diisi. Pilih salah satu: Ya, Tidak."),
        ("checklist", "Wajib diisi. Pilih satu atau lebih: Ya, Tidak."),
    ],
)
def test_a_required_answer_that_is_missing_is_asked_for(kind: str, text: str) -> None:
    field = component(kind, validate={"required": True})
    assert refusal(field, None) == text
    assert refusal(field, "") == text
    (error,) = form_of(field).clean({}).errors
    assert error.id == text


@pytest.mark.parametrize(
    ("rules", "raw", "text"),
    [
        ({"minLength": 5}, "abcd", "Tulis sedikitnya 5 huruf (sekarang 4)."),
        ({"maxLength": 5}, "abcdef", "Tulis paling banyak 5 huruf (sekarang 6)."),
        ({"maxLength": 1}, "\U0001f33e\U0001f33e", "Tulis paling banyak 1 huruf (sekarang 2)."),
        (
            {"pattern": "^[0-9]{16}$"},
            "123",
            "Bentuknya tidak sesuai. Ikuti petunjuk di bawah nama isian ini, lalu tulis lagi.",
        ),
        ({"pattern": "^x", "patternErrorMessage": "Mulai dengan x."}, "y", "Mulai dengan x."),
        ({"validationType": "email"}, "nama", "Tulis alamat email, misalnya nama@contoh.go.id."),
        ({"validationType": "phone"}, "halo", "Tulis nomor telepon, misalnya 081234567890 atau +6281234567890."),
        ({"pattern": "@", "validationType": "email"}, "@", "Tulis alamat email, misalnya nama@contoh.go.id."),
    ],
)
def test_a_text_that_breaks_a_rule_is_refused(rules: dict[str, object], raw: str, text: str) -> None:
    assert refusal(component("textfield", validate=rules), raw) == text


@pytest.mark.parametrize(
    ("rules", "more", "raw", "text"),
    [
        ({"min": 10}, {}, "9,5", "Tulis angka 10 atau lebih."),
        ({"max": 2.5}, {}, "2,6", "Tulis angka 2,5 atau kurang."),
        ({"max": 0.1}, {}, "0,10000000000000001", "Tulis angka 0,1 atau kurang."),
        ({"max": 10**30}, {}, str(10**30 + 1), f"Tulis angka {10**30} atau kurang."),
        ({}, {"decimalDigits": 0}, "1,5", "Tulis angka bulat, tanpa koma."),
        ({}, {"decimalDigits": 2}, "1,125", "Angka ini dapat dibaca dua cara. Tulis 1125 atau 1,125."),
        ({}, {"decimalDigits": 2}, "1,1255", "Tulis paling banyak 2 angka di belakang koma."),
        ({}, {"increment": 5}, "12", "Tulis 10 atau 15: angka ini harus sesuai kelipatannya."),
        ({}, {"increment": 5}, "-12", "Tulis -15 atau -10: angka ini harus sesuai kelipatannya."),
        ({}, {"increment": "0.25"}, "0,3", "Tulis 0,25 atau 0,5: angka ini harus sesuai kelipatannya."),
    ],
)
def test_a_number_that_breaks_a_rule_is_refused(
    rules: dict[str, Any], more: dict[str, Any], raw: str, text: str
) -> None:
    assert refusal(component("number", validate=rules, **more), raw) == text


def test_long_numbers_are_held_to_bounds_steps_and_decimals_exactly() -> None:
    field = component("number", decimalDigits=2, increment="0.01")
    assert str(answer(field, "56902435313107001234567890,12")) == "56902435313107001234567890.12"
    assert "atau kurang" in refusal(
        component("number", validate={"max": "1.00000000000000000001"}), "1,00000000000000000002"
    )
    assert answer(component("number", validate={"max": "1.00000000000000000001"}), "1,00000000000000000001") is not None
    assert "di belakang koma" in form_of(field).clean({"isian": "56902435313107001234567890,1234"}).errors[0].id


@pytest.mark.parametrize(
    "raw", ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "(021) 345678", "0062812345678"]
)
def test_a_phone_number_may_be_domestic_or_international(raw: str) -> None:
    assert answer(component("textfield", validate={"validationType": "phone"}), raw) == raw


@pytest.mark.parametrize("raw", ["112", "abc", "812345678", "+0812345678", "0812345678x", "+62 812 (", "0" * 40])
def test_what_is_no_phone_number_is_refused(raw: str) -> None:
    assert "nomor telepon" in refusal(component("textfield", validate={"validationType": "phone"}), raw)


def test_an_empty_answer_breaks_no_rule() -> None:
    rules = {"minLength": 5, "pattern": "^x", "validationType": "email"}
    assert answer(component("textfield", validate=rules), "") is None


def test_every_rule_that_is_broken_is_told() -> None:
    field = component("textfield", validate={"maxLength": 3, "pattern": "^[0-9]+$"})
    assert len(form_of(field).clean({"isian": "abcd"}).errors) == 2


def test_a_pattern_takes_linear_time_on_every_text() -> None:
    field = component("textarea", validate={"pattern": "^(a+)+$"})
    assert "Bentuknya" in refusal(field, "a" * 90_000 + "!")


def test_the_schema_is_json_schema_and_holds_what_clean_gives() -> None:
    form = form_of(
        component("textfield", "nama", validate={"required": True, "maxLength": 9, "pattern": "^[A-Z]"}),
        component("number", "harga", decimalDigits=2, increment=0.5, validate={"min": 0.5, "max": 9}),
        component("number", "jumlah", decimalDigits=0),
        component("checklist", "berkas", validate={"required": True}),
        component("radio", "keputusan", description="Ya atau Tidak"),
        component("checkbox", "setuju", validate={"required": True}),
        component("textfield", "tetap", readonly=True),
        component("time", "jam"),
        component("textfield", "alasan", conditional={"hide": '=keputusan = "Ya"'}, validate={"required": True}),
    )
    schema = json.loads(json.dumps(form.schema()))
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == ["nama", "berkas", "setuju"]
    assert set(schema["properties"]) == form.supplies
    assert schema["properties"]["keputusan"] == {
        "enum": ["Ya", "Tidak"],
        "title": "Isian",
        "description": "Ya atau Tidak",
    }
    assert schema["properties"]["harga"]["allOf"] == [{"multipleOf": 0.5}, {"multipleOf": 0.01}]
    sent = {
        "nama": "Budi",
        "harga": "1,5",
        "jumlah": "3",
        "berkas": "Ya",
        "keputusan": "Ya",
        "setuju": "on",
        "jam": "7.30",
    }
    cleaned = form.clean(sent)
    assert cleaned.errors == ()
    assert jsonschema_rs.validator_for(schema).is_valid(dict(cleaned.values))
    for key, wrong in {"nama": "budi", "harga": 1.2, "jumlah": 1.5, "berkas": [], "setuju": False, "jam": "7"}.items():
        assert not jsonschema_rs.validator_for(schema).is_valid({**cleaned.values, key: wrong}), key
