"""Canonical bytes: RFC 8785, exact round trips, leaves and commitments."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from engine.canonical import NotCanonical, commitment, dumps, leaf, loads

SAFE = 2**53 - 1
text = st.text(st.characters(exclude_categories=["Cs"]))
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | text | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)
exact = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | text
    | st.dates()
    | st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=8))))
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(text | st.sampled_from(["$decimal", "$$date", "$int", "typename"]), inner, max_size=3)
    ),
    max_leaves=12,
)


def same(one: object, other: object) -> bool:
    """Equal, also in type all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return str(one) == str(other) and one == other


@given(plain)
def test_plain_json_is_written_as_rfc_8785_says(value: object) -> None:
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
        return
    assert dumps(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(exact)
def test_every_value_survives_a_round_trip_with_its_type(value: object) -> None:
    assert same(loads(dumps(value)), value)


@given(st.dictionaries(text, st.integers(-9, 9)))
def test_key_order_changes_nothing(value: dict[str, int]) -> None:
    assert dumps(dict(reversed(value.items()))) == dumps(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, {1: "x"}, "\ud800", object(), Decimal("NaN")])
def test_what_has_no_canonical_bytes_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        dumps(value)


def test_big_integers_decimals_and_dates_are_tagged() -> None:
    value = {"a": 2**53, "b": Decimal("1.50"), "c": date(2026, 11, 21), "d": datetime(2026, 11, 21, tzinfo=UTC)}
    assert json.loads(dumps(value)) == {
        "a": {"$int": "9007199254740992"},
        "b": {"$decimal": "1.50"},
        "c": {"$date": "2026-11-21"},
        "d": {"$time": "2026-11-21T00:00:00+00:00"},
    }


def test_a_leaf_is_the_hash_of_the_whole_list_of_columns() -> None:
    head, data = [1, 2, 1, "TaskCompleted", None, "camat", None, 5, 5], dumps({"task": 3})
    whole = rfc8785.dumps([*head, {"task": 3}])  # type: ignore[list-item]
    assert leaf(head, data) == hashlib.sha256(b"\x00" + whole).digest()


def test_a_commitment_is_an_hmac_under_its_salt() -> None:
    salt, value = b"s" * 16, dumps("Budi")
    expected = urlsafe_b64encode(hmac.new(salt, value, hashlib.sha256).digest()).rstrip(b"=").decode()
    assert commitment(salt, value) == expected
    assert commitment(b"t" * 16, value) != expected
