"""What every request to the APIs meets: credentials, refusals, unknown things, formats."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.account import ChangeAccount
from engine.commands.case import StartCase
from tests.api.office import PASSWORD, SKM, Office, basic
from tests.api.test_deployment import deploy, diagram

BOTH = ("/engine-rest/task", "/api/v1/tasks")


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize(
    "credentials",
    [
        None,
        basic("staf", "salah"),
        basic("tidak-ada", PASSWORD),
        basic("staf\x00", PASSWORD),
        "Basic tidak-sah",
        "Bearer abc",
    ],
)
def test_without_right_credentials_nothing_opens(shared: Office, path: str, credentials: str | None) -> None:
    headers = {} if credentials is None else {"Authorization": credentials}
    response = shared.call(None, "GET", path, headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Basic realm="Lajur", charset="UTF-8"'
    assert response.headers["Content-Type"] == "application/json"


def test_a_key_that_stands_twice_is_refused_by_its_name(shared: Office) -> None:
    headers = {"Authorization": basic("staf", PASSWORD), "Content-Type": "application/json"}
    response = shared.app.test_client().post(
        f"/engine-rest/process-definition/key/{SKM}/start",
        data='{"businessKey": "a", "variables": {}, "businessKey": "b"}',
        headers=headers,
    )
    assert response.status_code == 400
    assert "'businessKey' stands twice" in response.get_data(as_text=True)


def test_a_large_form_is_not_read_from_somebody_unknown(shared: Office) -> None:
    client = shared.app.test_client()
    assert client.post("/masuk", data={"nama": "staf", "sandi": "x" * 70_000}).status_code == 413
    assert client.post("/masuk", data={"nama": "staf", "sandi": "x" * 1_000}).status_code != 413


@pytest.mark.parametrize("path", BOTH)
def test_the_session_of_the_pages_opens_nothing_here(shared: Office, path: str) -> None:
    client = shared.app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "staf"
        session["_fresh"] = True
    assert client.get(path).status_code == 401


def test_the_list_of_engines_is_open_as_tools_ask_for_it_first(shared: Office) -> None:
    assert shared.call(None, "GET", "/engine-rest/engine").get_json() == [{"name": "default"}]
    assert shared.call(None, "GET", "/engine-rest/version").status_code == 401


def test_an_account_that_is_closed_or_changed_is_out_at_once(office: Office) -> None:
    assert office.call("staf", "GET", "/engine-rest/version").status_code == 200
    office.run(ChangeAccount("staf", active=False))
    assert office.call("staf", "GET", "/engine-rest/version").status_code == 401
    office.run(ChangeAccount("staf", active=True))
    assert office.call("staf", "GET", "/engine-rest/version").status_code == 200


@pytest.mark.parametrize("path", ["/engine-rest/task/1-1/claim", "/api/v1/tasks/1-1/claim"])
def test_a_page_of_another_site_cannot_use_what_a_browser_remembers(shared: Office, path: str) -> None:
    for origin in ("https://lain.example", "null"):
        response = shared.call("staf", "POST", path, headers={"Sec-Fetch-Site": "cross-site", "Origin": origin})
        assert response.status_code == 403
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert shared.call("staf", "POST", path, headers=own).status_code == 404


@pytest.mark.parametrize("origin", [{}, {"Origin": "file://"}])
def test_a_modeler_on_the_desk_is_no_page_of_another_site(shared: Office, origin: dict[str, str]) -> None:
    """An Electron window is a page of a file: its requests are cross-site, without the origin of a site."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", **origin}
    assert shared.call("staf", "POST", "/engine-rest/task/1-1/claim", headers=headers).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/engine-rest/tidak-ada"),
        ("GET", "/engine-rest/"),
        ("POST", "/engine-rest/task/1-1/tidak-ada"),
        ("GET", "/engine-rest/engine/lain/version"),
        ("GET", "/engine-rest//task"),
        ("GET", "/engine-rest/task//"),
        ("GET", "/engine-rest/baris%0Abaru"),
        ("GET", "/engine-rest/group/baris%0Abaru"),
    ],
)
def test_what_the_dialect_does_not_have_answers_404_in_its_own_json(shared: Office, method: str, path: str) -> None:
    response = shared.call("staf", method, path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/json"
    body = response.get_json()
    assert body.keys() == {"type", "message", "code"}
    assert (body["type"], body["code"]) == ("RestException", None)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/engine-rest/version", "GET, HEAD, OPTIONS"),
        ("/engine-rest/engine/default/process-instance/1", "DELETE, GET, HEAD, OPTIONS"),
        ("/engine-rest/task/1-1/claim", "OPTIONS, POST"),
        ("/api/v1/cases/1/cancel", "OPTIONS, POST"),
        ("/engine-rest/process-instance/count", "GET, HEAD, OPTIONS, POST"),  # no process instance is called count
        ("/engine-rest/deployment/create", "OPTIONS, POST"),
        ("/engine-rest/task/1-1/comment/create", "OPTIONS, POST"),
        ("/api/v1/sops", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_path_says_which_methods_it_takes_and_refuses_the_others(shared: Office, path: str, allowed: str) -> None:
    options = shared.call("staf", "OPTIONS", path)
    assert (options.status_code, options.headers["Allow"], options.text) == (204, allowed, "")
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"} - set(allowed.split(", ")):
        refused = shared.call("staf", method, path)
        assert (refused.status_code, refused.headers["Allow"]) == (405, allowed), method
        assert refused.headers["Content-Type"] == "application/json"
        wanted = {"type", "message", "code"} if path.startswith("/engine-rest") else {"code", "id", "en", "facts"}
        assert method == "HEAD" or refused.get_json().keys() == wanted


@pytest.mark.parametrize("method", ["TRACE", "SEARCH"])
@pytest.mark.parametrize("path", ["/engine-rest/task", "/api/v1/tasks"])
def test_a_method_that_nobody_takes_is_refused_in_the_json_of_its_api(shared: Office, method: str, path: str) -> None:
    refused = shared.call("staf", method, path)
    assert refused.status_code == 405
    wanted = {"type", "message", "code"} if path.startswith("/engine-rest") else {"code", "id", "en", "facts"}
    assert refused.get_json().keys() == wanted


@pytest.mark.parametrize("path", ["/engine-rest/tidak-ada", "/api/v1/tidak-ada"])
def test_a_path_that_is_not_there_takes_no_options(shared: Office, path: str) -> None:
    assert shared.call("staf", "OPTIONS", path).status_code == 404
    assert shared.call(None, "OPTIONS", path).status_code == 401


def test_a_head_says_what_a_get_would_without_its_body(shared: Office) -> None:
    get, head = (shared.call("staf", method, "/engine-rest/task/count") for method in ("GET", "HEAD"))
    assert (head.status_code, head.text) == (200, "")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_what_v1_does_not_have_answers_404_with_both_languages(shared: Office) -> None:
    response = shared.call("staf", "GET", "/api/v1/tidak-ada")
    assert response.status_code == 404
    assert response.get_json().keys() == {"code", "id", "en", "facts"}


def test_the_prefix_of_the_default_engine_is_understood(shared: Office) -> None:
    assert shared.get("staf", "/engine-rest/engine/default/version") == {"version": "7.24.0"}
    assert shared.get("staf", "/engine-rest/engine/default/task/count") == {"count": 0}


@pytest.mark.parametrize(
    "path",
    [
        "/engine-rest/version?a=1",
        "/engine-rest/task?assigne=staf",
        "/engine-rest/task/count?maxResults=1",
        "/engine-rest/process-definition?nama=x",
        "/engine-rest/process-instance?state=ACTIVE",
        "/engine-rest/history/task?taskName=x",
        "/engine-rest/deployment?x=",
        "/engine-rest/task?assignee=a&assignee=b",
        "/engine-rest/task?unassigned=ya",
        "/engine-rest/task?maxResults=-1",
        "/engine-rest/task?sortBy=created",
        "/engine-rest/task?sortOrder=asc",
        "/engine-rest/task?sortBy=created&sortOrder=up",
        "/engine-rest/task?sortBy=warna&sortOrder=asc",
        "/engine-rest/task?includeAssignedTasks=true",
        "/engine-rest/task?assignee=%00",
        "/engine-rest/history/process-instance?startedAfter=kemarin",
        "/engine-rest/history/activity-instance",
        "/api/v1/tasks?box=semua",
        "/api/v1/tasks?cursor=xyz",
        "/api/v1/cases?limit=3",
        "/api/v1/sops?cursor=MQ",
    ],
)
def test_a_parameter_that_is_not_known_or_readable_is_refused(shared: Office, path: str) -> None:
    response = shared.call("staf", "GET", path)
    assert response.status_code == 400, response.text
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{", "application/json"),
        ("[]", "application/json"),
        ('{"userId": NaN}', "application/json"),
        ('{"user": "staf"}', "application/json"),
        ('{"userId": 7}', "application/json"),
        ('{"userId": "\\u0000"}', "application/json"),
        ('{"userId": "\\ud800"}', "application/json"),
        ("[" * 100_000, "application/json"),
    ],
)
def test_a_body_that_is_no_json_object_of_known_keys_is_refused(shared: Office, body: str, kind: str) -> None:
    response = shared.call("staf", "POST", "/engine-rest/task/1-1/claim", data=body, content_type=kind)
    assert response.status_code == 400, response.text
    assert response.get_json()["type"] == "InvalidRequestException"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", None])
def test_a_body_of_another_content_type_is_refused_as_such(shared: Office, kind: str | None) -> None:
    response = shared.call("staf", "POST", "/engine-rest/task/1-1/claim", data=b'{"userId": "staf"}', content_type=kind)
    assert response.status_code == 415, response.text
    assert response.get_json().keys() == {"type", "message", "code"}
    response = shared.call("staf", "POST", "/api/v1/tasks/1-1/delegate", data=b'{"to": "staf"}', content_type=kind)
    assert response.get_json().keys() == {"code", "id", "en", "facts"}


@pytest.mark.parametrize("id", ["x", "1", "1-", "-1", "1-x", "9" * 30 + "-1", "1-" + "9" * 30, "٣-٣", "1-1%00"])
@pytest.mark.parametrize("path", ["/engine-rest/task/{}", "/api/v1/tasks/{}"])
def test_an_id_that_can_be_none_is_not_found(shared: Office, path: str, id: str) -> None:
    assert shared.call("staf", "GET", path.format(id)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/engine-rest/process-definition/x",
        "/engine-rest/process-definition/x:1:99",
        f"/engine-rest/process-definition/{SKM}:2:1",
        "/engine-rest/process-definition/lain:1:1",
        "/engine-rest/process-definition/key/x%00",
        "/engine-rest/process-instance/abc",
        "/engine-rest/process-instance/99999999999999999999999",
        "/engine-rest/deployment/abc",
        "/engine-rest/history/process-instance/0",
        "/api/v1/cases/abc",
        "/api/v1/cases/0",
        "/api/v1/cases/%00",
        "/api/v1/sops/x%00",
    ],
)
def test_what_is_not_there_is_not_found(shared: Office, path: str) -> None:
    assert shared.call("staf", "GET", path).status_code == 404


def test_a_refusal_says_in_both_languages_what_to_do(shared: Office) -> None:
    v1 = shared.call("staf", "GET", "/api/v1/tasks/99-1").get_json()
    assert v1 == {"code": "no-task", "id": v1["id"], "en": "There is no task 99-1.", "facts": {"task": "99-1"}}
    dialect: dict[str, Any] = shared.call("staf", "POST", "/engine-rest/task/99-1/complete", json={}).get_json()
    assert dialect["message"].startswith("Tugas 99-1 tidak ada. / ")


@pytest.mark.parametrize("path", BOTH)
def test_guessing_is_slowed_down_here_too_but_no_client_that_works_is_locked_out(office: Office, path: str) -> None:
    assert office.call("camat", "GET", path).status_code == 200
    for login in ("camat", "kasi"):
        guesses = [office.call(None, "GET", path, headers={"Authorization": basic(login, "?")}) for _ in range(7)]
        assert [guess.status_code for guess in guesses] == [401] * 5 + [429] * 2
        assert 0 < int(guesses[-1].headers["Retry-After"]) <= 15
    assert office.call("kasi", "GET", path).status_code == 429
    assert office.call("camat", "GET", path).status_code == 200
    assert office.call("staf", "GET", path).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ('"\\ud800"', "1"),
        ('"a"', '"\\ud800"'),
        ('"a"', "1e999"),
        ('"a"', "[" * 900 + "]" * 900),
        ('"a"', "[" * 102 + "]" * 102),
        ('""', "1"),
    ],
)
def test_what_no_variable_can_hold_is_refused_by_name(office: Office, name: str, value: str) -> None:
    assert deploy(office, ("cuti.bpmn", diagram())).status_code == 200
    case = office.run(StartCase(key="cuti"), "staf")["case"]
    for path, body in (
        (f"/api/v1/tasks/{case}-1/complete", f'{{"answers": {{{name}: {value}}}}}'),
        (f"/engine-rest/task/{case}-1/complete", f'{{"variables": {{{name}: {{"value": {value}}}}}}}'),
    ):
        response = office.call("staf", "POST", path, data=body, content_type="application/json")
        assert response.status_code == 400, response.text
    assert office.get("staf", f"/engine-rest/task/{case}-1")["id"] == f"{case}-1"
