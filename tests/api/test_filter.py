"""Filters: kept questions, whose they are, and what they find for whom."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.account import Grant
from tests.api.office import HOME, SKM, Office

HERE = "/engine-rest/filter"


def keep(office: Office, login: str = "staf", **more: Any) -> Any:
    """The answer to a new filter of somebody."""
    body = {"resourceType": "Task", "name": "Langkah 2", "owner": login, "query": {}, "properties": {}} | more
    return office.call(login, "POST", f"{HERE}/create", json=body)


def names(office: Office, login: str, query: str = "") -> list[str]:
    """The names of the filters that somebody is shown; the count says the same."""
    found = [one["name"] for one in office.get(login, f"{HERE}?{query}")]
    assert office.get(login, f"{HERE}/count?{query}") == {"count": len(found)}
    return found


def test_a_filter_is_kept_changed_and_forgotten(office: Office) -> None:
    query = {"taskDefinitionKey": "langkah_2", "sorting": [{"sortBy": "created", "sortOrder": "desc"}]}
    made = keep(office, query=query, properties={"color": "#fff", "priority": 1})
    assert made.status_code == 200, made.text
    shown = made.get_json()
    assert shown == {
        "id": shown["id"],
        "resourceType": "Task",
        "name": "Langkah 2",
        "owner": "staf",
        "query": query,
        "properties": {"color": "#fff", "priority": 1},
    }
    assert office.get("staf", f"{HERE}/{shown['id']}") == shown
    changed = office.call("staf", "PUT", f"{HERE}/{shown['id']}", json=shown | {"name": "Lain", "itemCount": 3})
    assert (changed.status_code, changed.data) == (204, b"")
    assert names(office, "staf", "nameLike=La%25&resourceType=Task&owner=staf") == ["Lain"]
    assert names(office, "staf", f"filterId={shown['id']}") == ["Lain"]
    assert office.get("staf", f"{HERE}?sortBy=name&sortOrder=asc&maxResults=1")[0]["name"] == "Lain"
    assert office.call("staf", "DELETE", f"{HERE}/{shown['id']}").status_code == 204
    assert office.call("staf", "GET", f"{HERE}/{shown['id']}").status_code == 404
    assert names(office, "staf") == []


def test_a_filter_finds_for_everybody_what_he_may_read(office: Office) -> None:
    cases = [office.case(done=1), office.case(done=1), office.case(done=2)]
    query: dict[str, Any] = {"processDefinitionKeyIn": [SKM]}
    query |= {"sorting": [{"sortBy": "created", "sortOrder": "asc"}]}
    id = keep(office, "pemilik", owner=None, query=query).get_json()["id"]
    every = office.get("pemilik", f"{HERE}/{id}/list")
    assert [one["processInstanceId"] for one in every] == [str(case) for case in cases]
    assert office.get("pemilik", f"{HERE}/{id}/count") == {"count": 3}
    assert office.get("staf", f"{HERE}/{id}/count") == {"count": 2}
    assert office.get("camat", f"{HERE}/{id}/count") == {"count": 0}
    assert office.get("staf", f"{HERE}/{id}?itemCount=true")["itemCount"] == 2
    assert len(office.get("staf", f"{HERE}/{id}/list?firstResult=1&maxResults=5")) == 1
    added = {"taskDefinitionKey": "langkah_3", "sorting": [{"sortBy": "created", "sortOrder": "desc"}]}
    more = office.call("pemilik", "POST", f"{HERE}/{id}/list?maxResults=15", json=added)
    assert [one["taskDefinitionKey"] for one in more.get_json()] == ["langkah_3"]
    assert office.call("pemilik", "POST", f"{HERE}/{id}/count", json=added).get_json() == {"count": 1}
    single = office.call("pemilik", "POST", f"{HERE}/{id}/singleResult", json=added)
    assert single.get_json() == more.get_json()[0]
    assert office.call("pemilik", "GET", f"{HERE}/{id}/singleResult").status_code == 400
    assert office.call("camat", "GET", f"{HERE}/{id}/singleResult").status_code == 204


def test_a_filter_is_ones_own_or_shared_with_the_office(office: Office) -> None:
    own = keep(office, "staf", name="Sendiri").get_json()["id"]
    shared = keep(office, "pemilik", owner=None, name="Bersama").get_json()["id"]
    assert {login: names(office, login) for login in ("staf", "camat", "pemilik", "auditor", "jfu")} == {
        "staf": ["Sendiri", "Bersama"],
        "camat": ["Bersama"],
        "pemilik": ["Bersama"],
        "auditor": ["Bersama"],
        "jfu": [],
    }
    body = {"name": "Diambil", "query": {}, "owner": "camat"}
    for method, more in (("GET", {}), ("PUT", {"json": body}), ("DELETE", {})):
        assert office.call("camat", method, f"{HERE}/{own}", **more).status_code == 404
        assert office.call("jfu", method, f"{HERE}/{shared}", **more).status_code == 404
    for method, more in (("PUT", {"json": body}), ("DELETE", {})):
        assert office.call("camat", method, f"{HERE}/{shared}", **more).status_code == 403
    assert office.call("pemilik", "DELETE", f"{HERE}/{shared}").status_code == 204


def test_sharing_is_for_process_owners_of_one_office(office: Office) -> None:
    assert keep(office, "staf", owner=None).status_code == 403
    assert keep(office, "staf", owner="camat").status_code == 403
    office.run(Grant("pemilik", "pemilik", "kukar-kb"))
    assert keep(office, "pemilik", owner=None).status_code == 400
    office.run(Grant("pemilik", "pemilik", "*"))
    assert keep(office, "pemilik", owner=None, name="Semua").status_code == 200
    assert names(office, "jfu") == ["Semua"]


@pytest.mark.parametrize(
    "body",
    [
        {"resourceType": "Case"},
        {"resourceType": None},
        {"name": None},
        {"name": "  "},
        {"query": {"tidakDikenal": 1}},
        {"query": {"assigned": "mungkin"}},
        {"query": {"sorting": [{"sortBy": "tidakAda", "sortOrder": "asc"}]}},
        {"properties": {"a": "x" * 30_000}},
        {"query": []},
        {"lain": 1},
    ],
)
def test_a_filter_that_nobody_could_use_is_refused(shared: Office, body: dict[str, Any]) -> None:
    assert keep(shared, **body).status_code == 400


def test_nobody_keeps_filters_without_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.commands.filter.MOST", 2)
    assert [keep(office, name=f"F{n}").status_code for n in range(3)] == [200, 200, 400]
    assert office.get("auditor", f"{HERE}/count") == {"count": 0}, HOME
