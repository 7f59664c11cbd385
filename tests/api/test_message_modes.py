"""Messages in every mode of the dialect, signals, and conditions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.worker.loop import Worker
from tests.api.office import HOME, Office

KABAR = Path(__file__).with_name("kabar.bpmn")
GIVEN: tuple[dict[str, Any], ...] = (
    {"kota": "Putussibau"},
    {"nomor": 12},
    {"nomor": {"value": "12", "type": "Long"}},
    {"nomor": 12, "kota": "Putussibau", "lunas": True},
    {"tanggal": "2026-11-20"},
    {"tanggal": {"value": "2026-11-20T00:00:00.000+0700", "type": "Date"}},
    {"nilai": {"value": 1.5, "type": "Double"}},
)
UNFIT: tuple[dict[str, Any], ...] = ({"nomor": 14}, {"lain": 12}, {"nomor": 12, "kota": "Semitau"}, {"kota": "12"})
UNCLEAR: tuple[dict[str, Any], ...] = (
    {"correlationKeys": {"a": {"value": "[1]", "type": "Json"}}},
    {"correlationKeys": {name: {"value": 1} for name in "abcde"}},
    {"tenantId": HOME, "withoutTenantId": True},
    {"variablesInResultEnabled": True},
    {"messageName": ""},
    {"messageName": None},
    {"all": True, "processVariablesLocal": {"a": {"value": 1}}},
    {"lain": 1},
)


@pytest.fixture
def desk(office: Office) -> Office:
    """The offices, with SOPs in force that wait for messages and signals."""
    office.run(Deploy(HOME, "Kabar", {KABAR.name: KABAR.read_bytes()}))
    return office


def waiting(desk: Office, key: str | None = None, **values: Any) -> int:
    """A case that waits for the message “kabar” and the signal “libur”, with these variables."""
    case: int = desk.run(StartCase("menunggu", answers=values, business_key=key), "mesin")["case"]
    return case


def send(desk: Office, login: str = "pemilik", **body: Any) -> Any:
    """The answer to a message; “kabar” unless it is said otherwise."""
    return desk.call(login, "POST", "/engine-rest/message", json={"messageName": "kabar"} | body)


def keys(**values: Any) -> dict[str, Any]:
    """Typed variables."""
    return {name: value if isinstance(value, dict) else {"value": value} for name, value in values.items()}


def ended(desk: Office, case: int) -> bool:
    """Whether the case has ended."""
    return desk.get("pemilik", f"/engine-rest/history/process-instance/{case}")["endTime"] is not None


def work(desk: Office) -> None:
    """Lets the worker do what is due."""
    while Worker(desk.desk, clock=lambda: desk.now).round().fired:
        pass


def test_a_message_finds_its_case_by_variables(desk: Office) -> None:
    other = waiting(desk, nomor=13, kota="Semitau", lunas=False, tanggal=date(2026, 11, 21), nilai=2.5)
    for given in GIVEN:
        mine = waiting(desk, nomor=12, kota="Putussibau", lunas=True, tanggal=date(2026, 11, 20), nilai=1.5)
        sent = send(desk, correlationKeys=keys(**given))
        assert sent.status_code == 204, sent.text
        assert (ended(desk, mine), ended(desk, other)) == (True, False)


def test_variables_that_fit_no_case_find_none(desk: Office) -> None:
    waiting(desk, "K-1", nomor=12, kota="Putussibau")
    waiting(desk, "K-2", nomor=13, kota="Semitau")
    for given in UNFIT:
        refused = send(desk, correlationKeys=keys(**given))
        assert (refused.status_code, refused.get_json()["type"]) == (400, "RestException")


def test_every_key_that_is_given_has_to_fit(desk: Office) -> None:
    first, second = waiting(desk, "K-1", nomor=12), waiting(desk, "K-2", nomor=12)
    assert send(desk, correlationKeys=keys(nomor=12)).status_code == 400, "two of them wait"
    assert send(desk, correlationKeys=keys(nomor=12), businessKey="K-3").status_code == 400
    assert send(desk, correlationKeys=keys(nomor=12), tenantId="kukar-kb").status_code == 400
    assert send(desk, correlationKeys=keys(nomor=12), withoutTenantId=True).status_code == 400
    assert send(desk, correlationKeys=keys(nomor=12), businessKey="K-2", tenantId=HOME).status_code == 204
    assert (ended(desk, first), ended(desk, second)) == (False, True)


def test_a_message_that_is_not_clear_is_refused(desk: Office) -> None:
    waiting(desk, a=1)
    for body in UNCLEAR:
        assert send(desk, **body).status_code == 400, body


def test_local_keys_find_the_item_of_a_loop(desk: Office) -> None:
    case = desk.run(StartCase("tanya_desa", answers={"daftar": ["Jongkong", "Nanga Bunut"]}), "mesin")["case"]
    ask = {"messageName": "jawaban", "processInstanceId": str(case)}
    assert send(desk, **ask).status_code == 400, "both items wait"
    assert send(desk, **ask, localCorrelationKeys=keys(desa="Semitau")).status_code == 400
    told = send(
        desk,
        **ask,
        localCorrelationKeys=keys(desa="Nanga Bunut"),
        processVariables=keys(jumlah=3),
        processVariablesLocal=keys(lurah="Budi"),
        resultEnabled=True,
    )
    assert told.status_code == 200, told.text
    (open_task,) = desk.get("pemilik", f"/engine-rest/task?processInstanceId={case}")
    seen = desk.get("pemilik", f"/engine-rest/task/{open_task['id']}/form-variables")
    told_there = {name: one["value"] for name, one in seen.items() if name in ("desa", "lurah", "jumlah")}
    assert told_there == {"desa": "Nanga Bunut", "lurah": "Budi", "jumlah": 3}
    assert "lurah" not in desk.get("pemilik", f"/engine-rest/process-instance/{case}/variables")


def test_local_values_need_a_place(desk: Office) -> None:
    case = waiting(desk)
    refused = send(desk, processVariablesLocal=keys(a=1))
    assert (refused.status_code, refused.get_json()["type"]) == (500, "ProcessEngineException")
    assert not ended(desk, case)


def test_a_message_to_all_reaches_everybody_and_begins_cases_too(desk: Office) -> None:
    first, second = waiting(desk), waiting(desk)
    sent = send(desk, all=True, resultEnabled=True, variablesInResultEnabled=True, processVariables=keys(isi="ya"))
    assert sent.status_code == 200, sent.text
    assert [one["execution"]["id"] for one in sent.get_json()] == [str(first), str(second)]
    work(desk)
    assert (ended(desk, first), ended(desk, second)) == (True, True)
    begun = send(desk, "staf", messageName="permohonan", all=True, resultEnabled=True, processVariables=keys(isi="ya"))
    (one,) = begun.get_json()
    assert (one["resultType"], one["processInstance"]["definitionKey"]) == ("ProcessDefinition", "permohonan")
    assert send(desk, "camat", messageName="permohonan", all=True).status_code == 204, "he may not start it"
    count = "/engine-rest/process-instance/count?processDefinitionKey=permohonan"
    assert desk.get("pemilik", count) == {"count": 1}
    assert send(desk, messageName="tidak-ada", all=True).status_code == 204
    assert send(desk, messageName="tidak-ada", all=True, resultEnabled=True).get_json() == []


def test_variables_stand_in_a_result_for_who_may_read_them(desk: Office) -> None:
    waiting(desk, "K-1", isi="rahasia")
    asked: dict[str, Any] = {"resultEnabled": True, "variablesInResultEnabled": True, "processVariables": keys(lagi=1)}
    (result,) = send(desk, businessKey="K-1", **asked).get_json()
    assert {name: one["value"] for name, one in result["variables"].items()} == {"isi": "rahasia", "lagi": 1}
    assert result["execution"]["tenantId"] == HOME
    waiting(desk, "K-2", isi="rahasia")
    (result,) = send(desk, businessKey="K-2", resultEnabled=True).get_json()
    assert "variables" not in result


def throw(desk: Office, login: str = "pemilik", **body: Any) -> Any:
    """The answer to a signal."""
    return desk.call(login, "POST", "/engine-rest/signal", json={"name": "libur"} | body)


def test_a_signal_reaches_everybody_or_one_case(desk: Office) -> None:
    first, second, third = (waiting(desk) for _ in range(3))
    assert throw(desk, executionId=str(second)).status_code == 204
    work(desk)
    assert [ended(desk, case) for case in (first, second, third)] == [False, True, False]
    for gone in (str(second), f"{first}-99", f"{first}-x", "x", "999"):
        assert throw(desk, executionId=gone).status_code == 400, "nothing waits there"
    assert throw(desk, tenantId="kukar-kb").status_code == 204
    assert throw(desk, withoutTenantId=True).status_code == 204
    assert throw(desk, "pemilik-lain").status_code == 204
    work(desk)
    assert [ended(desk, case) for case in (first, third)] == [False, False]
    assert throw(desk, variables=keys(sebab="cuti")).status_code == 204
    work(desk)
    assert [ended(desk, case) for case in (first, third)] == [True, True]
    for wrong in ({"name": ""}, {"executionId": "1", "tenantId": HOME}, {"name": None}):
        assert throw(desk, **wrong).status_code == 400


def evaluate(desk: Office, height: int, login: str = "pemilik", **body: Any) -> Any:
    """The answer to values for conditional starts."""
    given = {"variables": keys(tinggi_air=height)} | body
    return desk.call(login, "POST", "/engine-rest/condition", json=given)


def test_a_condition_begins_cases_and_answers_them(desk: Office) -> None:
    assert evaluate(desk, 300).get_json() == []
    (begun,) = evaluate(desk, 301, businessKey="B-1").get_json()
    assert (begun["definitionKey"], begun["businessKey"], begun["ended"]) == ("siaga", "B-1", False)
    for nothing in ({"processDefinitionId": "siaga:1:999"}, {"tenantId": "kukar-kb"}, {"withoutTenantId": True}):
        assert evaluate(desk, 301, **nothing).get_json() == []
    assert evaluate(desk, 301, processDefinitionId=begun["definitionId"], tenantId=HOME).get_json() != []
    assert evaluate(desk, 301, "staf").get_json() == [], "staff are not in charge of it"
    assert desk.call("pemilik", "POST", "/engine-rest/condition", json={}).status_code == 400
    told = desk.get("pemilik", f"/engine-rest/history/process-instance/{begun['id']}")
    assert told["startUserId"] == "pemilik"


def subscriptions(desk: Office, query: str = "", login: str = "pemilik") -> list[tuple[str, str, str | None]]:
    """What waits, as (element, type, name); the count says the same."""
    path = f"/engine-rest/event-subscription?{query}"
    found = desk.get(login, path)
    assert desk.get(login, path.replace("?", "/count?")) == {"count": len(found)}
    return [(one["activityId"], one["eventType"], one["eventName"]) for one in found]


def test_what_waits_is_listed_with_what_begins_cases(desk: Office) -> None:
    case = waiting(desk)
    begins: list[tuple[str, str, str | None]] = [("p_mulai", "message", "permohonan"), ("s_mulai", "conditional", None)]
    waits: list[tuple[str, str, str | None]] = [("m_kabar", "message", "kabar"), ("m_libur", "signal", "libur")]
    assert sorted(subscriptions(desk)) == sorted(begins + waits)
    assert sorted(subscriptions(desk, f"processInstanceId={case}")) == waits
    assert subscriptions(desk, "eventType=signal") == [waits[1]]
    assert subscriptions(desk, "eventName=permohonan") == [begins[0]]
    assert subscriptions(desk, "activityId=m_kabar") == [waits[0]]
    assert subscriptions(desk, "eventType=compensate") == subscriptions(desk, "withoutTenantId=true") == []
    for one in desk.get("pemilik", "/engine-rest/event-subscription?sortBy=created&sortOrder=desc"):
        mine = subscriptions(desk, f"eventSubscriptionId={one['id']}")
        assert mine == [(one["activityId"], one["eventType"], one["eventName"])]
        assert (one["executionId"] or "").startswith(one["processInstanceId"] or "")
    assert subscriptions(desk, "eventSubscriptionId=lain") == subscriptions(desk, "executionId=1-99") == []


def test_what_waits_in_a_case_is_shown_to_who_may_read_it(desk: Office) -> None:
    waiting(desk)
    begins = {"p_mulai", "s_mulai"}
    shown = {login: {one[0] for one in subscriptions(desk, "", login)} for login in desk.people}
    everything = begins | {"m_kabar", "m_libur"}
    assert {login for login, seen in shown.items() if seen == everything} == {"pemilik", "auditor", "mesin"}
    assert shown["jfu"] == shown["pemilik-lain"] == shown["auditor-lain"] == set()
    assert shown["staf"] == shown["camat"] == shown["admin"] == begins
