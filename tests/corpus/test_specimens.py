"""Each file that was written one by one runs, or is refused by exactly the rules that it breaks."""

from __future__ import annotations

import pytest

from bpmn.document import DocumentRefused, read
from tests.corpus import specimens_large, specimens_parts, specimens_steps, specimens_text
from tests.corpus.judging import refusals, told_well
from tests.corpus.playing import programs
from tests.corpus.specimen import Specimen
from tests.corpus.walking import walk

GROUPS = (specimens_text, specimens_parts, specimens_steps, specimens_large)
SPECIMENS = [specimen for group in GROUPS for specimen in group.specimens()]
PARAMS = [
    pytest.param(one, marks=[pytest.mark.xfail(reason=one.found, strict=True)] if one.found else [], id=one.name)
    for one in SPECIMENS
]


@pytest.mark.parametrize("specimen", PARAMS)
def test_a_specimen_runs_to_its_end_or_is_refused_by_the_rules_that_it_breaks(specimen: Specimen) -> None:
    found = refusals(specimen.data)
    assert {finding.rule for finding in found} == specimen.refused
    assert told_well(specimen.data, found) == []
    if not found:
        made = programs(specimen.data)
        assert made
        for program, net in made:
            walk(program, net, specimen.name)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda one: one.name)
def test_a_specimen_is_written_back_byte_by_byte(specimen: Specimen) -> None:
    try:
        document = read(specimen.data)
    except DocumentRefused:
        return
    assert document.write() == specimen.data


def test_every_specimen_has_its_own_name() -> None:
    assert len(SPECIMENS) > 200
    assert len({one.name for one in SPECIMENS}) == len(SPECIMENS)
