"""The check refuses what the engine refuses, and lets through what it runs."""

from __future__ import annotations

import pytest

from bpmn.check import check
from bpmn.check.burst import MAX_PATHS
from bpmn.document import Document, read
from bpmn.prepare import prepare
from engine.expressions import compile
from engine.spiff import load
from engine.spiff.build import PATHS
from engine.spiff.refusals import ProgramRefused
from tests.bpmn.draw import draw
from tests.simulator.kinds import model
from tests.simulator.writing import write

NOBODY = "no-performer"  # the random models are played by nobody
ROUND = ("startEvent s\nuserTask a assignee=x\nendEvent e\ns > a\n", "a > x\nx > e")


def errors(document: Document) -> set[str]:
    """The rules that refuse a document."""
    findings = check(document, lambda element: None, lambda text: compile(text).names)
    return {finding.rule for finding in findings if finding.severity == "error"} - {NOBODY}


@pytest.mark.parametrize("number", range(64))
def test_a_random_model_without_errors_can_be_loaded_and_a_structured_one_has_none(number: int) -> None:
    kind, made = model(20_261_121, number)
    document = read(write(made))
    found = errors(document)
    assert not (found and kind.startswith("structured"))
    if not found:
        load(prepare(document.processes[0]), compile)


def test_the_limit_of_inclusive_joins_is_not_above_that_of_the_engine() -> None:
    assert MAX_PATHS <= PATHS


@pytest.mark.parametrize(
    "text",
    [
        "timeDuration=PT1H",
        "timeDuration=pt1h",
        "timeDuration='\"PT1H\"'",
        "timeDuration=PT0.5H",
        "timeDuration=P1Y2M3W4DT5H6M7,5S",
        "timeDuration=${tenggat}",
        "timeDuration=tenggat",
        "timeDate=2026-10-01",
        "timeDate=20261001T0730Z",
        "timeDuration=PT",
        "timeDuration=P1.5M",
        "timeDuration=P1.5DT1H",
        "timeDuration=1jam",
        "timeDuration='0 0 9 * * ?'",
        "timeDuration='satu jam'",
        "timeDuration='\"satu jam\"'",
        "timeDate=2026-13-01",
        "timeDate=PT1H",
        "timeDuration=5",
        "timeDuration=-PT1H",
        "timeDuration=P",
        "timeDuration=Pengingat",
        "timeDuration=PTSP",
        "timeDuration=R",
    ],
)
def test_a_time_is_refused_exactly_when_the_engine_cannot_load_it(text: str) -> None:
    document = read(draw(ROUND[0] + f"intermediateCatchEvent x {text}\n" + ROUND[1]))
    try:
        load(prepare(document.processes[0]), compile)
    except ProgramRefused:
        assert errors(document) & {"timer", "expression", "not-runnable"}
    else:
        assert errors(document) == set()


@pytest.mark.parametrize(
    "text", ["R/P3D", "R3/pt1h", "R5/2026-01-05T08:00:00Z/P1W", "R0/PT1H", "R/PT0S", "P3D", "R", "R3"]
)
def test_a_repetition_is_refused_exactly_when_the_engine_cannot_load_it(text: str) -> None:
    event = f"boundaryEvent t attachedToRef=a cancelActivity=false timeCycle={text}\n"
    document = read(draw(ROUND[0] + event + "task x\n" + ROUND[1]))
    try:
        load(prepare(document.processes[0]), compile)
    except ProgramRefused:
        assert errors(document) == {"timer"}
    else:
        assert errors(document) == set()
