"""Servers that end, are killed, or are several, while workers wait or work."""

from __future__ import annotations

from pathlib import Path

from tests.api.machines import REST
from tests.api.polls import Poll, ask, offices, parked, serving, start, until


def test_a_server_that_stops_answers_its_polls_at_once(tmp_path: Path, database_url: str) -> None:
    offices(database_url)
    with serving(tmp_path, database_url) as server:
        polls = [Poll(server, f"w-{number}") for number in range(20)]
        until(lambda: parked(server) == 20)
        server.process.terminate()
        assert [poll.tasks() for poll in polls] == [[]] * 20
        assert server.process.wait(60) == 0


def test_a_killed_server_loses_no_lock_and_no_task(tmp_path: Path, database_url: str) -> None:
    offices(database_url)
    with serving(tmp_path, database_url) as server:
        task, other = start(server), start(server)
        assert Poll(server, "w").tasks() == [task]
        waiting = Poll(server, "y", topics=[{"topicName": "lain", "lockDuration": 1}])
        until(lambda: parked(server) == 1)
        server.kill()
        waiting.leave()
    with serving(tmp_path, database_url) as server:
        assert Poll(server, "x").tasks() == [other], "the first is still lent"
        assert Poll(server, "x", asyncResponseTimeout=1).tasks() == []
        assert ask(server, "POST", f"{REST}/{task}/complete", workerId="x").status_code == 400
        assert ask(server, "POST", f"{REST}/{task}/complete", workerId="w").status_code == 204
        assert ask(server, "POST", f"{REST}/{task}/complete", workerId="w").status_code == 404
        assert ask(server, "POST", f"{REST}/{other}/complete", workerId="x").status_code == 204


def test_servers_on_one_database_wake_each_other_s_workers(tmp_path: Path, postgresql_url: str) -> None:
    offices(postgresql_url)
    with serving(tmp_path, postgresql_url) as one, serving(tmp_path, postgresql_url) as two:
        polls = [Poll(one, "a"), Poll(one, "b"), Poll(two, "c")]
        until(lambda: parked(one) == 2 and parked(two) == 1)
        tasks = {start(two), start(one), start(two)}
        assert {task for poll in polls for task in poll.tasks()} == tasks


def test_a_newer_poll_at_another_server_ends_the_older(tmp_path: Path, postgresql_url: str) -> None:
    offices(postgresql_url)
    with serving(tmp_path, postgresql_url) as one, serving(tmp_path, postgresql_url) as two:
        older = Poll(one, "w")
        until(lambda: parked(one) == 1)
        newer = Poll(two, "w")
        assert older.tasks() == []
        assert not newer.answered
        assert parked(two) == 1


def test_a_worker_that_hangs_up_frees_its_place_and_is_lent_nothing(tmp_path: Path, database_url: str) -> None:
    offices(database_url)
    with serving(tmp_path, database_url, parked_polls="2") as server:
        dead = [Poll(server, "mati-1"), Poll(server, "mati-2")]
        until(lambda: parked(server) == 2)
        assert Poll(server, "terlambat").tasks() == [], "there is no place"
        for one in dead:
            one.leave()
        until(lambda: parked(server) == 0)
        alive = [Poll(server, "a"), Poll(server, "b")]
        until(lambda: parked(server) == 2)
        tasks = {start(server), start(server)}
        assert {task for poll in alive for task in poll.tasks()} == tasks
        lent = ask(server, "GET", REST).json()
        assert {one["workerId"] for one in lent} == {"a", "b"}


def test_a_task_that_comes_after_a_worker_hung_up_stays_free(tmp_path: Path, database_url: str) -> None:
    offices(database_url)
    with serving(tmp_path, database_url) as server:
        dead = Poll(server, "mati")
        until(lambda: parked(server) == 1)
        dead.leave()
        until(lambda: parked(server) == 0)
        task = start(server)
        (found,) = ask(server, "GET", REST).json()
        assert (found["id"], found["workerId"], found["lockExpirationTime"]) == (task, None, None)
        assert Poll(server, "hidup").tasks() == [task]
