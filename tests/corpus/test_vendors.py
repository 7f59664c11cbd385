"""Every file of the corpus runs to its end, or is refused with a finding that names element and remedy."""

from __future__ import annotations

import pytest

from bpmn.document import DocumentRefused, read
from tests.corpus.files import File, files
from tests.corpus.judging import refusals, told_well
from tests.corpus.playing import play, programs
from tests.corpus.walking import walk

FILES = list(files())
SEEDS = 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_runs_to_its_end_or_is_refused_in_words_that_help(file: File) -> None:
    found = refusals(file.data)
    assert told_well(file.data, found) == []
    if found:
        assert {finding.rule for finding in found} <= file.refused
        return
    assert file.runs
    made = programs(file.data)
    assert made
    for program, net in made:
        for seed in range(SEEDS):
            walk(program, net, f"{file.name}/{seed}")
    if file.play:
        for said, seen in play(made[0][0], file.play, file.rename):
            assert seen == said


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_written_back_byte_by_byte(file: File) -> None:
    try:
        document = read(file.data)
    except DocumentRefused:
        return
    assert document.write() == file.data


def test_the_corpus_is_large_and_most_of_it_runs() -> None:
    ran = [file for file in FILES if not refusals(file.data)]
    assert len(FILES) >= 350
    assert len(ran) >= 200
    assert len({file.data for file in FILES}) == len(FILES)
