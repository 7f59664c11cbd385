"""What a list of open tasks takes in the dialect, and the page of it that is meant."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.api import asking, sight
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.likeness import like
from engine.api.rest_conditions import CONDITIONS, condition_filters, conditions_text
from engine.api.rest_ids import NOTHING, case_number, definition_number
from engine.api.rest_wanted import Given, Wanted
from engine.api.schema import FLAG, TEXT, many
from engine.commands.refusals import NotFound
from engine.people import person
from engine.store import Reading
from engine.store.listings import Filters
from engine.store.listings_tasks import DEFINITION_IDS
from engine.store.lists import Page, listed
from engine.store.people import GROUPS_OF_POSTS, actor

__all__ = ["BODY", "WANTED", "case_numbers", "count_page", "execution_place", "list_page"]


def _place(value: str) -> tuple[int, int]:
    try:
        return asking.task_id(value)
    except NotFound:
        return NOTHING, NOTHING


def _execution(value: str) -> tuple[int, int | None]:
    if "-" in value:
        return _place(value)
    return case_number(value), None


def _exactly(value: str) -> bool:
    if asking.flag.read(value):
        raise ValueError(value)
    return False


_never: Final = Reader(_exactly, FLAG)
"""Variables are compared exactly: generated clients say so with every question, and nothing else is understood."""
task_place: Final = Reader(_place)
execution_place: Final = Reader(_execution)
case_numbers: Final = Reader(lambda value: [case_number(one) for one in asking.names(value)], many(TEXT), listed=True)
_FILTERS: Final[Mapping[str, tuple[Reader, str]]] = {
    "processInstanceId": (case_number, "case"),
    "processInstanceBusinessKey": (asking.text, "business_key"),
    "processInstanceBusinessKeyIn": (asking.names, "business_keys"),
    "processInstanceBusinessKeyLike": (asking.pattern, "business_key_like"),
    "processDefinitionId": (definition_number, "definition"),
    "processDefinitionKey": (asking.text, "key"),
    "processDefinitionKeyIn": (asking.names, "keys"),
    "processDefinitionName": (asking.text, "definition_name"),
    "processDefinitionNameLike": (asking.pattern, "definition_name_like"),
    "taskDefinitionKey": (asking.text, "element"),
    "taskDefinitionKeyIn": (asking.names, "elements"),
    "taskDefinitionKeyNotIn": (asking.names, "not_elements"),
    "taskDefinitionKeyLike": (asking.pattern, "element_like"),
    "taskIdIn": (asking.names, "ids"),
    "assignee": (asking.text, "assignee"),
    "assigneeLike": (asking.pattern, "assignee_like"),
    "assigneeIn": (asking.names, "assignees"),
    "assigneeNotIn": (asking.names, "not_assignees"),
    "owner": (asking.text, "owner"),
    "assigned": (asking.flag, "assigned"),
    "unassigned": (asking.flag, "unassigned"),
    "delegationState": (asking.one_of({"PENDING": "PENDING", "RESOLVED": "RESOLVED"}), "delegation"),
    "withCandidateGroups": (asking.flag, "with_groups"),
    "withoutCandidateGroups": (asking.flag, "without_groups"),
    "withCandidateUsers": (asking.flag, "with_users"),
    "withoutCandidateUsers": (asking.flag, "without_users"),
    "createdOn": (asking.instant_of, "opened_on"),
    "createdAfter": (asking.instant_of, "opened_after"),
    "createdBefore": (asking.instant_of, "opened_before"),
    "dueDate": (asking.instant_of, "due_on"),
    "dueAfter": (asking.instant_of, "due_after"),
    "dueBefore": (asking.instant_of, "due_before"),
    "withoutDueDate": (asking.flag, "no_due"),
    "followUpDate": (asking.instant_of, "follow_up_on"),
    "followUpAfter": (asking.instant_of, "follow_up_after"),
    "followUpBefore": (asking.instant_of, "follow_up_before"),
    "followUpBeforeOrNotExistent": (asking.instant_of, "follow_up_by"),
    "priority": (asking.number_text, "priority"),
    "minPriority": (asking.number_text, "least_priority"),
    "maxPriority": (asking.number_text, "most_priority"),
    "active": (asking.flag, "active"),
    "suspended": (asking.flag, "suspended"),
    "tenantIdIn": (asking.names, "in_offices"),
    "withoutTenantId": (asking.flag, "nothing"),
}
WANTED: Final = Wanted(
    filters=_FILTERS,
    orders={
        "id": "case",
        "instanceId": "case",
        "executionId": "case",
        "created": "opened",
        "dueDate": "due",
        "followUpDate": "follow_up",
        "assignee": "assignee",
        "priority": "priority",
        "name": "title",
        "nameCaseInsensitive": "folded_title",
        "description": "description",
    },
    more={
        "taskId": task_place,
        "executionId": execution_place,
        "processInstanceIdIn": case_numbers,
        "candidateGroup": asking.text,
        "candidateGroups": asking.names,
        "candidateUser": asking.text,
        "includeAssignedTasks": asking.flag,
        "involvedUser": asking.text,
        "name": asking.text,
        "nameNotEqual": asking.text,
        "nameLike": asking.pattern,
        "nameNotLike": asking.pattern,
        "description": asking.text,
        "descriptionLike": asking.pattern,
        "processVariables": conditions_text,
        "taskVariables": conditions_text,
        "variableNamesIgnoreCase": _never,
        "variableValuesIgnoreCase": _never,
    },
)
BODY: Final = {**WANTED.body, "processVariables": CONDITIONS, "taskVariables": CONDITIONS}
_TITLED: Final = {"title": "titles", "folded_title": "titles", "description": "descriptions"}
"""The orders that need the words of diagrams, and the parameter that takes them."""


def list_page(reading: Reading, given: Given) -> Page:
    """The page of open tasks that a request asks for, as far as the actor may read them."""
    order = tuple((WANTED.orders[by], rising) for by, rising in given.orders)
    needed = {_TITLED[name] for name, _ in order if name in _TITLED}
    words = {name: json.dumps(_words(reading, name == "descriptions")) for name in needed}
    return Page(_filters(reading, given), order, given.first, given.most, words)


def count_page(reading: Reading, given: Given) -> Page:
    """All open tasks that a request asks for."""
    return Page(_filters(reading, given))


def _filters(reading: Reading, given: Given) -> Filters:
    asked = given.values
    filters = WANTED.filters_in(given) | {"open": {}} | _places(asked)
    filters |= sight.tasks_of(reading, asking.me(), asked.get("processInstanceId"))
    filters |= condition_filters("case_value", asked.get("processVariables") or ())
    filters |= condition_filters("task_value", asked.get("taskVariables") or ())
    if any(name in asked for name in _TESTS):
        filters |= {"steps": {"steps": listed(_steps(reading, asked))}}
    if "involvedUser" in asked:
        rows = reading.all(GROUPS_OF_POSTS, posts=listed([person(asked["involvedUser"])]))
        groups = listed(row["candidates"] for row in rows)
        filters |= {"involved": {"involved": asked["involvedUser"], "involved_groups": groups}}
    return filters | _candidates(reading, asked)


def _places(asked: Mapping[str, Any]) -> Filters:
    found: Filters = {}
    if "taskId" in asked:
        found["task"] = dict(zip(("task_case", "task_n"), asked["taskId"], strict=True))
    if "processInstanceIdIn" in asked:
        found["cases"] = {"cases": asked["processInstanceIdIn"] or [NOTHING]}
    if "executionId" in asked:
        case, n = asked["executionId"]
        if asked.get("processInstanceId", case) != case:
            return found | {"nothing": {}}
        found["case"] = {"case": case}
        found |= {"no_scope": {}} if n is None else {"scope": {"scope": str(n), "scope_first": f"{n},%"}}
    return found


def _candidates(reading: Reading, asked: Mapping[str, Any]) -> Filters:
    groups = _groups(reading, asked)
    if groups is not None:
        free: Filters = {} if asked.get("includeAssignedTasks") else {"unassigned": {}}
        return {"candidates": {"candidates": listed(groups)}} | free
    if asked.get("includeAssignedTasks"):
        raise BadInput(
            "includeAssignedTasks hanya bersama candidateUser, candidateGroup atau candidateGroups.",
            "includeAssignedTasks is only allowed with candidateUser, candidateGroup or candidateGroups.",
        )
    return {}


def _groups(reading: Reading, asked: Mapping[str, Any]) -> set[str] | None:
    """The candidate groups that the candidate parameters leave: a group's id, or a post in it; None without any."""
    wanted: list[set[str]] = []
    for names in ([asked["candidateGroup"]] if "candidateGroup" in asked else None, asked.get("candidateGroups")):
        if names is not None:
            rows = reading.all(GROUPS_OF_POSTS, posts=listed(names))
            wanted.append({*names, *(row["candidates"] for row in rows)})
    if "candidateUser" in asked:
        today = asking.now().astimezone(asking.zone()).date()
        user = actor(reading, asked["candidateUser"], today)
        wanted.append(set(user.groups) if user else set())
    return set.intersection(*wanted) if wanted else None


def _steps(reading: Reading, asked: Mapping[str, Any]) -> list[str]:
    """The steps of all definitions, as `definition:element`, whose words fit what was asked of them."""
    tests = [_TESTS[name](asked[name]) for name in _TESTS if name in asked]
    titles, texts = _words(reading, False), _words(reading, True)
    return [step for step in titles if all(test(titles[step], texts[step]) for test in tests)]


def _words(reading: Reading, described: bool) -> dict[str, str]:
    """The names of the steps of all definitions, or what is written about them, by `definition:element`."""
    found: dict[str, str] = {}
    for row in reading.all(DEFINITION_IDS):
        definition = asking.desk().library.definition(reading, row["id"])
        for element in definition.process.elements.values():
            if element.kind in ("userTask", "manualTask"):
                words = element.documentation if described else definition.title(element.id)
                found[f"{definition.id}:{element.id}"] = words or ""
    return found


_Test = Callable[[str, str], bool]


def _same(word: str) -> Callable[[str], bool]:
    return lambda text: text.casefold() == word.casefold()


def _of_title(found: Callable[[str], Callable[[str], bool]], holds: bool = True) -> Callable[[str], _Test]:
    def made(word: str) -> _Test:
        fits = found(word)
        return lambda title, _: fits(title) is holds

    return made


def _of_text(found: Callable[[str], Callable[[str], bool]]) -> Callable[[str], _Test]:
    def made(word: str) -> _Test:
        fits = found(word)
        return lambda _, text: fits(text)

    return made


_TESTS: Final[Mapping[str, Callable[[str], _Test]]] = {
    "name": _of_title(_same),
    "nameNotEqual": _of_title(_same, holds=False),
    "nameLike": _of_title(like),
    "nameNotLike": _of_title(like, holds=False),
    "description": _of_text(_same),
    "descriptionLike": _of_text(like),
}
