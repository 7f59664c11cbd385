"""What a system says of a service task that was pushed to it, at once or later: done, failed, or an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.commands.desk import Context, Desk
from engine.commands.external_task import CompleteExternal, FailExternal, ThrowExternal
from engine.commands.external_task_lock import ExtendExternal
from engine.policy import WORKER, Actor

__all__ = ["LATER", "Malformed", "Pushed", "handed", "pusher"]

LATER: Final = 24 * 3600 * 1000
"""Milliseconds for which a task stays lent to who said that the answer comes later."""
_KEYS: Final = frozenset({"variables", "failure", "error", "later"})


class Malformed(ValueError):
    """An answer that is none; `id` and `en` say how one looks."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(f"{id} / {en}")
        self.id, self.en = id, en


@dataclass(frozen=True, slots=True)
class Pushed:
    """A service task that was pushed, and to which subscription."""

    webhook: int
    case: int
    n: int

    @property
    def worker(self) -> str:
        """The name under which it is lent."""
        return f"webhook-{self.webhook}"


def pusher(webhook: int, office: str) -> Actor:
    """In whose name a pushed service task is answered."""
    return Actor(f"webhook:{webhook}", "Webhook", grants=frozenset({(WORKER, office)}))


def handed(desk: Desk, context: Context, task: Pushed, told: Any) -> str:
    """Does what the answer says; gives `completed`, `failed`, `error` or `later`.

    `{}` and nothing at all complete it, `{"variables": {…}}` with values; `{"failure": {"message", "retries"}}` fails
    it, `{"error": {"code", "message", "variables"}}` raises a BPMN error, `{"later": true}` leaves it for a callback.
    Raises Malformed, and Refusal as the commands do.
    """
    said = {} if told is None else told
    if not isinstance(said, dict) or not said.keys() <= _KEYS or len(said) > 1:
        raise _malformed()
    if said.get("later"):
        desk.run(context, ExtendExternal(task.case, task.n, task.worker, LATER))
        return "later"
    if "failure" in said:
        failure = _object(said["failure"])
        retries = failure.get("retries")
        if retries is not None and (not isinstance(retries, int) or isinstance(retries, bool)):
            raise _malformed()
        why = str(failure.get("message", ""))
        desk.run(context, FailExternal(task.case, task.n, task.worker, why, retries=retries))
        return "failed"
    if "error" in said:
        error = _object(said["error"])
        message = None if error.get("message") is None else str(error["message"])
        values = _object(error.get("variables") or {})
        desk.run(context, ThrowExternal(task.case, task.n, task.worker, str(error.get("code", "")), message, values))
        return "error"
    desk.run(context, CompleteExternal(task.case, task.n, task.worker, _object(said.get("variables") or {})))
    return "completed"


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _malformed()
    return value


def _malformed() -> Malformed:
    return Malformed(
        'Jawaban berupa {}, {"variables": {…}}, {"failure": {…}}, {"error": {…}}, atau {"later": true}.',
        'An answer is {}, {"variables": {…}}, {"failure": {…}}, {"error": {…}}, or {"later": true}.',
    )
