"""No text makes anything but a refusal, no values make anything but a value."""

from contextlib import suppress
from random import Random
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.expressions import ExpressionRefused, compile
from tests.expressions.generated import VALUES, Maker

WORDS = """
= == != < <= > >= and or not not( in between ( ) [ ] .. , . + - * / ** ! && || ${ } " ' \\ "Ya" 'Ya' 1 1.5 .5
nilai keputusan warga.nama true false null date( count( contains( [1..2] date("2026-11-21") é # @ ? :
"""
PIECES = st.sampled_from([*WORDS.split(), "starts with(", "\ud800", "\x00"])
SOUP = st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.timezones())
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
)
ANSWERS = st.fixed_dictionaries({}, optional=dict.fromkeys(VALUES, JSON))

unhurried = settings(deadline=None)
"""A busy machine fails nothing."""


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": [value]}
    return value


@unhurried
@given(st.text() | SOUP)
@example("${" + "(" * 1_990)
@example("=" * 2_000)
def test_any_text_compiles_or_is_refused(text: str) -> None:
    with suppress(ExpressionRefused):
        compile(text)(VALUES)


@unhurried
@given(st.integers(0, 2**32), ANSWERS)
def test_any_values_give_a_value(seed: int, answers: dict[str, Any]) -> None:
    written = Maker(Random(seed), loose=True).condition()
    assert type(compile(written.feel)(answers)) is bool


@unhurried
@given(SCALARS | JSON, SCALARS | JSON)
def test_any_two_values_can_be_compared_and_added(left: Any, right: Any) -> None:
    for operator in ("=", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/"):
        compile(f"a {operator} b")({"a": left, "b": right})
    equal, unequal = compile("a = b"), compile("a != b")
    assert equal({"a": left, "b": right}) is not unequal({"a": left, "b": right})


@unhurried
@given(SCALARS, SCALARS)
def test_two_values_are_ordered_at_most_one_way(left: Any, right: Any) -> None:
    values = {"a": left, "b": right}
    assert [compile(f"a {operator} b")(values) for operator in ("<", "=", ">")].count(True) <= 1
    assert compile("a < b")(values) is compile("b > a")(values)


def test_values_nested_too_deep_to_compare_are_unequal() -> None:
    assert compile("a = b")({"a": deep(20), "b": deep(20)}) is True
    assert compile("a = b")({"a": deep(5_000), "b": deep(5_000)}) is False
