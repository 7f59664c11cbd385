"""Whatever is uploaded is refused in words that help, or runs without an error of the program."""

from __future__ import annotations

import pytest

from bpmn.document import read
from tests.corpus.judging import refusals, told_well
from tests.corpus.mutants import mutant
from tests.corpus.playing import programs
from tests.corpus.walking import DoesNotEnd, walk

SEED = "20261121"
COUNT = 600
BATCH = 60


@pytest.mark.parametrize("batch", range(COUNT // BATCH))
def test_a_diagram_put_together_wrongly_is_refused_well_or_runs(batch: int) -> None:
    """A wrong diagram that runs may come to no end, as its drawing says; no other error may come of it."""
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        data = mutant(f"{SEED}/{number}")
        found = refusals(data)
        assert told_well(data, found) == [], number
        if not found:
            assert read(data).write() == data
            for program, net in programs(data):
                try:
                    walk(program, net, str(number))
                except DoesNotEnd:
                    continue


def test_some_of_them_run_and_most_are_refused() -> None:
    ran = sum(not refusals(mutant(f"{SEED}/{number}")) for number in range(BATCH))
    assert BATCH // 10 < ran < BATCH // 2
