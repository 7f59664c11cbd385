"""A failure injected at every statement of every command leaves nothing, and the command then works."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import engine.commands
from engine.commands.attachment import AttachDocument, DetachDocument
from engine.commands.case import Cancel, Comment, Resume, StartCase, Suspend
from engine.commands.definition import Deploy
from engine.commands.definition_force import ResumeDefinitions, SuspendDefinitions, Withdraw, WithdrawDefinitions
from engine.commands.desk import COMMANDS
from engine.commands.diagram_draft import DropDiagramDraft, SaveDiagramDraft
from engine.commands.document import StoreDocument
from engine.commands.draft import DraftPlace, DropDraft, SaveDraft
from engine.commands.erasure import EraseValues, LiftLegalHold, SetLegalHold
from engine.commands.examination import AskExamination
from engine.commands.export import AskExport, FinishExport
from engine.commands.external_task import CompleteExternal, FailExternal, ThrowExternal
from engine.commands.external_task_lock import (
    ExtendExternal,
    FetchExternal,
    LockExternal,
    MoveLocks,
    UnlockExternal,
    Wanted,
)
from engine.commands.external_task_retries import SetExternalPriority, SetExternalRetries
from engine.commands.filter import ChangeFilter, DropFilter, KeepFilter, Kept
from engine.commands.housekeeping import CleanUp
from engine.commands.incident import AnnotateIncident, RetryIncident
from engine.commands.job import FailJob, RunJob
from engine.commands.job_hand import HastenJob, HoldJob, SetJobDue, SetJobRetries
from engine.commands.message import Correlate
from engine.commands.modification import AddItems, Before, Modify, SetVariables, Stop
from engine.commands.office import LoadOffice
from engine.commands.reading import RecordRead
from engine.commands.signal import BeginByCondition, EvaluateStarts, ThrowSignal
from engine.commands.task import Assign, Claim, Complete, Delegate, Unclaim
from engine.commands.task_facts import ChangeCandidates, ChangeTask, ResolveTask
from engine.commands.task_throw import ThrowTask
from engine.commands.task_values import SetTaskVariables
from engine.commands.timer import ConfirmClock, FireTimer
from engine.commands.wait import AnswerWait
from engine.events import instant, opened_tasks
from engine.policy import Actor
from engine.queries.exported import Order
from engine.queries.search import Wanted as Searched
from engine.store import Store
from engine.store.calls import RUNNING_CALLED
from engine.store.external_offers import Offer
from engine.store.history import stream
from engine.store.jobs import DUE, JOB_OF_TOKEN, KINDS
from tests.commands.scenario_calendars import calendars
from tests.commands.scenario_inbound import inbound
from tests.commands.scenario_letters import letter
from tests.commands.scenario_rights import rights
from tests.commands.scenario_webhooks import webhooks
from tests.commands.world import AUDITOR, HERE, KASI, MACHINE, OFFICE, OWNER, STAF, World
from webhooks.outbox import enqueue

for _found in pkgutil.iter_modules(engine.commands.__path__, "engine.commands."):
    importlib.import_module(_found.name)  # a command whose module nobody has imported is one too

RAN: Final[set[str]] = set()
"""The kinds of jobs that the scenario has run."""


class Injected(Exception):
    """The failure that the test injects."""


@dataclass
class Fault:
    """Fails at the n-th statement that the store sends."""

    at: int
    seen: int = 0

    def __call__(self, sql: str) -> None:
        self.seen += 1
        if self.seen == self.at:
            raise Injected(sql)


def scenario(world: World) -> Generator[tuple[Actor, object], dict[str, Any]]:
    """Every command there is, each where it works, through the life of a case; it is sent each command's body."""
    diagram = (HERE / "serba.bpmn").read_bytes()
    yield OWNER, LoadOffice(OFFICE)
    yield OWNER, SaveDiagramDraft("uji", "serba", diagram, {"langkah_1.form": "{}"}, None, 0)
    yield OWNER, DropDiagramDraft("uji", "serba", 1)
    body = yield OWNER, Deploy("uji", "salah kirim", {"a.bpmn": diagram.replace(b'"serba"', b'"serba_lain"')})
    wrong = [one["id"] for one in body["definitions"]]
    yield OWNER, SuspendDefinitions(wrong)
    yield OWNER, ResumeDefinitions(wrong)
    yield OWNER, Withdraw(body["deployment"])
    body = yield OWNER, Deploy("uji", "salah kirim", {"a.bpmn": diagram.replace(b'"serba"', b'"serba_lagi"')})
    yield OWNER, WithdrawDefinitions([one["id"] for one in body["definitions"]])
    yield OWNER, Deploy("uji", "serba", {"serba.bpmn": diagram})
    yield from rights(world)
    body = yield STAF, StartCase("serba", business_key="KK-7")
    yield from _life(world, body["case"])
    body = yield STAF, StartCase("serba")
    yield from _letter(world, body["case"])
    yield from letter()
    yield from webhooks()
    yield from inbound(world)
    yield OWNER, Deploy("uji", "luas", {name: (HERE / name).read_bytes() for name in ("luas.bpmn", "bermula.bpmn")})
    body = yield STAF, StartCase("luas")
    yield from _wide(world, body["case"])
    yield OWNER, Deploy("uji", "panggil", {name: (HERE / name).read_bytes() for name in ("panggil.bpmn", "surat.bpmn")})
    yield from _between(world)


def _life(world: World, case: int) -> Generator[tuple[Actor, object], dict[str, Any]]:
    yield STAF, Claim(case, 1)
    yield STAF, Unclaim(case, 1)
    yield OWNER, Assign(case, 1, "budi")
    yield OWNER, Assign(case, 1, None)
    yield STAF, Delegate(case, 1, "budi", "cuti")
    yield OWNER, Assign(case, 1, None)
    yield STAF, Comment(case, "halo")
    yield OWNER, Suspend(case, "x")
    yield OWNER, Resume(case)
    yield STAF, SaveDraft(DraftPlace(case, 1), "tab-1", 0, {"catatan": ["y"]})
    yield STAF, SaveDraft(DraftPlace(case, 1), "tab-1", 1, {"catatan": ["ya"]})
    yield STAF, SaveDraft(DraftPlace(start="serba"), "tab-2", 0, {"catatan": ["lain"]})
    yield STAF, DropDraft(DraftPlace(start="serba"), "tab-2")
    yield STAF, Complete(case, 1, {"catatan": "ya"})
    task, timer = last_task(world, case, "langkah_2"), wait(world, case, "ingat")
    yield MACHINE, FailJob(job_of(world, case, timer), case, 0, "uji", "not-caught")
    yield OWNER, AnnotateIncident(case, incident(world, case), "sudah ditelepon")
    yield OWNER, RetryIncident(case, incident(world, case))
    job = job_of(world, case, timer)
    yield OWNER, SetJobRetries(job, 2)
    yield OWNER, HoldJob(job, held=True)
    yield OWNER, HoldJob(job, held=False)
    yield OWNER, SetJobDue(job, world.now + timedelta(hours=2))
    yield OWNER, HastenJob(job)
    world.now += timedelta(hours=3)
    yield MACHINE, FireTimer(case, timer)
    yield KASI, Complete(case, task, {"keputusan_2": "Ya"})
    yield MACHINE, LockExternal(case, wait(world, case, "cetak"), "w", 60_000)
    yield MACHINE, FailExternal(case, wait(world, case, "cetak"), "w", "kertas habis")
    yield MACHINE, CompleteExternal(case, wait(world, case, "cetak"), "w", {"halaman": 1})
    yield OWNER, Correlate("balasan", business_key="KK-7", answers={"nomor": "1"})
    yield OWNER, ConfirmClock()
    yield from calendars()
    yield OWNER, Cancel(case, "selesai diuji")
    yield from _looked_into(case)


def _looked_into(case: int) -> Generator[tuple[Actor, object], dict[str, Any]]:
    """What auditors and owners do about a case that has ended."""
    yield OWNER, RecordRead((case,), "case")
    yield AUDITOR, SetLegalHold(case, "diperiksa")
    yield AUDITOR, LiftLegalHold(case, "selesai diperiksa")
    yield OWNER, EraseValues(case, "permintaan pemohon", names=["catatan"])
    yield AUDITOR, AskExamination()
    yield AUDITOR, AskExport(Order("csv", Searched()))
    yield AUDITOR, FinishExport(Order("csv", Searched(text="Sari")), cases=1, events=9)


def _letter(world: World, case: int) -> Generator[tuple[Actor, object], dict[str, Any]]:
    """Much is said of a task; the letter that a case waits for comes on paper."""
    yield STAF, Delegate(case, 1, "budi", "tolong siapkan", back=True)
    yield OWNER, ResolveTask(case, 1, {"catatan": "siap"})
    yield OWNER, ChangeTask(case, 1, {"priority": 70, "due": world.now + timedelta(days=2)})
    yield OWNER, ChangeCandidates(case, 1, "post", "uji/kasi")
    yield OWNER, SetTaskVariables(case, 1, {"catatan": "lagi"}, gone=["nomor"], local=True)
    yield STAF, ThrowTask(case, 1, "escalation", "E-9", "lama")
    body = yield STAF, StoreDocument("lampiran.pdf", b"%PDF-1.7 lampiran")
    body = yield STAF, AttachDocument(case, body, 1, {"title": "Lampiran"})
    yield STAF, DetachDocument(case, body["event"])
    yield STAF, Complete(case, 1, {"catatan": "ya"})
    yield KASI, Complete(case, last_task(world, case, "langkah_2"), {"keputusan_2": "Ya"})
    yield STAF, StoreDocument("balasan.pdf", b"%PDF-1.7 balasan")
    yield STAF, AnswerWait(case, wait(world, case, "tunggu_balasan"), {"nomor": "2"})


def _wide(world: World, case: int) -> Generator[tuple[Actor, object], dict[str, Any]]:
    yield STAF, Complete(case, 1, {"daftar": ["Ani", "Budi"], "cukup": 9})
    loop = last_task(world, case, "periksa") - 2
    yield OWNER, AddItems(case, loop, ["Candra"])
    yield OWNER, SetVariables(case, {"siap": True})
    yield MACHINE, LockExternal(case, wait(world, case, "hitung"), "w", 60_000)
    yield MACHINE, ExtendExternal(case, wait(world, case, "hitung"), "w", 90_000)
    yield MACHINE, SetExternalPriority(case, wait(world, case, "hitung"), 5)
    yield MACHINE, SetExternalRetries(case, wait(world, case, "hitung"), 0)
    yield MACHINE, SetExternalRetries(case, wait(world, case, "hitung"), 1)
    yield MACHINE, UnlockExternal(case, wait(world, case, "hitung"))
    yield MACHINE, FetchExternal("w", (Wanted(Offer("hitung"), 60_000),), 5)
    yield MACHINE, MoveLocks(1, 2)
    yield MACHINE, ThrowExternal(case, wait(world, case, "hitung"), "w", "E-1", "kolom 3 kosong")
    yield OWNER, Modify(case, [Stop(last_task(world, case, "periksa")), Before("isi")], "keliru")
    yield OWNER, ThrowSignal("libur")
    body = yield STAF, KeepFilter(Kept("Saya", {"assignee": "staf"}, {}, "staf"))
    yield STAF, ChangeFilter(body["filter"], Kept("Kami", {}, {"warna": "biru"}, "staf"))
    yield STAF, DropFilter(body["filter"])
    yield OWNER, EvaluateStarts({"tinggi_air": 999})
    body = yield OWNER, EvaluateStarts({"tinggi_air": 999}, queue=False)
    ((definition, element),) = body["starts"]
    yield OWNER, BeginByCondition(definition, element, {"tinggi_air": 999})
    yield from _jobs(world)
    yield MACHINE, Correlate("kabar", keep=world.now + timedelta(minutes=5))
    world.now += timedelta(minutes=6)
    yield MACHINE, CleanUp()


def _between(world: World) -> Generator[tuple[Actor, object], dict[str, Any]]:
    """Cases that call and write to each other; a job of every kind is run."""
    for answer in ("Naik", "Ya", "Tolak", None):
        body = yield STAF, StartCase("panggil")
        case = body["case"]
        yield STAF, Complete(case, 1, {"pemohon": "Sari", "jumlah": 1, "nomor": "KK-1"})
        yield from _jobs(world)
        if answer is None:
            yield OWNER, Cancel(case, "mundur")
        else:
            yield KASI, Complete(called_by(world, case), 1, {"putusan": answer})
        yield from _jobs(world)
    for answers in ({"apa": "surat"}, {"apa": "umum"}, {"apa": "mohon"}):
        body = yield STAF, StartCase("kirim")
        yield STAF, Complete(body["case"], 1, answers)
        yield from _jobs(world)
    world.now += timedelta(days=1)
    yield from _jobs(world)


def called_by(world: World, case: int) -> int:
    """The case that runs for a call of this one."""
    with world.store.reading() as reading:
        return int(reading.value(RUNNING_CALLED, case=case))


def _jobs(world: World) -> Generator[tuple[Actor, object], dict[str, Any]]:
    """Every job that is due, in turn."""
    while True:
        with world.store.reading() as reading:
            job = reading.one(DUE, now=instant(world.now), limit=1)
        if job is None:
            return
        RAN.add(job["kind"])
        yield MACHINE, RunJob(job["id"], job["case_id"])


def wait(world: World, case: int, element: str) -> int:
    """The last token that waits at an element of a case."""
    with world.store.reading() as reading:
        rows = [row for event in stream(reading, case) for row in event.data.get("waits", ())]
    return int(max(n for n, found, _ in rows if found == element))


def job_of(world: World, case: int, n: int) -> int:
    """The id of the job of a token's timer."""
    with world.store.reading() as reading:
        return int(reading.value(JOB_OF_TOKEN, case=case, n=n, kind="TIMER"))


def last_task(world: World, case: int, element: str) -> int:
    """The last task at an element of a case."""
    with world.store.reading() as reading:
        tasks = [task for event in stream(reading, case) for task in opened_tasks(event.data)]
    return max(task.n for task in tasks if task.element == element)


def incident(world: World, case: int) -> int:
    """The number of the event that raised the last incident of a case."""
    with world.store.reading() as reading:
        return max(event.number for event in stream(reading, case) if event.kind == "IncidentRaised")


def test_the_scenario_names_every_command(store: Store) -> None:
    world = World(store)
    RAN.clear()
    named = play(world, world.run)
    assert set(KINDS) == RAN
    assert named == set(COMMANDS)


def test_a_failure_at_any_statement_changes_nothing_and_the_command_then_works(store: Store) -> None:
    store._enqueue = enqueue
    world = World(store)
    tried = 0

    def attempt(actor: Actor, command: object, key: str) -> dict[str, Any]:
        nonlocal tried
        before = world.dump()
        for at in itertools.count(1):
            store.watch = fault = Fault(at)
            try:
                body = world.result(actor, command, key).body
            except Injected:
                store.watch = None
                assert world.dump() == before, f"{command}: statement {at}"
                tried += 1
                continue
            store.watch = None
            assert fault.seen < at, "a definition that was read by then is not read again"
            return body
        raise AssertionError

    play(world, attempt)
    assert tried > 150


def play(world: World, run: Callable[[Actor, Any, str], dict[str, Any]]) -> set[type]:
    """Runs the scenario, each command under a key of its own; the kinds of command that it ran."""
    story, named = scenario(world), set[type]()
    body: dict[str, Any] | None = None
    for number in itertools.count():
        try:
            actor, command = next(story) if body is None else story.send(body)
        except StopIteration:
            return named
        named.add(type(command))
        body = run(actor, command, f"kunci-{number}")
    raise AssertionError
