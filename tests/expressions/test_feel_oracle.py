"""Conditions mean what a FEEL of somebody else says that they mean."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.expressions import compile
from tests.expressions.generated import VALUES, Maker
from tests.expressions.oracle import ask

FEELIN = Path(__file__).with_name("feelin_oracle.mjs")
MANY = 1_500


def judged(texts: list[str]) -> list[Any]:
    """What feelin says that each expression gives."""
    answers = ask(FEELIN, "feelin", ({"text": text, "values": VALUES} for text in texts))
    assert len(answers) == len(texts)
    assert not [(text, answer) for text, answer in zip(texts, answers, strict=True) if "failed" in answer]
    return [answer["value"] for answer in answers]


@pytest.mark.parametrize("seed", [20261121, 7])
def test_a_condition_with_fitting_types_gives_what_feelin_gives(seed: int) -> None:
    maker = Maker(Random(seed))
    texts = [maker.condition().feel for _ in range(MANY)]
    theirs = judged(texts)
    ours = [compile(text)(VALUES) for text in texts]
    assert [(t, o, f) for t, o, f in zip(texts, ours, theirs, strict=True) if o is not f] == []
    assert 0.2 < theirs.count(True) / MANY < 0.8


@pytest.mark.parametrize("seed", [20261122, 8])
def test_a_condition_without_not_over_unknown_and_unlike_values_holds_when_feelin_says_true(seed: int) -> None:
    maker = Maker(Random(seed), loose=True)
    texts = [maker.condition().feel for _ in range(MANY)]
    theirs = judged(texts)
    ours = [compile(text)(VALUES) for text in texts]
    assert [(t, o, f) for t, o, f in zip(texts, ours, theirs, strict=True) if o is not (f is True)] == []
    assert theirs.count(True) > MANY / 10
    assert theirs.count(None) > MANY / 20


def test_values_that_are_no_condition_are_the_same_too() -> None:
    maker = Maker(Random(3))
    texts = [maker.number(3).feel for _ in range(200)] + [maker.text(3).feel for _ in range(200)]
    ours = [compile(text)(VALUES) for text in texts]
    assert [(t, o, f) for t, o, f in zip(texts, ours, judged(texts), strict=True) if o != f] == []
