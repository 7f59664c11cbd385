"""A verdict as JSON: what is kept of an examination, and what `lajur verify --json` prints."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.proof.examine import Verdict
from engine.proof.faults import Fault

__all__ = ["report"]

_MOST = 100


def report(verdict: Verdict) -> dict[str, Any]:
    """The verdict with its first hundred faults; times are ISO 8601, places count from 1."""
    checkpoint = verdict.checkpoint
    return {
        "sound": verdict.sound,
        "place": None if verdict.place is None else str(verdict.place),
        "place_missing": verdict.missing_place,
        "origin": verdict.origin,
        "covered": verdict.covered,
        "checkpoint": None if checkpoint is None else checkpoint.number,
        "checkpoint_at": None if checkpoint is None else checkpoint.at.isoformat(),
        "root": None if checkpoint is None else checkpoint.root.hex(),
        "checkpoints": verdict.checkpoints,
        "keys": [{"name": key.name, "fingerprint": key.fingerprint} for key in verdict.keys],
        "tail": verdict.tail,
        "tail_since": _time(verdict.tail_since),
        "counted": {
            name: getattr(verdict, name) for name in ("cases", "events", "values", "erased", "definitions", "papers")
        },
        "seconds": round(verdict.seconds, 3),
        "first": None if verdict.first is None else _fault(verdict.first),
        "faults": [_fault(one) for one in verdict.faults[:_MOST]],
        "more": verdict.more + max(0, len(verdict.faults) - _MOST),
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "event": None if fault.position is None else fault.position + 1,
        "case": fault.case or None,
        "number": fault.event,
        "checkpoint": fault.checkpoint,
        "id": fault.id,
        "en": fault.en,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
