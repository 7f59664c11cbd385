"""Lists of tasks in the dialect: each filter finds what it says, in the body as in the parameters."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

import pytest

from engine.api.likeness import like
from engine.commands.task_facts import ChangeTask
from engine.events import moment
from tests.api.cakupan import Cakupan
from tests.api.office import HOME, SKM, Office

KASI, STAF = f"{HOME}/kasi-kesra", f"{HOME}/staf"
FILTERS: Final = {
    "": "skm isi ani budi ketik",
    "taskIdIn={ani},{ketik},x": "ani ketik",
    "processInstanceIdIn={case},x": "ani budi ketik",
    "processInstanceIdIn=x": "",
    "executionId={case}": "ketik",
    "executionId={ani}": "ani",
    "executionId={ani}&processInstanceId={other}": "",
    "processInstanceBusinessKey=KK-7": "isi",
    "processInstanceBusinessKeyIn=KK-7,x": "isi",
    "processInstanceBusinessKeyLike=KK%25": "isi",
    "processDefinitionName=Cakupan": "isi ani budi ketik",
    "processDefinitionNameLike=%25akupa%25": "isi ani budi ketik",
    "taskDefinitionKeyIn=ketik,isi": "isi ketik",
    "taskDefinitionKeyNotIn=ketik,isi&processDefinitionKeyIn=cakupan,{SKM}": "skm ani budi",
    "taskDefinitionKeyLike=per%25": "ani budi",
    "name=mengisi": "isi",
    "nameNotEqual=Mengisi&processDefinitionKey=cakupan": "ani budi ketik",
    "nameLike=MEM%25&processDefinitionKey=cakupan": "ani budi",
    "nameNotLike=mem%25&processDefinitionKey=cakupan": "isi ketik",
    "descriptionLike=isi 100\\%25%25": "isi",
    "description=Isi 100%25 lengkap": "isi",
    "assigneeLike=sta%25": "ani",
    "assigneeIn=staf,kasi": "ani isi",
    "assigneeNotIn=kasi": "ani",
    "owner=staf": "isi",
    "delegationState=PENDING": "isi",
    "delegationState=RESOLVED": "",
    "involvedUser=camat": "ketik",
    "involvedUser=staf": "ani isi",
    "withCandidateUsers=true": "ketik",
    "withoutCandidateUsers=true": "skm isi ani budi",
    "withoutCandidateGroups=true": "",
    "candidateUser=camat": "ketik",
    "candidateGroup={STAF}&processDefinitionKey=cakupan": "budi ketik",
    "candidateGroup={STAF}&includeAssignedTasks=true&processDefinitionKey=cakupan": "ani budi ketik isi",
    "dueDate=2026-11-30T23:59:59.000%2B0700": "ani budi",
    "dueBefore=2026-11-23": "isi",
    "dueAfter=2026-11-23": "ani budi",
    "withoutDueDate=true": "skm ketik",
    "followUpAfter=2026-11-21": "ketik",
    "followUpBefore=2026-11-21": "",
    "followUpBeforeOrNotExistent=2026-11-21": "skm isi ani budi",
    "priority=80": "ketik",
    "minPriority=51": "ketik",
    "maxPriority=50": "skm isi ani budi",
    "createdBefore=2026-11-20T08:00:00.500%2B0700": "skm",
    "createdAfter=2026-11-20T08:00:00.500%2B0700": "isi ani budi ketik",
    "createdOn=2026-11-20T08:00:00.000%2B0700": "skm",
    "withoutTenantId=true": "",
    "tenantIdIn={HOME}": "skm isi ani budi ketik",
}
"""What each query finds, by the names of tasks in the test."""


@pytest.fixture
def world(office: Office) -> Cakupan:
    """The diagram in force, on each kind of database."""
    return Cakupan(office)


@pytest.fixture(scope="module")
def alone(shared: Office) -> Cakupan:
    """The same, for what does not depend on the database."""
    return Cakupan(shared)


def _found(world: Cakupan, query: str) -> set[str]:
    found = {task["id"] for task in world.get(f"/task?{query}")}
    assert world.get(f"/task/count?{query}") == {"count": len(found)}, query
    return found


def _queried(world: Cakupan, body: dict[str, Any]) -> list[str]:
    status, found = world.post("pemilik", "/task", body)
    assert status == 200, found
    counted = {name: value for name, value in body.items() if name != "sorting"}
    assert world.post("pemilik", "/task/count", counted)[1] == {"count": len(found)}
    return [task["id"] for task in found]


def test_tasks_are_found_by_people_times_and_words(world: Cakupan) -> None:
    skm = f"{world.office.case()}-1"
    isi = f"{world.start('KK-7')}-1"
    case = world.spread("Ani", "Budi", tenggat="2026-11-30")
    ani, budi = world.tasks(case, "periksa")
    (ketik,) = world.tasks(case, "ketik")
    world.post("staf", f"/task/{ani}/claim", {"userId": "staf"})
    world.post("staf", f"/task/{isi}/delegate", {"userId": "kasi"})
    world.post("pemilik", f"/task/{ketik}/identity-links", {"userId": "camat", "type": "candidate"})
    at = world.office.now + timedelta(days=9)
    world.office.run(ChangeTask(int(ketik.split("-")[0]), int(ketik.split("-")[1]), {"follow_up": at, "priority": 80}))
    names = {"skm": skm, "isi": isi, "ani": ani, "budi": budi, "ketik": ketik}
    places = names | {"case": case, "other": case + 1, "STAF": STAF, "HOME": HOME, "SKM": SKM}
    for query, found in FILTERS.items():
        assert _found(world, query.format(**places)) == {names[one] for one in found.split()}, query


def test_tasks_are_found_by_the_present_values_of_variables(world: Cakupan) -> None:
    first = f"{world.start(kota='Putussibau', jumlah=7, sah=True, kosong=None, tanggal=_day())}-1"
    second = f"{world.start(kota='Sintang', jumlah=7.5, sah=False)}-1"
    world.put("pemilik", f"/task/{second}/localVariables/warna", {"value": "biru"})
    world.put("pemilik", f"/process-instance/{second.split('-', maxsplit=1)[0]}/variables/kota", {"value": "Sanggau"})
    assert _found(world, "processVariables=kota_eq_Putussibau") == {first}
    assert _found(world, "processVariables=kota_eq_Sintang") == set(), "it has another value by now"
    assert _found(world, f"processVariables={quote('kota_like_San%,sah_neq_x')}") == {second}
    assert _found(world, "taskVariables=warna_eq_biru") == {second}
    assert _found(world, "processVariables=warna_eq_biru") == set()
    both = {first, second}
    asked: list[tuple[dict[str, Any], set[str]]] = [
        ({"name": "jumlah", "operator": "eq", "value": 7}, {first}),
        ({"name": "jumlah", "operator": "eq", "value": 7.0}, {first}),
        ({"name": "jumlah", "operator": "neq", "value": 7}, {second}),
        ({"name": "jumlah", "operator": "gt", "value": 7}, {second}),
        ({"name": "jumlah", "operator": "gteq", "value": 7}, both),
        ({"name": "jumlah", "operator": "lt", "value": 7.5}, {first}),
        ({"name": "jumlah", "operator": "lteq", "value": 7.5}, both),
        ({"name": "jumlah", "operator": "eq", "value": "7"}, set()),
        ({"name": "sah", "operator": "eq", "value": True}, {first}),
        ({"name": "sah", "operator": "neq", "value": True}, {second}),
        ({"name": "kosong", "operator": "eq", "value": None}, {first}),
        ({"name": "kota", "operator": "neq", "value": "Sanggau"}, {first}),
        ({"name": "kota", "operator": "gt", "value": "Q"}, {second}),
        ({"name": "kota", "operator": "lteq", "value": "Q"}, {first}),
        ({"name": "kota", "operator": "like", "value": "%s%"}, {first}),
        ({"name": "kota", "operator": "notLike", "value": "P%"}, {second}),
        ({"name": "tanggal", "operator": "eq", "value": "2026-11-20"}, {first}),
        ({"name": "tidak_ada", "operator": "neq", "value": "x"}, set()),
    ]
    for condition, ids in asked:
        assert set(_queried(world, {"processVariables": [condition]})) == ids, condition
    several = [asked[4][0], asked[9][0], asked[12][0]]
    assert set(_queried(world, {"processVariables": several})) == {second}


def _day() -> Any:
    return json.loads('"2026-11-20"')


@pytest.mark.parametrize(
    "wrong",
    [
        [{"name": "a", "operator": "sekitar", "value": 1}],
        [{"name": "a", "operator": "like", "value": 1}],
        [{"name": "a", "operator": "gt", "value": True}],
        [{"name": "a", "operator": "like", "value": "x\\"}],
        [{"name": "a", "operator": "eq", "value": [1]}],
        [{"name": "a", "operator": "eq", "value": 2**70}],
        [{"name": "a", "operator": "eq", "value": "\x00"}],
        [{"operator": "eq", "value": 1}],
        [{"name": "a", "operator": "eq", "value": 1, "lain": 2}],
        [{"name": "a", "operator": "eq", "value": 1}] * 5,
        "a_eq_1",
    ],
)
def test_a_condition_on_a_variable_that_means_nothing_is_refused(alone: Cakupan, wrong: Any) -> None:
    assert alone.post("pemilik", "/task", {"processVariables": wrong})[0] == 400


@pytest.mark.parametrize(
    "query",
    [
        "orQueries=x",
        "nameLikeExpression=x",
        "processVariables=a_b",
        "processVariables=a_sekitar_1",
        "taskVariables=_eq_1",
        "delegationState=pending",
        "nameLike=x%5C",
        "assigneeLike=x%5C%5C%5C",
        "priority=x",
        "dueBefore=besok",
        "sortBy=processVariable&sortOrder=asc",
        "sortBy=name",
        "sortBy=name&sortOrder=naik",
        "includeAssignedTasks=true",
        "parentTaskId=1",
        "caseInstanceId=1",
    ],
)
def test_what_a_list_does_not_know_is_refused(alone: Cakupan, query: str) -> None:
    assert alone.send("pemilik", "GET", f"/task?{query}")[0] == 400


def test_a_body_asks_with_json_values_and_several_orders(world: Cakupan) -> None:
    case = world.spread("Ani", "Budi", "Candra")
    items = world.tasks(case, "periksa")
    numbers = {items[0]: 90, items[1]: 10, items[2]: 90}
    for task, priority in numbers.items():
        n = int(task.split("-")[1])
        world.office.run(ChangeTask(case, n, {"priority": priority, "due": moment(10**15 * (n % 2 + 1))}))
    body = {
        "processInstanceIdIn": [str(case)],
        "taskDefinitionKeyIn": ["periksa"],
        "unassigned": True,
        "minPriority": 10,
        "sorting": [{"sortBy": "priority", "sortOrder": "desc"}, {"sortBy": "dueDate", "sortOrder": "asc"}],
    }
    found = _queried(world, body)
    assert [numbers[task] for task in found] == [90, 90, 10]
    dues = [world.get(f"/task/{task}")["due"] for task in found[:2]]
    assert dues == sorted(dues)
    status, page = world.send("pemilik", "POST", "/task?firstResult=1&maxResults=1", json=body)
    assert (status, [task["id"] for task in page]) == (200, found[1:2])
    assert world.post("pemilik", "/task", {"firstResult": 1})[0] == 400, "it is a parameter"
    assert world.post("pemilik", "/task", {"sorting": [{"sortBy": "name"}]})[0] == 400


def test_tasks_are_sorted_by_the_words_of_their_diagrams(world: Cakupan) -> None:
    case = world.spread("Ani")
    for by in ("name", "nameCaseInsensitive", "description"):
        for way in ("asc", "desc"):
            query = f"/task?processInstanceId={case}&sortBy={by}&sortOrder={way}"
            names = [task["description" if by == "description" else "name"] or "" for task in world.get(query)]
            assert names == sorted(names, reverse=way == "desc"), (by, way)
    found = [task["name"] for task in world.get(f"/task?processInstanceId={case}&sortBy=name&sortOrder=asc")]
    assert found == ["Memeriksa", "Mengetik"]


def test_the_report_counts_what_one_may_see_for_each_post(world: Cakupan) -> None:
    case = world.spread("Ani", "Budi")
    (ketik,) = world.tasks(case, "ketik")
    links = f"/task/{ketik}/identity-links"
    world.post("pemilik", links, {"groupId": KASI, "type": "candidate"})
    report = "/task/report/candidate-group-count"
    assert world.get(report) == [{"groupName": KASI, "taskCount": 1}, {"groupName": STAF, "taskCount": 3}]
    assert world.get(report, "kasi") == [{"groupName": KASI, "taskCount": 1}, {"groupName": STAF, "taskCount": 1}]
    assert world.get(report, "jfu") == []
    for group in (KASI, STAF):
        world.post("pemilik", f"{links}/delete", {"groupId": group, "type": "candidate"})
    assert world.get(report)[-1] == {"groupName": None, "taskCount": 1}


def test_the_due_date_of_the_diagram_stands_on_the_task(alone: Cakupan) -> None:
    case = alone.start()
    opened = alone.get(f"/task/{case}-1")["created"]
    assert (opened, alone.get(f"/task/{case}-1")["due"]) == (opened, opened.replace("-20T", "-22T"))
    for said, due in (
        ("2026-11-30", "2026-11-30T23:59:59.000+0700"),
        ("2026-11-30T09:30", "2026-11-30T09:30:00.000+0700"),
        ("2026-11-30T09:30:00Z", "2026-11-30T16:30:00.000+0700"),
        ("besok", None),
        (None, None),
    ):
        found = alone.spread("Ani", "Budi", tenggat=said)
        assert [alone.get(f"/task/{task}")["due"] for task in alone.tasks(found, "periksa")] == [due, due], said


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("%miskin%", "Surat MISKIN kota", True),
        ("a%", "ba", False),
        ("%", "", True),
        ("", "x", False),
        ("a_c", "abc", True),
        ("a\\_c", "abc", False),
        ("100\\%", "100%", True),
        ("100\\%", "1000", False),
        ("%a%b%", "xxaxxbxx", True),
        ("%a%b", "xxaxxbxx", False),
        ("%b", "bb", True),
    ],
)
def test_a_pattern_fits_as_databases_have_it(pattern: str, text: str, fits: bool) -> None:
    assert like(pattern)(text) is fits
