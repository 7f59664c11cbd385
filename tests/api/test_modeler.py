"""Camunda Modeler 5 against a real server: Deploy and Start as it does them, with Basic and with Bearer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

import pytest
from argon2 import PasswordHasher

from engine.app.running import open_desk
from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.desk import Context
from engine.commands.office import LoadOffice
from engine.commands.token import CreateToken
from engine.seeding import CONSOLE, Seed, library
from engine.settings import load
from engine.store.migrate import upgrade
from engine.tokens import digest, made
from tests.api.modeler import Failed, Modeler
from tests.api.office import SKM, basic
from tests.api.test_deployment import diagram
from tests.house.running import LAJUR, Server, bare_environment

PASSWORD: Final = "rahasia perancang"
NOW: Final = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SEEDS: Final = list(library())
SOPS: Final = [(seed, slug) for seed in SEEDS for slug in seed.sops]
HOME: Final = "bunut-hilir"


class Place:
    """A server whose offices have no SOP yet, and how a designer proves who he is."""

    def __init__(self, server: Server, secret: str) -> None:
        self.url = f"{server.url}/engine-rest"
        self.ways = {"basic": basic("perancang", PASSWORD), "bearer": f"Bearer {secret}"}
        self.staff = basic("penonton", PASSWORD)

    def modeler(self, way: str) -> Modeler:
        """A modeler in which he typed in his credentials."""
        return Modeler(self.url, self.ways[way])


def furnish(url: str, secret: str) -> None:
    """An empty database gets its offices, a process owner who also holds the first post of an SOP, and a spectator."""
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    desk = open_desk(load(database_url=url, secret_key="kunci-untuk-uji-coba"))
    upgrade(desk.store)
    commands: list[object] = [LoadOffice(seed.office) for seed in SEEDS]
    commands += [
        CreateAccount("perancang", "Perancang", hashed, HOME),
        Grant("perancang", "pemilik", "*"),
        Hold("perancang", f"{HOME}/staf", date(2026, 1, 1)),
        CreateToken("perancang", "Modeler", digest(secret), ("deploy", "tasks")),
        CreateAccount("penonton", "Penonton", hashed, HOME),
    ]
    for command in commands:
        desk.run(Context(CONSOLE, NOW), command)
    desk.store.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One server for all modelers of this file."""
    folder, secret = tmp_path_factory.mktemp("modeler"), made()
    url = f"sqlite:///{folder / 'lajur.sqlite'}"
    furnish(url, secret)
    environment = bare_environment(LAJUR_DATABASE_URL=url, LAJUR_SECRET_KEY="kunci-untuk-uji-coba-saja")
    with Server(folder, (), LAJUR, environment) as server:
        yield Place(server, secret)


def sop(slug: str) -> dict[str, bytes]:
    """An SOP as a person attaches it: the diagram first, its forms beside it."""
    seed = next(seed for seed in SEEDS if slug in seed.sops)
    return dict(sorted(seed.sops[slug].items(), key=lambda file: not file[0].endswith(".bpmn")))


def test_the_address_is_checked_before_anybody_is_asked_who_he_is(place: Place) -> None:
    for url in (place.url, f"{place.url}/deployment/create", f"{place.url}/engine/default"):
        with pytest.raises(Failed) as refused:
            Modeler(url).check()
        assert refused.value.code == "UNAUTHORIZED", "it asks for credentials now"
    with pytest.raises(Failed) as refused:
        Modeler(f"{place.url.removesuffix('engine-rest')}rest").check()
    assert refused.value.code == "NOT_FOUND"
    for authorization in (basic("perancang", "salah"), f"Bearer {made()}"):
        with pytest.raises(Failed) as refused:
            Modeler(place.url, authorization).check()
        assert refused.value.code == "UNAUTHORIZED"


@pytest.mark.parametrize("way", ["basic", "bearer"])
def test_a_person_presses_deploy_and_start(place: Place, way: str) -> None:
    modeler, files = place.modeler(way), sop(SKM.replace("_", "-"))
    modeler.check()
    assert modeler.version() == "7.24.0"
    first = modeler.deploy(files, SKM, HOME)
    again = modeler.deploy(files, SKM, HOME)
    assert (again.id, again.definition) == (first.id, None), "nothing changed"
    named, data = next(iter(files.items()))
    changed = files | {named: data.replace(b"</bpmn:definitions>", f"<!-- {way} --></bpmn:definitions>".encode())}
    second = modeler.deploy(changed, SKM)
    assert second.definition is not None
    assert second.definition["key"] == SKM
    started = modeler.start(second.definition["id"], f"{way}-1")
    assert (started["businessKey"], started["definitionId"]) == (f"{way}-1", second.definition["id"])
    values = {"nama_pemohon": {"value": "Ani", "type": "String"}}
    case = modeler.start(second.definition["id"], f"{way}-2", values)["id"]
    page = modeler.client.get(modeler.link(f"process-instance/{case}"))
    assert (page.status_code, page.headers["Location"]) == (302, f"/berkas/{case}")
    query = "repository?deploymentsQuery=%5B%7B%22type%22:%22id%22,%22operator%22:%22eq%22,%22value%22:%221%22%7D%5D"
    assert modeler.client.get(modeler.link(query)).headers["Location"] == "/mulai"


@pytest.mark.parametrize("way", ["basic", "bearer"])
def test_a_broken_diagram_shows_what_to_do_and_deploys_nothing(place: Place, way: str) -> None:
    modeler = place.modeler(way)
    before = modeler.client.get(f"{place.url}/deployment/count", headers={"authorization": place.ways[way]}).json()
    with pytest.raises(Failed) as refused:
        modeler.deploy({"skrip.bpmn": diagram("skrip", kind="scriptTask")}, tenant=HOME)
    assert refused.value.code == "DIAGRAM_PARSE_ERROR"
    assert "resource skrip.bpmn | line 9 | element periksa" in refused.value.problems
    (problem,) = refused.value.body["details"]["skrip.bpmn"]["errors"]
    assert problem["mainElementId"] == "periksa"
    after = modeler.client.get(f"{place.url}/deployment/count", headers={"authorization": place.ways[way]}).json()
    assert after == before


def test_who_may_not_deploy_is_told_so(place: Place) -> None:
    modeler = Modeler(place.url, place.staff)
    modeler.check()
    with pytest.raises(Failed) as refused:
        modeler.deploy({"cuti.bpmn": diagram()}, tenant=HOME)
    assert refused.value.code == "FORBIDDEN"


def office_of(seed: Seed) -> str:
    """The office of a seed."""
    return str(seed.office["id"])


def test_there_are_27_sops() -> None:
    assert len(SOPS) == 27


@pytest.mark.parametrize(("seed", "slug"), SOPS, ids=[slug for _, slug in SOPS])
def test_every_sop_deploys_this_way(place: Place, seed: Seed, slug: str) -> None:
    files = sop(slug)
    place.modeler("basic").deploy(files, slug, office_of(seed))
    again = place.modeler("bearer").deploy(files, slug)
    assert again.definition is None, "the office is that of the version before"
    broken = {name: data.replace(b"userTask", b"scriptTask") for name, data in files.items()}
    with pytest.raises(Failed) as refused:
        place.modeler("bearer").deploy(broken, slug)
    assert refused.value.code == "DIAGRAM_PARSE_ERROR"
