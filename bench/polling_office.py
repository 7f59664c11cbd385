"""An office with service tasks, a machine account and a clerk, for measurements over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from argon2 import PasswordHasher

from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.desk import Context, Desk
from engine.commands.office import LoadOffice
from engine.library import Library
from engine.policy import Actor
from engine.seeding import CONSOLE
from engine.store import Store
from engine.store.migrate import upgrade
from webhooks.outbox import enqueue

__all__ = ["PASSWORD", "furnish"]

PASSWORD: Final = "rahasia ukuran"  # noqa: S105 - of a database that lives for a minute
_OFFICE: Final = {
    "id": "ukur",
    "kode": "UK",
    "nama": "Kantor Ukur",
    "wilayah": "Ukur",
    "zona": "WIB",
    "jabatan": [{"slug": "staf", "nama": "Staf"}],
    "alias": [],
}
_HEAD: Final = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:lajur:ukur" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
)
_SERVICE: Final = (
    '<process id="{key}" isExecutable="true"><startEvent id="mulai"/>'
    '<serviceTask id="kerja" name="Mengirim" camunda:type="external" camunda:topic="{key}"/>'
    '<endEvent id="selesai"/><sequenceFlow id="f1" sourceRef="mulai" targetRef="kerja"/>'
    '<sequenceFlow id="f2" sourceRef="kerja" targetRef="selesai"/></process></definitions>'
)
_PERSON: Final = (
    '<process id="meja" isExecutable="true"><startEvent id="mulai"/>'
    '<userTask id="isi" name="Mengisi" camunda:candidateGroups="staf"/>'
    '<endEvent id="selesai"/><sequenceFlow id="f1" sourceRef="mulai" targetRef="isi"/>'
    '<sequenceFlow id="f2" sourceRef="isi" targetRef="selesai"/></process></definitions>'
)


def furnish(url: str, services: int, people: int) -> None:
    """Fills an empty database: so many cases that wait for a worker (topic `kirim`), and for the clerk."""
    store = Store(url, enqueue)
    upgrade(store)
    desk, now = Desk(store, Library()), datetime.now(UTC)

    def run(command: object, actor: Actor = CONSOLE) -> None:
        desk.run(Context(actor, now), command)

    run(LoadOffice(_OFFICE))
    for key, text in (("kirim", _SERVICE), ("bangun", _SERVICE), ("meja", _PERSON)):
        run(Deploy("ukur", key, {f"{key}.bpmn": (_HEAD + text.format(key=key)).encode()}))
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for login in ("mesin", "staf"):
        run(CreateAccount(login, login.title(), hashed, "ukur"))
    run(Grant("mesin", "worker", "ukur"))
    run(Hold("staf", "ukur/staf", date(2020, 1, 1)))
    machine = Actor("mesin", "Mesin", grants=frozenset({("worker", "ukur")}))
    for key, count in (("kirim", services), ("meja", people)):
        for number in range(count):
            run(StartCase(key=key, answers={"nomor": number, "nama": "Ani Suryani"}), machine)
    store.close()
