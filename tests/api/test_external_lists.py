"""Which service tasks a worker is lent, in which order, and how they are listed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.machines import REST, Machines, furnish
from tests.api.office import HOME, Office


@pytest.fixture
def machines(office: Office) -> Machines:
    furnish(office)
    return Machines(office)


def _ids(found: list[dict[str, Any]]) -> list[str]:
    return [task["id"] for task in found]


def test_a_topic_leaves_what_the_worker_asks_for(machines: Machines) -> None:
    ani = machines.start(business_key="A", nama="Ani", umur=30)
    budi = machines.start(business_key="B", nama="Budi", umur=30)
    definition = machines.get()[0]["processDefinitionId"]
    every = [f"{ani}-1", f"{budi}-1"]
    asked: list[tuple[dict[str, Any], list[str]]] = [
        ({"businessKey": "B"}, every[1:]),
        ({"processVariables": {"nama": "Ani", "umur": 30}}, every[:1]),
        ({"processVariables": {"nama": "Ani", "umur": 31}}, []),
        ({"processDefinitionId": definition}, every),
        ({"processDefinitionIdIn": [definition, "lain:1:9"]}, every),
        ({"processDefinitionId": "lain:1:9"}, []),
        ({"processDefinitionKey": "layanan", "processDefinitionKeyIn": ["lain"]}, []),
        ({"processDefinitionKeyIn": ["layanan"]}, every),
        ({"processDefinitionVersionTag": "rilis-1"}, every),
        ({"processDefinitionVersionTag": "rilis-2"}, []),
        ({"tenantIdIn": [HOME, "lain"]}, every),
        ({"tenantIdIn": ["lain"]}, []),
        ({"withoutTenantId": True}, []),
        ({"withoutTenantId": False, "deserializeValues": True}, every),
    ]
    for topic, expected in asked:
        assert sorted(_ids(machines.fetch("w", **topic))) == expected, topic
        machines.later(minutes=2)


def test_the_oldest_comes_first_unless_priority_or_time_say_otherwise(machines: Machines) -> None:
    tasks = [f"{machines.start()}-1" for _ in range(4)]
    assert machines.post(tasks[2], "priority", priority=7)[0] == 204
    orders: list[tuple[dict[str, Any], list[int]]] = [
        ({"usePriority": True}, [2, 0, 1, 3]),
        ({"usePriority": False, "sorting": [{"sortBy": "createTime", "sortOrder": "desc"}]}, [3, 2, 1, 0]),
        ({"usePriority": True, "sorting": [{"sortBy": "createTime", "sortOrder": "desc"}]}, [2, 3, 1, 0]),
        ({"usePriority": False, "sorting": [{"sortBy": "createTime"}]}, [0, 1, 2, 3]),
    ]
    for asked, expected in orders:
        assert _ids(machines.fetch("w", **asked)) == [tasks[place] for place in expected]
        machines.later(minutes=2)
    assert _ids(machines.fetch("w", maxTasks=1)) == [tasks[2]]
    assert machines.fetch("w", maxTasks=0) == []


def test_several_topics_are_asked_in_one_request(machines: Machines) -> None:
    one, two = machines.start(), machines.start("layanan_banyak", daftar=["Ani"])
    topics = [{"topicName": "kirim-satu", "lockDuration": 1000}, {"topicName": "kirim", "lockDuration": 60_000}]
    body = {"workerId": "w", "maxTasks": 5, "topics": topics}
    found = machines.office.call("mesin", "POST", f"{REST}/fetchAndLock", json=body).get_json()
    assert [(task["processInstanceId"], task["topicName"]) for task in found] == [
        (str(one), "kirim"),
        (str(two), "kirim-satu"),
    ]
    assert found[0]["lockExpirationTime"] > found[1]["lockExpirationTime"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"maxTasks": 1}, "workerId"),
        ({"workerId": "w"}, "maxTasks"),
        ({"workerId": "", "maxTasks": 1}, "workerId"),
        ({"workerId": "w", "maxTasks": -1}, "maxTasks"),
        ({"workerId": "w", "maxTasks": 1, "asyncResponseTimeout": 1_800_001}, "1800000"),
        ({"workerId": "w", "maxTasks": 1, "topics": [{"topicName": "t"}]}, "lockDuration"),
        ({"workerId": "w", "maxTasks": 1, "topics": [{"topicName": "t", "lockDuration": 0}]}, "lockDuration"),
        ({"workerId": "w", "maxTasks": 1, "topics": [{"topicName": "t", "lockDuration": 1, "lain": 1}]}, "lain"),
        ({"workerId": "w", "maxTasks": 1, "sorting": [{"sortBy": "nama"}]}, "sortBy"),
        ({"workerId": "w", "maxTasks": 1, "lain": True}, "lain"),
    ],
)
def test_what_is_wrongly_asked_is_refused(shared: Office, body: dict[str, Any], word: str) -> None:
    response = shared.call("mesin", "POST", f"{REST}/fetchAndLock", json=body)
    assert response.status_code == 400
    assert word in response.get_json()["message"]


def test_a_list_takes_the_filters_of_the_dialect_by_get_and_by_post(machines: Machines) -> None:
    first, second = machines.start(), machines.start()
    loop = machines.start("layanan_banyak", daftar=["Ani"])
    machines.fetch("w", maxTasks=1)
    machines.post(f"{second}-1", "priority", priority=3)
    definition = machines.get(f"/{first}-1")["processDefinitionId"]
    asked: list[tuple[dict[str, Any], list[int]]] = [
        ({}, [first, second, loop]),
        ({"externalTaskId": f"{second}-1"}, [second]),
        ({"executionId": str(second), "externalTaskId": f"{first}-1"}, []),
        ({"executionId": str(second)}, [second]),
        ({"executionId": f"{second}-1"}, []),
        ({"executionId": machines.get("?topicName=kirim-satu")[0]["executionId"]}, [loop]),
        ({"executionId": str(loop)}, []),
        ({"externalTaskIdIn": f"{first}-1,{second}-1,x"}, [first, second]),
        ({"topicName": "kirim"}, [first, second]),
        ({"workerId": "w"}, [first]),
        ({"locked": "true"}, [first]),
        ({"notLocked": "true"}, [second, loop]),
        ({"withRetriesLeft": "true", "noRetriesLeft": "false"}, [first, second, loop]),
        ({"noRetriesLeft": "true"}, []),
        ({"activityId": "kirim_satu"}, [loop]),
        ({"activityIdIn": "kirim_satu,lain"}, [loop]),
        ({"processInstanceIdIn": f"{second},{loop}"}, [second, loop]),
        ({"processInstanceId": str(loop)}, [loop]),
        ({"processDefinitionId": definition}, [first, second]),
        ({"active": "true"}, [first, second, loop]),
        ({"suspended": "true"}, []),
        ({"tenantIdIn": HOME}, [first, second, loop]),
        ({"priorityHigherThanOrEquals": "3"}, [second]),
        ({"priorityLowerThanOrEquals": "2"}, [first, loop]),
        ({"lockExpirationAfter": "2026-11-20T08:00:30.000+0700"}, [first]),
        ({"lockExpirationBefore": "2026-11-20T08:00:30.000+0700"}, []),
    ]
    for query, expected in asked:
        _listed(machines, query, expected)
    by = {"sortBy": "taskPriority", "sortOrder": "desc", "maxResults": 1}
    assert machines.office.call("mesin", "GET", REST, query_string=by).get_json()[0]["id"] == f"{second}-1"


def _listed(machines: Machines, query: dict[str, Any], expected: list[int]) -> None:
    """Asks by GET and by POST, for the tasks and for their number."""
    response = machines.office.call("mesin", "GET", REST, query_string=query)
    assert sorted(int(task["processInstanceId"]) for task in response.get_json()) == expected, query
    count = machines.office.call("mesin", "GET", f"{REST}/count", query_string=query).get_json()
    body = {name: value.split(",") if name.endswith("In") else value for name, value in query.items()}
    posted = machines.office.call("mesin", "POST", REST, json=body)
    assert posted.get_json() == response.get_json()
    assert machines.office.call("mesin", "POST", f"{REST}/count", json=body).get_json() == count
    assert count == {"count": len(expected)}


def test_topics_are_named_as_far_as_one_may_see_them(machines: Machines) -> None:
    machines.start()
    machines.start("layanan_banyak", daftar=["Ani"])
    machines.fetch()
    assert machines.get("/topic-names") == ["kirim", "kirim-satu"]
    assert machines.get("/topic-names?withLockedTasks=true") == ["kirim"]
    assert machines.get("/topic-names?withUnlockedTasks=true") == ["kirim-satu"]
    assert machines.get("/topic-names?withRetriesLeft=true") == ["kirim", "kirim-satu"]
