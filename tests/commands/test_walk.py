"""One case through every kind of step; each command leaves rows and state that its history proves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.commands.account import CreateAccount
from engine.commands.case import Comment, Resume, Suspend
from engine.commands.external_task import CompleteExternal, FailExternal
from engine.commands.incident import RetryIncident
from engine.commands.message import Correlate
from engine.commands.task import Assign, Claim, Delegate, Unclaim
from engine.events import Event
from engine.store.history import stream
from engine.worker import Worker
from tests.commands.world import KASI, MACHINE, OWNER, STAF, World, task_of


def waits(events: list[Event]) -> dict[str, int]:
    """The last token number that waited at each element."""
    return {element: n for event in events for n, element, _ in event.data.get("waits", ())}


def history(world: World, case: int) -> list[Event]:
    """The events of a case."""
    with world.store.reading() as reading:
        return stream(reading, case)


def opened_at(world: World, case: int, element: str) -> str:
    """The outer id of the last task at an element, whoever opened it."""
    rows = [row for event in history(world, case) for row in event.data.get("opened", ())]
    return f"{case}-{max(row[0] for row in rows if row[1] == element)}"


def returned_once(world: World) -> tuple[int, str]:
    """A case that was claimed, released, commented and sent back once; with its open check."""
    body = world.start("serba")
    case, first = body["case"], body["opened"][0]["task"]
    assert body["number"].startswith("UJ-2026-00001-")
    n = int(first.split("-")[1])
    world.run(STAF, Claim(case, n))
    world.run(STAF, Unclaim(case, n))
    world.run(STAF, Comment(case, "Berkas masih basah."))
    body = world.complete(STAF, first, catatan="lengkap")
    body = world.complete(KASI, task_of(body, "langkah_2"), keputusan_2="Tidak", alasan="kurang KK")
    body = world.complete(STAF, task_of(body, "langkah_1"), catatan="KK dilampirkan")
    return case, task_of(body, "langkah_2")


def serve_branches(world: World, case: int, body: dict[str, Any]) -> None:
    """The four branches: a service that fails three times, a message, a person, and a timer."""
    tokens = waits(history(world, case))
    world.lend(case, tokens["cetak"], "pencetak")
    for left in (2, 1, 0):
        assert world.run(MACHINE, FailExternal(case, tokens["cetak"], "pencetak", "kertas habis"))["retries"] == left
    incident = next(event.number for event in history(world, case) if event.kind == "IncidentRaised")
    world.run(OWNER, RetryIncident(case, incident))
    world.run(MACHINE, CompleteExternal(case, tokens["cetak"], "pencetak", {"halaman": 3}))
    world.run(OWNER, Correlate("balasan", case=case, answers={"nomor_surat": "12/A/2026"}))
    letter = task_of(body, "langkah_3")
    world.run(OWNER, Assign(case, int(letter.split("-")[1]), None))
    assert world.complete(STAF, letter)["opened"] == []
    world.now += timedelta(hours=2)
    assert Worker(world.desk, clock=lambda: world.now).round().fired == 1


def test_a_case_goes_through_every_kind_of_step(world: World) -> None:
    case, second = returned_once(world)
    world.now += timedelta(hours=3)
    assert Worker(world.desk, clock=lambda: world.now).round().fired == 1
    world.run(OWNER, Suspend(case, "menunggu keputusan"))
    world.run(OWNER, Resume(case))
    serve_branches(world, case, world.complete(KASI, second, keputusan_2="Ya"))
    assert history(world, case)[-1].kind == "TimerFired"
    body = world.complete(KASI, opened_at(world, case, "langkah_4"))
    assert body["status"] == "ACTIVE", "the reminder's own task is still open"
    body = world.complete(KASI, opened_at(world, case, "ingatkan"))
    assert (body["status"], body["outcome"]) == ("COMPLETED", "Diingatkan")


def test_a_task_can_be_handed_to_a_colleague_with_a_reason(world: World) -> None:
    world.run(OWNER, CreateAccount("budi", "Budi", office="uji"))
    body = world.start("serba")
    case, n = body["case"], int(body["opened"][0]["task"].split("-")[1])
    assert world.run(STAF, Delegate(case, n, "budi", "cuti sampai Senin"))["assignee"] == "budi"
    with world.store.reading() as reading:
        event = stream(reading, case)[-1]
    assert event.data["owner"] == "staf"
    assert set(event.data["answers"]) == {"$alasan"}, "the reason is a personal value: only its commitment is here"
