"""Calls in calls, calls for each of a list, and which version a call starts."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.definition import Deploy
from engine.commands.job_call import DEEPEST
from engine.store import Store
from tests.commands.look import incidents, open_at, row, values
from tests.commands.world import HERE, KASI, MACHINE, OWNER, STAF, World

DIAGRAM = (HERE / "bertingkat.bpmn").read_bytes()
CALL = b'<bpmn:callActivity id="p_panggil" calledElement="berputar"/>'


@pytest.fixture
def world(store: Store) -> World:
    """An office whose processes call each other."""
    return World(store).furnish("bertingkat.bpmn")


def tree(world: World, key: str = "atas") -> list[int]:
    """A case and those that were called from it, the outermost first."""
    case = int(world.start(key, MACHINE)["case"])
    world.work()
    return sorted(found[0] for found in world.dump()["process_instance"] if found[0] >= case)


def test_an_escalation_goes_up_until_somebody_catches_it(world: World) -> None:
    top, middle, bottom = tree(world)
    assert list(open_at(world, top)) == ["a_lihat"]
    assert (open_at(world, middle), list(open_at(world, bottom))) == ({}, ["b_kerja"])


def test_what_is_answered_below_comes_up_through_every_call(world: World) -> None:
    top, middle, bottom = tree(world)
    world.complete(KASI, open_at(world, bottom)["b_kerja"], hasil="baik", angka=2**70)
    world.work()
    assert row(world, middle)["outcome"] == "Ditengahi"
    assert values(world, top) == {"hasil": "baik", "angka": 2**70}
    assert sorted(open_at(world, top)) == ["a_akhir", "a_lihat"]


def test_an_error_goes_up_as_each_level_throws_it_again(world: World) -> None:
    top, middle, bottom = tree(world)
    world.complete(KASI, open_at(world, bottom)["b_kerja"], hasil="buruk")
    world.work()
    assert sorted(open_at(world, top)) == ["a_lihat", "a_urus"]
    assert {row(world, case)["status"] for case in (middle, bottom)} == {"COMPLETED"}
    assert world.jobs() == []


def test_each_of_a_list_is_called_with_its_item_and_the_rest_is_called_off(world: World) -> None:
    case = world.start("banyak")["case"]
    people = ["Ani", "Budi", "Candra", "Dewi"]
    world.complete(STAF, open_at(world, case)["y_isi"], daftar=people, proses="bawah")
    world.work()
    called = sorted(found[0] for found in world.dump()["process_instance"] if found[0] > case)
    assert [values(world, one) for one in called] == [{"nama": name} for name in people]
    for one in (called[2], called[0]):
        world.complete(KASI, open_at(world, one)["b_kerja"], hasil=f"baik-{one}")
    world.work()
    assert list(open_at(world, case)) == ["y_akhir"]
    assert values(world, case)["semua"] == [f"baik-{called[0]}", None, f"baik-{called[2]}", None]
    assert [row(world, one)["status"] for one in called] == ["COMPLETED", "CANCELLED"] * 2
    assert world.jobs() == []


def test_a_process_that_calls_itself_without_end_is_stopped_by_an_incident(world: World) -> None:
    cases = tree(world, "berputar")
    assert len(cases) == 1 + DEEPEST
    assert [one["kind"] for one in incidents(world, max(cases))] == ["call"]
    assert "too-deep" in incidents(world, max(cases))[0]["message"]


def version(world: World, binding: str) -> Any:
    """A case of `berputar` that calls `bawah` with a binding, while `bawah` has three versions; the called version."""
    tagged = DIAGRAM.replace(b'<bpmn:process id="bawah"', b'<bpmn:process id="bawah" camunda:versionTag="%s"')
    call = CALL.replace(b'calledElement="berputar"', f'calledElement="bawah" {binding}'.encode())
    world.run(OWNER, Deploy("uji", "dua", {"bertingkat.bpmn": (tagged % b"dua").replace(CALL, call)}))
    world.run(OWNER, Deploy("uji", "tiga", {"lain.bpmn": only_below(tagged % b"tiga")}))
    world.start("berputar", MACHINE)
    world.work()
    found = world.dump()["process_instance"]
    if len(found) < 2:
        return [one["message"] for one in incidents(world, found[0][0])]
    with world.store.reading() as reading:
        return world.desk.library.definition(reading, found[1][1]).version


def only_below(data: bytes) -> bytes:
    """The diagram with the process `bawah` alone."""
    first, last = data.index(b'<bpmn:process id="atas"'), data.index(b'<bpmn:process id="bawah"')
    end = data.index(b'<bpmn:process id="banyak"')
    return data[:first] + data[last:end] + b"</bpmn:definitions>"


@pytest.mark.parametrize(
    ("binding", "expected"),
    [
        ("", 3),
        ('camunda:calledElementBinding="latest"', 3),
        ('camunda:calledElementBinding="deployment"', 2),
        ('camunda:calledElementBinding="version" camunda:calledElementVersion="1"', 1),
        ('camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="dua"', 2),
    ],
)
def test_a_call_starts_the_version_that_it_names(world: World, binding: str, expected: int) -> None:
    assert version(world, binding) == expected


def test_a_version_that_is_not_there_is_an_incident(world: World) -> None:
    (message,) = version(world, 'camunda:calledElementBinding="version" camunda:calledElementVersion="9"')
    assert "no-called-process" in message
