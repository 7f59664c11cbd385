"""Forms are checked on the server, with what the case knows; each version keeps its own."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.commands.definition import Deploy
from engine.commands.refusals import Invalid
from engine.store import Store
from tests.commands.world import HERE, KASI, OWNER, STAF, World, task_of


def deployed(store: Store) -> World:
    """An office whose second step asks for a number when the case is about a permit."""
    world = World(store).furnish()
    form = (HERE / "bersyarat.form").read_bytes()
    resources = {"serba.bpmn": (HERE / "serba.bpmn").read_bytes(), "langkah_2.form": form}
    world.run(OWNER, Deploy("uji", "serba", resources))
    return world


def test_a_condition_of_a_form_knows_what_the_case_knows(store: Store) -> None:
    world = deployed(store)
    body = world.complete(STAF, world.start("serba")["opened"][0]["task"], jenis="Izin")
    with pytest.raises(Invalid) as refused:
        world.complete(KASI, task_of(body, "langkah_2"), keputusan_2="Ya")
    assert [problem.key for problem in refused.value.problems] == ["nomor_izin"]
    world.complete(KASI, task_of(body, "langkah_2"), keputusan_2="Ya", nomor_izin="7")
    other = world.complete(STAF, world.start("serba")["opened"][0]["task"], jenis="Keterangan")
    world.complete(KASI, task_of(other, "langkah_2"), keputusan_2="Ya")


def test_a_running_case_keeps_the_form_of_its_version(store: Store) -> None:
    world = deployed(store)
    body = world.complete(STAF, world.start("serba")["opened"][0]["task"], jenis="Keterangan")
    stricter = (HERE / "bersyarat.form").read_bytes().replace(b'"nomor_izin", "label"', b'"nomor_baru", "label"')
    stricter = stricter.replace(b'"properties": {"wajib_jika"', b'"validate": {"required": true}, "properties": {"x"')
    made = world.run(
        OWNER,
        Deploy("uji", "serba", {"serba.bpmn": (HERE / "serba.bpmn").read_bytes(), "langkah_2.form": stricter}),
    )
    assert made["definitions"][0]["version"] == 2
    world.complete(KASI, task_of(body, "langkah_2"), keputusan_2="Ya")
    newer = world.complete(STAF, world.start("serba")["opened"][0]["task"])
    with pytest.raises(Invalid):
        world.complete(KASI, task_of(newer, "langkah_2"), keputusan_2="Ya")


DATED = b"""{"id": "langkah_2", "type": "default", "schemaVersion": 18, "components": [
  {"type": "radio", "id": "F1", "key": "keputusan_2", "label": "Sesuai?",
   "values": [{"value": "Ya", "label": "Ya"}, {"value": "Tidak", "label": "Tidak"}]},
  {"type": "datetime", "subtype": "date", "id": "F2", "key": "tanggal_surat", "dateLabel": "Tanggal surat",
   "properties": {"paling_lambat": "hari ini"}}]}"""


def test_a_date_is_held_against_the_day_of_the_command_at_the_office(store: Store) -> None:
    world = World(store).furnish()
    resources = {"serba.bpmn": (HERE / "serba.bpmn").read_bytes(), "langkah_2.form": DATED}
    world.run(OWNER, Deploy("uji", "serba", resources))
    task = task_of(world.complete(STAF, world.start("serba")["opened"][0]["task"], jenis="Keterangan"), "langkah_2")
    today = world.now.astimezone(ZoneInfo("Asia/Jakarta")).date()
    with pytest.raises(Invalid) as refused:
        world.complete(KASI, task, keputusan_2="Ya", tanggal_surat=(today + timedelta(days=1)).isoformat())
    assert [problem.key for problem in refused.value.problems] == ["tanggal_surat"]
    world.complete(KASI, task, keputusan_2="Ya", tanggal_surat=today.isoformat())
