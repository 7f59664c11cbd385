"""The body of a delivery is a CloudEvents event, small, the same each time, and without what nobody named."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from webhooks.occurrence import Occurrence
from webhooks.shape import MOST_BYTES, body, message_id

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def occurrence(**said: Any) -> Occurrence:
    given: dict[str, Any] = {"office": "bunut-hilir", "case": 417, "number": 9, "kind": "TaskCompleted"}
    return Occurrence(**{**given, "happened_at": NOON, "recorded_at": NOON, **said})


def test_another_reader_of_cloudevents_reads_it() -> None:
    event = JSONFormat().read(CloudEvent, body(occurrence(sop="kk", facts={"task": 3}), "msg_1"))
    assert (event.get_id(), event.get_source(), event.get_type()) == (
        "msg_1",
        "/instansi/bunut-hilir",
        "id.lajur.TaskCompleted",
    )
    assert (event.get_subject(), event.get_time()) == ("417", NOON)
    assert event.get_data()["facts"] == {"task": 3}  # type: ignore[index,call-overload]


def test_answers_leave_only_where_their_field_is_named() -> None:
    answers = {"nik": "3201", "hasil": "lengkap", "tanggal": date(2026, 1, 2), "biaya": Decimal("1.50")}
    silent = body(occurrence(answers=answers), "msg_1")
    assert b"3201" not in silent
    assert b"answers" not in silent
    told = json.loads(body(occurrence(answers=answers), "msg_1", ["hasil", "biaya", "tanggal", "lain"]))
    assert told["data"]["answers"] == {"hasil": "lengkap", "tanggal": "2026-01-02", "biaya": "1.50"}


def test_the_same_occurrence_is_the_same_bytes_in_whatever_order_and_zone() -> None:
    one = occurrence(facts={"a": 1, "b": {"c": 2, "d": 3}})
    wib = NOON.astimezone(ZoneInfo("Asia/Jakarta"))
    other = occurrence(facts={"b": {"d": 3, "c": 2}, "a": 1}, happened_at=wib, recorded_at=wib)
    assert body(one, "msg_1", ["x", "y"]) == body(other, "msg_1", ["y", "x"])


def test_a_body_stays_under_20_kb_and_says_what_it_leaves_out() -> None:
    answers = {"kecil": "x", "besar": "é" * 30_000, "sedang": "y" * 9_000, "juga": "z" * 9_500}
    facts = {f"f{n}": "w" * 500 for n in range(100)}
    wire = body(occurrence(answers=answers, facts=facts, element="e" * 9_000), "msg_1", answers)
    assert len(wire) <= MOST_BYTES
    assert "besar" in json.loads(wire)["data"]["leftOut"]
    some = json.loads(body(occurrence(answers=answers), "msg_1", answers))["data"]
    assert (sorted(some["answers"]), some["leftOut"]) == (["juga", "kecil", "sedang"], ["besar"])


def test_half_a_letter_becomes_a_question_mark() -> None:
    assert b'"a":"?"' in body(occurrence(facts={"a": "\ud800"}), "msg_1")


@pytest.mark.parametrize("said", [{"office": ""}, {"kind": ""}, {"happened_at": datetime(2026, 1, 1)}])  # noqa: DTZ001
def test_what_is_no_event_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(CloudEventValidationError):
        body(occurrence(**said), "msg_1")


def test_an_id_is_constant_for_an_event_and_a_subscription() -> None:
    assert message_id(1, 417, 9) == message_id(1, 417, 9)
    assert len({message_id(1, 417, 9), message_id(2, 417, 9), message_id(1, 418, 9), message_id(11, 7, 9)}) == 4
