"""Commands on links: somebody outside, who has no account, answers one step once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.finding import acting_for, definition_of, demand_active, locked_case, locked_task
from engine.commands.refusals import FieldProblem, Invalid, NotFound, NotPossible
from engine.commands.task import Complete, complete
from engine.commands.wait import AnswerWait, answer_wait
from engine.events import instant
from engine.people import posts_of_group
from engine.policy import Actor, Facts, may
from engine.store import NewEvent
from engine.store import inbound as queries
from engine.store.cases import LOCK_CASE, LOCK_TASK
from engine.store.reading import Row
from engine.store.waits import SUBSCRIPTION

__all__ = ["LONGEST", "MakeLink", "RevokeLink", "UseLink", "guest"]

LONGEST: Final = timedelta(days=60)
_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class MakeLink:
    """Let somebody outside answer a task of his post, or a wait, by a secret of which only `digest` comes here."""

    case: int
    n: int
    digest: bytes
    for_whom: str
    lasts: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UseLink:
    """Answer by the link; `answers` are raw, as its form asks them."""

    digest: bytes
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RevokeLink:
    """Let a link count no more."""

    id: int


@handles(MakeLink)
def make_link(work: Work, command: MakeLink) -> Body:
    """Makes it; NotFound or NotAllowed for who could not answer himself, NotPossible for a task of the office's own."""
    problems = _problems(command)
    if problems:
        raise Invalid(problems)
    row, element, group, kind = _place(work, command)
    until = work.now + command.lasts
    id = work.tx.value(
        queries.INSERT_LINK,
        sha256=command.digest,
        case_id=command.case,
        n=command.n,
        element=element,
        kind=kind,
        for_whom=command.for_whom.strip(),
        made_at=instant(work.now),
        made_by=work.context.actor.login,
        expires_at=instant(until),
    )
    data = {"link": id, "n": command.n, "until": until}
    acting = acting_for(work.context.actor, group)
    work.append(NewEvent(row["id"], "LinkMade", data, element, acting, {"$untuk": command.for_whom.strip()}))
    return {"id": id, "until": instant(until), "number": row["number"]}


@handles(UseLink)
def use_link(work: Work, command: UseLink) -> Body:
    """Answers in the name of the post that is asked; the link counts no more, in the same transaction.

    Raises NotFound for a link that there never was, NotPossible for one that is over, and as the answer itself does.
    """
    found = work.tx.one(queries.LINK_BY_SECRET, sha256=command.digest)
    if found is None:
        raise _unknown()
    _demand_alive(work, found)
    row = work.tx.one(LOCK_CASE, case=found["case_id"])
    assert row is not None
    link = work.tx.one(queries.LOCK_LINK, id=found["id"])
    assert link is not None
    _demand_alive(work, link)
    definition = definition_of(work, row)
    group = definition.candidates.get(link["element"])
    task = work.tx.one(LOCK_TASK, case=link["case_id"], n=link["n"]) if link["kind"] == "task" else None
    as_guest = replace(work, context=replace(work.context, actor=guest(link, task["candidates"] if task else group)))
    if link["kind"] == "task":
        body = complete(as_guest, Complete(link["case_id"], link["n"], command.answers))
    else:
        body = answer_wait(as_guest, AnswerWait(link["case_id"], link["n"], command.answers))
    work.tx.run(queries.USE_LINK, link=link["id"], at=instant(work.now))
    as_guest.append(NewEvent(link["case_id"], "LinkUsed", {"link": link["id"], "n": link["n"]}, link["element"]))
    return {"number": row["number"], "case": row["id"], "opened": body.get("opened", [])}


@handles(RevokeLink)
def revoke_link(work: Work, command: RevokeLink) -> Body:
    """Ends it; again, or one that was used, nothing changes."""
    link = work.tx.one(queries.LOCK_LINK, id=command.id)
    if link is None:
        raise _unknown()
    row = locked_case(work, link["case_id"], "read-case")
    group = definition_of(work, row).candidates.get(link["element"])
    work.demand("correlate", Facts(row["office"], group))
    if link["used_at"] is None and link["revoked_at"] is None:
        work.tx.run(queries.END_LINK, link=command.id, at=instant(work.now))
        data = {"link": command.id, "n": link["n"]}
        work.append(NewEvent(row["id"], "LinkRevoked", data, link["element"], acting_for(work.context.actor, group)))
    return {"id": command.id, "number": row["number"]}


def guest(link: Row, group: str | None) -> Actor:
    """In whose name a link answers: the post that is asked, and nobody's account."""
    posts = frozenset(posts_of_group(group))
    groups = frozenset() if group is None else frozenset({group})
    return Actor(f"tautan:{link['id']}", link["for_whom"], posts, posts, groups)


def _place(work: Work, command: MakeLink) -> tuple[Row, str, str | None, str]:
    """The case, the element, its candidates, and what it is: a task or a wait."""
    if work.tx.one(LOCK_TASK, case=command.case, n=command.n) is not None:
        row = locked_task(work, command.case, command.n, "complete")
        if row["task_status"] != "OPEN":
            raise _over()
        demand_active(row)
        posts = sorted(posts_of_group(row["candidates"]))
        if not posts or not work.tx.all(queries.OUTSIDE_POSTS, posts=posts):
            raise NotPossible(
                "own-task",
                "Tautan hanya untuk langkah pihak luar; langkah ini milik jabatan di kantor.",
                "A link is for a step of somebody outside; this one belongs to a post of the office.",
            )
        return row, row["element"], row["candidates"], "task"
    row = locked_case(work, command.case, "read-case")
    demand_active(row)
    wait = work.tx.one(SUBSCRIPTION, case=command.case, n=command.n)
    group = None if wait is None else definition_of(work, row).candidates.get(wait["element"])
    if wait is None or not may(work.context.actor, "correlate", Facts(row["office"], group)):
        raise _over()
    if wait["element"] not in definition_of(work, row).forms:
        raise NotPossible("no-form", "Langkah ini tidak punya formulir.", "This step has no form.")
    return row, wait["element"], group, "wait"


def _problems(command: MakeLink) -> list[FieldProblem]:
    found = []
    name = command.for_whom.strip()
    if not 0 < len(name) <= _NAME or not name.isprintable():
        found.append(FieldProblem("for_whom", "Tulis untuk siapa tautan ini.", "Write for whom the link is."))
    if not timedelta(0) < command.lasts <= LONGEST:
        days = LONGEST.days
        found.append(FieldProblem("days", f"Masa berlaku 1 sampai {days} hari.", f"It counts for 1 to {days} days."))
    return found


def _demand_alive(work: Work, link: Row) -> None:
    if link["used_at"] is not None:
        raise NotPossible(
            "link-used", "Jawaban lewat tautan ini sudah dikirim.", "The answer by this link was sent already."
        )
    if link["revoked_at"] is not None or link["expires_at"] <= instant(work.now):
        raise NotPossible(
            "link-over",
            "Tautan ini tidak berlaku lagi. Mintalah tautan baru kepada kantor yang mengirimnya.",
            "This link counts no more. Ask the office that sent it for a new one.",
        )


def _unknown() -> NotFound:
    return NotFound("no-link", "Tautan ini tidak dikenal.", "There is no such link.")


def _over() -> NotFound:
    return NotFound("no-wait", "Tidak ada yang ditunggu di sini.", "Nothing waits here.")
