"""Who has a task, in the dialect: delegation, links, what is said of a task, errors and escalations from it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from engine.store import Query
from engine.store.tables_work import group_count
from tests.api.cakupan import Cakupan
from tests.api.office import HOME, Office

KASI, STAF = f"{HOME}/kasi-kesra", f"{HOME}/staf"


@pytest.fixture(scope="module")
def world(shared: Office) -> Cakupan:
    """The diagram in force."""
    return Cakupan(shared)


@pytest.fixture
def each(office: Office) -> Cakupan:
    """The same, on each kind of database."""
    return Cakupan(office)


def _open_of(office: Office, group: str) -> int:
    """What the counter of a group says."""
    statement = select(group_count.c.open).where(group_count.c.candidates == group)
    with office.store.reading() as reading:
        return int(reading.value(Query("The open tasks of a group.", statement)) or 0)


def _facts(world: Cakupan, task: str, *names: str) -> list[Any]:
    found = world.get(f"/task/{task}")
    return [found[name] for name in names]


def test_a_delegated_task_is_prepared_given_back_and_completed_by_its_owner(each: Cakupan) -> None:
    world = each
    task = f"{world.start()}-1"
    assert world.post("staf", f"/task/{task}/claim", {"userId": "staf"})[0] == 204
    assert world.post("staf", f"/task/{task}/delegate", {"userId": "kasi"})[0] == 204
    assert _facts(world, task, "assignee", "owner", "delegationState") == ["kasi", "staf", "PENDING"]
    status, refused = world.post("kasi", f"/task/{task}/complete")
    assert (status, "should be resolved instead" in refused["message"]) == (500, True)
    answers = {"variables": {"daftar": {"value": '["Ani"]', "type": "Json"}}}
    assert world.post("staf", f"/task/{task}/resolve", answers)[0] == 403, "he has it not in hand"
    assert world.post("kasi", f"/task/{task}/resolve", answers)[0] == 204
    assert _facts(world, task, "assignee", "owner", "delegationState") == ["staf", "staf", "RESOLVED"]
    assert world.get(f"/task/{task}/variables")["daftar"]["value"] == '["Ani"]'
    assert world.post("staf", f"/task/{task}/resolve")[0] == 500, "nobody delegated it again"
    assert world.post("staf", f"/task/{task}/complete")[0] == 204
    assert world.tasks(int(task.split("-", maxsplit=1)[0]), "periksa") != []


def test_giving_a_task_back_to_all_or_assigning_it_ends_a_delegation(world: Cakupan) -> None:
    for login, what, body in (("kasi", "unclaim", {}), ("pemilik", "assignee", {"userId": "staf"})):
        task = f"{world.start(daftar=['Ani'])}-1"
        world.post("staf", f"/task/{task}/delegate", {"userId": "kasi"})
        assert world.post(login, f"/task/{task}/{what}", body)[0] == 204
        assert _facts(world, task, "owner", "delegationState") == [None, None]
        assert world.post("staf", f"/task/{task}/complete")[0] == 204


def test_the_owner_keeps_his_task_over_several_hands(world: Cakupan) -> None:
    task = f"{world.start()}-1"
    world.post("staf", f"/task/{task}/delegate", {"userId": "kasi"})
    assert world.post("kasi", f"/task/{task}/delegate", {"userId": "sekcam"})[0] == 204
    assert _facts(world, task, "assignee", "owner") == ["sekcam", "staf"]
    assert world.post("sekcam", f"/task/{task}/delegate", {"userId": "tidak-ada"})[0] == 400


def test_links_name_the_holder_the_owner_and_each_candidate(world: Cakupan) -> None:
    task = f"{world.start(daftar=['Ani'])}-1"
    links = f"/task/{task}/identity-links"
    staf = {"userId": None, "groupId": STAF, "type": "candidate"}
    assert world.get(links) == [staf]
    assert world.post("pemilik", links, {"groupId": "Kasi Kesra", "type": "candidate"})[0] == 400, "no such post"
    assert world.post("pemilik", links, {"groupId": "kasi-kesra", "type": "candidate"})[0] == 204
    assert world.post("pemilik", links, {"userId": "camat", "type": "candidate"})[0] == 204
    assert world.post("pemilik", links, {"userId": "camat", "type": "candidate"})[0] == 204, "once is enough"
    assert world.post("pemilik", links, {"userId": "sekcam", "type": "owner"})[0] == 204
    assert world.post("pemilik", links, {"userId": "kasi", "type": "assignee"})[0] == 204
    assert sorted(map(str, world.get(links))) == sorted(
        map(
            str,
            [
                {"userId": "kasi", "groupId": None, "type": "assignee"},
                {"userId": "sekcam", "groupId": None, "type": "owner"},
                {"userId": "camat", "groupId": None, "type": "candidate"},
                {"userId": None, "groupId": KASI, "type": "candidate"},
                staf,
            ],
        )
    )
    assert [link["userId"] for link in world.get(f"{links}?type=owner")] == ["sekcam"]
    for body in ({"userId": "camat", "type": "candidate"}, {"groupId": STAF, "type": "candidate"}):
        assert world.post("pemilik", f"{links}/delete", body)[0] == 204
    world.post("pemilik", f"{links}/delete", {"userId": "kasi", "type": "assignee"})
    assert {link["groupId"] for link in world.get(f"{links}?type=candidate")} == {KASI}
    assert world.get(f"{links}?type=assignee") == []
    assert world.send("staf", "GET", f"/task?taskId={task}")[1] == []
    assert world.post("kasi", f"/task/{task}/complete")[0] == 204, "a candidate of now"


def test_the_counters_of_groups_follow_the_candidates_of_a_task(each: Cakupan) -> None:
    world = each
    before = _open_of(world.office, STAF), _open_of(world.office, KASI)
    case = world.spread("Ani", "Budi")
    counted = _open_of(world.office, STAF)
    moved = world.tasks(case, "periksa")[0]
    links = f"/task/{moved}/identity-links"
    world.post("pemilik", links, {"groupId": KASI, "type": "candidate"})
    world.post("pemilik", f"{links}/delete", {"groupId": STAF, "type": "candidate"})
    assert (_open_of(world.office, STAF), _open_of(world.office, KASI)) == (counted - 1, before[1] + 1)
    assert world.send("pemilik", "DELETE", f"/process-instance/{case}")[0] == 204
    assert (_open_of(world.office, STAF), _open_of(world.office, KASI)) == before
    case = world.spread("Ani", "Budi")
    moved = world.tasks(case, "periksa")[0]
    world.post("pemilik", f"/task/{moved}/identity-links", {"groupId": KASI, "type": "candidate"})
    cancel = {"instructions": [{"type": "cancel", "activityId": "periksa"}]}
    assert world.post("pemilik", f"/process-instance/{case}/modification", cancel)[0] == 204
    assert _open_of(world.office, "+".join(sorted([KASI, STAF]))) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"type": "candidate"},
        {"userId": "kasi", "groupId": KASI, "type": "candidate"},
        {"groupId": KASI, "type": "assignee"},
        {"userId": "kasi", "type": "pengamat"},
        {"userId": "tidak-ada", "type": "candidate"},
        {"groupId": "kukar-kb/jfu", "type": "candidate"},
    ],
)
def test_a_link_that_means_nobody_is_refused(world: Cakupan, body: dict[str, Any]) -> None:
    task = f"{world.start()}-1"
    assert world.post("pemilik", f"/task/{task}/identity-links", body)[0] == 400


def test_what_is_said_of_a_task_is_changed_by_putting_it_back(world: Cakupan) -> None:
    task = f"{world.start()}-1"
    found = world.get(f"/task/{task}")
    said = {name: found[name] for name in ("name", "description", "assignee", "owner", "delegationState", "priority")}
    said |= {"due": "2026-12-01T10:00:00.000+0700", "followUp": "2026-11-25T08:00:00.000+0700", "priority": "80"}
    said |= {"parentTaskId": None, "caseInstanceId": None, "tenantId": HOME}
    assert world.put("pemilik", f"/task/{task}", said)[0] == 204
    assert _facts(world, task, "due", "followUp", "priority") == [said["due"], said["followUp"], 80]
    assert world.put("staf", f"/task/{task}", said | {"followUp": None})[0] == 204, "when to look at it again is his"
    assert world.put("staf", f"/task/{task}", said | {"followUp": None, "priority": 1})[0] == 403
    assert _facts(world, task, "due", "followUp", "priority") == [said["due"], None, 80]
    assert world.put("pemilik", f"/task/{task}", {"assignee": "kasi", "owner": "staf"})[0] == 204
    assert _facts(world, task, "assignee", "owner", "due", "priority") == ["kasi", "staf", None, 80]
    for name, other in (("name", "Lain"), ("description", "Lain"), ("parentTaskId", "1"), ("tenantId", "kukar-kb")):
        assert world.put("pemilik", f"/task/{task}", said | {name: other})[0] == 400, name
    for wrong in ({"priority": 2**40}, {"owner": "tidak-ada"}, {"assignee": "tidak-ada"}, {"due": "besok"}, {"x": 1}):
        assert world.put("pemilik", f"/task/{task}", wrong)[0] == 400, wrong


def test_putting_a_task_back_as_it_was_read_changes_nothing(world: Cakupan) -> None:
    task = f"{world.start()}-1"
    world.office.now = world.office.now.replace(microsecond=123_456)
    world.post("staf", f"/task/{task}/delegate", {"userId": "kasi"})
    found = world.get(f"/task/{task}")
    kept = ("name", "description", "assignee", "owner", "delegationState", "due", "followUp", "priority")
    events = len(world.get(f"/process-instance/{task.split('-', maxsplit=1)[0]}/comment"))
    assert world.put("staf", f"/task/{task}", {name: found[name] for name in kept})[0] == 204, "so anybody may"
    assert world.get(f"/task/{task}") == found
    assert len(world.get(f"/process-instance/{task.split('-', maxsplit=1)[0]}/comment")) == events


def test_an_error_from_a_task_is_caught_with_its_message_and_answers(world: Cakupan) -> None:
    case = world.start()
    body = {"errorCode": "E-1", "errorMessage": "kolom 3 kosong", "variables": {"nilai": {"value": 7}}}
    assert world.post("camat", f"/task/{case}-1/bpmnError", body)[0] == 404
    assert world.post("staf", f"/task/{case}-1/bpmnError", body | {"errorCode": "E-9"})[0] == 500, "nobody catches it"
    assert world.post("staf", f"/task/{case}-1/bpmnError", body)[0] == 204
    assert (world.tasks(case, "isi"), len(world.tasks(case, "betulkan"))) == ([], 1)
    values = world.get(f"/process-instance/{case}/variables")
    assert (values["sebab"]["value"], values["nilai"]["value"]) == ("kolom 3 kosong", 7)


def test_an_escalation_from_a_task_leaves_it_open(world: Cakupan) -> None:
    case = world.start()
    body = {"escalationCode": "T-1", "variables": {"hari": {"value": 3}}}
    assert world.post("staf", f"/task/{case}-1/bpmnEscalation", body)[0] == 204
    assert (len(world.tasks(case, "isi")), len(world.tasks(case, "ingatkan"))) == (1, 1)
    assert world.post("staf", f"/task/{case}-1/bpmnEscalation", {"escalationCode": "T-9"})[0] == 204, "goes further"
    assert world.get(f"/process-instance/{case}/variables/hari")["value"] == 3
