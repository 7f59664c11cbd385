"""Things that are there for requests made at random, and their ids: in paths, in parameters, in bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.api.office import ANSWERS, SKM, typed
from tests.house.tree import ROOT

__all__ = ["Ask", "Files", "Ids", "Made", "Staff", "ids_of", "make"]

_OFFICE: Final = "bunut-hilir"
_OWNER: Final = "pemilik"


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
    """Who begins cases, whose accounts and posts may be named, and whose may be changed."""

    clerk: str
    people: Sequence[str]
    victims: Sequence[str]
    posts: Sequence[str]


@dataclass(frozen=True)
class Made:
    """Cases of the SKM SOP by the number of their open task, and its definition."""

    cases: Mapping[int, int]
    definition: str
    deployment: str


def make(ask: Ask, staff: Staff) -> Made:
    """A case at its third step, one at its second, one that ended; the SOP in force again where it is not."""
    if not _in_force(ask):
        ask(_OWNER, "POST", "deployment/create", _files())
    (found,) = _in_force(ask)
    cases = {_case(ask, staff, done): done + 1 for done in (2, 1, 0)}
    ask(_OWNER, "DELETE", f"process-instance/{list(cases)[-1]}", None)
    return Made(cases, found["id"], found["deploymentId"])


def _in_force(ask: Ask) -> Any:
    return ask(_OWNER, "GET", f"process-definition?key={SKM}&latestVersion=true&active=true", None)


def _files() -> Files:
    slug = SKM.replace("_", "-")
    forms = (ROOT / "forms" / "sop" / _OFFICE / slug).glob("*.form")
    return Files({path.name: path.read_bytes() for path in (ROOT / "bpmn" / "sop" / _OFFICE / f"{slug}.bpmn", *forms)})


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
    people, posts, keys = list(staff.people), list(staff.posts), [SKM]
    variables = [typed(ANSWERS["langkah_3"]), {"catatan": {"value": "uji", "type": "String"}}, {}]
    definitions = [made.definition]
    return Ids(
        paths={
            "task": tasks,
            "tasks": tasks,
            "process-instance": cases,
            "cases": cases,
            "execution": cases,
            "process-definition": definitions,
            "deployment": [made.deployment],
            "key": keys,
            "sops": keys,
            "variables": ["desa", "nik", "berkas_dibawa"],
            "localVariables": ["desa", "catatan"],
            "user": list(staff.victims),
            "members": list(staff.victims),
            "group": posts,
            "tenant": [_OFFICE],
            "tenant-id": [_OFFICE],
            **more,
        },
        names={
            "processInstanceId": cases,
            "executionId": cases,
            "taskId": tasks,
            "processDefinitionId": definitions,
            "processDefinitionKey": keys,
            "key": keys,
            "sop": keys,
            "case": list(made.cases),
            "userId": people,
            "assignee": people,
            "to": people,
            "candidateUser": people,
            "candidateGroup": posts,
            "groupId": posts,
            "tenantIdIn": [_OFFICE],
            "businessKey": ["uji"],
            "business_key": ["uji"],
            "topicName": ["kirim"],
            "workerId": ["mesin-1"],
            "answers": [ANSWERS["langkah_3"], ANSWERS["langkah_1"], {}],
            "variables": variables,
            "modifications": variables,
            "firstResult": [0, 1],
            "maxResults": [5, 100],
        },
    )
