"""No file and no answer makes anything but a refusal, and sizes are bounded."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.expressions import compile
from forms.fields import Value
from forms.form import FormRefused, read
from tests.forms.build import component, form_of, raw_form
from tests.forms.generated import KINDS

NAMES = """type key id label validate values value conditional hide properties wajib_jika components group text number
radio checklist datetime subtype date required min max minLength pattern decimalDigits increment defaultValue layout row
columns readonly appearance = =a ["a" {{x}} Ya 1 true \ud800"""
WORDS = st.sampled_from([*NAMES.split(), "\x00"]) | st.text(max_size=5)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
JSON = st.recursive(SCALARS, lambda part: st.lists(part, max_size=4) | st.dictionaries(WORDS, part, max_size=6))
PARTS = st.fixed_dictionaries(
    {"type": st.sampled_from([*KINDS, "group", "text", "spacer"])},
    optional={
        "key": WORDS,
        "label": JSON,
        "validate": JSON | st.dictionaries(st.sampled_from(["min", "max", "minLength", "pattern", "required"]), JSON),
        "values": JSON | st.lists(st.fixed_dictionaries({"value": JSON, "label": JSON}), max_size=3),
        "conditional": JSON | st.fixed_dictionaries({"hide": JSON}),
        "properties": JSON | st.dictionaries(WORDS, WORDS),
        "subtype": WORDS,
        "components": JSON,
        "increment": JSON,
        "decimalDigits": JSON,
        "defaultValue": JSON,
        "layout": JSON,
        "height": JSON,
        "text": JSON,
    },
)

FORM = form_of(*[component(kind, kind) for kind in KINDS])

unhurried = settings(deadline=None)
"""A busy machine fails nothing."""


@unhurried
@given(st.lists(PARTS, max_size=5) | JSON)
@example([{"type": []}])
def test_any_components_are_read_or_refused(components: Any) -> None:
    with suppress(FormRefused):
        form = read(json.dumps({"components": components}).encode(), compile)
        form.clean({field.key: "x" for field in form.fields})
        json.dumps(form.schema())


@unhurried
@given(st.binary() | st.text().map(lambda text: text.encode(errors="replace")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(FormRefused):
        read(data, compile)


def fits(value: Value) -> bool:
    return value is None or not isinstance(value, float)


@unhurried
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KINDS, JSON | st.dates() | st.datetimes() | st.decimals())))
@example({kind: float("nan") for kind in KINDS})
@example({kind: ["x", {"a": []}] for kind in KINDS})
def test_any_answers_are_cleaned_or_refused_and_none_is_a_float(raw: dict[str, Any]) -> None:
    cleaned = FORM.clean(raw)
    assert set(cleaned.values) | {error.key for error in cleaned.errors} == set(KINDS)
    assert all(fits(value) for value in cleaned.values.values())


@unhurried
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KINDS, JSON)))
def test_cleaned_answers_are_cleaned_to_themselves(raw: dict[str, Any]) -> None:
    once = FORM.clean(raw).values
    assert FORM.clean(once).values == {**dict.fromkeys(KINDS), **FORM.clean({}).values, **once}


def test_a_text_up_to_100_kb_is_kept_and_a_longer_one_is_refused() -> None:
    form = form_of(component("textarea"))
    assert form.clean({"isian": "é" * 50_000}).errors == ()
    (error,) = form.clean({"isian": "é" * 50_000 + "x"}).errors
    assert "100 KB" in error.id


def test_answers_up_to_1_mb_are_read_and_more_are_refused_as_a_whole() -> None:
    form = form_of(*[component("textarea", f"isian_{n}") for n in range(12)])
    assert form.clean({f"isian_{n}": "x" * 99_999 for n in range(10)}).errors == ()
    (error,) = form.clean({f"isian_{n}": "x" * 99_999 for n in range(11)}).errors
    assert (error.key, "1 MB" in error.id) == ("", True)
    picked = form_of(component("checklist"))
    assert [found.key for found in picked.clean({"isian": ["x" * 1_000] * 1_100}).errors] == [""]


def test_a_deep_answer_is_refused() -> None:
    deep: Any = "x"
    for _ in range(5_000):
        deep = [deep]
    assert [error.key for error in FORM.clean(dict.fromkeys(KINDS, deep)).errors] == KINDS


def test_a_form_file_as_large_as_allowed_is_read() -> None:
    parts = [component(key=f"isian_{n}", description="x" * 750) for n in range(500)]
    data = raw_form(*parts)
    assert len(data) > 400_000
    assert len(read(data).fields) == 500
