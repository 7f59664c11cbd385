"""A database in which every name, label, field, file name, comment and reason holds markup that wants to run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

from bpmn import document
from engine.app.running import open_desk
from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.attachment import AttachDocument
from engine.commands.case import Comment, Resume, StartCase, Suspend
from engine.commands.definition import Deploy
from engine.commands.definition_facts import VersionFacts
from engine.commands.desk import Context, Desk
from engine.commands.document import StoreDocument
from engine.commands.draft import DraftPlace, SaveDraft
from engine.commands.office import LoadOffice
from engine.commands.task import Complete
from engine.policy import Actor
from engine.seeding import CONSOLE, library
from engine.settings import load as settings
from engine.store.definitions import LATEST
from engine.store.migrate import upgrade
from engine.store.people import actor
from tests.web.desk import PDF, PNG

__all__ = ["FILE", "KEY", "PASSWORD", "RUN", "fill"]

RUN: Final = (
    """"'></textarea></title><img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)>{{7*7}}"""
)
FILE: Final = "<img src=x onerror=alert(1)>.pdf"
"""What is left of such a name for a file has no slash and no quote."""
KEY: Final = "pengesahan_surat_keterangan_miskin"
PASSWORD: Final = "rahasia uji coba"
LANES: Final = {"Pemohon": "pemohon", "Staf": "staf", "Kasi": "kasi", "Sekcam": "sekcam", "Camat": "camat"}
SAID: Final = ("label", "description", "text")


def fill(folder: Path) -> str:
    """Makes the database in a folder; the number of a case that waits at its first step for the second time."""
    desk = open_desk(settings(database_url=f"sqlite:///{folder / 'l.sqlite'}"))
    upgrade(desk.store)
    try:
        _office(desk)
        case = _case(desk)
        _again(desk)
        return case
    finally:
        desk.store.close()


def _run(desk: Desk, command: object, who: Actor = CONSOLE) -> dict[str, Any]:
    return desk.run(Context(who, datetime.now(UTC)), command).body


def _office(desk: Desk) -> None:
    posts: list[dict[str, Any]] = [{"slug": slug, "nama": name + RUN} for name, slug in LANES.items()]
    posts[0] |= {"luar": True, "pencatat": "staf"}
    aliases = [{"label": name + RUN, "jabatan": [slug]} for name, slug in LANES.items()]
    office = {"id": "uji", "kode": "UJ", "nama": "Kantor" + RUN, "wilayah": "Kabupaten" + RUN, "zona": "WIB"}
    _run(desk, LoadOffice(office | {"jabatan": posts, "alias": aliases}))
    _run(desk, Deploy("uji", "uji" + RUN, dict(_spoilt(_files()))))
    password = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for slug in ("staf", "kasi"):
        _run(desk, CreateAccount(slug, slug.title() + RUN, password, "uji"))
        _run(desk, Hold(slug, f"uji/{slug}", date(2026, 1, 1)))
    for role in ("pemilik", "auditor", "administrator"):
        _run(desk, CreateAccount(role, role.title() + RUN, password, "uji"))
        _run(desk, Grant(role, role, "uji"))


def _files() -> Mapping[str, bytes]:
    return next(seed.sops for seed in library() if seed.office["id"] == "bunut-hilir")[KEY.replace("_", "-")]


def _again(desk: Desk) -> None:
    """A second version that differs in each name, for a reason that wants to run."""
    with desk.store.reading() as reading:
        last = reading.one(LATEST, office="uji", key=KEY)
    assert last
    today = datetime.now(ZoneInfo("Asia/Pontianak")).date()
    facts = VersionFacts(RUN[:96], today, "Alasan" + RUN, "uji/camat", last["id"])
    _run(desk, Deploy("uji", "kedua" + RUN, dict(_spoilt(_files(), "lagi")), facts=facts))


def _spoilt(files: Mapping[str, bytes], more: str = "") -> Iterator[tuple[str, bytes]]:
    """The diagram and its forms with the markup behind each name and label."""
    for name, body in files.items():
        form = not name.endswith(".bpmn")
        yield name, json.dumps(_form(json.loads(body))).encode() if form else _diagram(body, RUN + more)


def _diagram(body: bytes, behind: str) -> bytes:
    found = document.read(body)
    process = found.processes[0]
    for lane in process.lanes:
        found = found.set_name(lane.id, lane.name + RUN)
    for element in process.elements.values():
        if element.kind == "userTask":
            spoilt = {key: value + behind for key, value in element.properties.items() if key in _PRINTED}
            found = found.set_name(element.id, element.name + behind)
            found = found.set_documentation(element.id, element.documentation + behind)
            found = found.set_properties({element.id: spoilt})
    return found.set_name(process.id, process.name + behind).write()


_PRINTED: Final = frozenset({"sop:kelengkapan", "sop:waktu", "sop:output", "sop:keterangan"})


def _form(part: Any) -> Any:
    if isinstance(part, list):
        return [_form(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: value + RUN if key in SAID and isinstance(value, str) else _form(value) for key, value in part.items()}


def _case(desk: Desk) -> str:
    today = datetime.now(UTC).date()
    with desk.store.reading() as reading:
        people = {login: actor(reading, login, today) for login in ("staf", "kasi", "pemilik")}
    staf, kasi, owner = (people[login] for login in ("staf", "kasi", "pemilik"))
    assert staf
    assert kasi
    assert owner
    body = _run(desk, StartCase(key=KEY), staf)
    case: int = body["case"]
    papers = [_run(desk, StoreDocument(FILE, PDF), staf), _run(desk, StoreDocument(f"2{FILE}.png", PNG), staf)]
    asked = {"nama_pemohon": "Ani" + RUN, "nik": "6106010101900001", "desa": "Desa" + FILE, "telepon": ""}
    _run(desk, Complete(case, 1, asked | {"berkas_dibawa": ["SKM"], "pindaian_berkas": papers}), staf)
    _run(desk, Complete(case, 2, {"nomor_agenda": "1" + FILE, "tanggal_agenda": "20-11-2026"}), staf)
    checked = dict.fromkeys(("skm_3", "foto_copy_ktp_3", "foto_copy_kk_3"), "perlu diganti")
    refused = {"keputusan_3": "Tidak", "tindak_lanjut_3": "Dilengkapi", "alasan_3": "Sebab" + RUN}
    _run(desk, Complete(case, 3, checked | refused), kasi)
    _run(desk, Comment(case, "Komentar" + RUN), staf)
    _run(desk, AttachDocument(case, papers[0]), staf)
    _run(desk, Suspend(case, "Tunda" + RUN), owner)
    _run(desk, Resume(case, "Lanjut" + RUN), owner)
    for tab in ("a", "b"):
        _run(desk, SaveDraft(DraftPlace(case, 4), tab + RUN[:20], 0, {"nama_pemohon": [tab + RUN]}), staf)
    number: str = _run(desk, StartCase(key=KEY), staf)["number"]
    del number
    return str(case)
