"""What tools ask before all else."""

from __future__ import annotations

import re

import pytest

from tests.api.office import PASSWORD, Office

APPS = "/.well-known/camunda-automation-platform/webapps"


def test_a_modeler_learns_where_our_pages_are_without_credentials(shared: Office) -> None:
    response = shared.call(None, "GET", APPS, headers={"Accept": "application/json"})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    assert response.get_json() == {
        "adminUrl": "http://localhost/buka/akun/",
        "cockpitUrl": "http://localhost/buka/",
        "tasklistUrl": "http://localhost/buka/kotak-tugas/",
    }
    assert shared.call(None, "POST", APPS).status_code == 405


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/buka/", "/kotak-tugas"),
        ("/buka/process-instance/417", "/berkas/417"),
        ("/buka/process-instance/lain", "/kotak-tugas"),
        ("/buka/repository?deploymentsQuery=%5B%5D", "/mulai"),
        ("/buka/akun/", "/akun"),
        ("/buka/kotak-tugas/", "/kotak-tugas"),
        ("/camunda/app/cockpit/default/", "/kotak-tugas"),
    ],
)
def test_its_links_lead_to_pages_of_ours(shared: Office, path: str, leads: str) -> None:
    response = shared.app.test_client().get(path)
    assert (response.status_code, response.headers["Location"]) == (302, leads)


def test_a_case_opens_by_its_id_for_who_may_read_it(office: Office) -> None:
    case = office.case(done=1)
    found = {login: signed_in(office, login, f"/berkas/{case}") for login in ("staf", "jfu")}
    assert found == {"staf": 200, "jfu": 404}
    assert signed_in(office, "staf", "/berkas/999") == 404


def signed_in(office: Office, login: str, path: str) -> int:
    """The status of a page for somebody who signed in on the pages."""
    client = office.app.test_client()
    token = re.search(r'name="_csrf" value="([^"]+)"', client.get("/masuk").text)
    assert token is not None
    response = client.post("/masuk", data={"nama": login, "sandi": PASSWORD, "_csrf": token[1]})
    assert response.status_code in (302, 303), response.text
    return client.get(path).status_code


def test_nothing_is_counted_and_no_schema_is_told(shared: Office) -> None:
    here = "/engine-rest/telemetry/configuration"
    assert shared.get("admin", here) == {"enableTelemetry": False}
    assert shared.call("admin", "POST", here, json={"enableTelemetry": False}).status_code == 204
    assert shared.call("admin", "POST", here, json={"enableTelemetry": True}).status_code == 400
    assert shared.get("admin", "/engine-rest/schema/log?maxResults=1") == []
    assert shared.call("admin", "POST", "/engine-rest/schema/log", json={"version": "7"}).get_json() == []
    assert shared.call("admin", "GET", "/engine-rest/metrics").status_code == 404
    assert shared.get("staf", "/engine-rest/engine/default/version") == {"version": "7.24.0"}
