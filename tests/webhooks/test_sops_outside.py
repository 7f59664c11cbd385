"""Delivered SOPs go from their first step to their end with somebody outside: by link, by message, by webhook."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

import pytest

from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.definition import Deploy
from engine.commands.inbound import AssignReceived
from engine.commands.link import MakeLink
from engine.commands.refusals import Invalid, NotFound, NotPossible
from engine.passwords import hashed
from engine.policy import EVERYWHERE, OWNER
from engine.queries.look import Look
from engine.queries.wait import wait_view
from engine.seeding import CONSOLE
from engine.store.cases import CASE
from engine.store.inbound import RECEIVED
from tests.sop.walking import Way
from tests.web.elsewhere import free_port
from tests.webhooks.outside import Outside, example, opened
from tests.webhooks.post_office import SECRET
from tests.webhooks.receivers import OK, Receiver, receiving
from tests.webhooks.reference import LIBRARIES, ROOT
from tests.webhooks.test_docs import listening

KADER: Final = "penggerakan-kader-imp"
CARDS: Final = "optimalisasi-pelayanan-ktp-pak-kedes"
FAMILY: Final = "pembuatan-kartu-keluarga"
VILLAGE: Final = "pengumpulan-data-pencanangan-kampung-kb"
CORRECTION: Final = {"isi_koreksi": "Konsideran ditambah satu butir.", "nomor_surat_koreksi": "180/41/HK"}
PHONE: Final = "0812 0000 0417"
PASSWORD: Final = "kata sandi uji 417"


def test_bagian_hukum_and_the_bupati_answer_their_waits_by_links(database_url: str) -> None:
    with opened(database_url, KADER) as outside:
        way = outside.way()
        way.go("langkah_10")
        assert awaited(outside, way, "langkah_10") == "bagian hukum setda Tanah Laut"
        law = outside.link(way, "langkah_10", "bagian-hukum")
        with pytest.raises(Invalid):
            outside.answer(law, **CORRECTION)  # the form asks for the date too
        outside.answer(law, **CORRECTION, tanggal_koreksi="20-11-2026")
        with pytest.raises(NotPossible, match="link-used"):
            outside.answer(law, **CORRECTION, tanggal_koreksi="20-11-2026")
        way.passed()
        way.answered["langkah_10"] = CORRECTION  # the walk looks for it on the pages of the next steps
        way.go("langkah_12")
        regent = outside.link(way, "langkah_12", "bupati")
        outside.answer(regent, nomor_sk="188.45/51/2026", tanggal_sk="20-11-2026")
        way.passed()
        assert way.gone().outcome == "Selesai"
        assert answered(outside, way) == {
            "langkah_2": ("tanah-laut-p2kbp3a/staf", False),
            "langkah_10": ("tanah-laut-p2kbp3a/bagian-hukum", True),
            "langkah_12": ("tanah-laut-p2kbp3a/bupati", True),
        }


def test_who_could_not_answer_a_wait_makes_no_link_to_it(sqlite_url: str) -> None:
    with opened(sqlite_url, KADER) as outside:
        way = outside.way()
        way.go("langkah_10")
        with pytest.raises(NotFound):
            outside.desks.run(
                outside.desks.person("kader"), MakeLink(way.case, way.n("langkah_10"), b"1" * 32, "Kader")
            )


def test_a_wait_for_a_party_that_no_post_answers_for_is_not_put_in_force(sqlite_url: str) -> None:
    with opened(sqlite_url, KADER) as outside:
        name = '"sop:penjawab" value="Bupati"'
        diagram = outside.desks.sop.path.read_text(encoding="utf-8").replace(name, name.replace("Bupati", "Bupatih"))
        forms = {f"{id}.form": json.dumps(form).encode() for id, form in outside.desks.sop.forms.items()}
        with pytest.raises(NotPossible, match="unknown-lane"):
            outside.desks.run(CONSOLE, Deploy(outside.office, KADER, {f"{KADER}.bpmn": diagram.encode()} | forms))


def test_the_bupati_signs_his_step_of_kampung_kb_by_a_link(sqlite_url: str) -> None:
    with opened(sqlite_url, VILLAGE) as outside:
        way = outside.way()
        way.go("langkah_13b")
        outside.answer(outside.link(way, "langkah_13b", "bupati"), **way.plan.given("langkah_13b", way.left[0][1]))
        way.passed()
        assert way.gone().outcome == "Selesai"
        (signed,) = [
            one for one in outside.history(way) if one.kind == "TaskCompleted" and one.element == "langkah_13b"
        ]
        assert (signed.actor, signed.acting_for) == ("tautan:1", "kukar-kb/bupati")


def awaited(outside: Outside, way: Way, element: str) -> str:
    """Whom the page of a wait names."""
    desks = outside.desks
    with desks.store.reading() as reading:
        number = reading.one(CASE, case=way.case)
        assert number is not None
        look = Look(reading, desks.desk.library, desks.person("bagian-hukum"), desks.now)
        return wait_view(look, number["number"], way.n(element)).party


def answered(outside: Outside, way: Way) -> dict[str | None, tuple[str | None, bool]]:
    """The waits that were answered: for which post, and whether by a link."""
    came = [one for one in outside.history(way) if one.kind == "MessageReceived"]
    return {one.element: (one.acting_for, str(one.actor).startswith("tautan:")) for one in came}


def send(outside: Outside, body: dict[str, Any]) -> tuple[int, str]:
    """What Dukcapil is told when it sends; signed by the reference library."""
    data, id = json.dumps(body).encode(), f"msg_{body['nomor_pesan']}"
    signature = LIBRARIES["pypi"].signs(SECRET, (id, outside.desks.now), data)
    stamp = str(int(outside.desks.now.timestamp()))
    headers = {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signature}
    answer = outside.client.post("/hooks/dukcapil", data=data, headers=headers, content_type="application/json")
    return answer.status_code, str((answer.get_json(silent=True) or {}).get("status"))


def test_dukcapil_says_by_webhook_that_the_cards_are_ready(database_url: str) -> None:
    told = json.loads(example("json", 1))
    with opened(database_url, CARDS) as outside:
        id = outside.let_in("dukcapil", example("json", 0))
        way, other = outside.way(), outside.way(langkah_4a={"nomor_pengantar": "470/9/BT"})
        way.go("langkah_4b")
        other.go("langkah_4b")
        assert send(outside, told | {"jenis": "lain", "nomor_pesan": "1"}) == (200, "ignored")
        assert send(outside, told) == (200, "matched")
        assert send(outside, told) == (200, "repeated")
        arrived(way, told["data"])
        assert way.gone().outcome == "Selesai"
        strange = told | {"nomor_pesan": "2", "data": told["data"] | {"nomor_pengantar": "470/9/BTM"}}
        assert send(outside, strange) == (202, "kept")
        assert other.row()["status"] == "ACTIVE"
        with outside.desks.store.reading() as reading:
            (kept,) = reading.all(RECEIVED, inbound=id, states=["KEPT"], before=2**62, limit=9)
        outside.desks.run(CONSOLE, AssignReceived(kept["id"], other.case))
        arrived(other, told["data"])
        assert other.gone().outcome == "Selesai"
        assert [one.actor for one in outside.history(way) if one.kind == "MessageReceived"] == ["masuk:dukcapil"]


def arrived(way: Way, data: dict[str, Any]) -> None:
    """The wait is over; the pages of the next steps have to know what came."""
    way.passed()
    way.answered["langkah_4b"] = {
        "tanggal_kabar": data["tanggal"],
        "nomor_surat_dinas": data["nomor_surat"],
        "ktp_selesai": data["ktp"],
    }


@contextmanager
def gateway() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The receiver of docs/contoh-sambungan.md; its port and its process."""
    port = free_port()
    environment = {**os.environ, "SECRET": SECRET, "PORT": str(port)}
    line, pipe = [sys.executable, "-c", example("python")], subprocess.PIPE
    process = subprocess.Popen(line, env=environment, cwd=ROOT, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
    try:
        listening(port, process)
        yield port, process
    finally:
        process.kill()
        process.wait()


def test_the_applicant_is_told_and_nothing_else_of_him_leaves(database_url: str) -> None:
    wanted = {"kinds": ("TaskCompleted",), "sops": ("pembuatan_kartu_keluarga",), "fields": ("telepon",)}
    with opened(database_url, FAMILY) as outside, gateway() as (port, process), receiving(OK) as receiver:
        outside.tell(port, **wanted)
        outside.tell(receiver.port, **wanted)
        known = {"langkah_1": {"telepon": PHONE}}
        done, refused, silent = outside.way(0, **known), outside.way(1, **known), outside.way(0)
        assert [way.gone().outcome for way in (done, refused, silent)] == ["Selesai", "Ditolak", "Selesai"]
        outside.deliver()
        process.kill()
        assert process.stdout is not None
        first, second = done.row()["number"], refused.row()["number"]
        assert sorted(process.stdout.read().splitlines()) == sorted(
            [
                f"{PHONE}: berkas {first} perlu dilengkapi",
                f"{PHONE}: berkas {first} siap diambil",
                f"{PHONE}: berkas {second} tidak dapat diterima",
            ]
        )
        bodies = verified(receiver)
        for way in (done, refused, silent):
            mine = [one["data"] for one in bodies if one["subject"] == str(way.case)]
            assert {one["facts"]["caseNumber"] for one in mine} == {way.row()["number"]}
            assert all(one["answers"] == {"telepon": None if way is silent else PHONE} for one in mine)


def verified(receiver: Receiver) -> list[dict[str, Any]]:
    """What came, each proven by the reference library; no body holds another answer of the walk."""
    personal = ["Siti Rahmah", "6106010101900001", "Contoh Hulu", "Buku nikah", "6106010101200001"]
    for request in receiver.requests:
        assert LIBRARIES["pypi"].verifies(SECRET, request.headers, request.body)
        assert [word for word in personal if word in request.body.decode()] == []
    return [json.loads(request.body) for request in receiver.requests]


def ask(outside: Outside, asker: str, body: dict[str, Any], path: str) -> dict[str, Any]:
    """What /api/v1 answers somebody who signs in by his password."""
    credentials = f"Basic {b64encode(f'{asker}:{PASSWORD}'.encode()).decode()}"
    answer = outside.client.post(path, json=body, headers={"Authorization": credentials})
    assert answer.status_code == 201, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def test_what_the_examples_ask_of_the_api_is_taken(sqlite_url: str) -> None:
    body, address = re.findall(r"--json '(.*)' \"\$LAJUR(.*)\"", example("sh", 0))[0]
    with opened(sqlite_url, KADER) as outside:
        desks, office = outside.desks, outside.office
        password = hashed(PASSWORD)
        for login in ("petugas", "pemilik"):
            desks.run(CONSOLE, CreateAccount(login, login, password, office))
        desks.run(CONSOLE, Hold("petugas", f"{office}/staf", date(2000, 1, 1)))
        desks.run(CONSOLE, Grant("pemilik", OWNER, EVERYWHERE))
        way = outside.way()
        way.go("langkah_10")
        asked = json.loads(body) | {"n": way.n("langkah_10")}
        made = ask(outside, "petugas", asked, re.sub("TL-[0-9-]+", way.row()["number"], address))
        assert made["url"].startswith("http")
        (subscription, place) = re.findall(r"--json '(.*)' \"\$LAJUR(.*)\"", example("sh", 2))[0]
        wanted = json.loads(subscription) | {"office": office}  # only this one is on the test's database
        assert ask(outside, "pemilik", wanted, place)["secret"].startswith("whsec_")
        sender = {"office": office, "name": "dukcapil", "verify": "standard", "mapping": example("json", 0)}
        assert ask(outside, "pemilik", sender, "/api/v1/inbound")["path"] == "/hooks/dukcapil"


def test_the_receiver_of_the_examples_has_ten_lines() -> None:
    assert len(example("python").splitlines()) <= 10
