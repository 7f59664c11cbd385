"""Which field fails is the same here as in form-js itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.expressions import compile
from forms.form import Cleaned, Form, read
from tests.expressions.oracle import ask
from tests.forms.generated import Filled, Maker, as_strings

FORMJS = Path(__file__).with_name("formjs_oracle.mjs")
MANY = 150
"""Filled forms of a seed: 300 in all."""

SEEDS = (20261121, 5)

Judged = list[tuple[Filled, dict[str, Any]]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    """Random filled forms, each with what form-js says."""
    filled = [one for seed in SEEDS for one in Maker(seed).some(MANY)]
    asked = ({"schema": one.schema, "data": one.data, "known": one.known} for one in filled)
    answers = ask(FORMJS, "@bpmn-io/form-js-viewer", asked)
    assert len(answers) == len(filled)
    return list(zip(filled, answers, strict=True))


def cleaned(one: Filled, without: str = "") -> tuple[Form, Cleaned]:
    """Our answer, when we read the form without one rule."""
    form = read(json.dumps(stripped(one.schema, without)).encode(), compile)
    assert [found.en for found in form.findings if found.severity == "error"] == []
    return form, form.clean(one.data, one.known)


def theirs(form: Form, answer: dict[str, Any]) -> set[str]:
    """What fails in form-js, and what it takes away without a word because it has the wrong type."""
    return (set(answer["failed"]) | set(answer["cleared"])) & set(answer["shown"]) & form.supplies


def disagreeing(judged: Judged, without: str = "") -> list[Any]:
    """The filled forms on which we disagree."""
    found = []
    for one, answer in judged:
        form, answers = cleaned(one, without)
        ours = {error.key for error in answers.errors}
        if ours != theirs(form, answer):
            found.append((sorted(ours), sorted(theirs(form, answer)), one))
    return found


def stripped(schema: Any, rule: str) -> Any:
    if isinstance(schema, dict):
        return {key: stripped(value, rule) for key, value in schema.items() if key != rule}
    return [stripped(one, rule) for one in schema] if isinstance(schema, list) else schema


def test_the_same_fields_fail_in_every_form(judged: Judged) -> None:
    assert disagreeing(judged) == []


def test_the_same_fields_are_shown_in_every_form(judged: Judged) -> None:
    for one, answer in judged:
        form, answers = cleaned(one)
        ours = set(answers.values) | {error.key for error in answers.errors}
        assert ours == set(answer["shown"]) & form.supplies, one


@pytest.mark.parametrize(
    ("rule", "seen"),
    [
        ("required", 75),
        ("conditional", 30),
        ("max", 10),
        ("min", 10),
        ("decimalDigits", 5),
        ("increment", 3),
        ("minLength", 3),
        ("maxLength", 10),
        ("pattern", 5),
        ("validationType", 5),
    ],
)
def test_the_comparison_sees_a_rule_that_is_missing(judged: Judged, rule: str, seen: int) -> None:
    assert len(disagreeing(judged, without=rule)) >= seen


def test_the_strings_of_a_page_give_what_typed_values_give() -> None:
    for seed in SEEDS:
        for one in Maker(seed).some(MANY):
            form, answers = cleaned(one)
            assert form.clean(as_strings(one.schema, one.data), one.known) == answers, one
