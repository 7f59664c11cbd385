"""The desk where commands are handed in: one command, one transaction, one commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal, Protocol, TypeVar, cast

from engine.canonical import Json, dumps, loads
from engine.commands.refusals import Conflict, NotAllowed, NotPossible, Unprocessable
from engine.events import Event, instant, moment
from engine.library import Library
from engine.policy import Actor, Facts, may
from engine.scopes import OPENED_BY, opens
from engine.store import NewEvent, Reading, Stamp, Store, StoreConflict, Transaction
from engine.store.keys import FIND_KEY

__all__ = ["COMMANDS", "Context", "Desk", "Idempotency", "Result", "Slow", "Work", "handles"]

Body = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Idempotency:
    """A key that the caller chose, and SHA-256 over method, path and body of the request (32 bytes)."""

    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, when (aware UTC), and under which idempotency key; `happened_at` when paper is entered later."""

    actor: Actor
    now: datetime
    idempotency: Idempotency | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a command gives back; `repeated` when the same key was answered before."""

    status: Literal["done", "repeated"]
    body: Body


@dataclass(frozen=True, slots=True)
class Work:
    """What a handler works with."""

    tx: Transaction
    context: Context
    library: Library
    stands_for: list[str] = field(default_factory=list)
    """The post that the actor only acts for in this command, once an event was written so."""

    @property
    def now(self) -> datetime:
        """The time of the command, aware UTC."""
        return self.context.now

    def at(self, row: Mapping[str, Any]) -> datetime:
        """The time of a move in a case: never before its last event, also when the clock was set back."""
        return max(self.context.now, moment(row["last_at"]))

    def append(self, event: NewEvent) -> Event:
        """Appends an event in the actor's name, with both people where he acts for a post that is not his."""
        context = self.context
        return self.tx.append(self._in_capacity(event), Stamp(context.actor.login, context.now, context.happened_at))

    def _in_capacity(self, event: NewEvent) -> NewEvent:
        """The event with the actor's capacity (Plt, Plh); what follows it in the same command has the same."""
        if not self.context.actor.capacities:
            return event
        post = event.acting_for or next(iter(self.stands_for), None)
        found = self.context.actor.capacity(post)
        if post is None or found is None:
            return event
        self.stands_for[:] = [post]
        own, how = found
        said = {"capacity": {"kind": how.kind, "post": own, "holder": how.holder}}
        return replace(event, acting_for=post, data={**event.data, **said})

    def demand(self, action: str, facts: Facts) -> None:
        """Raises NotAllowed unless the policy allows the action."""
        if not opens(self.context.actor.scopes, action):
            needed = sorted(OPENED_BY[action])
            words = ", ".join(needed)
            raise NotAllowed(
                "scope",
                f"Token ini tidak mencakup tindakan ini. Buat token dengan cakupan: {words}.",
                f"This token does not cover that. Create one with one of these scopes: {words}.",
                action=action,
                scopes=needed,
            )
        if not may(self.context.actor, action, facts):
            raise NotAllowed(
                "not-allowed",
                "Anda tidak berwenang untuk ini. Tugas ini milik jabatan lain; hubungi pemilik proses bila keliru.",
                "You may not do this. It belongs to another post; ask the process owner if that is wrong.",
                action=action,
            )


class Slow(Protocol):
    """A command with work that needs no database and that nobody should wait for."""

    def prepared(self) -> object:
        """The command with that work done; raises Refusal."""


Handler = Callable[[Work, Any], Body]
C = TypeVar("C")
COMMANDS: Final[dict[type, Handler]] = {}


def handles(command: type[C]) -> Callable[[Callable[[Work, C], Body]], Callable[[Work, C], Body]]:
    """Registers the handler of a command."""

    def register(handler: Callable[[Work, C], Body]) -> Callable[[Work, C], Body]:
        COMMANDS[command] = handler
        return handler

    return register


class Desk:
    """Runs commands against one store."""

    def __init__(self, store: Store, library: Library, handlers: Mapping[type, Handler] = COMMANDS) -> None:
        self.store, self.library, self._handlers = store, library, handlers

    def run(self, context: Context, command: object) -> Result:
        """Runs a command whole or not at all; raises Refusal or StoreError, and then nothing has changed."""
        prepared = getattr(command, "prepared", None)  # an isinstance of a protocol costs as much as the move
        if prepared is not None:
            command = cast(Slow, command).prepared()
        try:
            with self.store.transaction() as tx:
                found = _repeated(tx, context)
                if found is not None:
                    return Result("repeated", found)
                body = self._handlers[type(command)](Work(tx, context, self.library), command)
                if context.idempotency is not None:
                    tx.remember(_key_row(context, context.idempotency, body))
                return Result("done", body)
        except (Conflict, NotPossible, StoreConflict):
            # The same request may have been answered by another process while this one waited for the case.
            with self.store.reading() as reading:
                found = _repeated(reading, context)
            if found is None:
                raise
            return Result("repeated", found)


def _repeated(tx: Reading, context: Context) -> Body | None:
    """The body that this key was answered with before; raises Unprocessable for another request."""
    key = context.idempotency
    if key is None:
        return None
    row = tx.one(FIND_KEY, actor=context.actor.login, key=key.key)
    if row is None:
        return None
    if bytes(row["fingerprint"]) != key.fingerprint:
        raise Unprocessable(
            "idempotency-mismatch",
            "Kunci pengulangan ini sudah dipakai untuk kiriman lain. Muat ulang halaman, lalu kirim lagi.",
            "This idempotency key was used for another request. Reload the page and send again.",
        )
    body = loads(bytes(row["body"]))
    assert isinstance(body, dict)
    return body


def _key_row(context: Context, key: Idempotency, body: Body) -> dict[str, Any]:
    return {
        "actor": context.actor.login,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "body": dumps(body),
        "created_at": instant(context.now),
    }
