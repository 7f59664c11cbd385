"""Process instances in the dialect: lists, holding, variables, the tree of what is open, modification, executions."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.api.cakupan import Cakupan
from tests.api.office import HOME, KB, SKM, Office

INSTANCE = "/process-instance"
FILTERS: Final = {
    "": "skm first spread",
    "processInstanceIds={first},{gone},x": "first",
    "processInstanceIds=x": "",
    "businessKey=KK-7": "first",
    "businessKeyLike=KK%25": "first",
    "processDefinitionId={definition}": "first spread",
    "processDefinitionKeyIn=cakupan,{KB}": "first spread",
    "processDefinitionKeyNotIn=cakupan": "skm",
    "deploymentId={deployment}": "first spread",
    "superProcessInstance=1": "",
    "subProcessInstance=1": "",
    "rootProcessInstances=true": "skm first spread",
    "leafProcessInstances=true": "skm first spread",
    "activityIdIn=ketik": "spread",
    "activityIdIn=terima,isi": "first spread",
    "withIncident=true": "spread",
    "active=true": "skm spread",
    "suspended=true": "first",
    "tenantIdIn={HOME}": "skm first spread",
    "withoutTenantId=true": "",
    "variables=kota_eq_Sintang": "first",
    "variables=kota_neq_Sintang": "spread",
}
"""What each query finds, by the names of cases in the test."""


@pytest.fixture(scope="module")
def world(shared: Office) -> Cakupan:
    """The diagram in force."""
    return Cakupan(shared)


@pytest.fixture
def each(office: Office) -> Cakupan:
    """The same, on each kind of database."""
    return Cakupan(office)


def _found(world: Cakupan, query: str) -> set[int]:
    found = {int(one["id"]) for one in world.get(f"{INSTANCE}?{query}")}
    assert world.get(f"{INSTANCE}/count?{query}") == {"count": len(found)}, query
    return found


def test_cases_are_found_by_what_they_run_on_hold_and_wait_for(each: Cakupan) -> None:
    world = each
    skm, first = world.office.case(business_key="SKM-1"), world.start("KK-7", kota="Sintang")
    spread = world.spread("Ani", kota="Putussibau")
    world.put("pemilik", f"{INSTANCE}/{first}/suspended", {"suspended": True})
    world.office.incident(spread)
    gone = world.start()
    world.send("pemilik", "DELETE", f"{INSTANCE}/{gone}")
    names = {"skm": skm, "first": first, "spread": spread}
    definition = world.get(f"{INSTANCE}/{first}")["definitionId"]
    deployment = world.get(f"/process-definition/{definition}")["deploymentId"]
    places = {**names, "gone": gone, "definition": definition, "deployment": deployment, "HOME": HOME, "KB": KB}
    for query, found in FILTERS.items():
        assert _found(world, query.format(**places)) == {names[one] for one in found.split()}, query
    body: dict[str, Any] = {
        "processInstanceIds": [str(first), str(spread)],
        "variables": [{"name": "kota", "operator": "like", "value": "%u%"}],
        "active": True,
        "sorting": [{"sortBy": "businessKey", "sortOrder": "asc"}, {"sortBy": "instanceId", "sortOrder": "desc"}],
    }
    assert [one["id"] for one in world.post("pemilik", INSTANCE, body)[1]] == [str(spread)]
    del body["sorting"]
    assert world.post("pemilik", f"{INSTANCE}/count", body)[1] == {"count": 1}
    for wrong in ("incidentMessage=x", "orQueries=1", "variables=a", "sortBy=startTime&sortOrder=asc"):
        assert world.send("pemilik", "GET", f"{INSTANCE}?{wrong}")[0] == 400, wrong


def test_cases_are_held_one_by_one_by_id_and_by_definition(world: Cakupan) -> None:
    first, second, other = world.start(), world.start(), world.office.case()

    def held() -> set[int]:
        return {int(one["id"]) for one in world.get(f"{INSTANCE}?suspended=true")} & {first, second, other}

    assert world.put("pemilik", f"{INSTANCE}/{first}/suspended", {"suspended": True})[0] == 204
    assert world.put("pemilik", f"{INSTANCE}/{first}/suspended", {"suspended": "true"})[0] == 204, "it is so already"
    assert world.put("staf", f"{INSTANCE}/{first}/suspended", {"suspended": True})[0] == 403
    assert held() == {first}
    assert world.get(f"/task/{first}-1")["suspended"] is True
    assert world.post("staf", f"/task/{first}-1/complete")[0] == 500
    by_key = {"processDefinitionKey": "cakupan", "suspended": True}
    assert world.put("staf", f"{INSTANCE}/suspended", by_key)[0] == 403
    assert world.put("pemilik", f"{INSTANCE}/suspended", by_key)[0] == 204
    assert held() == {first, second}
    ids = {"processInstanceIds": [str(second)], "suspended": False}
    assert world.put("pemilik", f"{INSTANCE}/suspended", ids)[0] == 204
    assert held() == {first}
    definition = world.get(f"{INSTANCE}/{first}")["definitionId"]
    by_id = {"processDefinitionId": definition, "suspended": False}
    assert world.put("pemilik", f"{INSTANCE}/suspended", by_id)[0] == 204
    assert held() == set()
    assert world.put("pemilik-lain", f"{INSTANCE}/suspended", by_key)[0] == 404
    assert world.put("pemilik", f"{INSTANCE}/suspended", ids | {"processInstanceIds": ["999"]})[0] == 404
    for wrong in (
        {"suspended": True},
        by_key | by_id,
        by_key | {"processInstanceQuery": {}},
        by_key | {"suspended": 1},
    ):
        assert world.put("pemilik", f"{INSTANCE}/suspended", wrong)[0] == 400, wrong
    assert world.put("pemilik", f"{INSTANCE}/suspended", {"processDefinitionKey": SKM, "suspended": True})[0] == 204
    assert held() == {other}
    world.put("pemilik", f"{INSTANCE}/suspended", {"processDefinitionKey": SKM, "suspended": False})


def _node(tree: dict[str, Any], activity: str) -> dict[str, Any]:
    found = [one for one in _all(tree) if one["activityId"] == activity]
    assert len(found) == 1, [one["activityId"] for one in _all(tree)]
    return found[0]


def _all(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return [tree, *(one for child in tree["childActivityInstances"] for one in _all(child))]


def test_the_tree_holds_what_is_open_with_its_scopes(world: Cakupan) -> None:
    case = world.spread("Ani", "Budi")
    tree = world.get(f"{INSTANCE}/{case}/activity-instances", "staf")
    keys = set(tree)
    assert keys == set(
        """id parentActivityInstanceId activityId activityType activityName name processInstanceId processDefinitionId
        executionIds childActivityInstances childTransitionInstances incidentIds incidents""".split()
    )
    assert all(set(one) == keys for one in _all(tree))
    assert (tree["id"], tree["activityType"], tree["activityName"]) == (str(case), "processDefinition", "Cakupan")
    assert {one["activityId"] for one in tree["childActivityInstances"]} == {
        "periksa#multiInstanceBody",
        "urus",
        "terima",
    }
    body = _node(tree, "periksa#multiInstanceBody")
    assert body["activityType"] == "multiInstanceBody"
    items = body["childActivityInstances"]
    assert [(one["activityId"], one["activityType"]) for one in items] == [("periksa", "userTask")] * 2
    assert {one["executionIds"][0] for one in items} == set(world.tasks(case, "periksa"))
    assert all(one["parentActivityInstanceId"] == body["id"] for one in items)
    sub = _node(tree, "urus")
    assert (sub["activityType"], [one["activityId"] for one in sub["childActivityInstances"]]) == (
        "subProcess",
        ["ketik"],
    )
    assert _node(tree, "terima")["activityType"] == "receiveTask"
    early = world.start()
    tree = world.get(f"{INSTANCE}/{early}/activity-instances")
    assert [one["activityId"] for one in _all(tree)] == [tree["activityId"], "isi"], "no event on a task stands there"


def test_an_incident_stands_with_what_failed(world: Cakupan) -> None:
    case = world.start()
    event = world.office.incident(case)
    tree = world.get(f"{INSTANCE}/{case}/activity-instances")
    assert (tree["incidentIds"], tree["incidents"][0]["id"]) == ([f"{case}-{event}"], f"{case}-{event}")


def _modify(world: Cakupan, case: int, *instructions: dict[str, Any], **more: Any) -> int:
    body = {"instructions": list(instructions), **more}
    return world.post("pemilik", f"{INSTANCE}/{case}/modification", body)[0]


def test_tokens_are_moved_by_instructions_with_a_reason(world: Cakupan) -> None:
    case = world.spread("Ani", "Budi")
    tree = world.get(f"{INSTANCE}/{case}/activity-instances")
    ani = _node(tree, "periksa#multiInstanceBody")["childActivityInstances"][0]
    more = {"annotation": "Ani sudah pindah", "skipCustomListeners": True, "skipIoMappings": True}
    assert _modify(world, case, {"type": "cancel", "activityInstanceId": ani["id"]}, **more) == 204
    assert len(world.tasks(case, "periksa")) == 1
    assert _modify(world, case, {"type": "cancel", "activityId": "urus"}) == 204
    assert world.tasks(case, "ketik") == []
    assert _modify(world, case, {"type": "startBeforeActivity", "activityId": "ketik"}) == 204
    (sub,) = [one for one in _all(world.get(f"{INSTANCE}/{case}/activity-instances")) if one["activityId"] == "urus"]
    inside = {"type": "startBeforeActivity", "activityId": "ketik", "ancestorActivityInstanceId": sub["id"]}
    assert _modify(world, case, inside) == 204
    assert len(world.tasks(case, "ketik")) == 2
    again = {"type": "startBeforeActivity", "activityId": "ketik", "cancelCurrentActiveActivityInstances": True}
    assert _modify(world, case, again) == 204
    assert len(world.tasks(case, "ketik")) == 1
    assert _modify(world, case, {"type": "cancel", "activityId": "periksa#multiInstanceBody"}) == 204
    assert world.tasks(case, "periksa") == []
    history = world.get(f"/history/task?processInstanceId={case}&taskDefinitionKey=periksa")
    assert {one["deleteReason"] for one in history} == {"deleted"}


def test_a_transition_is_taken_where_it_leads(world: Cakupan) -> None:
    case = world.start()
    stop = {"type": "cancel", "activityId": "isi"}
    assert _modify(world, case, {"type": "startTransition", "transitionId": "f11"}, stop) == 204
    assert (len(world.tasks(case, "betulkan")), world.tasks(case, "isi")) == (1, [])
    case = world.start()
    assert _modify(
        world, case, *({"type": "startTransition", "transitionId": flow} for flow in ("f6", "f7", "f8")), stop
    )
    assert len(world.tasks(case, "tutup")) == 1, "the join has counted each of them"
    case = world.start()
    assert _modify(world, case, {"type": "startAfterActivity", "activityId": "tutup"}) == 204
    assert len(world.tasks(case, "isi")) == 1


@pytest.mark.parametrize(
    ("instruction", "status"),
    [
        ({"type": "cancel"}, 400),
        ({"type": "cancel", "activityId": "isi", "activityInstanceId": "x"}, 400),
        ({"type": "cancel", "transitionInstanceId": "x"}, 400),
        ({"type": "cancel", "activityId": "ketik"}, 404),
        ({"type": "cancel", "activityInstanceId": "isi:1-99"}, 404),
        ({"type": "cancel", "activityId": "isi"}, 500),
        ({"type": "startBeforeActivity"}, 400),
        ({"type": "startBeforeActivity", "activityId": "tidak-ada"}, 500),
        ({"type": "startBeforeActivity", "activityId": "isi", "variables": {"a": {"value": 1}}}, 400),
        ({"type": "startTransition", "transitionId": "tidak-ada"}, 400),
        ({"type": "pindah"}, 400),
        ({"type": "cancel", "activityId": "isi", "lain": 1}, 400),
    ],
)
def test_an_instruction_that_cannot_work_changes_nothing(
    world: Cakupan, instruction: dict[str, Any], status: int
) -> None:
    case = world.start()
    before = world.get(f"{INSTANCE}/{case}/activity-instances")
    also = {"type": "startBeforeActivity", "activityId": "betulkan"}
    last = status == 500 and instruction["type"] == "cancel"
    assert _modify(world, case, *([instruction] if last else [also, instruction])) == status
    assert world.get(f"{INSTANCE}/{case}/activity-instances") == before


def test_variables_of_a_case_are_set_by_who_is_in_charge(world: Cakupan) -> None:
    case = world.start(a=1, b=2)
    path = f"{INSTANCE}/{case}/variables"
    assert world.put("staf", f"{path}/a", {"value": 2})[0] == 403
    assert world.put("jfu", f"{path}/a", {"value": 2})[0] == 404
    body = {"modifications": {"a": {"value": "9007199254740993", "type": "long"}}, "deletions": ["b"]}
    assert world.post("mesin", path, body)[0] == 204, "a machine account"
    assert world.get(path) == {"a": {"type": "Long", "value": 9007199254740993, "valueInfo": {}}}
    assert world.send("pemilik", "DELETE", f"{path}/a")[0] == 204
    assert world.get(path) == {}
    gone = world.start()
    world.send("pemilik", "DELETE", f"{INSTANCE}/{gone}")
    assert world.send("pemilik", "GET", f"{INSTANCE}/{gone}/variables")[0] == 404


def test_a_removed_variable_is_removed_for_the_conditions_too(each: Cakupan) -> None:
    world = each
    case = world.start(daftar=["Ani", "Budi"])
    assert world.send("pemilik", "DELETE", f"{INSTANCE}/{case}/variables/daftar")[0] == 204
    assert world.post("staf", f"/task/{case}-1/complete")[0] == 500, "there is no list any more"
    world.put("pemilik", f"{INSTANCE}/{case}/variables/daftar", {"value": '["Candra"]', "type": "Json"})
    assert world.post("staf", f"/task/{case}-1/complete")[0] == 204
    assert len(world.tasks(case, "periksa")) == 1


def test_executions_are_what_is_open_and_what_waits(each: Cakupan) -> None:
    world = each
    case = world.spread("Ani", "Budi")
    other = world.spread("Candra")
    found = {one["id"] for one in world.get(f"/execution?processInstanceId={case}", "staf")}
    assert found >= {str(case), *world.tasks(case, "periksa"), *world.tasks(case, "ketik")}
    assert world.get(f"/execution/count?processInstanceId={case}") == {"count": len(found)}
    at = world.get(f"/execution?processInstanceId={case}&activityId=ketik")
    assert [one["id"] for one in at] == world.tasks(case, "ketik")
    waits = world.get("/execution?messageEventSubscriptionName=balasan")
    assert {one["processInstanceId"] for one in waits} == {str(case), str(other)}
    body = {"messageEventSubscriptionName": "balasan", "processInstanceId": str(case)}
    (mine,) = world.post("pemilik", "/execution", body)[1]
    assert world.get(f"/execution/{mine['id']}") == mine
    assert mine.keys() == {"links", "id", "processInstanceId", "ended", "tenantId"}
    assert world.get("/execution?signalEventSubscriptionName=balasan") == []
    assert world.get(f"/execution?processInstanceId={case}", "jfu") == []
    assert world.send("pemilik", "GET", "/execution")[0] == 400
    definition = world.get(f"{INSTANCE}/{case}")["definitionId"]
    for query in ("processDefinitionKey=cakupan", f"processDefinitionId={definition}"):
        every = world.get(f"/execution?{query}")
        assert {one["processInstanceId"] for one in every} == {str(case), str(other)}
        assert found < {one["id"] for one in every}
        assert world.get(f"/execution?{query}", "jfu") == []
    assert world.get("/execution?processDefinitionKey=lain") == []
    assert world.get(f"/execution?{query}&messageEventSubscriptionName=balasan") == waits
    for id in (f"{case}-999", "999", "x", f"{case}-x"):
        assert world.send("pemilik", "GET", f"/execution/{id}")[0] == 404, id


def test_a_receive_task_goes_on_by_signal_or_by_its_message(each: Cakupan) -> None:
    world = each
    for how in ("signal", "messageSubscriptions/balasan/trigger"):
        case = world.spread("Ani")
        (waits,) = world.get(f"/execution?messageEventSubscriptionName=balasan&processInstanceId={case}")
        told = world.get(f"/execution/{waits['id']}/messageSubscriptions/balasan")
        assert (told["eventType"], told["eventName"], told["activityId"]) == ("message", "balasan", "terima")
        assert world.post("pemilik", f"/execution/{case}/messageSubscriptions/lain/trigger")[0] == 404
        assert world.post("pemilik", f"/execution/{world.tasks(case, 'ketik')[0]}/signal")[0] == 404
        assert world.post("camat", f"/execution/{waits['id']}/{how}")[0] == 404
        body = {"variables": {"nomor": {"value": 7}}}
        assert world.post("pemilik", f"/execution/{waits['id']}/{how}", body)[0] == 204
        assert world.get(f"{INSTANCE}/{case}/variables/nomor")["value"] == 7
        assert world.post("pemilik", f"/execution/{case}/{how}")[0] == 404, "nothing waits any more"


def test_local_variables_of_an_execution_stand_in_its_scope(world: Cakupan) -> None:
    case = world.spread("Ani")
    (ani,) = world.tasks(case, "periksa")
    path = f"/execution/{ani}/localVariables"
    assert world.post("mesin", path, {"modifications": {"hasil": {"value": "baik"}}})[0] == 204
    assert {name: one["value"] for name, one in world.get(path).items()} == {
        "hasil": "baik",
        "orang": "Ani",
        "loopCounter": 0,
    }
    assert world.get(f"/execution/{case}/localVariables").keys() == {"daftar"}
    assert (
        world.post("mesin", f"/execution/{case}-999/localVariables", {"modifications": {"a": {"value": 1}}})[0] == 500
    )
