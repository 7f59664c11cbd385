"""What the modeler page asks the server, without a browser: policy, draft, findings, preview, new SOPs, in force."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from bpmn import document
from engine.commands.account import Grant
from engine.store import Store
from engine.store.definitions import LAST_VERSION
from engine.store.migrate import upgrade
from engine.web.modeler_policy import EXCEPTIONS
from engine.web.modeler_words import template_words, templates_in
from tests.api.conftest import shared
from tests.api.office import ANSWERS, HOME, PASSWORD, SKM, Office
from tests.web.test_account_page import Browser

__all__ = ["shared"]

PAGE = f"/perancang/{SKM}"
DATA = re.compile(r'<script type="application/json" id="rancangan"[^>]*>(.*?)</script>', re.DOTALL)
GOOD = {"label": "000.8/12/2026", "effective": "20-11-2026", "reason": "Norma disesuaikan", "approver": f"{HOME}/camat"}


class Owner(Browser):
    """A person at the modeler page."""

    def data(self, path: str = PAGE) -> dict[str, Any]:
        """What the page gives its script."""
        found: dict[str, Any] = json.loads(DATA.search(self.get(path).text)[1])  # type: ignore[index]
        return found

    def ask(self, path: str, body: object, page: str = PAGE) -> TestResponse:
        """Asks as the script does."""
        return self.client.post(path, json=body, headers={"X-CSRFToken": self.data(page)["csrf"]})

    def save(self, bpmn: str, revision: int = 0, **more: object) -> TestResponse:
        """Keeps a draft."""
        data = self.data()
        asked = {"bpmn": bpmn, "forms": data["forms"], "based_on": data["basedOn"], "revision": revision}
        return self.ask(f"{PAGE}/draf", asked | more)

    def force(self, form: dict[str, str]) -> TestResponse:
        """Sends the form of Berlakukan as the page shows it."""
        at = f"{PAGE}/berlakukan"
        shown = re.findall(r'name="_revisi" value="(\d*)"', self.get(at).text)
        return self.post(at, form | {"_revisi": shown[0]}, of=at)


def signed(office: Office, login: str) -> Owner:
    """Somebody signed in."""
    found = Owner(office.app)
    assert found.sign_in(login, PASSWORD).status_code == 303
    return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The offices of one test, on SQLite: the commands are proven on both databases."""
    store = Store(f"sqlite:///{tmp_path / 'lajur.sqlite'}")
    upgrade(store)
    yield Office(store)
    store.close()


@pytest.fixture
def owner(office: Office) -> Owner:
    """The process owner of Bunut Hilir."""
    return signed(office, "pemilik")


def shorter(bpmn: str) -> str:
    """The diagram with another norm on its second step."""
    found = document.read(bpmn.encode())
    return found.set_properties({"langkah_2": {"sop:waktu": "7 Menit", "sop:durasi": "PT7M"}}).write().decode()


@pytest.mark.parametrize("login", ["staf", "camat", "auditor", "admin", "pemilik-lain"])
def test_nobody_but_the_owner_of_the_office_finds_the_modeler(shared: Office, login: str) -> None:
    browser = signed(shared, login)
    assert [browser.get(path).status_code for path in (PAGE, f"{PAGE}/berlakukan")] == [404, 404]
    assert browser.get("/perancang/baru").status_code == (200 if login == "pemilik-lain" else 404)
    token = re.findall(r'name="_csrf" value="([^"]+)"', browser.get("/akun").text)[0]
    ask = {"bpmn": "<x/>", "forms": {}, "key": SKM, "office": HOME, "element": "langkah_2"}
    for path in (f"{PAGE}/draf", f"{PAGE}/periksa", f"{PAGE}/rapikan", "/perancang/pratinjau"):
        assert browser.client.post(path, json=ask, headers={"X-CSRFToken": token}).status_code == 404, path
    for path in (f"{PAGE}/buang", f"{PAGE}/berlakukan"):
        assert browser.client.post(path, data={"_csrf": token}).status_code == 404, path


def test_the_page_names_its_exceptions_and_has_no_other(owner: Owner) -> None:
    policy = owner.get(PAGE).headers["Content-Security-Policy"]
    plain = owner.get("/akun").headers["Content-Security-Policy"]
    more = policy.removeprefix(re.sub(r"nonce-[\w-]+", re.findall(r"nonce-[\w-]+", policy)[0], plain))
    assert [part.split()[0] for part in more.split("; ") if part] == list(EXCEPTIONS)
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert all(reason for _, reason in EXCEPTIONS.values())


def test_a_draft_is_kept_shown_again_and_thrown_away(owner: Owner) -> None:
    data = owner.data()
    assert data["revision"] == 0
    answer = owner.save(shorter(data["bpmn"]))
    assert answer.json == {"revision": 1, "at": "08.00"}
    again = owner.data()
    assert (again["revision"], again["basedOn"]) == (1, data["basedOn"])
    assert "7 Menit" in again["bpmn"]
    assert owner.post(f"{PAGE}/buang", {"revisi": "1"}, of=PAGE).status_code == 303
    assert owner.data()["bpmn"] == data["bpmn"]


def test_a_second_person_is_told_who_draws_since_when_and_may_take_over(office: Office, owner: Owner) -> None:
    office.run(Grant("pemilik-lain", "pemilik", HOME))
    bpmn = shorter(owner.data()["bpmn"])
    owner.save(bpmn)
    other = signed(office, "pemilik-lain")
    assert "Pemilik menyunting draf ini sejak hari ini 08.00" in other.data()["held"]
    refused = other.save(bpmn, 1)
    assert refused.status_code == 409
    assert refused.json is not None
    assert "Pemilik sedang menyunting draf ini" in refused.json["message"]
    assert other.save(bpmn, 1, take=True).status_code == 200
    assert owner.save(bpmn, 1).status_code == 409
    assert "Ambil alih dahulu" in owner.get(f"{PAGE}/berlakukan").text


def test_a_second_window_of_the_same_person_overwrites_nothing(owner: Owner) -> None:
    bpmn = shorter(owner.data()["bpmn"])
    owner.save(bpmn)
    refused = owner.save(bpmn, 0)
    assert refused.status_code == 409
    assert refused.json is not None
    assert "jendela lain" in refused.json["message"]


def test_findings_name_the_element_and_stand_in_both_languages(owner: Owner) -> None:
    data = owner.data()
    broken = data["bpmn"].replace('value="PT5M"', 'value="lima menit"', 1)
    found = owner.ask(f"{PAGE}/periksa", {"bpmn": broken, "forms": data["forms"]}).json
    assert found is not None
    wrong = [one for one in found["findings"] if one["severity"] == "error"]
    assert [one["element"] for one in wrong] == ["langkah_2"]
    assert "lima menit" in wrong[0]["text"]
    owner.client.set_cookie("bahasa", "en")
    english = owner.ask(f"{PAGE}/periksa", {"bpmn": broken, "forms": data["forms"]}).json
    assert english is not None
    assert [one["text"] for one in english["findings"]] != [one["text"] for one in found["findings"]]


def test_a_lane_without_a_post_and_a_lost_form_are_found_before_they_hold_back(owner: Owner) -> None:
    data = owner.data()
    strange = data["bpmn"].replace('name="Sekcam"', 'name="Wakil Camat"')
    forms = {name: text for name, text in data["forms"].items() if name != "langkah_3.form"}
    for bpmn, kept, word in ((strange, data["forms"], "Wakil Camat"), (data["bpmn"], forms, "langkah_3")):
        found = owner.ask(f"{PAGE}/periksa", {"bpmn": bpmn, "forms": kept}).json
        assert found is not None
        assert any(word in one["text"] for one in found["findings"] if one["severity"] == "error"), word


@pytest.mark.parametrize("body", [None, [], {"bpmn": 1}, {"bpmn": "<x/>", "forms": {"a.txt": ""}}, {"forms": {}}])
def test_what_the_script_would_never_send_is_refused_with_words(owner: Owner, body: object) -> None:
    answer = owner.ask(f"{PAGE}/draf", body)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["message"]


def test_the_drawing_comes_back_laid_out_with_every_element(owner: Owner) -> None:
    bpmn = owner.data()["bpmn"]
    answer = owner.ask(f"{PAGE}/rapikan", {"bpmn": bpmn}).json
    assert answer is not None
    process = document.read(bpmn.encode()).process(SKM)
    assert set(process.elements) <= set(answer["drawing"]["shapes"])
    assert set(process.flows) == set(answer["drawing"]["edges"])
    assert answer["bpmn"] == bpmn, "a file that is drawn stays as it is"


def test_a_file_without_a_drawing_gets_one_where_the_canvas_needs_it(owner: Owner) -> None:
    data = owner.data()
    bare = re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", data["bpmn"], flags=re.DOTALL)
    assert not document.read(bare.encode()).diagrams
    answer = owner.ask(f"{PAGE}/rapikan", {"bpmn": bare}).json
    assert answer is not None
    assert owner.save(bare).status_code == 200
    for text in (answer["bpmn"], owner.data()["bpmn"]):
        found = document.read(text.encode())
        assert set(found.process(SKM).elements) <= set(found.diagrams[0].shapes)


def test_the_preview_is_the_form_as_a_task_shows_it(owner: Owner) -> None:
    data = owner.data()
    asked = {"bpmn": data["bpmn"], "forms": data["forms"], "key": SKM, "office": HOME, "element": "langkah_3"}
    text = owner.ask("/perancang/pratinjau", asked).text
    for piece in ('name="skm_3"', 'name="keputusan_3" value="Ya"', "Kirim jawaban Tidak", "Dari langkah sebelumnya"):
        assert piece in text, piece
    assert "<html" not in text
    assert owner.ask("/perancang/pratinjau", asked | {"element": "tidak_ada"}).status_code == 404


def test_the_preview_shows_a_form_also_of_a_diagram_that_does_not_run_yet(owner: Owner) -> None:
    data = owner.data()
    loose = data["bpmn"].replace('targetRef="langkah_4"', 'targetRef="putusan_3"')
    asked = {"bpmn": loose, "forms": data["forms"], "key": SKM, "office": HOME, "element": "langkah_2"}
    assert "nomor_agenda" in owner.ask("/perancang/pratinjau", asked).text


def test_a_version_goes_in_force_and_running_cases_stay_on_theirs(office: Office, owner: Owner) -> None:
    case = office.case(1)
    owner.save(shorter(owner.data()["bpmn"]))
    page = owner.get(f"{PAGE}/berlakukan").text
    assert "<ins>7 Menit</ins>, dahulu <del>5 Menit</del>" in page
    assert "Versi 1 tetap dipakai oleh 1 kasus yang sedang berjalan." in page
    refused = owner.force(GOOD | {"reason": "", "approver": ""})
    assert refused.status_code == 422
    assert "Isi alasan perubahan." in refused.text
    assert "Pilih jabatan yang mengesahkan." in refused.text
    assert owner.force(GOOD).status_code == 303
    with office.store.reading() as reading:
        row = reading.one(LAST_VERSION, key=SKM)
    assert row is not None
    assert (row["version"], row["label"], row["reason"]) == (2, "000.8/12/2026", "Norma disesuaikan")
    after = owner.data()
    assert (after["revision"], after["basedOn"]) == (0, row["id"])
    header = document.read(after["bpmn"].encode()).process(SKM).properties
    assert (header["sop:nomor"], header["sop:tanggal-efektif"]) == ("000.8/12/2026", "20-11-2026")
    assert office.get("staf", f"/api/v1/cases/{case}")["sop"]["version"] == 1
    fresh = office.call("staf", "POST", "/api/v1/cases", json={"sop": SKM, "answers": ANSWERS["langkah_1"]}).json
    assert fresh is not None
    assert office.get("staf", f"/api/v1/cases/{fresh['case']}")["sop"]["version"] == 2


def test_what_holds_a_version_back_stands_on_top_with_a_link(owner: Owner) -> None:
    assert "Belum ada draf" in owner.get(f"{PAGE}/berlakukan").text
    data = owner.data()
    owner.save(data["bpmn"].replace('value="PT5M"', 'value="lima"', 1))
    page = owner.get(f"{PAGE}/berlakukan").text
    assert "Belum dapat diberlakukan." in page
    assert f'href="{PAGE}#langkah_2"' in page
    assert owner.force(GOOD).status_code == 409
    owner.save(data["bpmn"], 1)
    assert "Draf ini sama dengan versi yang berlaku." in owner.get(f"{PAGE}/berlakukan").text


def test_a_draft_that_changed_since_the_page_was_opened_is_not_put_in_force(owner: Owner) -> None:
    data = owner.data()
    owner.save(shorter(data["bpmn"]))
    at = f"{PAGE}/berlakukan"
    answer = owner.post(at, GOOD | {"_revisi": "0"}, of=at)
    assert answer.status_code == 409
    assert "berubah sejak halaman ini dibuka" in answer.text


@pytest.mark.parametrize(
    ("day", "word"), [("21-11-2026", "belum tiba"), ("", "Isi tanggal"), ("31-2-2026", "Isi tanggal")]
)
def test_a_day_that_cannot_be_is_refused_in_words(owner: Owner, day: str, word: str) -> None:
    owner.save(shorter(owner.data()["bpmn"]))
    answer = owner.force(GOOD | {"effective": day})
    assert answer.status_code == 422
    assert word in answer.text


def test_a_new_sop_begins_from_columns_a_copy_or_a_file(owner: Owner) -> None:
    form = {"office": HOME, "way": "kolom", "name": "Izin Keramaian", "columns": "Pemohon\nStaf\nCamat"}
    answer = owner.post("/perancang/baru", form, of="/perancang/baru")
    assert answer.headers["Location"] == "/perancang/izin_keramaian"
    data = owner.data("/perancang/izin_keramaian")
    asked = {"bpmn": data["bpmn"], "forms": data["forms"]}
    found = owner.ask("/perancang/izin_keramaian/periksa", asked, "/perancang/izin_keramaian").json
    assert found is not None
    assert [one for one in found["findings"] if one["severity"] == "error"] == []
    copy = {"office": HOME, "way": "salin", "name": "Izin Keramaian", "template": SKM}
    answer = owner.post("/perancang/baru", copy, of="/perancang/baru")
    assert answer.headers["Location"] == "/perancang/izin_keramaian_2"
    copied = owner.data("/perancang/izin_keramaian_2")
    assert document.read(copied["bpmn"].encode()).process("izin_keramaian_2").name == "Izin Keramaian"
    assert "langkah_3.form" in copied["forms"]
    assert "izin_keramaian_2" in owner.get("/perancang/baru").text


def test_a_new_sop_that_lacks_something_says_which(owner: Owner) -> None:
    form = {"office": HOME, "way": "kolom", "name": "X", "columns": ""}
    for changed, word in (
        ({}, "Isi nama SOP"),
        ({"name": "Izin Keramaian"}, "Isi kolom pelaksana"),
        ({"name": "Izin Keramaian", "way": "salin"}, "Pilih SOP yang disalin"),
        ({"way": "berkas"}, "Pilih satu berkas .bpmn"),
    ):
        answer = owner.post("/perancang/baru", form | changed, of="/perancang/baru")
        assert answer.status_code == 422
        assert word in answer.text


def test_element_templates_have_their_english() -> None:
    from engine.web.modeler import _templates

    said: set[str] = set()

    def walk(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for name, one in value.items():
                if name != "binding":
                    walk(one, name)
        elif isinstance(value, list):
            for one in value:
                walk(one, key)
        elif isinstance(value, str) and key in ("name", "label", "description", "message"):
            said.add(value)

    walk(templates_in(_templates()))
    assert said - template_words().keys() == set()
    assert template_words().keys() - said == set()
