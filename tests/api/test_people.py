"""Accounts, posts, roles and actings by program: administrators manage them, and read no answers meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.account import CreateAccount, Grant
from engine.passwords import hashed
from engine.store import Store
from tests.api.office import ANSWERS, AWAY, HOME, PASSWORD, SKM, Office, basic
from tests.api.route import V1, Try
from tests.api.test_policy import ROUTES

CAMAT = f"{HOME}/camat"
ACT: dict[str, Any] = {
    "post": CAMAT,
    "login": "sekcam",
    "kind": "plh",
    "holder": "camat",
    "since": "2026-11-20",
    "until": "2026-11-27",
    "letter": "800/17/2026",
    "reason": "Cuti sakit",
}


@pytest.fixture
def office(store: Store) -> Office:
    """The offices, and an administrator of the home office alone."""
    found = Office(store)
    found.run(CreateAccount("lokal", "Lokal", hashed(PASSWORD), HOME))
    found.run(Grant("lokal", "administrator", HOME))
    return found


def post(office: Office, path: str, body: dict[str, Any], login: str = "lokal", **headers: str) -> Any:
    """The JSON of a POST, with its status."""
    response = office.call(login, "POST", V1 + path, json=body, headers=headers)
    return response.status_code, response.get_json()


def test_an_account_is_created_changed_and_read(office: Office) -> None:
    body = {"login": "wati", "name": "Wati", "office": HOME, "password": "rahasia wati"}
    assert post(office, "/accounts", body) == (201, {"login": "wati"})
    assert post(office, "/accounts", body)[0] == 409
    assert office.call("lokal", "PATCH", f"{V1}/accounts/wati", json={"name": "Wati Baru"}).get_json() == {
        "login": "wati",
        "changed": ["name"],
    }
    assert post(office, "/accounts/wati/posts", {"post": f"{HOME}/staf", "since": "2026-11-01"})[0] == 200
    assert post(office, "/accounts/wati/roles", {"role": "auditor", "office": HOME})[1]["given"] is True
    assert office.get("lokal", f"{V1}/accounts/wati") == {
        "login": "wati",
        "name": "Wati Baru",
        "office": HOME,
        "active": True,
        "posts": [{"post": f"{HOME}/staf", "since": "2026-11-01", "until": None}],
        "roles": [{"role": "auditor", "office": HOME, "region": None}],
        "acting": [],
    }
    ended = post(office, "/accounts/wati/posts/end", {"post": f"{HOME}/staf", "until": "2026-11-19"})[1]["ended"]
    assert ended == [{"post": f"{HOME}/staf", "since": "2026-11-01", "until": "2026-11-19"}]
    assert post(office, "/accounts/wati/roles/end", {"role": "auditor", "office": HOME})[1]["given"] is False
    assert office.who("wati").posts == frozenset()


def test_a_password_from_an_administrator_is_for_one_use_unless_he_says_otherwise(office: Office) -> None:
    for login, temporary in (("sekali", None), ("tetap", False)):
        body = {"login": login, "name": "A", "office": HOME, "password": "rahasia baru", "temporary": temporary}
        assert post(office, "/accounts", body)[0] == 201
    tries = {
        login: office.app.test_client().get(f"{V1}/offices", headers={"Authorization": basic(login, "rahasia baru")})
        for login in ("sekali", "tetap")
    }
    assert {login: response.status_code for login, response in tries.items()} == {"sekali": 403, "tetap": 200}
    assert post(office, "/accounts", {"login": "x", "name": "X", "office": HOME, "password": "pendek"})[0] == 400


def test_a_request_with_a_password_is_remembered_under_no_key(office: Office) -> None:
    body = {"login": "wati", "name": "Wati", "office": HOME, "password": "rahasia wati"}
    key = {"Idempotency-Key": "kunci-1"}
    assert [post(office, "/accounts", body, **key)[0] for _ in range(2)] == [201, 409]
    once = post(office, "/accounts/wati/roles", {"role": "auditor", "office": HOME}, **key)
    assert post(office, "/accounts/wati/roles", {"role": "auditor", "office": HOME}, **key) == once


def test_accounts_are_listed_page_by_page_of_the_offices_that_one_manages(office: Office) -> None:
    for n in range(60):
        office.run(CreateAccount(f"orang-{n:02}", "Orang", office=HOME))
    first = office.get("lokal", f"{V1}/accounts")
    second = office.get("lokal", f"{V1}/accounts?cursor={first['next']}")
    assert second["next"] is None
    found = [one["login"] for page in (first, second) for one in page["items"]]
    assert found == sorted({"camat", "kasi", "lokal", "sekcam", "staf", *(f"orang-{n:02}" for n in range(60))})
    assert [one["login"] for one in office.get("admin", f"{V1}/accounts?office={AWAY}")["items"]] == ["jfu"]
    assert office.get("lokal", f"{V1}/accounts?office={AWAY}")["items"] == []
    assert office.call("lokal", "GET", f"{V1}/accounts?cursor=x").status_code == 400


def test_what_belongs_to_another_office_is_not_there(office: Office) -> None:
    made = office.run(CreateAccount("plh-lain", "Lain", office=AWAY))
    act = {**ACT, "post": f"{AWAY}/jfu", "login": "plh-lain", "holder": "jfu"}
    status, acting = post(office, "/acting", act, "admin")
    assert (status, made["login"]) == (201, "plh-lain")
    for method, path, body in (
        ("GET", "/accounts/jfu", None),
        ("PATCH", "/accounts/jfu", {"active": False}),
        ("POST", "/accounts/jfu/posts", {"post": CAMAT, "since": "2026-11-20"}),
        ("POST", "/accounts/jfu/roles", {"role": "auditor", "office": HOME}),
        ("GET", f"/acting/{acting['id']}", None),
        ("POST", f"/acting/{acting['id']}/end", {"until": "2026-11-21"}),
        ("GET", f"/offices/{AWAY}", None),
        ("GET", f"/offices/{AWAY}/posts", None),
    ):
        assert office.call("lokal", method, V1 + path, json=body).status_code == 404, path
    assert office.get("lokal", f"{V1}/acting")["items"] == []
    assert len(office.get("admin", f"{V1}/acting?office={AWAY}")["items"]) == 1


def test_a_role_takes_an_office_or_a_region(office: Office) -> None:
    region = {"role": "auditor", "region": "kabupaten kapuas hulu"}
    assert post(office, "/accounts/staf/roles", region)[0] == 403
    status, told = post(office, "/accounts/staf/roles", region, "admin")
    assert (status, told["office"], told["region"]) == (200, None, "Kabupaten Kapuas Hulu")
    for wrong in ({"role": "auditor"}, {"role": "auditor", "office": HOME, "region": "x"}, {"role": "raja"}):
        assert post(office, "/accounts/staf/roles", wrong, "admin")[0] == 400
    everywhere = post(office, "/accounts/staf/roles", {"role": "auditor", "office": "*"}, "admin")[1]
    assert (everywhere["office"], everywhere["region"]) == ("*", None)


def test_an_acting_is_let_shown_and_ended(office: Office) -> None:
    status, made = post(office, "/acting", ACT)
    assert (status, made["holder"], made["until"]) == (201, "camat", "2026-11-27")
    assert post(office, "/acting", ACT)[1]["code"] == "acting-overlaps"
    status, refused = post(office, "/acting", {**ACT, "until": "2026-11-01"})
    assert (status, refused["facts"]["problems"][0]["key"]) == (400, "until")
    shown = office.get("lokal", f"{V1}/acting/{made['id']}")
    assert shown["capacity"]["text"] == "Plh Camat: Sekcam, mewakili Camat"
    assert (shown["letter"], shown["reason"]) == ("800/17/2026", "Cuti sakit")
    camat = next(one for one in office.get("staf", f"{V1}/offices/{HOME}/posts")["items"] if one["post"]["id"] == CAMAT)
    assert [one["login"] for one in camat["holders"]] == ["camat"]
    assert camat["acting"][0]["person"]["login"] == "sekcam"
    assert "Cuti" not in str(camat), "why somebody is away is his own affair"
    assert post(office, f"/acting/{made['id']}/end", {"until": "2026-11-19"})[1]["until"] == "2026-11-19"
    assert post(office, f"/acting/{made['id']}/end", {"until": "2026-11-19"})[0] == 409
    assert office.who("sekcam").capacities == {}


@pytest.mark.parametrize("day", ["2026-13-01", "20261101", "2026-W01-1", 20261101, "kemarin", "0001-01-01"])
def test_a_day_that_is_none_is_refused(office: Office, day: Any) -> None:
    assert post(office, "/acting", {**ACT, "since": day})[0] == 400


def test_offices_are_told_with_zone_posts_and_aliases(office: Office) -> None:
    assert [one["id"] for one in office.get("staf", f"{V1}/offices")["items"]] == [HOME]
    assert office.get("staf", f"{V1}/offices/{HOME}")["zone"] == "WIB"
    posts = {one["post"]["id"]: one for one in office.get("staf", f"{V1}/offices/{HOME}/posts")["items"]}
    assert posts[f"{HOME}/pemohon"]["recorder"] == f"{HOME}/staf"
    aliases = office.get("staf", f"{V1}/offices/{HOME}/aliases")["items"]
    assert {"label": "Seccam", "sop": None, "post": f"{HOME}/sekcam"} in aliases


def test_an_administrator_reads_no_answer_wherever_he_looks(shared: Office) -> None:
    key = "kunci-rahasia-417"
    case = shared.case(done=3, business_key=key)
    one = Try("admin", case, key)
    secret = [ANSWERS["langkah_1"]["nama_pemohon"]]  # the number stands in the forms too, as an example
    looked = 0
    for name, route in ROUTES.items():
        if name.startswith("GET ") and "{" not in route.path.replace("{case}", "").replace("{task}", ""):
            text = shared.call("admin", "GET", one.fill(route.path)).text
            assert not [word for word in (*secret, key) if word in text], name
            looked += 1
    assert looked > 40
    owner = shared.call("pemilik", "GET", f"/engine-rest/task/{case}-4/form-variables").text
    assert all(word in owner for word in secret), "what is looked for is there to be read"
    assert SKM in shared.call("admin", "GET", f"{V1}/sops").text
