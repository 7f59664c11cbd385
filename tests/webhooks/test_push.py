"""A service task that is pushed is answered by what comes back: done, failed, an error, or later by the callback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from engine.app import create_app
from engine.commands.incident import RetryIncident
from engine.commands.task import Complete
from tests.commands.world import KASI, OWNER, STAF
from tests.webhooks.post_office import PostOffice, opened_office, told
from tests.webhooks.receivers import Answer, Receiver, plain, receiving


@pytest.fixture
def office(database_url: str) -> Iterator[PostOffice]:
    with opened_office(database_url) as found:
        yield found


def at_the_printer(office: PostOffice) -> int:
    """A case of `serba` whose service task `cetak` waits."""
    body = office.start("serba")
    case: int = body["case"]
    body = office.run(STAF, Complete(case, 1, {"catatan": "ya"}))
    (task,) = (one["task"] for one in body["opened"] if one["element"] == "langkah_2")
    office.run(KASI, Complete(case, int(task.split("-")[1]), {"keputusan_2": "Ya"}))
    return case


def push(office: PostOffice, answer: Answer) -> Iterator[Receiver]:
    with receiving(answer) as receiver:
        office.subscribe(receiver, topic=topic_of(office), fields=("catatan",))
        yield receiver


def topic_of(office: PostOffice) -> str:
    topic: str = office.rows("SELECT topic FROM external_task")[0]["topic"]
    return topic


def settle(office: PostOffice) -> None:
    office.now += timedelta(seconds=1)
    for _ in range(2000):
        office.post.pusher.round()
        if not office.post.pusher.under_way:
            return


def kinds(office: PostOffice, case: int) -> list[str]:
    return [row["kind"] for row in office.rows(f"SELECT kind FROM event WHERE case_id = {case} ORDER BY number")]


def answering(body: Any, status: str = "200 OK") -> Answer:
    return plain(status, json.dumps(body).encode())


def test_a_pushed_task_is_completed_with_the_values_of_the_answer(office: PostOffice) -> None:
    case = at_the_printer(office)
    for receiver in push(office, answering({"variables": {"halaman": 3}})):
        settle(office)
        assert "ExternalTaskCompleted" in kinds(office, case)
        (event,) = told(receiver)
        assert event["type"] == "id.lajur.ServiceTask"
        assert event["data"]["answers"] == {"catatan": "ya"}
        assert [row["kind"] for row in office.rows()] == ["ServiceTask"]


def test_a_receiver_that_fails_leads_to_an_incident_that_can_be_retried(office: PostOffice) -> None:
    case = at_the_printer(office)
    with receiving(plain("500 Broken")) as broken:
        office.subscribe(broken, topic=topic_of(office))
        for _ in range(8):
            settle(office)
            office.now += timedelta(minutes=6)
            office.post.pusher = office.fresh().pusher  # else the leap of the clock would make locks longer
        found = kinds(office, case)
        assert found.count("ExternalTaskFailed") == 5
        assert found[-1] == "IncidentRaised"
        number = len(found)
        office.run(OWNER, RetryIncident(case, number))
        settle(office)
        assert kinds(office, case).count("ExternalTaskFailed") == 6


def test_what_is_no_answer_counts_as_a_failure(office: PostOffice) -> None:
    case = at_the_printer(office)
    for _ in push(office, plain("200 OK", b"<html>")):
        settle(office)
        assert kinds(office, case)[-1] == "ExternalTaskFailed"


def test_the_answer_may_come_later_by_the_callback_and_once(office: PostOffice) -> None:
    case = at_the_printer(office)
    for receiver in push(office, plain("202 Accepted")):
        settle(office)
        office.now += timedelta(hours=20)
        settle(office)
        assert len(receiver.requests) == 1, "it is not pushed again while the answer is awaited"
        callback = told(receiver)[0]["data"]["facts"]["callback"]
    app = create_app(office.desk, office.settings)
    app.extensions["lajur.now"] = lambda: office.now
    client = app.test_client()
    assert client.post(f"{callback}x", json={}).status_code == 404
    assert client.post(callback, json={"variables": [1]}).status_code == 422
    assert client.post(callback, json={"variables": {"halaman": 1}}).get_json() == {"status": "completed"}
    assert client.post(callback, json={}).status_code == 409
    assert kinds(office, case).count("ExternalTaskCompleted") == 1


def test_an_answer_that_never_comes_is_asked_for_again(office: PostOffice) -> None:
    at_the_printer(office)
    for receiver in push(office, plain("202 Accepted")):
        settle(office)
        office.now += timedelta(hours=25)
        office.post.pusher = office.fresh().pusher
        settle(office)
        assert len(receiver.requests) == 2
        assert len({one["id"] for one in told(receiver)}) == 1
