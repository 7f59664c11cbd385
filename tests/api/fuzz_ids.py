"""Things that are there for requests made at random, and their ids: in paths, in parameters, in bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.api.office import ANSWERS, SKM, typed
from tests.house.tree import ROOT

__all__ = ["Ask", "Files", "Ids", "Made", "Staff", "ids_of", "make"]

_OFFICE: Final = "bunut-hilir"
_OWNER: Final = "pemilik"
_WAITING: Final = "acak"  # waits for a person, a worker, a message, a signal and a timer at once
_WORKER: Final = "mesin-1"


@dataclass(frozen=True)
class Ids:
    """By the part of a path before a name, and by the name of a parameter or key."""

    paths: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[Any]]


class Files(dict[str, bytes]):
    """A multipart body: files by their names."""


Ask = Callable[[str, str, str, Any], Any]
"""Asks something of `/engine-rest`: login, method, path, JSON or Files; gives the JSON of the answer."""


@dataclass(frozen=True)
class Staff:
    """Who begins cases, whose accounts and posts may be named, whose may be changed, and who works for machines."""

    clerk: str
    people: Sequence[str]
    victims: Sequence[str]
    posts: Sequence[str]
    machine: str = ""


@dataclass(frozen=True)
class Made:
    """Cases by the number of an open task, definitions, and further ids by the part of a path before them."""

    cases: Mapping[int, int]
    definitions: Sequence[str]
    deployments: Sequence[str]
    more: Mapping[str, Sequence[str]]


def make(ask: Ask, staff: Staff) -> Made:
    """Cases of the SKM SOP at their third and second step and at their end, and one that waits for all there is.

    The SOPs are in force again where they are not.
    """
    found = [_in_force(ask, key) for key in (SKM, _WAITING)]
    cases = {_case(ask, staff, done): done + 1 for done in (2, 1, 0)}
    ask(_OWNER, "DELETE", f"process-instance/{list(cases)[-1]}", None)
    waiting = ask(staff.clerk, "POST", f"process-definition/key/{_WAITING}/start", {})["id"]
    tasks = ask(_OWNER, "GET", f"task?processInstanceId={waiting}", None)
    cases[int(waiting)] = int(tasks[0]["id"].partition("-")[2])
    if staff.machine:
        topics = [{"topicName": "kirim", "lockDuration": 600_000}]
        ask(staff.machine, "POST", "external-task/fetchAndLock", {"workerId": _WORKER, "maxTasks": 5, "topics": topics})
    kept = {"resourceType": "Task", "name": "uji", "query": {"assigned": True}, "properties": {}}
    more = {
        "external-task": _ids(ask, f"external-task?processInstanceId={waiting}"),
        "job": _ids(ask, f"job?processInstanceId={waiting}"),
        "job-definition": _ids(ask, f"job-definition?processDefinitionKey={_WAITING}"),
        "filter": [ask(_OWNER, "POST", "filter/create", kept)["id"]],
        "variable-instance": _ids(ask, f"history/variable-instance?processInstanceId={next(iter(cases))}"),
    }
    return Made(cases, [one["id"] for one in found], [one["deploymentId"] for one in found], more)


def _ids(ask: Ask, path: str) -> list[str]:
    return [one["id"] for one in ask(_OWNER, "GET", path, None)][:5]


def _in_force(ask: Ask, key: str) -> Any:
    path = f"process-definition?key={key}&latestVersion=true&active=true"
    if not ask(_OWNER, "GET", path, None):
        ask(_OWNER, "POST", "deployment/create", _files(key))
    (found,) = ask(_OWNER, "GET", path, None)
    return found


def _files(key: str) -> Files:
    slug = key.replace("_", "-")
    diagram = Path(__file__).parent / f"{key}.bpmn"
    if key != _WAITING:
        diagram = ROOT / "bpmn" / "sop" / _OFFICE / f"{slug}.bpmn"
    forms = (ROOT / "forms" / "sop" / _OFFICE / slug).glob("*.form")
    return Files({path.name: path.read_bytes() for path in (diagram, *forms)})


def _case(ask: Ask, staff: Staff, done: int) -> int:
    begun = ask(staff.clerk, "POST", f"process-definition/key/{SKM}/start", {"businessKey": "uji"})
    for n in range(1, done + 1):
        answers = {"variables": typed(ANSWERS[f"langkah_{n}"])}
        ask(staff.clerk, "POST", f"task/{begun['id']}-{n}/complete", answers)
    return int(begun["id"])


def ids_of(made: Made, staff: Staff, more: Mapping[str, Sequence[str]]) -> Ids:
    """What a request may name of it; `more` are further ids by the part of a path before them."""
    cases = [str(case) for case in made.cases]
    tasks = [f"{case}-{n}" for case, n in made.cases.items()]
    keys, victims = [SKM, _WAITING], list(staff.victims)
    paths: dict[str, Sequence[str]] = {
        **dict.fromkeys(("task", "tasks"), tasks),
        **dict.fromkeys(("process-instance", "cases", "execution"), cases),
        **dict.fromkeys(("user", "members"), victims),
        **dict.fromkeys(("key", "sops"), keys),
        **dict.fromkeys(("tenant", "tenant-id"), (_OFFICE,)),
        "process-definition": made.definitions,
        "deployment": made.deployments,
        "variables": ["desa", "nik", "berkas_dibawa"],
        "localVariables": ["desa", "catatan"],
        "group": staff.posts,
    }
    return Ids({**paths, **made.more, **more}, _names(made, staff, (cases, tasks)))


def _names(made: Made, staff: Staff, ids: tuple[list[str], list[str]]) -> dict[str, Sequence[Any]]:
    cases, tasks = ids
    variables = [typed(ANSWERS["langkah_3"]), {"catatan": {"value": "uji", "type": "String"}}, {}]
    topics = [[{"topicName": "kirim", "lockDuration": 60_000}]]
    return {
        **dict.fromkeys(("processInstanceId", "executionId"), cases),
        **dict.fromkeys(("userId", "assignee", "to", "candidateUser", "member"), staff.people),
        **dict.fromkeys(("candidateGroup", "groupId"), staff.posts),
        **dict.fromkeys(("processDefinitionKey", "key", "sop"), (SKM, _WAITING)),
        **dict.fromkeys(("businessKey", "business_key"), ("uji",)),
        **dict.fromkeys(("variables", "modifications", "processVariables"), variables),
        "taskId": tasks,
        "processDefinitionId": made.definitions,
        "case": list(made.cases),
        "tenantIdIn": [_OFFICE],
        "messageName": ["surat"],
        "message": ["surat"],
        "topicName": ["kirim"],
        "topics": topics,
        "workerId": [_WORKER],
        "resourceType": ["Task"],
        "startInstructions": [[{"type": "startBeforeActivity", "activityId": "tulis"}]],
        "instructions": [[{"type": "startBeforeActivity", "activityId": "tulis"}]],
        "answers": [ANSWERS["langkah_3"], ANSWERS["langkah_1"], {}],
        "asyncResponseTimeout": [0],
        "firstResult": [0, 1],
        "maxResults": [5, 100],
    }
