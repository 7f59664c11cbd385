"""Typed variables and dates as the dialect writes and reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.api.typed import BadValue, File, plain, read_all, read_date, read_value, stamp, write_value
from engine.canonical import dumps, loads
from engine.events import moment

WIB = ZoneInfo("Asia/Jakarta")


def read(value: object, kind: str | None) -> object:
    """The value of a variable of that type."""
    return read_value("x", {"value": value, "type": kind}, WIB)


@pytest.mark.parametrize(
    ("value", "kind", "result"),
    [
        (True, "Boolean", True),
        ("false", "boolean", False),
        ("TRUE", "BOOLEAN", True),
        (7, "Short", 7),
        ("-7", "short", -7),
        (2**31 - 1, "Integer", 2**31 - 1),
        ("12", "INTEGER", 12),
        (12.0, "Integer", 12),
        (2**63 - 1, "Long", 2**63 - 1),
        ("9007199254740993", "long", 9007199254740993),
        (1.5, "Double", 1.5),
        (3, "Double", Decimal("3.0")),
        ("1e3", "double", Decimal("1000.0")),
        ("teks é", "String", "teks é"),
        (7, "String", "7"),
        (True, "string", "true"),
        (None, "String", None),
        (None, "Null", None),
        (None, None, None),
        ('{"a":[1,"b"]}', "Json", {"a": [1, "b"]}),
        ([1, 2], "json", [1, 2]),
        ("aGFsbw==", "Bytes", b"halo"),
        ([1], None, [1]),
        ("tanpa jenis", None, "tanpa jenis"),
    ],
)
def test_a_typed_value_is_read_in_any_letter_case(value: object, kind: str | None, result: object) -> None:
    found = read(value, kind)
    assert (found, type(found)) == (result, type(result))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1, "Boolean"),
        ("ya", "Boolean"),
        (2**15, "Short"),
        (-(2**15) - 1, "Short"),
        (2**31, "Integer"),
        (2**63, "Long"),
        ("1" * 30, "Long"),
        (1.5, "Integer"),
        (True, "Integer"),
        ("", "Integer"),
        ("١٢", "Integer"),
        ("1_000", "Integer"),
        ("nan", "Double"),
        ("1e999", "Double"),
        (10**400, "Double"),
        (True, "Double"),
        ([], "String"),
        ("{", "Json"),
        ("NaN", "Json"),
        ("[" * 100_000, "Json"),
        ("?", "Bytes"),
        (1, "Bytes"),
        ("x", "Null"),
        ("kemarin", "Date"),
        (5, "Date"),
        ("2026-13-01T00:00:00.000+0700", "Date"),
        ("x", "Object"),
        (None, "Object"),
        ("x", "Xml"),
        ("x", "File"),
        ("x", "Lain"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_refused_by_name(value: object, kind: str) -> None:
    with pytest.raises(BadValue, match="variable 'x'"):
        read(value, kind)


@pytest.mark.parametrize("variables", [[], "x", 7, {"x": 1}, {"x": {"val": 1}}, {"x": None}])
def test_variables_are_an_object_of_objects(variables: object) -> None:
    with pytest.raises(BadValue):
        read_all(variables, WIB)


def test_no_variables_are_none() -> None:
    assert read_all(None, WIB) == {}


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-21T05:52:28.098+0700", "2026-11-20T22:52:28.098+00:00"),
        ("2026-11-21T05:52:28.098+07:00", "2026-11-20T22:52:28.098+00:00"),
        ("2026-11-21T05:52:28Z", "2026-11-21T05:52:28+00:00"),
        ("2026-11-21T05:52:28", "2026-11-20T22:52:28+00:00"),
        ("2026-11-21", "2026-11-20T17:00:00+00:00"),
    ],
)
def test_a_date_is_read_with_its_offset_or_in_the_zone_of_the_installation(text: str, utc: str) -> None:
    assert read_date(text, WIB) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "2026-11-21T05:52:28.098+0700"),
        ("Asia/Makassar", "2026-11-21T06:52:28.098+0800"),
        ("UTC", "2026-11-20T22:52:28.098+0000"),
        ("America/St_Johns", "2026-11-20T19:22:28.098-0330"),
    ],
)
def test_a_date_is_written_with_milliseconds_and_an_offset_without_a_colon(zone: str, text: str) -> None:
    at = datetime(2026, 11, 20, 22, 52, 28, 98_999, UTC)
    assert stamp(at, ZoneInfo(zone)) == text
    assert stamp(1795215148098999, ZoneInfo(zone)) == text


@given(st.integers(-(10**15), 10**16), st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "UTC"]))
def test_a_written_date_is_read_back_to_the_millisecond(at: int, zone: str) -> None:
    gap = moment(at) - read_date(stamp(at, ZoneInfo(zone)), WIB)
    assert timedelta(0) <= gap < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (None, "Null", None),
        (True, "Boolean", True),
        (7, "Integer", 7),
        (-(2**31), "Integer", -(2**31)),
        (2**31, "Long", 2**31),
        (2**63, "String", str(2**63)),
        (1.5, "Double", 1.5),
        (Decimal("1.50"), "Double", 1.5),
        (Decimal("1e400"), "String", "1E+400"),
        ("teks", "String", "teks"),
        (date(2026, 11, 21), "String", "2026-11-21"),
        (datetime(2026, 11, 20, 22, 52, 28, 98_000, UTC), "Date", "2026-11-21T05:52:28.098+0700"),
        (b"halo", "Bytes", "aGFsbw=="),
        ({"é": [1, Decimal("1.50")]}, "Json", '{"é":[1,"1.50"]}'),
    ],
)
def test_a_value_is_written_with_its_type_and_every_key(value: object, kind: str, written: object) -> None:
    assert write_value(value, WIB) == {"type": kind, "value": written, "valueInfo": {}}


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_what_is_written_is_read_back_as_the_same_value(value: Any) -> None:
    found: Any = read_value("x", write_value(value, WIB), WIB)
    if isinstance(value, list | dict):
        assert found == plain(value), "beyond 2^53 JSON itself is not exact, so such integers travel as text"
    elif isinstance(value, float) and value.is_integer():
        assert (float(found), write_value(found, WIB)) == (value, write_value(value, WIB))
    else:
        assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("kind", ["File", "file", "FILE"])
def test_a_file_is_read_with_its_name_and_bytes(kind: str) -> None:
    facts = {"filename": "ktp.pdf", "mimetype": "application/pdf", "encoding": "UTF-8", "transient": False}
    assert read_value("x", {"value": "aGFsbw==", "type": kind, "valueInfo": facts}, WIB) == File(
        "ktp.pdf", b"halo", "utf-8"
    )
    also = {"value": "aGFsbw==", "type": kind, "valueInfo": {"filename": "ktp.pdf", "mimeType": "application/pdf"}}
    assert read_value("x", also, WIB) == File("ktp.pdf", b"halo")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"value": None, "type": "File", "valueInfo": {"filename": "a.pdf"}}, "base64"),
        ({"value": "!", "type": "File", "valueInfo": {"filename": "a.pdf"}}, "base64"),
        ({"value": "aGFsbw==", "type": "File", "valueInfo": {"filename": " "}}, "filename"),
        ({"value": "aGFsbw==", "type": "File"}, "filename"),
        ({"value": 1, "local": [1]}, "local"),
        ({"value": 1, "local": "none"}, "local"),
        ({"value": 1, "local": 1}, "local"),
        ({"value": 1, "type": "Integer", "valueInfo": {"transient": True}}, "transient"),
        ({"value": 1, "type": "Integer", "valueInfo": {"warna": "biru"}}, "valueInfo may hold"),
        ({"value": 1, "type": "Integer", "valueInfo": []}, "valueInfo may hold"),
        ({"value": "{}", "type": "object", "valueInfo": {"objectTypeName": "java.util.Map"}}, "send Json"),
    ],
)
def test_what_a_value_says_of_itself_is_heeded_or_refused(typed: dict[str, Any], why: str) -> None:
    with pytest.raises(BadValue, match=f"variable 'x'.*{why}"):
        read_value("x", typed, WIB)


def test_a_paper_is_a_file_whose_type_stands_under_both_names() -> None:
    paper = {"name": "ktp.pdf", "sha256": "a" * 64, "size": 4, "type": "application/pdf"}
    facts = {"filename": "ktp.pdf", "mimetype": "application/pdf", "mimeType": "application/pdf", "encoding": None}
    assert write_value([paper], WIB) == {"type": "File", "value": None, "valueInfo": facts}
    several = write_value([paper, paper], WIB)
    assert (several["type"], several["valueInfo"]) == ("Json", {})


@pytest.mark.parametrize(
    ("kind", "value", "again"),
    [
        ("Short", 7, "Integer"),
        ("Integer", 7, "Integer"),
        ("Long", 7, "Integer"),
        ("Long", 2**40, "Long"),
        ("Double", 3.0, "Double"),
        ("Double", 1.5, "Double"),
        ("Date", "2026-11-21T05:52:28.098+0700", "Date"),
    ],
)
def test_a_kept_value_comes_back_as_the_type_that_its_number_has(kind: str, value: object, again: str) -> None:
    kept = loads(dumps(read(value, kind)))
    assert write_value(kept, WIB) == {"type": again, "value": value, "valueInfo": {}}


def test_v1_writes_what_json_does_not_hold_exactly_as_text() -> None:
    values = {"a": Decimal("1.50"), "b": 2**53, "c": date(2026, 11, 21), "d": [2**53 - 1], "e": b"halo"}
    assert plain(values) == {"a": "1.50", "b": "9007199254740992", "c": "2026-11-21", "d": [2**53 - 1], "e": "aGFsbw=="}
