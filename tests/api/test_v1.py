"""What `/api/v1` says beyond the dialect: norms, inbox, progress, history, idempotency, cursors."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.case import Cancel
from tests.api.office import ANSWERS, HOME, SKM, Office


def post(office: Office, login: str, path: str, body: Any, **headers: str) -> Any:
    """A POST, with `key` under an idempotency key."""
    if "key" in headers:
        headers["Idempotency-Key"] = headers.pop("key")
    return office.call(login, "POST", path, json=body, headers=headers)


def test_the_catalogue_tells_lanes_and_norms(shared: Office) -> None:
    (line,) = shared.get("staf", "/api/v1/sops")["items"]
    assert (line["key"], line["version"], line["steps"], line["may_start"]) == (SKM, 1, 6, True)
    assert line["lanes"] == ["Pemohon", "Staf", "Kasi", "Sekcam", "Camat"]
    sop = shared.get("camat", f"/api/v1/sops/{SKM}")
    assert sop["may_start"] is False
    assert [step["waktu"] for step in sop["flow"]][1:4] == ["5 Menit", "5-10 Menit", "10 Menit"]
    assert sop["flow"][0]["kelengkapan"] == ["SKM", "Foto Copy KTP", "Foto Copy KK"]
    assert sop["header"]["disahkan-oleh"] == "Camat Bunut Hilir"


def test_a_case_goes_from_start_to_end(office: Office) -> None:
    started = post(office, "staf", "/api/v1/cases", {"sop": SKM, "business_key": "SKM-1"})
    assert started.status_code == 201
    body = started.get_json()
    assert body["status"] == "ACTIVE"
    assert body["number"].startswith("BH-2026-00001-")
    task = body["opened"][0]["task"]
    for n, login in enumerate(("staf", "staf", "kasi", "sekcam", "camat", "staf"), 1):
        inbox = office.get(login, "/api/v1/tasks")["items"]
        assert [one["id"] for one in inbox] == [task]
        shown = office.get(login, f"/api/v1/tasks/{task}")
        assert (shown["may_answer"], shown["step"]["element"]) == (True, f"langkah_{n}")
        done = post(office, login, f"/api/v1/tasks/{task}/complete", {"answers": ANSWERS[f"langkah_{n}"]})
        assert done.status_code == 200, done.text
        task = next((one["task"] for one in done.get_json()["opened"]), "")
    case = office.get("camat", f"/api/v1/cases/{body['number']}")
    assert (case["status"], case["outcome"], case["tasks"]) == ("COMPLETED", "Selesai", [])
    assert case == office.get("camat", f"/api/v1/cases/{body['case']}")
    assert office.get("staf", "/api/v1/cases")["items"] == []
    (line,) = office.get("staf", "/api/v1/cases?status=ended")["items"]
    assert (line["number"], line["subject"]) == (body["number"], "Ani Suryani")


def test_a_task_is_shown_with_its_form_and_the_answers_so_far(office: Office) -> None:
    case = office.case(done=2)
    task = office.get("kasi", f"/api/v1/tasks/{case}-3")
    assert task["values"]["nomor_agenda"].endswith("/2026")
    assert task["values"]["tanggal_agenda"] == "2026-11-19"
    keys = [field["key"] for field in task["form"]["fields"]]
    assert "keputusan_3" in keys
    assert "keputusan_3" in task["form"]["schema"]["properties"]
    assert [way["name"] for way in task["decision"]["ways"]] == ["Ya", "Tidak"]
    assert task["step"]["lane"] == "Kasi"
    assert [one["id"] for one in task["posts"]] == [f"{HOME}/kasi-kesra"]


def test_the_history_tells_who_did_what_for_whom(office: Office) -> None:
    case = office.case(done=3)
    entries = office.get("kasi", f"/api/v1/cases/{case}/history")["items"]
    kinds = ["CaseStarted", "TaskCompleted", "TaskCompleted", "RegisterNumberTaken", "TaskCompleted"]
    assert [one["kind"] for one in entries] == kinds
    first, last = entries[1], entries[4]
    assert first["acting_for"] == {"id": f"{HOME}/pemohon", "name": "Pemohon", "outside": True}
    assert first["recorded_by"]["id"] == f"{HOME}/staf"
    assert first["answers"]["desa"] == {"value": "Bunut Tengah", "erased": False}
    assert (last["actor"]["login"], last["decisions"]) == ("kasi", ["Ya"])
    assert last["path"] == ["-langkah_3", ">alur_3", "+putusan_3", "-putusan_3", ">ya_3", "+langkah_4"]
    assert last["at"] == "2026-11-20T08:00:00.000+07:00"


def test_claiming_and_releasing_a_task(office: Office) -> None:
    case = office.case()
    task = f"/api/v1/tasks/{case}-1"
    assert post(office, "staf", f"{task}/claim", None).get_json()["assignee"] == "staf"
    assert [one["mine"] for one in office.get("staf", "/api/v1/tasks?box=mine")["items"]] == [True]
    assert post(office, "staf", f"{task}/release", {}).get_json()["assignee"] is None
    assert office.get("staf", "/api/v1/tasks?box=mine")["items"] == []


def test_refused_answers_are_named_field_by_field(shared: Office) -> None:
    case = shared.case()
    refused = post(shared, "staf", f"/api/v1/tasks/{case}-1/complete", {"answers": {"nik": "12"}})
    assert refused.status_code == 400
    body = refused.get_json()
    assert body["code"] == "invalid"
    assert {"nama_pemohon", "nik", "desa", "berkas_dibawa"} == {one["key"] for one in body["facts"]["problems"]}


def test_of_two_who_complete_a_task_the_second_gets_the_present_state(office: Office) -> None:
    case = office.case(done=1)
    again = post(office, "staf", f"/api/v1/tasks/{case}-1/complete", {"answers": ANSWERS["langkah_1"]})
    assert again.status_code == 409
    body = again.get_json()
    assert (body["code"], body["facts"]["closed_by"], body["facts"]["status"]) == ("task-closed", "staf", "DONE")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/v1/cases", {"sop": SKM, "business_key": "A"}, 201),
        ("/api/v1/tasks/{case}-1/claim", {}, 200),
        ("/api/v1/tasks/{case}-1/complete", {"answers": ANSWERS["langkah_1"]}, 200),
    ],
)
def test_the_same_request_with_the_same_key_gets_the_first_answer(
    office: Office, path: str, body: Any, status: int
) -> None:
    path = path.format(case=office.case())
    first = post(office, "staf", path, body, key="kunci-1")
    before = office.get("staf", "/api/v1/cases")
    again = post(office, "staf", path, body, key="kunci-1")
    assert (first.status_code, again.status_code) == (status, status)
    assert again.get_json() == first.get_json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert office.get("staf", "/api/v1/cases") == before


def test_the_same_key_with_another_request_is_refused(office: Office) -> None:
    case, other = office.case(), office.case()
    path = "/api/v1/tasks/{}-1/complete"
    assert post(office, "staf", path.format(case), {"answers": ANSWERS["langkah_1"]}, key="kunci").status_code == 200
    for target, body in ((case, {"answers": {}}), (other, {"answers": ANSWERS["langkah_1"]})):
        refused = post(office, "staf", path.format(target), body, key="kunci")
        assert refused.status_code == 422
        assert refused.get_json()["code"] == "idempotency-mismatch"
    assert office.get("staf", f"/api/v1/tasks/{other}-1")["status"] == "OPEN"


def test_a_key_is_its_owners_alone_and_a_refusal_does_not_use_it_up(office: Office) -> None:
    case = office.case(done=2)
    path = f"/api/v1/tasks/{case}-3/complete"
    assert post(office, "kasi", path, {"answers": {}}, key="kunci").status_code == 400
    assert post(office, "kasi", path, {"answers": ANSWERS["langkah_3"]}, key="kunci").status_code == 200
    other = post(office, "staf", "/api/v1/cases", {"sop": SKM}, key="kunci")
    assert other.status_code == 201
    assert "Idempotency-Replayed" not in other.headers


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "dua kata", "kunci\x7f"])
def test_a_key_is_200_ascii_characters_at_most(shared: Office, key: str) -> None:
    assert post(shared, "staf", "/api/v1/cases", {"sop": SKM}, key=key).status_code == 400


@pytest.mark.parametrize("body", [{}, {"sop": ""}, {"sop": 7}, {"sop": SKM, "answers": []}, {"sop": SKM, "x": 1}])
def test_a_start_names_its_sop_and_its_answers(shared: Office, body: Any) -> None:
    assert post(shared, "staf", "/api/v1/cases", body).status_code == 400


def _pages(office: Office, path: str) -> list[list[Any]]:
    """The pages of a list, one cursor after the other."""
    pages: list[list[Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = office.get("staf", f"{path}&cursor={cursor}" if cursor else path)
        pages.append(page["items"])
        cursor = page["next"]
    return pages


def test_lists_are_read_page_by_page_without_gaps(office: Office) -> None:
    cases = [office.case() for _ in range(25)]
    tasks = _pages(office, "/api/v1/tasks?box=posts")
    assert [len(page) for page in tasks] == [20, 5]
    assert [one["case"] for page in tasks for one in page] == cases
    newest = _pages(office, "/api/v1/cases?status=all")
    assert [one["id"] for page in newest for one in page] == list(reversed(cases))


def test_a_page_goes_on_where_it_ended_though_earlier_rows_went(office: Office) -> None:
    cases = [office.case() for _ in range(22)]
    first = office.get("staf", "/api/v1/tasks")
    office.run(Cancel(cases[0], "uji"))
    second = office.get("staf", f"/api/v1/tasks?cursor={first['next']}")
    assert [one["case"] for one in second["items"]] == cases[20:]
