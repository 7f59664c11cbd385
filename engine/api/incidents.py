"""What the dialect calls the sorts of incidents: what failed at a worker, what failed as a job, and the rest."""

from __future__ import annotations

from typing import Final

__all__ = ["kinds_of", "type_of"]

_EXTERNAL: Final = "failedExternalTask"
_JOB: Final = "failedJob"
_OURS: Final = frozenset({"stuck"})  # no job failed: nothing goes on
JOBS: Final = (
    "call",
    "cancel",
    "error",
    "escalation",
    "message",
    "receive",
    "return",
    "signal",
    "start",
    "start-timer",
    "timer",
)


def type_of(kind: str) -> str:
    """The dialect's name of a kind of incident."""
    return _EXTERNAL if kind == "external" else _JOB if kind in JOBS else kind


def kinds_of(type: str) -> tuple[str, ...]:
    """The kinds of incident that the dialect means by a name; none for a name that is not known."""
    if type == _EXTERNAL:
        return ("external",)
    return JOBS if type == _JOB else (type,) if type in _OURS else ()
