"""An office with very many open tasks: two cases through the real commands, the rest copied from them in bulk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

import psycopg
from argon2 import PasswordHasher

from engine.commands.account import CreateAccount, Hold
from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.desk import Context, Desk
from engine.commands.office import LoadOffice
from engine.commands.task import Complete
from engine.events import instant
from engine.library import Library
from engine.policy import Actor
from engine.seeding import CONSOLE
from engine.store import Store, tables, tables_calendar
from engine.store.migrate import upgrade
from webhooks.outbox import enqueue

__all__ = ["ASK", "FORM", "HALF", "PASSWORD", "SMALL", "crowd"]

PASSWORD: Final = "rahasia ukuran"  # noqa: S105 - of a database that lives for a minute
HALF: Final = "separuh"
SMALL: Final = "biasa"
POSTS: Final = 10  # that share the half which one post does not hold
ASK: Final = "nama40"
_ACTOR: Final = frozenset({"ukur/loket"})
_SLUGS: Final = ("loket", HALF, *(f"jabatan-{n}" for n in range(POSTS)))
_OFFICE: Final = {
    "id": "ukur",
    "kode": "UK",
    "nama": "Kantor Ukur",
    "wilayah": "Ukur",
    "zona": "WIB",
    "jabatan": [
        {"slug": slug, "nama": slug.title()} for slug in ("loket", HALF, *(f"jabatan-{n}" for n in range(POSTS)))
    ],
    "alias": [],
}
_DIAGRAM: Final = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:lajur:ukur"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="ramai" name="Surat keterangan" isExecutable="true">
<laneSet id="lajur">
<lane id="l1" name="Loket"><flowNodeRef>mulai</flowNodeRef><flowNodeRef>catat</flowNodeRef></lane>
<lane id="l2" name="Separuh"><flowNodeRef>periksa</flowNodeRef></lane>
<lane id="l3" name="Jabatan-1"><flowNodeRef>tanda</flowNodeRef><flowNodeRef>selesai</flowNodeRef></lane></laneSet>
<startEvent id="mulai"/>
<userTask id="catat" name="Mencatat permohonan" camunda:formRef="catat"
 camunda:formRefBinding="deployment"/>
<userTask id="periksa" name="Memeriksa berkas" camunda:formRef="periksa"
 camunda:formRefBinding="deployment"><extensionElements><camunda:properties>
 <camunda:property name="sop:waktu" value="10 Menit"/><camunda:property name="sop:durasi" value="PT10M"/>
</camunda:properties></extensionElements></userTask>
<userTask id="tanda" name="Menandatangani"/>
<endEvent id="selesai"/>
<sequenceFlow id="f1" sourceRef="mulai" targetRef="catat"/>
<sequenceFlow id="f2" sourceRef="catat" targetRef="periksa"/>
<sequenceFlow id="f3" sourceRef="periksa" targetRef="tanda"/>
<sequenceFlow id="f4" sourceRef="tanda" targetRef="selesai"/>
</process></definitions>"""
FORM: Final = (
    '{"id": "%s", "type": "default", "schemaVersion": 18, "components": ['
    '{"type": "textfield", "id": "F1", "key": "%s", "label": "Nama pemohon", "validate": {"required": true}},'
    '{"type": "textfield", "id": "F2", "key": "%s_2", "label": "Desa"}]}'
)
_SEQUENCE: Final = (
    "WITH RECURSIVE seq(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM seq WHERE i < {last}) "
    "INSERT INTO {table} ({columns}) SELECT {values} FROM seq, {table} t WHERE {where}"
)
_STEP: Final = 50_000  # cases that one statement copies


def crowd(url: str, count: int) -> Store:
    """Fills an empty database with so many cases that wait at their second step; the store stays open.

    Half of them wait for one post, the rest for ten others; a fifth has no limit, the others are due over thirty days,
    ten of them past. Each has its events, answers, variables, a finished task and two words to be found by.
    """
    store = Store(url, enqueue)
    upgrade(store)
    _furnish(Desk(store, Library()))
    store.close()
    with _raw(url) as run:
        for first in range(1, count, _STEP):
            _copy(run, first, min(first + _STEP - 1, count - 1))
        run("UPDATE task SET due_at = NULL, warn_at = NULL WHERE case_id = 1")
        run("DELETE FROM group_count")
        run(
            "INSERT INTO group_count (candidates, open) SELECT candidates, count(*) FROM task "
            "WHERE status = 'OPEN' GROUP BY candidates"
        )
        if not url.startswith("sqlite"):
            run(f"SELECT setval('process_instance_id_seq', {count + 1})")
    if not url.startswith("sqlite"):
        with psycopg.connect(url, autocommit=True) as settled:
            settled.execute("VACUUM ANALYZE")  # as the database does by itself within minutes
    return Store(url, enqueue)


def _furnish(desk: Desk) -> None:
    now = datetime.now(UTC)
    clerk = Actor("loket", "Loket", _ACTOR, _ACTOR, _ACTOR)

    def run(command: object, actor: Actor = CONSOLE) -> dict[str, Any]:
        return desk.run(Context(actor, now), command).body

    run(LoadOffice(_OFFICE))
    forms = {
        f"{name}.form": (FORM % (name, key, key)).encode() for name, key in (("catat", "nama"), ("periksa", "hasil"))
    }
    run(Deploy("ukur", "ramai", {"ramai.bpmn": _DIAGRAM.encode()} | forms))
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for login, posts in (("loket", ["loket"]), (HALF, [HALF]), (SMALL, ["jabatan-3"])):
        run(CreateAccount(login, login.title(), hashed, "ukur"))
        for post in posts:
            run(Hold(login, f"ukur/{post}", date(2020, 1, 1)))
    body = run(StartCase("ramai"), clerk)
    case, n = (int(part) for part in body["opened"][0]["task"].split("-"))
    run(Complete(case, n, {"nama": "Siti Rahmah", "nama_2": "Muara Contoh"}), clerk)


def _copy(run: Callable[[str], None], first: int, last: int) -> None:
    """Copies what the first case has to the cases with the ids 1 + first to 1 + last."""
    now, second = instant(datetime.now(UTC)), 1_000_000
    post = f"CASE WHEN i % 2 = 0 THEN 'ukur/{HALF}' ELSE 'ukur/jabatan-' || ((i / 2) % {POSTS}) END"
    due = f"{now} + (CAST(i AS BIGINT) * 7919 % 1000003 - 333000) * {int(2.592 * second)}"
    late = f"CASE WHEN t.status <> 'OPEN' OR i % 5 = 0 THEN NULL ELSE {due}"
    changed: Mapping[str, dict[str, str]] = {
        "process_instance": {"id": "i + 1", "number": "'UK-2026-' || (1000000 + i) || '-0'"},
        "event": {"case_id": "i + 1"},
        "answer": {"case_id": "i + 1"},
        "variable": {"case_id": "i + 1"},
        "task": {
            "case_id": "i + 1",
            "candidates": f"CASE WHEN t.status = 'OPEN' THEN {post} ELSE t.candidates END",
            "opened_at": f"{now} - CAST(i AS BIGINT) * {second}",
            "due_at": f"{late} END",
            "warn_at": f"{late} - CAST(1 + i % 30 AS BIGINT) * {600 * second} END",
        },
    }
    for name, values in changed.items():
        columns = tables.metadata.tables[name].columns.keys()
        shown = ", ".join(values.get(column, f't."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        key = "id" if name == "process_instance" else "case_id"
        facts = {"table": name, "columns": names, "values": shown, "where": f"t.{key} = 1"}
        run(_SEQUENCE.format(first=first, last=last, **facts))
    for word in ("'nama' || (i % 1000)", "'marga' || (CAST(i AS BIGINT) * 31 % 5000)"):
        run(
            f"WITH RECURSIVE seq(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM seq WHERE i < {last}) "
            f"INSERT INTO {tables_calendar.case_word.name} (word, case_id) SELECT {word}, i + 1 FROM seq"
        )


@contextmanager
def _raw(url: str) -> Iterator[Callable[[str], None]]:
    """Runs statements on the database itself, in one transaction; SQLite keeps no journal while it is filled."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        for word in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -800000"):
            connection.execute(f"PRAGMA {word}")
        connection.execute("BEGIN")

        def run(sql: str) -> None:
            connection.execute(sql)

        yield run
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
        return
    with psycopg.connect(url) as pg:

        def ask(sql: str) -> None:
            pg.execute(sql.encode())

        yield ask
