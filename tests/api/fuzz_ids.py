"""Ids of things that are there, for requests made at random: in paths, in parameters, in bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.api.office import ANSWERS, SKM, typed

__all__ = ["Ids", "Made", "ids_of"]


@dataclass(frozen=True)
class Ids:
    """By the part of a path before a name, and by the name of a parameter or key."""

    paths: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Made:
    """Cases of the SKM SOP by the number of their open task, who there is, and what else was made.

    `more` are further ids by the part of a path before them.
    """

    cases: Mapping[int, int]
    people: Sequence[str]
    posts: Sequence[str]
    office: str
    definition: str
    more: Mapping[str, Sequence[str]]


def ids_of(made: Made) -> Ids:
    """What a request may name of it."""
    cases = [str(case) for case in made.cases]
    tasks = [f"{case}-{n}" for case, n in made.cases.items()]
    people, posts, keys = list(made.people), list(made.posts), [SKM]
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
            "deployment": ["1", "2"],
            "key": keys,
            "sops": keys,
            "variables": ["desa", "nik", "berkas_dibawa"],
            "localVariables": ["desa", "catatan"],
            "user": people,
            "group": posts,
            "tenant": [made.office],
            "tenant-id": [made.office],
            **made.more,
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
            "tenantIdIn": [made.office],
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
