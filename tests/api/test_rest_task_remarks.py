"""Remarks and attachments of tasks in the dialect."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from tests.api.cakupan import PDF, REST, Cakupan
from tests.api.office import Office


@pytest.fixture(scope="module")
def world(shared: Office) -> Cakupan:
    """The diagram in force."""
    return Cakupan(shared)


def _attach(world: Cakupan, task: str, login: str = "staf", **fields: Any) -> tuple[int, Any]:
    fields.setdefault("content", (BytesIO(PDF), "surat kuasa.pdf"))
    return world.send(login, "POST", f"/task/{task}/attachment/create", data=fields)


def test_a_remark_on_a_task_stands_with_it_and_with_its_case(world: Cakupan) -> None:
    case = world.start()
    task = f"{case}-1"
    status, made = world.post("staf", f"/task/{task}/comment/create", {"message": " perlu KTP "})
    assert status == 200
    assert made == {
        "links": [{"method": "GET", "href": f"http://localhost{REST}/task/{task}/comment/{made['id']}", "rel": "self"}],
        "id": f"{case}-2",
        "userId": "staf",
        "time": made["time"],
        "taskId": task,
        "processInstanceId": str(case),
        "message": "perlu KTP",
        "removalTime": None,
        "rootProcessInstanceId": str(case),
    }
    world.office.now = world.office.now.replace(microsecond=0)
    body = {"message": "sudah", "processInstanceId": str(case)}
    _, second = world.post("pemilik", f"/task/{task}/comment/create", body)
    assert world.get(f"/task/{task}/comment", "staf") == [second, made]
    assert world.get(f"/task/{task}/comment/{made['id']}", "auditor") == made
    assert world.get(f"/process-instance/{case}/comment", "auditor") == [second, made]
    other = f"{world.start()}-1"
    assert world.get(f"/task/{other}/comment") == []
    assert world.send("staf", "GET", f"/task/{other}/comment/{made['id']}")[0] == 404, "it is of another task"
    for wrong in ({}, {"message": ""}, {"message": "x" * 4_001}, {"message": "x", "processInstanceId": "999"}):
        assert world.post("staf", f"/task/{task}/comment/create", wrong)[0] == 400, wrong
    assert world.post("auditor", f"/task/{task}/comment/create", {"message": "x"})[0] == 403


def test_a_remark_stays_when_the_task_is_done(world: Cakupan) -> None:
    case = world.start(daftar=["Ani"])
    world.post("staf", f"/task/{case}-1/comment/create", {"message": "beres"})
    assert world.post("staf", f"/task/{case}-1/complete")[0] == 204
    assert [one["message"] for one in world.get(f"/task/{case}-1/comment", "staf")] == ["beres"]
    assert world.send("pemilik", "DELETE", f"/process-instance/{case}")[0] == 204
    assert [one["message"] for one in world.get(f"/process-instance/{case}/comment", "staf")] == ["beres"]


def test_a_paper_is_attached_listed_read_and_taken_off(world: Cakupan) -> None:
    case = world.start()
    task = f"{case}-1"
    said = {"attachment-name": "Kuasa", "attachment-description": "dari Ani", "attachment-type": "surat"}
    status, made = _attach(world, task, **said)
    assert status == 200, made
    expected = {"name": "Kuasa", "description": "dari Ani", "type": "surat", "taskId": task, "url": None}
    assert {name: made[name] for name in expected} == expected
    _, plain = _attach(world, task)
    assert (plain["name"], plain["description"], plain["type"]) == ("surat kuasa.pdf", None, "application/pdf")
    path = f"/task/{task}/attachment"
    assert world.get(path, "auditor") == [plain, made]
    assert world.get(f"{path}/{made['id']}", "staf") == made
    response = world.office.call("auditor", "GET", f"{REST}{path}/{made['id']}/data")
    assert (response.data, response.content_type) == (PDF, "application/pdf")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert world.send("auditor", "DELETE", f"{path}/{made['id']}")[0] == 403
    assert world.send("staf", "DELETE", f"{path}/{made['id']}")[0] == 204
    assert world.send("staf", "DELETE", f"{path}/{made['id']}")[0] == 404
    assert world.send("pemilik", "DELETE", f"{path}/{plain['id']}")[0] == 204
    assert world.get(path, "staf") == []
    for what in ("", "/data"):
        assert world.send("staf", "GET", f"{path}/{made['id']}{what}")[0] == 404


def test_an_attachment_of_another_task_is_not_there(world: Cakupan) -> None:
    mine, other = f"{world.start()}-1", f"{world.start()}-1"
    _, made = _attach(world, mine)
    for method in ("GET", "DELETE"):
        assert world.send("staf", method, f"/task/{other}/attachment/{made['id']}")[0] == 404
    assert world.send("jfu", "GET", f"/task/{mine}/attachment/{made['id']}/data")[0] == 404
    assert len(world.get(f"/task/{mine}/attachment")) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"content": (BytesIO(b"MZ\x90\x00"), "a.exe")},
        {"content": (BytesIO(b""), "a.pdf")},
        {"url": "https://contoh.example/a.pdf"},
        {"attachment-name": "x" * 4_001},
        {"lain": "x"},
    ],
)
def test_what_is_no_paper_is_not_attached(world: Cakupan, fields: dict[str, Any]) -> None:
    task = f"{world.start()}-1"
    assert _attach(world, task, **fields)[0] == 400
    assert world.get(f"/task/{task}/attachment") == []
