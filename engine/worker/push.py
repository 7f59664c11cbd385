"""Service tasks by push: each is lent to the subscription of its topic, delivered, and answered by what comes back."""

from __future__ import annotations

import json
import queue
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from itsdangerous import URLSafeSerializer

from engine.commands.desk import Context, Desk
from engine.commands.external_task import FailExternal
from engine.commands.external_task_lock import FetchExternal, UnlockExternal, Wanted
from engine.commands.refusals import NotFound, NotPossible, Refusal
from engine.commands.retries import DEFAULT, retries_of
from engine.commands.webhook import DisableWebhook
from engine.events import instant
from engine.library import Definition
from engine.polling import Fetcher
from engine.polling.fetch import MACHINE, rows_of
from engine.polling.pushed import Malformed, Pushed, handed, pusher
from engine.queries.external import seen_values
from engine.store.cases import CASE
from engine.store.external_offers import Offer
from engine.store.reading import Row
from engine.store.webhooks import PUSHING, PUT_ATTEMPT, PUT_PUSH
from webhooks.occurrence import Occurrence
from webhooks.outcome import Kind, Outcome
from webhooks.sender import Parcel, Sender
from webhooks.shape import body, message_id

__all__ = ["CALLBACK", "Pusher", "Surroundings", "callback_signer"]

EACH: Final = 4  # service tasks of one subscription that are under way at once
LENT: Final = 120_000  # milliseconds for which a task is lent before its answer has to be there
CALLBACK: Final = "/hooks/tugas/"
PLACE: Final = 10**12  # numbers of deliveries of service tasks begin here, above those of all events
THREADS: Final = 16
_log = structlog.get_logger("lajur.push")


def callback_signer(key: str) -> URLSafeSerializer:
    """Signs which task an address of a callback is about."""
    return URLSafeSerializer(key, salt="lajur.push")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a pusher takes from around it: the sender, who opens a row's secrets, the signer, our address, the clock."""

    sender: Sender
    secrets: Callable[[Row], tuple[str, ...]]
    signer: URLSafeSerializer
    base: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A task that is under way; `again` are the attempts left after a failure and the milliseconds until the next.

    It is None where the diagram says how often to try.
    """

    task: Pushed
    office: str
    parcel: Parcel
    again: tuple[int, int] | None


@dataclass
class Pusher:
    """One for a process; tasks are lent, so that of several processes one has each."""

    desk: Desk
    around: Surroundings
    _ended: queue.SimpleQueue[tuple[_Sent, Outcome | None]] = field(default_factory=queue.SimpleQueue)
    _busy: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="dorong")
        self._fetcher = Fetcher(self.desk)

    @property
    def under_way(self) -> int:
        """Tasks whose answer is awaited now."""
        return self._busy.total()

    def stop(self) -> None:
        """Begins nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def round(self) -> int:
        """Answers what came back and lends what waits; how many tasks it moved."""
        moved = 0
        while not self._ended.empty():
            sent, outcome = self._ended.get()
            self._busy[sent.task.webhook] -= 1
            self._settle(sent, outcome)
            moved += 1
        with self.desk.store.reading() as reading:
            hooks = reading.all(PUSHING)
        return moved + sum(self._push(hook) for hook in hooks)

    def _push(self, hook: Row) -> int:
        room = EACH - self._busy[hook["id"]]
        if room <= 0:
            return 0
        wanted = (Wanted(Offer(hook["topic"], frozenset({hook["office"]})), LENT),)
        actor = pusher(hook["id"], hook["office"])
        command = FetchExternal(f"webhook-{hook['id']}", wanted, room)
        tasks = self._fetcher.fetch(Context(actor, self.around.now()), command)
        for sent in self._parcels(hook, tasks):
            self._busy[hook["id"]] += 1
            self._pool.submit(self._send, sent)
        return len(tasks)

    def _parcels(self, hook: Row, tasks: list[tuple[int, int]]) -> list[_Sent]:
        if not tasks:
            return []
        names = hook["fields"].split()
        with self.desk.store.reading() as reading:
            rows = rows_of(reading, tasks)
            values = seen_values(reading, self.desk.library, rows, names) if names else {}
            numbers = {case: reading.one(CASE, case=case) for case, _ in tasks}
            steps = {row["case_id"]: self.desk.library.definition(reading, row["definition_id"]) for row in rows}
        found = []
        for row in rows:
            task = Pushed(hook["id"], row["case_id"], row["n"])
            known = numbers[task.case]
            facts = {
                "task": f"{task.case}-{task.n}",
                "topic": row["topic"],
                "caseNumber": known["number"] if known else None,
                "step": steps[task.case].title(row["element"]),
                "callback": self._callback(task),
            }
            now = self.around.now()
            told = Occurrence(
                hook["office"], task.case, task.n, "ServiceTask", now, now, row["key"], row["element"], None, facts,
                values.get((task.case, task.n), {}),
            )  # fmt: skip
            message = message_id(hook["id"], task.case, PLACE + task.n)
            parcel = Parcel(hook["url"], message, body(told, message, names), self.around.secrets(hook))
            found.append(_Sent(task, hook["office"], parcel, _again(steps[task.case], row)))
        return found

    def _callback(self, task: Pushed) -> str:
        signed = self.around.signer.dumps([task.webhook, task.case, task.n])
        return f"{self.around.base}{CALLBACK}{signed}"

    def _send(self, sent: _Sent) -> None:
        outcome: Outcome | None = None
        try:
            outcome = self.around.sender.send(sent.parcel)
        finally:
            self._ended.put((sent, outcome))

    def _settle(self, sent: _Sent, outcome: Outcome | None) -> None:
        """What became of it; a task that somebody else has by now, or that is gone, is left alone."""
        task = sent.task
        context = Context(pusher(task.webhook, sent.office), self.around.now())
        try:
            if outcome is None or outcome.kind is Kind.BUSY:
                self.desk.run(context, UnlockExternal(task.case, task.n))
                return
            self._answer(context, sent, outcome)
        except (NotFound, NotPossible) as refused:
            _log.info("push-over", case=task.case, n=task.n, code=refused.code)
        if outcome is not None:
            self._note(task, outcome)
            if outcome.kind is Kind.DISABLED:
                self.desk.run(Context(MACHINE, self.around.now()), DisableWebhook(task.webhook))

    def _answer(self, context: Context, sent: _Sent, outcome: Outcome) -> None:
        if outcome.kind is not Kind.DELIVERED:
            self._fail(context, sent, f"{outcome.reason.id} / {outcome.reason.en}")
            return
        try:
            handed(self.desk, context, sent.task, _told(outcome))
        except (NotFound, NotPossible):
            raise
        except (Refusal, Malformed) as error:
            self._fail(context, sent, f"{error.id} / {error.en}")

    def _fail(self, context: Context, sent: _Sent, reason: str) -> None:
        retries, wait = sent.again or (None, 0)
        task = sent.task
        failed = FailExternal(task.case, task.n, task.worker, reason, retries=retries, milliseconds=wait)
        self.desk.run(context, failed)

    def _note(self, task: Pushed, outcome: Outcome) -> None:
        """So that people can see it beside the other deliveries."""
        now = instant(self.around.now())
        done = outcome.kind is Kind.DELIVERED
        row = {
            "webhook": task.webhook,
            "case": task.case,
            "event": PLACE + task.n,
            "status": "DONE" if done else "PARKED",
            "at": now,
            "code": outcome.reason.code,
            "answer": outcome.status,
            "ms": outcome.ms,
        }
        with self.desk.store.transaction() as tx:
            id = tx.value(PUT_PUSH, **row)
            told = {"code": outcome.reason.code, "id_text": outcome.reason.id, "en_text": outcome.reason.en}
            since = instant(self.around.now() - timedelta(milliseconds=outcome.ms))
            tx.run(PUT_ATTEMPT, delivery=id, at=since, ms=outcome.ms, answer=outcome.status, **told)


def _again(definition: Definition, row: Row) -> tuple[int, int] | None:
    """As jobs are tried: five times, with 5, 20, 80 and 320 seconds between."""
    if retries_of(definition, row["element"]) is not None:
        return None
    left = (DEFAULT.attempts if row["retries"] is None else row["retries"]) - 1
    start = datetime(2000, 1, 1, tzinfo=UTC)
    later = DEFAULT.after(DEFAULT.attempts - left, start)
    return max(left, 0), 0 if later is None else int((later - start).total_seconds() * 1000)


def _told(outcome: Outcome) -> Any:
    """What the receiver answered: nothing, later (202), or JSON; raises Malformed."""
    if outcome.status == 202:
        return {"later": True}
    if not outcome.answer.strip():
        return None
    if outcome.cut:
        raise Malformed("Jawaban lebih dari 64 KB.", "The answer has more than 64 KB.")
    try:
        return json.loads(outcome.answer)
    except ValueError as error:
        raise Malformed("Jawaban bukan JSON.", "The answer is no JSON.") from error
