"""The parts of the sentences of a replay: who did it, and at which step."""

from __future__ import annotations

from typing import Final

from engine.queries.replayed import Told
from engine.queries.steps import Step
from engine.web.words import say

__all__ = ["as_what", "doer", "of_item", "on_behalf", "system", "titled"]

_OWN: Final = frozenset({"lajur", "konsol"})
_GUEST: Final = "tautan:"
"""How the actor of an answer by a link begins: he has no account."""
_BESIDE: Final = frozenset({"CaseStarted", "TaskClaimed", "TaskReleased", "TaskResolved", "CommentAdded"})
"""What somebody who records for a party outside does in its name, without an answer of theirs."""


def doer(told: Told) -> str:
    """Who did it and as what: `Hendra Wijaya (Plh Sekcam)`; for somebody outside, in whose name; else the system."""
    if told.who is None or told.who.login in _OWN:
        return say("Sistem")
    if told.who.login.startswith(_GUEST):
        return say("Pihak luar lewat tautan, atas nama {post},", post=told.post.name if told.post else "–")
    what = as_what(told)
    said = f"{told.who.name} ({what})" if what and what != told.who.name else told.who.name
    if told.post is not None and on_behalf(told):
        return say("{who}, atas nama {post},", who=said, post=told.post.name)
    return said


def as_what(told: Told) -> str:
    """The post as which it was done; his own where he wrote down what somebody outside did."""
    if told.standing is not None:
        return told.standing.name
    if told.recorder is None and on_behalf(told):
        return ""
    post = told.recorder or told.post
    return post.name if post is not None else ""


def on_behalf(told: Told) -> bool:
    """True where it was done in the name of a party outside."""
    post = told.post
    if told.recorder is not None:
        return post is not None
    outside = post is not None and post.outside and told.event.kind in _BESIDE
    return outside and told.who is not None and post is not None and post.name != told.who.name


def titled(step: Step) -> str:
    """`Kegiatan 6 (Meneliti konsep surat)`; the name alone of what has no number."""
    if step.no:
        return say("Kegiatan {no} ({title})", no=step.no, title=step.title)
    return f"“{step.title}”" if step.title else say("kasus ini")


def of_item(told: Told) -> str:
    """The step, and which one of a list it was done for."""
    return say("{step} untuk {item}", step=titled(told.step), item=told.item) if told.item else titled(told.step)


def system(told: Told) -> str:
    """The machine that did it, by its name as a worker."""
    worker = told.event.data.get("worker")
    return say("Sistem “{worker}”", worker=worker) if worker else say("Sistem")
