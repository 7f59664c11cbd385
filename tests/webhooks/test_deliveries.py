"""What a command did is told to those who subscribed: once at least, in order, and to nobody else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.app.neighbours import webhook_box
from engine.commands.case import Cancel, Comment
from engine.commands.refusals import Refusal
from engine.commands.webhook import (
    ChangeWebhook,
    DropDelivery,
    ReplayParked,
    RotateWebhookSecret,
    TryWebhook,
    Wanted,
)
from tests.commands.world import OWNER, STAF
from tests.webhooks.post_office import SECRET, PostOffice, opened_office, told
from tests.webhooks.receivers import OK, Answer, Receiver, Request, plain, receiving
from webhooks.signature import new_secret, verify


@pytest.fixture
def office(database_url: str) -> Iterator[PostOffice]:
    """A post office on each kind of database."""
    with opened_office(database_url) as found:
        yield found


def kinds(receiver: Receiver) -> list[str]:
    return [one["type"].removeprefix("id.lajur.") for one in told(receiver)]


def headers_of(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name.startswith("webhook-")}


def after(times: int, first: Answer, then: Answer = OK) -> Answer:
    """Answers the first requests one way and the others another way."""
    left = [times]

    def answer(connection: socket.socket, request: Request, end: threading.Event) -> None:
        left[0] -= 1
        (first if left[0] >= 0 else then)(connection, request, end)

    return answer


def test_each_event_of_a_case_comes_once_and_in_its_order(office: PostOffice) -> None:
    with receiving(OK) as receiver:
        office.subscribe(receiver)
        body = office.start("serba")
        office.complete_any(body)
        office.run(STAF, Comment(body["case"], "rahasia warga"))
        office.deliver()
        numbers = [one["data"]["number"] for one in told(receiver)]
        assert kinds(receiver)[:2] == ["CaseStarted", "TaskCompleted"]
        assert kinds(receiver)[-1] == "CommentAdded"
        assert numbers == sorted(numbers)
        assert len(set(numbers)) == len(numbers)
        office.deliver()
        assert len(receiver.requests) == len(numbers)
        assert b"rahasia" not in b"".join(request.body for request in receiver.requests)


def test_a_message_is_signed_and_keeps_its_id_over_attempts(office: PostOffice) -> None:
    with receiving(after(2, plain("500 Broken"))) as receiver:
        office.subscribe(receiver, kinds=("CaseStarted",))
        office.start("serba")
        for later in (1, 10, 60):
            office.deliver(timedelta(seconds=later))
        assert [row["attempts"] for row in office.rows()] == [3]
        proven = [verify(headers_of(request), request.body, [SECRET], office.now) for request in receiver.requests]
        assert len({one.id for one in proven}) == 1
        assert len(office.rows("SELECT * FROM attempt")) == 3
        assert office.statuses() == ["DONE"]


def test_nothing_leaves_for_a_command_that_was_refused(office: PostOffice) -> None:
    with receiving(OK) as receiver:
        office.subscribe(receiver)
        case = office.start("serba")["case"]
        with pytest.raises(Refusal):
            office.run(STAF, Cancel(case, "tidak berhak"))
        office.deliver()
        assert "CaseCancelled" not in kinds(receiver)


def test_what_waits_of_a_case_holds_only_that_case_up(office: PostOffice) -> None:
    with receiving(after(1, plain("503 Later", Retry_After="600"))) as receiver:
        office.subscribe(receiver, kinds=("CaseStarted", "CommentAdded"))
        first = office.start("serba")["case"]
        office.deliver()
        second = office.start("serba")["case"]
        for case in (first, second):
            office.run(STAF, Comment(case, "satu"))
        office.deliver()
        assert [one["data"]["case"] for one in told(receiver)] == [first, second, second]
        office.deliver(timedelta(minutes=15))
        assert [one["data"]["case"] for one in told(receiver)][3:] == [first, first]
        assert kinds(receiver)[3:] == ["CaseStarted", "CommentAdded"]


def test_a_delivery_is_parked_after_three_days_and_the_next_goes(office: PostOffice) -> None:
    gone = Receiver(_free_port(), OK)
    hook = office.subscribe(gone, kinds=("CaseStarted", "CommentAdded"))
    case = office.start("serba")["case"]
    office.deliver()
    office.run(STAF, Comment(case, "satu"))
    for _ in range(14):
        office.deliver(timedelta(hours=6))
    assert office.statuses()[0] == "PARKED"
    assert office.rows()[1]["attempts"] > 0
    with receiving(OK) as receiver:
        office.run(
            OWNER,
            ChangeWebhook(
                hook, Wanted("Baru", f"http://127.0.0.1:{receiver.port}/", kinds=("CaseStarted", "CommentAdded"))
            ),
        )
        office.deliver(timedelta(hours=25))
        assert kinds(receiver) == ["CommentAdded"]
        assert office.run(OWNER, ReplayParked(hook))["count"] == 1
        office.deliver()
        assert kinds(receiver) == ["CommentAdded", "CaseStarted"]
        assert office.statuses() == ["DONE", "DONE"]


def test_a_receiver_that_wants_nothing_any_more_is_switched_off(office: PostOffice) -> None:
    with receiving(plain("410 Gone")) as receiver:
        office.subscribe(receiver)
        case = office.start("serba")["case"]
        office.deliver()
        assert [row["active"] for row in office.rows("SELECT active FROM webhook")] == [0]
        office.run(STAF, Comment(case, "satu"))
        office.deliver(timedelta(days=1))
        assert len(receiver.requests) == 1


def test_only_what_was_asked_for_is_told_and_only_named_answers_leave(office: PostOffice) -> None:
    with receiving(OK) as some, receiving(OK) as other:
        office.subscribe(some, kinds=("TaskCompleted",), sops=("serba",), fields=("catatan",))
        office.subscribe(other, sops=("lain",))
        body = office.start("serba")
        office.complete(STAF, body["opened"][0]["task"], catatan="untuk gerbang", rahasia="tetap di sini")
        office.deliver()
        assert other.requests == []
        assert kinds(some) == ["TaskCompleted"]
        assert told(some)[0]["data"]["answers"] == {"catatan": "untuk gerbang"}
        assert b"tetap di sini" not in some.requests[0].body


def test_both_secrets_sign_for_a_day(office: PostOffice) -> None:

    with receiving(OK) as receiver:
        hook, young = office.subscribe(receiver), new_secret()
        office.run(OWNER, RotateWebhookSecret(hook, webhook_box(office.settings).seal(young, "uji")))
        office.run(OWNER, TryWebhook(hook))
        office.deliver()
        for secret in (SECRET, young):
            verify(headers_of(receiver.requests[0]), receiver.requests[0].body, [secret], office.now)
        office.run(OWNER, TryWebhook(hook))
        office.deliver(timedelta(hours=25))
        assert "," in headers_of(receiver.requests[0])["webhook-signature"]
        assert len(headers_of(receiver.requests[1])["webhook-signature"].split()) == 1
        assert kinds(receiver) == ["Ping", "Ping"]


def test_what_a_killed_process_had_lent_is_sent_by_the_next_one(office: PostOffice) -> None:
    def silent(connection: socket.socket, request: Request, end: threading.Event) -> None:
        end.wait(20)

    with receiving(silent) as slow, receiving(OK) as receiver:
        hook = office.subscribe(slow, kinds=("CaseStarted",))
        office.start("serba")
        office.post.fanout.round()
        office.now += timedelta(seconds=1)
        office.post.deliverer.cycle()
        office.post = office.fresh()  # the process is gone, with what it had under way
        office.run(
            OWNER, ChangeWebhook(hook, Wanted("Baru", f"http://127.0.0.1:{receiver.port}/", kinds=("CaseStarted",)))
        )
        office.deliver()
        assert receiver.requests == []
        office.deliver(timedelta(minutes=3))
        assert kinds(receiver) == ["CaseStarted"]


def test_what_was_dropped_lets_the_next_go(office: PostOffice) -> None:
    with receiving(after(1, plain("500 Broken"))) as receiver:
        office.subscribe(receiver, kinds=("CaseStarted", "CommentAdded"))
        case = office.start("serba")["case"]
        office.deliver()
        office.run(STAF, Comment(case, "satu"))
        office.deliver(timedelta(seconds=1))
        office.run(OWNER, DropDelivery(office.rows()[0]["id"]))
        office.deliver(timedelta(minutes=2))
        office.post.deliverer.sweep()
        office.deliver()
        assert kinds(receiver) == ["CaseStarted", "CommentAdded"]
        assert office.statuses() == ["DROPPED", "DONE"]


def test_a_dead_receiver_holds_up_no_other(office: PostOffice) -> None:
    def silent(connection: socket.socket, request: Request, end: threading.Event) -> None:
        end.wait(20)

    with receiving(silent) as dead, receiving(OK) as alive:
        for _ in range(3):
            office.subscribe(dead, kinds=("CaseStarted",))
        office.subscribe(alive, kinds=("CaseStarted",))
        for _ in range(30):
            office.start("serba")
        office.now += timedelta(seconds=1)
        while office.post.fanout.round():
            pass
        for _ in range(2000):
            office.now += timedelta(milliseconds=10)
            office.post.deliverer.cycle(0.01)
            if len(alive.requests) == 30:
                break
        assert len(alive.requests) == 30
        assert office.post.deliverer.under_way > 0, "the dead ones still have what they took"


def test_a_trial_of_a_subscription_is_sent_to_it_alone(office: PostOffice) -> None:
    with receiving(OK) as one, receiving(OK) as other:
        hook = office.subscribe(one)
        office.subscribe(other)
        office.run(OWNER, TryWebhook(hook))
        office.deliver()
        assert kinds(one) == ["Ping"]
        assert other.requests == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
