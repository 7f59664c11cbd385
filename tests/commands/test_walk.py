"""One case through every kind of step; each command leaves rows and state that its history proves."""

from __future__ import annotations

from datetime import timedelta

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


def test_a_case_goes_through_every_kind_of_step(world: World) -> None:
    body = world.start("serba")
    case = body["case"]
    assert body["number"].startswith("UJ-2026-00001-")
    first = body["opened"][0]["task"]
    n = int(first.split("-")[1])
    world.run(STAF, Claim(case, n))
    world.run(STAF, Unclaim(case, n))
    world.run(STAF, Comment(case, "Berkas masih basah."))
    body = world.complete(STAF, first, catatan="lengkap")
    body = world.complete(KASI, task_of(body, "langkah_2"), keputusan_2="Tidak", alasan="kurang KK")
    body = world.complete(STAF, task_of(body, "langkah_1"), catatan="KK dilampirkan")
    second = task_of(body, "langkah_2")

    world.now += timedelta(hours=3)
    assert Worker(world.desk, clock=lambda: world.now).round().fired == 1
    world.prove(case)
    world.run(OWNER, Suspend(case, "menunggu keputusan"))
    world.run(OWNER, Resume(case))
    body = world.complete(KASI, second, keputusan_2="Ya")
    with world.store.reading() as reading:
        tokens = waits(stream(reading, case))
    for left in (2, 1, 0):
        assert world.run(MACHINE, FailExternal(case, tokens["cetak"], "pencetak", "kertas habis"))["retries"] == left
    with world.store.reading() as reading:
        incident = next(event.number for event in stream(reading, case) if event.kind == "IncidentRaised")
    world.run(OWNER, RetryIncident(case, incident))
    world.run(MACHINE, CompleteExternal(case, tokens["cetak"], "pencetak", {"halaman": 3}))
    world.run(OWNER, Correlate("balasan", case=case, answers={"nomor_surat": "12/A/2026"}))
    letter = int(task_of(body, "langkah_3").split("-")[1])
    world.run(OWNER, Assign(case, letter, None))
    body = world.complete(STAF, task_of(body, "langkah_3"))
    assert body["opened"] == []
    world.now += timedelta(hours=2)
    worker = Worker(world.desk, clock=lambda: world.now)
    assert worker.round().fired == 1
    with world.store.reading() as reading:
        last = stream(reading, case)[-1]
    n, element, *_ = last.data["opened"][0]
    assert (last.kind, element) == ("TimerFired", "langkah_4")
    body = world.complete(KASI, f"{case}-{n}")
    assert body["status"] == "ACTIVE", "the reminder's own task is still open"
    with world.store.reading() as reading:
        reminder = next(
            row[0] for event in stream(reading, case) for row in event.data.get("opened", ()) if row[1] == "ingatkan"
        )
    body = world.complete(KASI, f"{case}-{reminder}")
    assert (body["status"], body["outcome"]) == ("COMPLETED", "Diingatkan")


def test_a_task_can_be_handed_to_a_colleague_with_a_reason(world: World) -> None:
    world.run(OWNER, CreateAccount("budi", "Budi"))
    body = world.start("serba")
    case, n = body["case"], int(body["opened"][0]["task"].split("-")[1])
    assert world.run(STAF, Delegate(case, n, "budi", "cuti sampai Senin"))["assignee"] == "budi"
    with world.store.reading() as reading:
        event = stream(reading, case)[-1]
    assert event.data["owner"] == "staf"
    assert set(event.data["answers"]) == {"$alasan"}, "the reason is a personal value: only its commitment is here"
