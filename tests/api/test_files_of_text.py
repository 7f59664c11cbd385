"""Texts as files of variables: taken as workers send them, and never run by a browser."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.api.machines import Machines, furnish
from tests.api.office import Office

PAGE = b"<html><body onload=alert(1)><svg/onload=alert(2)>"


@pytest.fixture
def machines(office: Office) -> Machines:
    furnish(office)
    return Machines(office)


def file(body: bytes, **facts: str) -> dict[str, Any]:
    """A file as the value of a variable."""
    return {"type": "File", "value": base64.b64encode(body).decode(), "valueInfo": facts}


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("hasil.csv", b"nama;umur\nSiti;40\n", ("hasil.csv", "text/csv")),
        ("hasil.json", b'{"lulus": true}', ("hasil.json", "application/json")),
        ("hasil.xml", b'<?xml version="1.0"?><hasil/>', ("hasil.xml", "text/xml")),
        ("hasil.txt", PAGE, ("hasil.txt", "text/plain")),
        ("hasil.html", PAGE, ("hasil.html.txt", "text/plain")),
    ],
)
def test_a_text_of_a_worker_is_kept_and_handed_out_to_be_saved(
    machines: Machines, name: str, body: bytes, told: tuple[str, str]
) -> None:
    case = machines.start()
    (task,) = machines.fetch()
    value = file(body, filename=name, mimetype="text/html", encoding="UTF-8")
    assert machines.post(task["id"], "failure", workerId="w", retries=1, variables={"hasil": value})[0] == 204
    place = f"/engine-rest/process-instance/{case}/variables/hasil"
    found = machines.office.get("mesin", place)
    assert (found["type"], found["valueInfo"]["filename"], found["valueInfo"]["mimetype"]) == ("File", *told)
    data = machines.office.call("mesin", "GET", f"{place}/data")
    assert (data.data, data.mimetype) == (body, told[1])
    assert data.headers["Content-Disposition"].startswith("attachment;")
    assert data.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in data.headers["Content-Security-Policy"]


def test_an_encoding_that_is_not_known_and_what_is_no_text_are_refused(machines: Machines) -> None:
    machines.start()
    (task,) = machines.fetch()
    for body, encoding in ((b"teks", "utf-7"), (b"teks\x00", "UTF-8"), (b"r\xe9union", "UTF-8")):
        value = file(body, filename="a.txt", encoding=encoding)
        status, _ = machines.post(task["id"], "failure", workerId="w", retries=1, variables={"hasil": value})
        assert status == 400
    value = file(b"r\xe9union", filename="a.txt", encoding="ISO-8859-1")
    assert machines.post(task["id"], "failure", workerId="w", retries=1, variables={"hasil": value})[0] == 204
