"""The body of a delivery: a CloudEvents 1.0 event as JSON, the same bytes for the same occurrence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from cloudevents.core.v1.event import CloudEvent

from webhooks.occurrence import Occurrence

__all__ = ["CONTENT_TYPE", "MOST_BYTES", "SCHEMA", "body", "message_id"]

CONTENT_TYPE: Final = "application/cloudevents+json"
MOST_BYTES: Final = 20_000
SCHEMA: Final = "urn:lajur:peristiwa:1"
TYPE: Final = "id.lajur."
LONGEST: Final = 300  # characters of a name that we do not choose


def message_id(hook: int, case: int, number: int) -> str:
    """The id of one event's message to one subscription: the same over every retry and every fan-out."""
    told = f"{hook}.{case}.{number}".encode()
    return f"msg_{hashlib.sha256(told).hexdigest()[:32]}"


def body(occurrence: Occurrence, message: str, fields: Collection[str] = ()) -> bytes:
    """UTF-8 JSON of at most MOST_BYTES: the event, its facts, and of its answers the named fields alone.

    What does not fit is left out, the largest first, and its name stands in `data.leftOut`.
    Raises CloudEventValidationError for an occurrence that cannot be an event (no office, no kind, naive instants).
    """
    named = {name: occurrence.answers[name] for name in sorted(set(fields)) if name in occurrence.answers}
    facts = dict(occurrence.facts)
    left: list[str] = []
    while len(written := _bytes(_envelope(occurrence, message), _data(occurrence, facts, named, left))) > MOST_BYTES:
        part = named or facts
        if not part:
            raise ValueError("an event without facts and answers is longer than a delivery may be")
        largest = max(part, key=lambda name: (len(_dumps({name: part[name]})), name))
        del part[largest]
        left.append(_cut(largest) or "")
    return written


def _envelope(occurrence: Occurrence, message: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": message,
        "source": f"/instansi/{occurrence.office}" if occurrence.office else "",
        "type": f"{TYPE}{occurrence.kind}" if occurrence.kind else "",
        "subject": str(occurrence.case),
        "time": occurrence.happened_at,
        "datacontenttype": "application/json",
        "dataschema": SCHEMA,
    }
    CloudEvent(attributes)  # raises for what is no event
    return attributes | {"time": _instant(occurrence.happened_at)}


def _data(
    occurrence: Occurrence, facts: Mapping[str, Any], answers: Mapping[str, Any], left: list[str]
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "case": occurrence.case,
        "number": occurrence.number,
        "sop": _cut(occurrence.sop),
        "element": _cut(occurrence.element),
        "post": _cut(occurrence.post),
        "recordedAt": _instant(occurrence.recorded_at),
        "facts": facts,
    }
    if answers:
        data["answers"] = answers
    if left:
        shown = sorted(left)[:20]
        data["leftOut"] = shown if len(left) == len(shown) else [*shown, f"+{len(left) - len(shown)}"]
    return data


def _bytes(envelope: dict[str, Any], data: dict[str, Any]) -> bytes:
    return _dumps(envelope | {"data": data}).encode("utf-8", "replace")


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_text)


def _text(value: object) -> Any:
    """What JSON has no word for: days and instants as ISO 8601, exact numbers as they are written."""
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _cut(words: str | None) -> str | None:
    return words if words is None or len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
