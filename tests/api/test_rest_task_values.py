"""Variables of tasks in the dialect: what a task sees, what stands with it, files both ways, who may set what."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api.cakupan import PDF, REST, Cakupan
from tests.api.office import Office

FILE = {
    "type": "file",
    "value": base64.b64encode(PDF).decode(),
    "valueInfo": {"filename": "ktp ani.pdf", "mimetype": "text/html"},
}
TOLD = {"filename": "ktp ani.pdf", "mimetype": "application/pdf", "mimeType": "application/pdf", "encoding": None}


@pytest.fixture(scope="module")
def world(shared: Office) -> Cakupan:
    """The diagram in force."""
    return Cakupan(shared)


def _data(world: Cakupan, path: str, login: str = "staf") -> TestResponse:
    return world.office.call(login, "GET", f"{REST}{path}/data")


def _upload(world: Cakupan, path: str, login: str = "staf", **fields: Any) -> tuple[int, Any]:
    fields.setdefault("data", (BytesIO(PDF), "ktp ani.pdf"))
    return world.send(login, "POST", f"{path}/data", data=fields)


def test_a_task_sees_its_own_variables_over_those_around_it(world: Cakupan) -> None:
    case = world.spread("Ani", "Budi", warna="merah")
    ani, budi = world.tasks(case, "periksa")
    assert world.put("staf", f"/task/{ani}/localVariables/warna", {"value": "biru"})[0] == 204
    seen = {name: one["value"] for name, one in world.get(f"/task/{ani}/variables", "staf").items()}
    assert seen == {"daftar": '["Ani","Budi"]', "warna": "biru", "orang": "Ani", "loopCounter": 0}
    local = {name: one["value"] for name, one in world.get(f"/task/{ani}/localVariables", "staf").items()}
    assert local == {"warna": "biru", "orang": "Ani", "loopCounter": 0}
    assert world.get(f"/task/{budi}/variables/warna", "staf")["value"] == "merah"
    assert world.get(f"/process-instance/{case}/variables/warna")["value"] == "merah"
    assert world.get(f"/execution/{ani}/localVariables", "staf").keys() == local.keys()
    assert world.get(f"/task/{ani}", "staf")["executionId"] == ani
    assert world.send("staf", "DELETE", f"/task/{ani}/localVariables/warna")[0] == 204
    assert world.get(f"/task/{ani}/variables/warna", "staf")["value"] == "merah", "what it hid is seen again"


def test_a_local_variable_of_a_plain_task_stays_with_it(world: Cakupan) -> None:
    case = world.start(daftar=["Ani"])
    path = f"/task/{case}-1"
    assert world.put("staf", f"{path}/localVariables/catatan", {"value": 7, "type": "Long"})[0] == 204
    assert world.get(f"{path}/form-variables", "staf")["catatan"]["value"] == 7
    assert world.get(f"/process-instance/{case}/variables").keys() == {"daftar"}
    assert world.post("staf", f"{path}/complete", {"variables": {"kota": {"value": "Sintang"}}})[0] == 204
    assert world.get(f"/process-instance/{case}/variables").keys() == {"daftar", "kota"}
    assert world.send("staf", "GET", f"{path}/localVariables")[0] == 404, "it is closed"


def test_variables_are_set_and_taken_away_together_or_not_at_all(world: Cakupan) -> None:
    path = f"/task/{world.start(a=1, b=2)}-1/variables"
    body = {"modifications": {"c": {"value": "3", "type": "integer"}, "a": {"value": 9}}, "deletions": ["b", "tidak"]}
    assert world.post("staf", path, body)[0] == 204
    assert {name: one["value"] for name, one in world.get(path, "staf").items()} == {"a": 9, "c": 3}
    wrong = {"modifications": {"d": {"value": 1}, "e": {"value": "x", "type": "Long"}}, "deletions": ["a"]}
    assert world.post("staf", path, wrong)[0] == 400
    assert world.post("staf", path, {"modifications": {"$a": {"value": 1}}})[0] == 400
    assert world.post("staf", path, {"deletions": ["$items"]})[0] == 400
    assert world.post("staf", path, {"deletions": "a"})[0] == 400
    assert world.get(path, "staf").keys() == {"a", "c"}
    assert world.post("staf", path)[0] == 204, "nothing was asked"
    assert world.send("staf", "GET", f"{path}/b")[0] == 404
    assert world.put("staf", f"{path}/b", {"value": None, "type": "Null"})[0] == 204
    assert world.get(f"{path}/b", "staf") == {"type": "Null", "value": None, "valueInfo": {}}


def test_a_task_with_a_form_lets_its_people_set_what_the_form_asks(world: Cakupan) -> None:
    task = f"{world.office.case(done=2)}-3"
    path = f"/task/{task}/variables"
    assert world.put("kasi", f"{path}/skm_3", {"value": "ada"})[0] == 204
    for name, value in (("nik", "1"), ("lain", "x"), ("skm_3", "mungkin")):
        assert world.put("kasi", f"{path}/{name}", {"value": value})[0] == 400, name
    assert world.send("kasi", "DELETE", f"{path}/nik")[0] == 400
    assert world.put("staf", f"{path}/skm_3", {"value": "ada"})[0] == 403
    assert world.put("pemilik", f"{path}/lain", {"value": "x"})[0] == 204, "who is in charge may set any"
    assert world.post("kasi", f"/task/{task}/claim", {"userId": "kasi"})[0] == 204
    world.post("pemilik", f"/task/{task}/assignee", {"userId": "sekcam"})
    assert world.put("kasi", f"{path}/skm_3", {"value": "ada"})[0] == 500, "a colleague holds it"
    assert world.get(path, "kasi").keys() >= {"nik", "skm_3", "lain"}


def test_a_file_goes_in_as_base64_and_comes_out_as_bytes_that_no_browser_runs(world: Cakupan) -> None:
    case = world.start()
    path = f"/task/{case}-1/variables/ktp"
    assert world.put("staf", path, FILE)[0] == 204
    assert world.get(path, "staf") == {"type": "File", "value": None, "valueInfo": TOLD}
    response = _data(world, path)
    assert (response.status_code, response.data) == (200, PDF)
    assert response.content_type == "application/pdf", "what it is, not what its sender said"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "ktp%20ani.pdf" in response.headers["Content-Disposition"]
    assert _data(world, f"/process-instance/{case}/variables/ktp").data == PDF


@pytest.mark.parametrize(("kind", "told"), [("File", "File"), ("file", "File"), ("Bytes", "Bytes"), (None, "Bytes")])
def test_bytes_are_uploaded_by_multipart(world: Cakupan, kind: str | None, told: str) -> None:
    path = f"/task/{world.start()}-1/localVariables/berkas"
    assert _upload(world, path, **({} if kind is None else {"valueType": kind}))[0] == 204
    assert world.get(path, "staf")["type"] == told
    response = _data(world, path)
    assert (response.data, response.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_files_come_with_the_start_the_answer_and_a_change(world: Cakupan) -> None:
    body = {"variables": {"surat": FILE}, "businessKey": "BERKAS"}
    status, started = world.post("staf", "/process-definition/key/cakupan/start", body)
    assert status == 200, started
    case = started["id"]
    assert _data(world, f"/process-instance/{case}/variables/surat").data == PDF
    answers = {"daftar": {"value": '["Ani"]', "type": "Json"}, "foto": FILE}
    assert world.post("staf", f"/task/{case}-1/complete", {"variables": answers})[0] == 204
    assert _data(world, f"/process-instance/{case}/variables/foto").data == PDF
    changes = {"modifications": {"peta": FILE}}
    assert world.post("mesin", f"/process-instance/{case}/variables", changes)[0] == 204
    assert _data(world, f"/process-instance/{case}/variables/peta").data == PDF


@pytest.mark.parametrize(
    "typed",
    [
        FILE | {"value": None},
        FILE | {"value": base64.b64encode(b"MZ\x90\x00").decode()},
        FILE | {"value": ""},
        FILE | {"valueInfo": {}},
        {"type": "Json", "value": '[{"name":"a.pdf","sha256":"' + "a" * 64 + '","size":3,"type":"application/pdf"}]'},
        {"type": "Object", "value": "x", "valueInfo": {"objectTypeName": "java.io.File"}},
    ],
)
def test_a_file_that_is_none_is_refused_and_nothing_is_set(world: Cakupan, typed: dict[str, Any]) -> None:
    path = f"/task/{world.start()}-1/variables"
    status, refused = world.put("staf", f"{path}/ktp", typed)
    assert (status, "ktp" in refused["message"]) == (400, True), refused
    assert world.get(path, "staf") == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"valueType": "Object"},
        {"valueType": "File", "data": (BytesIO(b"\x00"), "a.txt")},
        {"type": "java.lang.String"},
        {"lain": "x"},
    ],
)
def test_an_upload_that_means_nothing_is_refused(world: Cakupan, fields: dict[str, Any]) -> None:
    assert _upload(world, f"/task/{world.start()}-1/variables/ktp", **fields)[0] == 400


def test_nobody_names_a_paper_that_he_never_had(world: Cakupan) -> None:
    mine, other = world.start(), world.start()
    world.put("staf", f"/task/{mine}-1/variables/ktp", FILE)
    paper = world.office.run(_store(), "staf")
    typed = {"type": "Json", "value": '[{"name":"a.pdf","sha256":"%s","size":%d,"type":"application/pdf"}]'}
    typed |= {"value": typed["value"] % (paper["sha256"], paper["size"])}
    assert world.put("pemilik", f"/task/{other}-1/variables/ktp", typed)[0] == 400, "it is in another case"
    assert world.put("pemilik", f"/task/{mine}-1/variables/lagi", typed)[0] == 204, "it is in this one"
    assert world.put("staf", f"/task/{other}-1/variables/ktp", typed)[0] == 204, "he brought it"


def _store() -> object:
    from engine.commands.document import StoreDocument

    return StoreDocument("a.pdf", PDF)


def test_what_is_no_file_has_no_bytes(world: Cakupan) -> None:
    path = f"/task/{world.start(kota='Sintang')}-1/variables"
    assert _data(world, f"{path}/kota").status_code == 400
    assert _data(world, f"{path}/tidak").status_code == 404
    assert _data(world, f"{path}/kota", "jfu").status_code == 404


def test_the_form_of_a_task_is_named_and_handed_out_as_it_was_deployed(world: Cakupan) -> None:
    task = f"/task/{world.office.case(done=2)}-3"
    ref = {"key": "langkah_3", "binding": "deployment", "version": None}
    assert world.get(f"{task}/form", "kasi") == {"key": None, "camundaFormRef": ref, "contextPath": None}
    response = world.office.call("kasi", "GET", f"{REST}{task}/deployed-form")
    form = response.get_json()
    assert (response.status_code, form["id"]) == (200, "langkah_3")
    assert {one.get("key") for one in form["components"]} >= {"skm_3", "keputusan_3"}
    assert world.send("kasi", "GET", f"{task}/rendered-form")[0] == 404
    plain = f"/task/{world.start()}-1"
    assert world.get(f"{plain}/form", "staf") == {"key": None, "camundaFormRef": None, "contextPath": None}
    assert world.send("staf", "GET", f"{plain}/deployed-form")[0] == 404
