"""Papers: kept by content, attached by the answer that names them, forgotten when nobody attached them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from engine.commands.definition import Deploy
from engine.commands.document import StoreDocument
from engine.commands.refusals import Invalid, NotFound
from engine.papers import MAX_BYTES, PaperRefused, examined
from engine.queries.look import Look
from engine.queries.paper import paper
from engine.store import Store
from engine.worker import Worker
from tests.commands.world import HERE, KASI, OWNER, STAF, World, person, task_of

PDF = b"%PDF-1.7\n% surat"
FORM = json.dumps(
    {
        "id": "langkah_2",
        "type": "default",
        "schemaVersion": 18,
        "components": [
            {"type": "radio", "id": "F1", "key": "keputusan_2", "label": "Sesuai?", "values": _values}
            for _values in [[{"value": word, "label": word} for word in ("Ya", "Tidak")]]
        ]
        + [{"type": "filepicker", "id": "F2", "key": "pindaian", "label": "Pindaian", "multiple": True}],
    }
).encode()


def furnished(store: Store) -> tuple[World, str]:
    """An office whose second step takes papers, and such a task."""
    world = World(store).furnish()
    resources = {"serba.bpmn": (HERE / "serba.bpmn").read_bytes(), "langkah_2.form": FORM}
    world.run(OWNER, Deploy("uji", "serba", resources))
    return world, task_of(world.complete(STAF, world.start("serba")["opened"][0]["task"], jenis="x"), "langkah_2")


def handed_out(world: World, number: str, sha256: str, who: Any = KASI) -> bytes:
    """What the page of a paper gives to somebody."""
    with world.store.reading() as reading:
        return paper(Look(reading, world.desk.library, who, world.now), number, sha256).body


def test_a_paper_is_kept_once_and_read_by_who_may_read_the_case(store: Store) -> None:
    world, task = furnished(store)
    kept = world.run(KASI, StoreDocument("C:\\surat\\pindai.pdf", PDF))
    again = world.run(KASI, StoreDocument("lain.pdf", PDF))
    assert (kept["name"], again["sha256"], kept["type"]) == ("pindai.pdf", kept["sha256"], "application/pdf")
    done = world.complete(KASI, task, keputusan_2="Ya", pindaian=[json.dumps(kept)])
    assert handed_out(world, done["number"], kept["sha256"]) == PDF
    with pytest.raises(NotFound):
        handed_out(world, done["number"], kept["sha256"], person("orang-lain"))
    with pytest.raises(NotFound):
        handed_out(world, done["number"], "0" * 64)


def test_nobody_attaches_what_another_person_brought(store: Store) -> None:
    world, task = furnished(store)
    kept = world.run(STAF, StoreDocument("rahasia.pdf", PDF))
    for wrong in (kept, kept | {"sha256": "0" * 64}):
        with pytest.raises(Invalid) as refused:
            world.complete(KASI, task, keputusan_2="Ya", pindaian=[wrong])
        assert [one.key for one in refused.value.problems] == ["pindaian"]
    own = world.run(KASI, StoreDocument("milik-sendiri.pdf", PDF + b"2"))
    with pytest.raises(Invalid):
        world.complete(KASI, task, keputusan_2="Ya", pindaian=[own | {"type": "image/png"}])
    world.complete(KASI, task, keputusan_2="Ya", pindaian=[own])


def test_the_worker_forgets_after_a_day_what_nobody_attached(store: Store) -> None:
    world, task = furnished(store)
    kept = world.run(KASI, StoreDocument("dipakai.pdf", PDF))
    lost = world.run(KASI, StoreDocument("lupa.pdf", PDF + b"lupa"))
    done = world.complete(KASI, task, keputusan_2="Ya", pindaian=[kept])
    Worker(world.desk, clock=lambda: world.now + timedelta(days=2)).clean()
    assert handed_out(world, done["number"], kept["sha256"]) == PDF
    world.now += timedelta(days=2)
    follow = world.start("serba")
    again = task_of(world.complete(STAF, follow["opened"][0]["task"], jenis="x"), "langkah_2")
    with pytest.raises(Invalid):
        world.complete(KASI, again, keputusan_2="Ya", pindaian=[lost])


def office_file(part: str, *more: str) -> bytes:
    """A file as an office program packs it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as found:
        for name in (part, *more):
            found.writestr(name, "isi")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.html", b"<html><script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("a.pdf", b""),
        ("a.exe", b"MZ\x90\x00"),
        ("a.zip", office_file("apa.txt")),
        ("a.docm", office_file("word/document.xml", "word/vbaProject.bin")),
        ("a.pdf", PDF.ljust(MAX_BYTES + 1)),
        ("a.docx", b"PK\x03\x04rusak"),
    ],
)
def test_what_could_harm_or_is_not_known_is_refused(name: str, body: bytes) -> None:
    with pytest.raises(PaperRefused) as refused:
        examined(name, body)
    assert name in refused.value.id


def test_the_kind_is_told_by_the_content_and_the_name_is_plain() -> None:
    assert examined("foto.exe", b"\x89PNG\r\n\x1a\n...").type == "image/png"
    assert examined("x", office_file("xl/workbook.xml")).type.endswith("spreadsheetml.sheet")
    assert examined("../../etc/pass\u202ewd.pdf", PDF).name == "pass wd.pdf"
    assert len(examined("n" * 500 + ".pdf", PDF).name) == 150
