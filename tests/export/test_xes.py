"""A log as XES: valid by the schema of IEEE 1849, complete, and the same after a restart in the middle."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import xmlschema
from click.testing import CliRunner

from engine.cli.command import lajur
from engine.commands.case import StartCase
from engine.commands.desk import Context
from engine.commands.export import AskExport
from engine.commands.export_run import SILENT, Stopped, run_export
from engine.policy import AUDITOR, EVERYWHERE, Actor
from engine.queries.exported import Order
from engine.queries.look import Look
from engine.queries.search import Wanted, search
from engine.store.exports import EXPORT, PART
from engine.store.history import stream
from tests.sop.walking import walks
from tests.web.replayed import Replayed

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "data" / "xes.xsd"
WULAN = Actor("wulan", "Wulan", grants=frozenset({(AUDITOR, "kukar-kb")}))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    """The case after its returns."""
    found = Replayed.below(tmp_path_factory.mktemp("xes"))
    yield found
    found.store.close()


def whole(case: Replayed, number: int) -> str:
    """The file of an export."""
    with case.store.reading() as reading:
        row = reading.one(EXPORT, run=number)
        assert row is not None
        assert row["status"] == "DONE", row["why"]
        parts = [bytes(reading.value(PART, run=number, number=n)) for n in range(row["parts"])]
    return b"".join(gzip.decompress(part) for part in parts).decode()


def ask(case: Replayed, order: Order) -> int:
    number = case.desks.desk.run(Context(WULAN, case.now), AskExport(order)).body["export"]
    assert isinstance(number, int)
    return number


def log(case: Replayed) -> str:
    number = ask(case, Order("xes", Wanted(), key="00"))
    assert run_export(case.desks.desk, number, lambda: case.now, lambda: False)
    return whole(case, number)


def test_the_log_is_valid_by_the_schema_of_the_standard(case: Replayed) -> None:
    assert SCHEMA.exists(), f"{SCHEMA} belongs beside the repository"
    xmlschema.XMLSchema(str(SCHEMA)).validate(log(case))


def test_every_completion_is_one_event_and_nothing_that_was_answered_leaves(case: Replayed) -> None:
    text = log(case)
    with case.store.reading() as reading:
        events = stream(reading, case.case)
    done = Counter(event.element for event in events if event.kind == "TaskCompleted")
    told = Counter(
        re.findall(r'value="complete"/>.*?key="lajur:elemen" value="([^"]+)"', text),
    )
    assert {name: told[name] for name in done} == dict(done)
    assert text.count("<trace>") == 1
    assert "Kolom paraf belum ada" not in text


def test_an_export_that_was_killed_goes_on_and_gives_the_same_file(
    case: Replayed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.commands.export_run._ACTS", 20)
    order = Order("acts", Wanted(), key="00", acts=(("number", case.number),))
    expected = ask(case, order)
    assert run_export(case.desks.desk, expected, lambda: case.now, lambda: False)
    number, stretches = ask(case, order), iter([False, True])
    with pytest.raises(Stopped):
        run_export(case.desks.desk, number, lambda: case.now, lambda: next(stretches))
    assert not run_export(case.desks.desk, number, lambda: case.now, lambda: False), "somebody seems to run it still"
    later = case.now + SILENT + timedelta(seconds=1)
    assert run_export(case.desks.desk, number, lambda: later, lambda: False)
    assert whole(case, number) == whole(case, expected)


def test_the_command_line_writes_the_same_and_is_recorded(case: Replayed, tmp_path: Path) -> None:
    to = tmp_path / "log.xes"
    case.store.close()
    done = CliRunner().invoke(lajur, ["ekspor", "xes", "--to", str(to), "--database", case.store.url])
    assert done.exit_code == 0, done.output
    assert to.read_text(encoding="utf-8").count("<trace>") == 1
    assert not list(tmp_path.glob("*.sebagian"))
    with case.store.reading() as reading:
        assert [event.actor for event in stream(reading, 0)][-1] == "konsol"


def test_pages_follow_one_another_without_gap_or_repeat(case: Replayed, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a look of two cases a page, and one case at a time, all offices and all ways give every case once."""
    given = dict(walks(case.desks.sop)[0].answers["mulai"])
    for _ in range(7):
        case.desks.run(case.desks.of_lane("langkah_1"), StartCase(case.desks.sop.process.id, answers=given))
    for everywhere in (True, False):
        who = Actor("a", "A", grants=frozenset({(AUDITOR, EVERYWHERE if everywhere else "kukar-kb")}))
        for scan in (2, 3, 1000):
            monkeypatch.setattr("engine.queries.search.SCAN", scan)
            for wanted in (Wanted(), Wanted(sop=case.desks.sop.process.id), Wanted(statuses=("berjalan",))):
                seen, cursor = [], ""
                while True:
                    with case.store.reading() as reading:
                        found = search(Look(reading, case.desks.desk.library, who, case.now), wanted, cursor, 2)
                    seen += [row["id"] for row in found.rows]
                    if found.next is None:
                        break
                    cursor = found.next
                assert seen == sorted(seen, reverse=True)
                assert len(seen) == len(set(seen)) == 8 - bool(wanted.statuses)
