"""What conditions mean, one table a subject."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from engine.expressions import FUNCTIONS, compile
from tests.expressions.generated import VALUES, Maker

ANSWERS: dict[str, Any] = {
    "keputusan": "Ya",
    "nilai": 70,
    "harga": Decimal("1.50"),
    "besar": 2**80,
    "tanggal": date(2026, 11, 21),
    "saat": datetime(2026, 11, 21, 7, 30, tzinfo=UTC),
    "daftar": ["Ya", "Tidak"],
    "warga": {"nama": "Siti", "alamat": {"rt": 3}, "in-valid": 1},
    "kosong": None,
    "setuju": True,
    "नाम": "x",
    "名前": "y",
}


def given(text: str) -> object:
    return compile(text)(ANSWERS)


@pytest.mark.parametrize(
    "text",
    [
        'keputusan = "Ya"',
        '=keputusan = "Ya"',
        '  =  keputusan = "Ya"  ',
        "${keputusan == 'Ya'}",
        '${keputusan == "Ya" && nilai >= 70}',
        "= ${!(nilai < 70) || false}",
        "${!setuju == false}",
        'keputusan != "Tidak"',
        'not(keputusan = "Tidak")',
        "not ( false )",
        'keputusan = "Ya" and nilai >= 70 and not(nilai > 70)',
        'keputusan = "Tidak" or nilai = 70.0',
        "false and false or true",
        "true or false and false",
        "nilai in (1, 70)",
        "nilai in [60..70]",
        "nilai in ([1..2], 70)",
        "nilai between 70 and 71 and true",
        "not(nilai in [60..70))",
        "not(nilai in (70..80])",
        "keputusan in daftar",
        'keputusan in "Ya"',
        'warga.nama = "Siti"',
        "warga . alamat . rt = 3",
        "besar = 1208925819614629174706176",
        "besar + 1 = 1208925819614629174706177",
        "harga = 1.5",
        "harga * 2 = 3",
        "0.1 + 0.2 = 0.3",
        "1 - 2 - 3 = -4",
        "8 / 2 / 2 = 2",
        "2 + 3 * 4 = 14",
        "-nilai + 70 = 0",
        'tanggal = date("2026-11-21")',
        'tanggal < date("2026-11-22")',
        'date("2026-11-21") in [date("2026-11-01")..date("2026-11-30")]',
        "date(saat) = tanggal",
        'tanggal - duration("P7D") = date("2026-11-14")',
        'tanggal + duration("P1W") > date("2026-11-27")',
        'duration("P2D") + tanggal = date("2026-11-23")',
        'tanggal - duration("-P1D") = date("2026-11-22")',
        'tanggal + duration("PT36H") = null',
        'tanggal + "seminggu" = null and tanggal + 7 = null',
        "[1, 2] = [1, 2.0]",
        'नाम = "x" and 名前 = "y"',
        'android = null and notes = null and trueish = null and "a" + "b" = "ab"',
        r'"\u0041\"\\\n" = "A" + "\"" + "\\" + "\n"',
        r'"\ud83c\udf3e" = "🌾"',
    ],
)
def test_a_condition_that_holds_is_true(text: str) -> None:
    assert given(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "tidak_ada = 1",
        "tidak_ada < 1",
        "tidak_ada >= 1",
        "kosong <= null",
        "keputusan < 70",
        'nilai = "70"',
        "setuju = 1",
        "setuju > false",
        "tanggal < saat",
        "tanggal = saat",
        'tanggal = "2026-11-21"',
        "warga.nama.panjang = 1",
        "keputusan.x = 1",
        "keputusan and setuju",
        "nilai or false",
        "setuju and nilai and setuju",
        "daftar < daftar",
        "nilai in []",
        "tidak_ada in [1..2]",
        "nilai in [80..60]",
        'contains(nilai, "7")',
    ],
)
def test_what_cannot_be_compared_is_false_and_never_an_error(text: str) -> None:
    assert given(text) is False


@pytest.mark.parametrize(
    "text", ["1 / 0", "1.5 / 0.0", 'nilai + "a"', "-keputusan", "setuju + 1", "tidak_ada * 2", "x.y.z"]
)
def test_arithmetic_without_numbers_and_unknown_names_are_null(text: str) -> None:
    assert given(text) is None


def test_two_valued_logic_makes_the_opposite_of_an_unknown_true() -> None:
    assert given("not(tidak_ada)") is True
    assert given("not(tidak_ada < 1)") is True
    assert given('keputusan != 1 and tidak_ada != "Ya"') is True


def test_numbers_stay_exact() -> None:
    assert given("123456789012345678901234567890 * 10 + 1") == 1234567890123456789012345678901
    assert type(given("6 / 3")) is int
    assert given("1 / 8") == Decimal("0.125")
    assert given("harga + 0.005") == Decimal("1.505")
    assert str(given("1 / 3")) == "0." + "3" * 34
    assert compile("nilai = 0.1")({"nilai": 0.1}) is True


CALLS: list[tuple[str, object]] = [
    ('contains("berkas", "erk")', True),
    ("count(daftar)", 2),
    ("count(nilai)", None),
    ('date("2024-02-29")', date(2024, 2, 29)),
    ("date(keputusan)", None),
    ('duration(" p7d ")', "P7D"),
    ("duration(keputusan)", None),
    ('ends with("berkas", "kas")', True),
    ('list contains(daftar, "Tidak")', True),
    ('list contains(nilai, "Tidak")', False),
    ('lower case("YA")', "ya"),
    ('starts\n with ("berkas", "ber")', True),
    ('string length("🌾")', 1),
    ('upper case("ya")', "YA"),
]


@pytest.mark.parametrize(("text", "value"), CALLS)
def test_the_named_functions(text: str, value: object) -> None:
    assert given(text) == value


def test_every_function_is_tried_above() -> None:
    tried = {" ".join(text.split("(")[0].split()) for text, _ in CALLS}
    assert tried == set(FUNCTIONS)


def test_names_are_the_top_level_variables() -> None:
    text = 'warga.alamat.rt = 3 and x in [a..b] and count(daftar) > n or not(date("2026-11-21") < t) and "y" = \'z\''
    assert compile("${" + text.replace(" = ", " == ") + "}").names == {"warga", "x", "a", "b", "daftar", "n", "t"}
    assert compile("1 = 1").names == frozenset()


def test_a_name_may_be_called_like_a_function() -> None:
    assert compile("count = 2")({"count": 2}) is True


def test_both_dialects_of_a_condition_give_the_same() -> None:
    for seed in range(300):
        written = Maker(Random(seed), loose=seed % 2 == 1).condition()
        feel, dollar = compile(written.feel), compile("${" + written.dollar + "}")
        assert (feel(VALUES), feel.names) == (dollar(VALUES), dollar.names), written
