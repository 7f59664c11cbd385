"""Requests with swapped ids: nobody gets, changes or learns of what is another office's or a colleague's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest

from engine.api import sight
from engine.commands.account import Hold
from engine.store import Store
from engine.store.migrate import upgrade
from tests.api.office import AWAY, HOME
from tests.torture.leaks import Attack, attack
from tests.torture.leaks_world import World, build

REQUESTS = 720
FEW = 150


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two offices full of canaries, for what nobody changes."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('kantor') / 'lajur.sqlite'}")
    upgrade(store)
    yield build(store)
    store.close()


@pytest.fixture
def place(tmp_path: Any) -> Iterator[Store]:
    """An empty store on SQLite."""
    store = Store(f"sqlite:///{tmp_path / 'lajur.sqlite'}")
    upgrade(store)
    yield store
    store.close()


def _ask(world: World, who: tuple[str, str], method: str, path: str, **options: Any) -> tuple[int, str]:
    response = world.office.call(world.logins[who], method, path, **options)
    return response.status_code, response.text


def test_no_request_with_swapped_ids_leaks(place: Store) -> None:
    done = Attack()
    attack(place, done, REQUESTS, seed=5)
    assert done.complaints == []
    assert [name for name in done.missed if "/engine-rest/" in name or "/api/v1/" in name] == []
    assert done.twins > REQUESTS // 10
    assert done.read > REQUESTS // 20


def test_the_attack_finds_a_filter_that_was_left_out(place: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "cases_of", lambda actor: {})
    done = Attack()
    attack(place, done, FEW, seed=5)
    assert done.complaints


def test_who_may_not_know_an_sop_does_not_learn_how_it_begins(world: World) -> None:
    sops = ("masuk_kukar_kb", "polos_kukar_kb", "tidak_ada")
    path = "/api/v1/cases"
    told = [_ask(world, (HOME, "pemilik"), "POST", path, json={"sop": sop}) for sop in sops]
    assert {(status, text.replace(sop, "")) for sop, (status, text) in zip(sops, told, strict=True)} == {
        (404, told[2][1].replace("tidak_ada", ""))
    }


def test_a_filter_by_incident_finds_only_incidents_that_one_may_read(world: World) -> None:
    (incident,) = world.ask((HOME, "pemilik"), "GET", "/engine-rest/incident")
    message = quote(incident["incidentMessage"])
    for query in (f"incidentId={incident['id']}", "incidentType=failedExternalTask", f"incidentMessage={message}"):
        path = f"/engine-rest/process-definition/count?{query}"
        assert world.ask((HOME, "pemilik"), "GET", path) == {"count": 1}, query
        assert world.ask((HOME, "tiga"), "GET", path) == {"count": 0}, query


def test_a_task_goes_to_nobody_whom_the_giver_may_not_know(world: World) -> None:
    task = world.ask((HOME, "pemilik"), "GET", "/engine-rest/task?taskDefinitionKey=isi&active=true")[0]["id"]
    for part, how, place in (("pemilik", "assignee", ""), ("satu", "delegate", "")):
        told = []
        for login in (world.logins[AWAY, "satu"], world.logins[place, "pusat"], "tidak.ada"):
            path = f"/engine-rest/task/{task}/{how}"
            status, text = _ask(world, (HOME, part), "POST", path, json={"userId": login})
            told.append((status, text.replace(login, "")))
        assert set(told) == {(400, told[2][1])}
    known = {"userId": world.logins[HOME, "dua"]}
    assert _ask(world, (HOME, "pemilik"), "POST", f"/engine-rest/task/{task}/assignee", json=known)[0] == 204


def test_a_message_tells_nothing_of_what_begins_in_another_office(world: World) -> None:
    told = []
    for name in ("permohonan", "tidak-ada"):
        body = {"messageName": name, "tenantId": AWAY}
        status, text = _ask(world, (HOME, "pemilik"), "POST", "/engine-rest/message", json=body)
        told.append((status, text.replace(name, "")))
    assert told[0] == told[1]
    begun = _ask(world, (HOME, "satu"), "POST", "/engine-rest/message", json={"messageName": "permohonan"})
    assert begun[0] == 204, "what begins elsewhere by the same message is not counted"


def test_a_colleague_is_not_found_by_what_he_does_in_another_office(world: World) -> None:
    colleague, post = world.logins[HOME, "dua"], f"{AWAY}/kasi-advokasi"
    world.office.run(Hold(colleague, post, date(2026, 1, 1)))
    for query in (f"memberOfTenant={AWAY}", f"memberOfGroup={post}"):
        path = f"/engine-rest/user/count?id={colleague}&{query}"
        assert world.ask((HOME, "satu"), "GET", path) == {"count": 0}, query
        assert world.ask((AWAY, "satu"), "GET", path) == {"count": 1}, query
