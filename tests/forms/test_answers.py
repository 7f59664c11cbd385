"""What people write and what programs send becomes the same typed answer."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from tests.forms.build import answer, component, refusal


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("45.000.000", 45_000_000),
        ("45000000", 45_000_000),
        (45_000_000, 45_000_000),
        (45_000_000.0, 45_000_000),
        (" 1,5 ", Decimal("1.5")),
        ("1.5", Decimal("1.5")),
        (1.5, Decimal("1.5")),
        (Decimal("1.50"), Decimal("1.5")),
        ("1,50", Decimal("1.5")),
        ("1.234,5", Decimal("1234.5")),
        ("1.234.567,25", Decimal("1234567.25")),
        ("0,500", Decimal("0.5")),
        ("1234.567", Decimal("1234.567")),
        ("-3", -3),
        ("+3", 3),
        ("007", 7),
        ("0", 0),
        (0.1, Decimal("0.1")),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("123456789012345678901234567890,5", Decimal("123456789012345678901234567890.5")),
    ],
)
def test_a_number_is_read_as_it_is_written_here(raw: object, value: object) -> None:
    found = answer(component("number"), raw)
    assert found == value
    assert type(found) is type(value)
    assert str(found) == str(value)


@pytest.mark.parametrize(
    ("raw", "one", "other"), [("45.000", "45000", "45"), ("1.500", "1500", "1,5"), ("1,500", "1500", "1,5")]
)
def test_a_number_with_two_readings_is_refused_and_both_are_shown(raw: str, one: str, other: str) -> None:
    assert refusal(component("number"), raw) == f"Angka ini dapat dibaca dua cara. Tulis {one} atau {other}."


def test_a_field_for_whole_numbers_reads_a_point_as_thousands() -> None:
    assert answer(component("number", decimalDigits=0), "45.000") == 45_000
    assert "angka saja" in refusal(component("number", decimalDigits=0), "45,000")


WORDS = ["abc", "1.2.3", "1,2,3", "1,234,567", "12.34.567", "1e5", "0x10", "NaN", "Rp 5", "١٢", "5 000", "--5"]
LONG = ["9" * 101, "1," + "0" * 150 + "1", 10**200, Decimal("1e500")]


@pytest.mark.parametrize("raw", [*WORDS, *LONG, "Infinity", float("nan"), float("inf"), True, {"a": 1}, [[1]]])
def test_what_is_no_number_is_refused_with_an_example(raw: object) -> None:
    assert refusal(component("number"), raw) == "Tulis angka saja, misalnya 45000000 atau 1,5."


@pytest.mark.parametrize(
    "raw",
    [
        "12-11-2026",
        "12/11/2026",
        "12.11.2026",
        " 12 - 11 - 2026 ",
        "2026-11-12",
        "12 November 2026",
        "12 NOVEMBER 2026",
    ],
)
def test_a_date_is_day_first_or_iso(raw: str) -> None:
    assert answer(component("date"), raw) == date(2026, 11, 12)
    assert answer(component("date"), date(2026, 11, 12)) == date(2026, 11, 12)


@pytest.mark.parametrize(
    "raw",
    ["31-02-2026", "2026-13-01", "12-11-26", "kemarin", "11/31/2026", "12 Nopember 2026", 20261112, "1" * 60, True],
)
def test_what_is_no_date_is_refused_with_an_example(raw: object) -> None:
    assert refusal(component("date"), raw) == "Tulis tanggal-bulan-tahun, misalnya 21-11-2026."


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("07:30", "07:30"),
        ("7.30", "07:30"),
        ("07:30:15", "07:30"),
        ("07:30+08:00", "07:30+08:00"),
        ("07:30Z", "07:30+00:00"),
    ],
)
def test_a_time_is_hours_and_minutes(raw: str, value: str) -> None:
    assert answer(component("time"), raw) == value


@pytest.mark.parametrize("raw", ["24:00", "7:60", "pagi", "0730", "07:30+15:00", "07:30+08:75", 7])
def test_what_is_no_time_is_refused_with_an_example(raw: object) -> None:
    assert refusal(component("time"), raw) == "Tulis jam dan menit, misalnya 07:30."


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-11-12T07:30", datetime(2026, 11, 12, 7, 30)),  # noqa: DTZ001
        ("12-11-2026 07.30", datetime(2026, 11, 12, 7, 30)),  # noqa: DTZ001
        ("12 Oktober 2026 07:30", datetime(2026, 10, 12, 7, 30)),  # noqa: DTZ001
        ("2026-11-12T07:30:59.123Z", datetime(2026, 11, 12, 7, 30, tzinfo=UTC)),
        ("2026-11-12T07:30+08:00", datetime(2026, 11, 12, 7, 30, tzinfo=timezone(timedelta(hours=8)))),
    ],
)
def test_a_date_with_a_time_keeps_the_offset_that_was_sent(raw: str, value: datetime) -> None:
    found = answer(component("datetime"), raw)
    assert found == value
    assert answer(component("datetime"), value) == value


@pytest.mark.parametrize("raw", ["2026-11-12", "07:30", "T07:30", "12-11-2026 25:00", "x 07:30", 5])
def test_half_a_date_with_a_time_is_refused_with_an_example(raw: object) -> None:
    assert refusal(component("datetime"), raw) == "Tulis tanggal dan jam, misalnya 21-11-2026 07:30."


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("on", True),
        (True, True),
        ("ya", True),
        (["on"], True),
        (None, False),
        ("", False),
        (False, False),
        ("tidak", False),
    ],
)
def test_a_box_is_ticked_or_not(raw: object, value: bool) -> None:
    assert answer(component("checkbox"), raw) is value


def test_a_box_that_was_not_sent_is_not_ticked() -> None:
    assert answer(component("checkbox"), None) is False
    assert refusal(component("checkbox"), "mungkin") == "Centang atau kosongkan kotak ini."
    assert refusal(component("checkbox"), 1) == "Centang atau kosongkan kotak ini."


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (["Tidak", "Ya", "Ya"], ["Ya", "Tidak"]),
        ("Tidak", ["Tidak"]),
        (["", "Ya"], ["Ya"]),
        ([], []),
        (None, []),
        ("", []),
    ],
)
def test_several_choices_come_in_the_order_of_the_form(raw: object, value: list[str]) -> None:
    assert answer(component("checklist"), raw) == value
    assert answer(component("taglist"), raw) == value


@pytest.mark.parametrize("raw", [["Ya", "Mungkin"], "Mungkin", [["Ya"]], ["Ya"] * 2_000, {"Ya": 1}, True])
def test_a_choice_that_is_not_offered_is_refused_and_the_choices_are_listed(raw: object) -> None:
    assert refusal(component("checklist"), raw) == "Pilih satu atau lebih: Ya, Tidak."


@pytest.mark.parametrize("raw", ["Mungkin", "ya", 1, True, {"a": 1}])
def test_one_choice_that_is_not_offered_is_refused(raw: object) -> None:
    assert refusal(component("radio"), raw) == "Pilih salah satu: Ya, Tidak."


@pytest.mark.parametrize(
    ("raw", "value"), [("1", 1), (1, 1), (1.0, 1), (Decimal(1), 1), ("2.5", Decimal("2.5")), (2.5, Decimal("2.5"))]
)
def test_options_may_be_numbers(raw: object, value: object) -> None:
    found = answer(component("select", values=[{"value": 1, "label": "Satu"}, {"value": 2.5, "label": "Dua"}]), raw)
    assert found == value
    assert type(found) is type(value)


def test_options_may_be_true_and_false_and_one_is_not_true() -> None:
    field = component("radio", values=[{"value": True, "label": "Benar"}, {"value": 1, "label": "Satu"}])
    assert [repr(answer(field, raw)) for raw in (True, "true", 1, "1")] == ["True", "True", "1", "1"]


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("textfield", "  Budi  ", "Budi"),
        ("textfield", "dua\r\nbaris\tsatu", "dua baris satu"),
        ("textarea", " dua\r\nbaris\r ", "dua\nbaris"),
        ("textfield", "", None),
        ("textfield", "   ", None),
        ("textarea", None, None),
        ("textfield", ["Budi"], "Budi"),
        ("textfield", [], None),
        ("textarea", "Ke\u0301dua \U0001f33e", "Ke\u0301dua \U0001f33e"),
    ],
)
def test_a_text_keeps_its_characters_and_loses_the_blanks_around_it(kind: str, raw: object, value: object) -> None:
    assert answer(component(kind), raw) == value


@pytest.mark.parametrize("raw", [5, 1.5, True, {"a": 1}])
def test_what_is_no_text_is_refused(raw: object) -> None:
    assert refusal(component("textarea"), raw) == "Tulis teks."


def test_two_answers_to_one_question_are_refused() -> None:
    assert refusal(component("textfield"), ["a", "b"]) == "Isi satu jawaban saja."


@pytest.mark.parametrize("raw", ["a\x00b", "\ud800", "\x1b[31m", "\x7f"])
def test_characters_that_no_store_keeps_are_refused(raw: str) -> None:
    assert "Ketik ulang" in refusal(component("textfield"), raw)


@pytest.mark.parametrize("kind", ["textfield", "textarea", "number", "date", "time", "datetime", "radio", "select"])
@pytest.mark.parametrize("raw", [None, "", "  ", [], [""]])
def test_an_empty_answer_is_null(kind: str, raw: Any) -> None:
    assert answer(component(kind), raw) is None
