"""Values go with their salts and the history still proves itself; a legal hold wins."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from engine.commands.attachment import AttachDocument
from engine.commands.case import Cancel
from engine.commands.document import StoreDocument
from engine.commands.erasure import EraseValues, LiftLegalHold, SetLegalHold
from engine.commands.refusals import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from engine.proof.examine import Examination, Verdict, examine
from engine.queries.history import ERASED
from engine.store import Query
from tests.commands.world import AUDITOR, KASI, OWNER, STAF
from tests.torture.proof_world import Installation

PAPERS = Query("The papers that are kept.", text("SELECT sha256 FROM document"))
KEPT = Query("What is kept of a case.", text("SELECT * FROM answer WHERE case_id = :case AND value IS NOT NULL"))


def begun(here: Installation) -> int:
    """A case whose first step is answered."""
    body = here.world.start("serba")
    here.world.complete(STAF, f"{body['case']}-1", catatan="NIK 6471…")
    return int(body["case"])


def judged(here: Installation) -> Verdict:
    """The verdict on everything."""
    return examine(here.store, Examination(here.place, here.public))


def kept(here: Installation, case: int) -> list[dict[str, Any]]:
    """The values of a case that are there."""
    with here.store.reading() as reading:
        return reading.all(KEPT, case=case)


def test_an_erased_value_is_gone_with_its_salt_and_the_history_is_sound(here: Installation) -> None:
    case = begun(here)
    here.seal()
    assert here.world.run(OWNER, EraseValues(case, "permintaan", names=["catatan"]))["erased"] == 1
    assert [row["name"] for row in kept(here, case)] == ["$alasan"]
    here.seal()
    verdict = judged(here)
    assert verdict.faults == []
    assert verdict.erased == 1
    assert ERASED is not None


def test_a_value_that_vanished_without_an_event_is_named(here: Installation) -> None:
    case = begun(here)
    here.seal()
    with here.store.transaction() as tx:
        tx.run(Query("x", text("UPDATE answer SET value = NULL, salt = NULL WHERE case_id = :case")), case=case)
    first = judged(here).first
    assert first is not None
    assert (first.kind, first.case, first.event) == ("erased", case, 2)


def test_a_legal_hold_wins_until_the_auditor_lifts_it(here: Installation) -> None:
    case = begun(here)
    here.world.run(AUDITOR, SetLegalHold(case, "perkara 12"))
    with pytest.raises(Conflict):
        here.world.run(AUDITOR, SetLegalHold(case, "sekali lagi"))
    with pytest.raises(NotPossible, match="hold"):
        here.world.run(OWNER, EraseValues(case, "permintaan", names=["catatan"]))
    with pytest.raises(NotAllowed):
        here.world.run(OWNER, LiftLegalHold(case, "saya mau menghapus"))
    here.world.run(AUDITOR, LiftLegalHold(case, "perkara selesai"))
    here.world.run(OWNER, EraseValues(case, "permintaan", names=["catatan"]))
    with pytest.raises(Conflict):
        here.world.run(AUDITOR, LiftLegalHold(case, "lagi"))
    assert judged(here).faults == []


def test_who_may_not_erase_or_gives_no_reason_changes_nothing(here: Installation) -> None:
    case = begun(here)
    for actor, command, refusal in (
        (STAF, EraseValues(case, "x", names=["catatan"]), NotAllowed),
        (OWNER, EraseValues(case, " ", names=["catatan"]), Invalid),
        (OWNER, EraseValues(case, "x", names=["tidak_ada"]), NotFound),
        (OWNER, EraseValues(case, "x", [(1, "catatan")]), NotFound),
    ):
        with pytest.raises(refusal):
            here.world.run(actor, command)
    assert len(kept(here, case)) == 1


def test_what_the_flow_of_a_running_case_goes_by_waits_for_its_end(here: Installation) -> None:
    case = begun(here)
    here.world.complete(KASI, f"{case}-2", keputusan_2="Tidak", alasan="kurang KK")
    with pytest.raises(NotPossible, match="keputusan_2"):
        here.world.run(OWNER, EraseValues(case, "permintaan", names=["keputusan_2"]))
    here.world.run(OWNER, Cancel(case, "dicabut"))
    assert here.world.run(OWNER, EraseValues(case, "permintaan", names=["keputusan_2", "alasan"]))["erased"] == 2
    assert judged(here).faults == []


def test_the_bytes_of_a_paper_go_with_the_last_case_that_has_it(here: Installation) -> None:
    cases = [begun(here), begun(here)]
    paper = here.world.run(STAF, StoreDocument("kk.pdf", b"%PDF-1.7 kk"))
    events = [here.world.run(STAF, AttachDocument(case, paper))["event"] for case in cases]
    for case, event, left in zip(cases, events, (1, 0), strict=True):
        body = here.world.run(OWNER, EraseValues(case, "permintaan", [(event, "$berkas")]))
        with here.store.reading() as reading:
            assert len(reading.all(PAPERS)) == left
        assert body["papers"] == ([] if left else [paper["sha256"]])
    here.seal()
    assert judged(here).faults == []
