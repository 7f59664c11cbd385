"""Every kind of event that a case may have is told in a sentence, in both languages; and no engine is asked for it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g

from engine.events import KINDS, Event
from engine.queries.names import Person, Post, Standing
from engine.queries.reel import Moment
from engine.queries.replayed import Told
from engine.queries.steps import Step
from engine.web.replay_words import SENTENCES, sentence
from tests.web.replayed import Replayed

# What belongs to no case: these stand in the stream of the installation.
INSTALLATION = {
    *("AccountChanged", "CalendarChanged", "ClockConfirmed", "DefinitionDeployed", "DefinitionResumed"),
    *("DefinitionSuspended", "DefinitionWithdrawn", "DeploymentWithdrawn", "InboundChanged", "MessageExpired"),
    *("CasesExported", "MessageKept", "PersonalDataRead", "RegisterSet", "WebhookChanged"),
}
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
STEP = Step("langkah_6", "6", "Meneliti konsep surat", "", "Sekcam", "", "30 Menit", False, (), (), "", ())
DATA: dict[str, Any] = {"task": 3, "code": "E1", "count": 2, "retries": 3, "outcome": "Selesai", "message": "balasan"}


def told(kind: str, **changes: Any) -> Told:
    """A moment of that kind at a step, by somebody who stands in for a secretary."""
    event = Event(1, 7, kind, "langkah_6", "hendra", "x/sekcam", AT, AT, {**DATA, **changes.pop("data", {})})
    facts: dict[str, Any] = dict.fromkeys(("flows", "entered", "back", "opened", "waits", "decisions", "sets"), ())
    moment = Moment(m=4, event=event, element="langkah_6", round=1, spent=None, task=3, **facts)
    sekcam = Post("x/sekcam", "Sekcam")
    given: dict[str, Any] = {
        **dict.fromkeys(("back", "next", "group", "changed", "papers", "signed", "voided", "letters"), ()),
        "moment": moment,
        "step": STEP,
        "who": Person("hendra", "Hendra Wijaya"),
        "post": sekcam,
        "recorder": None,
        "standing": Standing("plh", sekcam, Person("siti", "Siti Rahmah")),
        "letter": "SPT 88",
        "to": None,
        "had": None,
        "item": "",
        "reason": None,
        "error": None,
        "unchanged": 0,
    }
    return Told(**{**given, **changes})


@pytest.fixture
def speaking() -> Any:
    """A request in a language."""
    app = Flask(__name__)

    def say(language: str, one: Told) -> str:
        with app.test_request_context():
            g.language = language
            return sentence(one)

    return say


def test_every_kind_of_event_of_a_case_has_a_sentence() -> None:
    assert set(KINDS) - INSTALLATION == set(SENTENCES)


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_a_sentence_is_whole_in_both_languages(kind: str, speaking: Any) -> None:
    id, en = speaking("id", told(kind)), speaking("en", told(kind))
    assert id != en
    for said in (id, en):
        assert said == said.strip()
        assert "{" not in said
        assert len(said) > 10


def test_a_sentence_says_who_as_what_and_what_for(speaking: Any) -> None:
    one = told("TaskCompleted", item="Desa Sungai Ringin")
    assert speaking("id", one) == (
        "Hendra Wijaya (Plh Sekcam) menyelesaikan Kegiatan 6 (Meneliti konsep surat) untuk Desa Sungai Ringin"
    )
    post, own = Post("x/bupati", "Bupati", outside=True), Post("x/staf", "Staf")
    one = told("TaskCompleted", post=post, recorder=own, standing=None)
    assert speaking("id", one).startswith("Hendra Wijaya (Staf), atas nama Bupati, menyelesaikan")
    assert speaking("en", told("TimerFired", who=None)).startswith("The time has come")
    asked = told("TaskDelegated", to=Person("ani", "Ani"), data={"delegation": "PENDING"})
    assert "meminta Ani menyiapkan" in speaking("id", asked)
    assert "menyerahkan" in speaking("id", told("TaskDelegated", to=Person("ani", "Ani")))


SCRIPT = """
import sys
sys.modules["SpiffWorkflow"] = None
from engine.calendars import Calendars
from engine.queries.replayed import replayed
from engine.store import Store
from engine.store.cases import CASE
store = Store(sys.argv[1])
with store.reading() as reading:
    row = reading.one(CASE, case=int(sys.argv[2]))
    found = replayed(reading, row, lambda total: range(1, total + 1), Calendars())
print(found.total, found.reel.returns, len(found.told), len(found.frame(found.total).taken))
print([name for name in sys.modules if name.startswith(("engine.spiff", "engine.library", "SpiffWorkflow."))])
"""


def test_the_replay_works_without_the_engine_that_ran_the_case(tmp_path: Path) -> None:
    case = Replayed.below(tmp_path)
    case.store.close()
    command = [sys.executable, "-c", SCRIPT, case.store.url, str(case.case)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    counts, loaded = done.stdout.splitlines()
    assert loaded == "[]"
    total, returns, told_count, taken = map(int, counts.split())
    assert (returns, told_count, taken) == (7, total, 33)
