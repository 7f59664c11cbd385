"""The pages say everything in Indonesian and in English."""

from __future__ import annotations

import string
from collections import Counter

from engine.web.words import english, tables
from tests.web.sentences import bare_words, hidden_words, scripted_words, sentences


def test_every_sentence_has_its_english_and_no_english_is_left_over() -> None:
    said, table = sentences(), english()
    assert sorted(said.keys() - table.keys()) == []
    assert sorted(table.keys() - said.keys()) == []


def test_a_sentence_stands_in_one_theme() -> None:
    stands = Counter(sentence for table in tables().values() for sentence in table)
    assert [sentence for sentence, times in stands.items() if times > 1] == []


def test_what_depends_on_a_number_has_two_english_forms() -> None:
    table = english()
    assert [one for one, many in sentences().items() if isinstance(table[one], list) != many] == []


def test_an_english_sentence_takes_the_values_of_the_indonesian_one() -> None:
    for sentence, found in english().items():
        for form in found if isinstance(found, list) else [found]:
            assert _values(form) == _values(sentence), sentence


def test_no_word_stands_in_a_template_that_nobody_can_translate() -> None:
    assert list(bare_words()) == []
    assert list(hidden_words()) == []


def test_scripts_say_only_what_the_server_gave_them() -> None:
    assert list(scripted_words()) == []


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
