"""What a process lets out to the systems around it: the fan-out and the deliverer, put together from their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

from engine import metrics
from engine.commands.desk import Context, Desk
from engine.commands.fresh_secret import rules_of, webhook_box
from engine.commands.webhook import DisableWebhook
from engine.events import instant
from engine.queries.occurrences import TRIAL, occurrence, occurrences, trial, with_fields
from engine.secret_box import SecretBox, Unsealable
from engine.settings import Settings, secret_key
from engine.store import Reading
from engine.store.statements import Statements
from engine.worker.loop import MACHINE
from engine.worker.push import Pusher, callback_signer
from engine.worker.push import Surroundings as PushSurroundings
from webhooks.database import Database, Row, Writes
from webhooks.deliverer import Deliverer, Letter, Work
from webhooks.fanout import Fanout
from webhooks.occurrence import Occurrence
from webhooks.outcome import Outcome
from webhooks.sender import Limits, Parcel, Sender, Surroundings
from webhooks.shape import body, message_id

__all__ = ["Neighbours", "neighbours", "rules_of", "webhook_box"]

_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class _Letters:
    """Writes what a delivery sends, at the moment when it is sent: an erased answer leaves no more."""

    desk: Desk
    box: SecretBox
    now: Callable[[], datetime]

    def told(self, tx: Writes, rows: Sequence[Row]) -> Iterator[Occurrence]:
        """The story of rows of the outbox."""
        return occurrences(_reading(tx), self.desk.library, rows)

    def written(self, tx: Writes, webhook: Row, delivery: Row) -> Letter | None:
        """The letter of a delivery; None for an event that is not there."""
        case, number = delivery["case_id"], delivery["event"]
        told = trial(webhook, delivery) if delivery["kind"] == TRIAL else None
        if told is None:
            told = occurrence(_reading(tx), self.desk.library, case, number)
        if told is None:
            return None
        message, fields = message_id(webhook["id"], case, number), webhook["fields"].split()
        told = with_fields(_reading(tx), told, fields)
        return Letter(message, body(told, message, fields), self.secrets(webhook))

    def secrets(self, webhook: Row) -> tuple[str, ...]:
        """The secrets that sign for a subscription now, the newest first."""
        sealed = [webhook["secret"]]
        if webhook["old_secret"] is not None and webhook["old_until"] > instant(self.now()):
            sealed.append(webhook["old_secret"])
        found = []
        for one in sealed:
            with suppress(Unsealable):  # without any the sender parks it and says why
                found.append(self.box.open(bytes(one), webhook["office"]))
        return tuple(found)

    def disable(self, webhook: int) -> None:
        """Switches off what wants nothing any more."""
        self.desk.run(Context(MACHINE, self.now()), DisableWebhook(webhook))


def _reading(tx: Writes) -> Reading:
    return cast(Reading, getattr(tx, "reading"))  # noqa: B009 - webhooks know no more of it than its statements


@dataclass(slots=True)
class Neighbours:
    """The threads' work: `run` until `stop`."""

    fanout: Fanout
    deliverer: Deliverer
    pusher: Pusher

    def run(self) -> None:
        """Spreads what commands left, and delivers it; pushes service tasks."""
        self.deliverer.run([self.fanout.round, self.pusher.round])

    def stop(self) -> None:
        """Begins nothing more."""
        self.deliverer.stop()
        self.pusher.stop()


class _Measured(Sender):
    """A sender whose attempts are counted."""

    def send(self, parcel: Parcel) -> Outcome:
        """Tries once, as every sender does."""
        outcome = super().send(parcel)
        metrics.delivery_tried(outcome.kind.value, outcome.ms / 1000)
        return outcome


def _wall() -> datetime:
    return datetime.now(UTC)


def neighbours(
    desk: Desk, settings: Settings, now: Callable[[], datetime] = _wall, limits: Limits = _LIMITS
) -> Neighbours:
    """What this process lets out; not running yet."""
    letters = _Letters(desk, webhook_box(settings), now)
    database = cast(Database, Statements(desk.store))
    sender = _Measured(rules_of(settings), limits, Surroundings(now))
    work = Work(database, sender, letters.written, letters.disable, now)
    signer = callback_signer(secret_key(settings))
    pusher = Pusher(desk, PushSurroundings(sender, letters.secrets, signer, settings.public_url or "", now))
    return Neighbours(Fanout(database, letters.told, lambda: instant(now())), Deliverer(work), pusher)
