"""Workers that wait at real servers: woken by tasks, by newer polls, by their clients and by the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.commands.account import Grant
from engine.commands.case import StartCase
from engine.commands.desk import Context, Desk
from engine.library import Library
from engine.seeding import CONSOLE
from engine.store import Store
from tests.api.machines import REST
from tests.api.office import HOME
from tests.api.polls import Poll, ask, offices, parked, serving, start, until
from tests.house.postgres import PostgresServer
from tests.house.running import Server

SEATS = 4


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder, and a database with offices; on each kind of database."""
    folder = tmp_path_factory.mktemp("polling")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'lajur.sqlite'}"
        if request.param == "postgresql":
            postgres: PostgresServer = request.getfixturevalue("postgres_server")
            url = stack.enter_context(postgres.database())
        offices(url)
        yield folder, url


@pytest.fixture(scope="module")
def server(place: tuple[Path, str]) -> Iterator[Server]:
    """Two threads, and room for four polls."""
    with serving(*place, threads="2", parked_polls=str(SEATS)) as found:
        yield found


@pytest.fixture(autouse=True)
def _empty(server: Server) -> Iterator[None]:
    yield
    until(lambda: parked(server) == 0)


def test_a_new_task_wakes_one_worker_and_the_others_go_on_waiting(server: Server) -> None:
    polls = [Poll(server, f"w-{number}") for number in range(SEATS)]
    until(lambda: parked(server) == SEATS)
    task = start(server)
    until(lambda: any(poll.answered for poll in polls))
    (woken,) = (poll for poll in polls if poll.answered)
    assert woken.tasks() == [task]
    assert parked(server) == SEATS - 1
    assert ask(server, "GET", f"{REST}/{task}").json()["workerId"] in {f"w-{number}" for number in range(SEATS)}
    for poll in polls:
        poll.leave()


def test_polls_that_wait_take_no_thread(server: Server) -> None:
    polls = [Poll(server, f"w-{number}") for number in range(SEATS)]
    until(lambda: parked(server) == SEATS)
    assert ask(server, "GET", "/engine-rest/version").status_code == 200, "there are more polls than threads"
    for poll in polls:
        poll.leave()


def test_beyond_the_seats_a_poll_is_answered_early_and_disturbs_nobody(server: Server) -> None:
    polls = [Poll(server, f"w-{number}") for number in range(SEATS)]
    until(lambda: parked(server) == SEATS)
    assert Poll(server, "zu-viel").tasks() == []
    assert [poll.answered for poll in polls] == [False] * SEATS
    for poll in polls:
        poll.leave()


def test_a_newer_poll_of_the_same_worker_ends_the_older(server: Server) -> None:
    older = Poll(server, "w")
    until(lambda: parked(server) == 1)
    newer = Poll(server, "w")
    assert older.tasks() == []
    assert not newer.answered
    other = Poll(server, "w", login="mesin-lain")
    until(lambda: parked(server) == 2)
    assert not newer.answered, "another account may call its worker the same"
    newer.leave()
    other.leave()


def test_a_client_that_leaves_frees_its_seat(server: Server) -> None:
    poll = Poll(server, "w")
    until(lambda: parked(server) == 1)
    poll.leave()
    until(lambda: parked(server) == 0)


def test_a_poll_ends_empty_when_its_time_is_over(server: Server) -> None:
    assert Poll(server, "w", asyncResponseTimeout=200).tasks() == []


def test_a_task_that_is_there_already_is_not_waited_for(server: Server) -> None:
    task = start(server)
    assert Poll(server, "w").tasks() == [task]


def test_a_task_of_another_office_wakes_nobody(server: Server) -> None:
    other, own = Poll(server, "w", login="mesin-lain"), Poll(server, "w")
    until(lambda: parked(server) == 2)
    task = start(server)
    assert own.tasks() == [task]
    assert not other.answered
    other.leave()


def test_what_is_unlocked_or_offered_again_wakes_a_worker_too(server: Server) -> None:
    task = start(server)
    assert Poll(server, "w").tasks() == [task]
    poll = Poll(server, "x")
    until(lambda: parked(server) == 1)
    assert ask(server, "POST", f"{REST}/{task}/unlock").status_code == 204
    assert poll.tasks() == [task]
    poll = Poll(server, "y")
    until(lambda: parked(server) == 1)
    assert ask(server, "POST", f"{REST}/{task}/failure", workerId="x", retries=2, retryTimeout=300).status_code == 204
    assert poll.tasks() == [task], "its delay is over after a while, which nobody tells"


def test_who_is_no_worker_any_more_gets_no_task(server: Server, place: tuple[Path, str]) -> None:
    poll = Poll(server, "w")
    until(lambda: parked(server) == 1)
    store = Store(place[1])
    desk = Desk(store, Library())
    desk.run(Context(CONSOLE, datetime.now(UTC)), Grant("mesin", "worker", HOME, False))
    case = desk.run(Context(CONSOLE, datetime.now(UTC)), StartCase("layanan")).body["case"]
    status, said = poll.answer()
    desk.run(Context(CONSOLE, datetime.now(UTC)), Grant("mesin", "worker", HOME))
    store.close()
    assert (status, said["type"]) == (403, "AuthorizationException")
    assert Poll(server, "w").tasks() == [f"{case}-1"]
