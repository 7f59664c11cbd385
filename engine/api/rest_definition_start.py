"""How cases begin in the dialect: start, the start form and its variables, submit-form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from flask import Response

from bpmn.document import Element
from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.errors import BadInput
from engine.api.files import file_answer, media_of
from engine.api.operation import Asked, operation
from engine.api.rest_answers import fitted, present_values
from engine.api.rest_definition_found import TAG, address, definition_of, definition_row
from engine.api.rest_shapes import FORM_REF, INSTANCE_KEYS, Shapes
from engine.api.schema import TEXT, VARIABLES, binary, maybe, record
from engine.api.typed import write_all
from engine.commands.case import StartCase
from engine.commands.refusals import NotFound
from engine.library import Definition
from engine.spiff import After, Before
from engine.store import Reading
from engine.store.definitions import RESOURCES
from engine.store.reading import Row
from forms.library import Library

__all__: list[str] = []

INSTRUCTION: Final = parts.inside(
    {
        "type": parts.need(
            parts.one_of({"startBeforeActivity": Before, "startAfterActivity": After, "startTransition": None})
        ),
        "activityId": parts.WORDS,
        "transitionId": parts.WORDS,
        "variables": parts.VARIABLES,
    }
)
START: Final = {
    "variables": parts.VARIABLES,
    "businessKey": parts.WORDS,
    "caseInstanceId": parts.WORDS,
    "startInstructions": parts.each(INSTRUCTION),
    "skipCustomListeners": parts.FLAG,
    "skipIoMappings": parts.FLAG,
    "withVariablesInReturn": parts.FLAG,
}
SUBMIT: Final = {"variables": parts.VARIABLES, "businessKey": parts.WORDS}
STARTED: Final = record("StartedProcessInstance", {**INSTANCE_KEYS, "variables": VARIABLES}, optional={"variables"})
FORM: Final = record(
    "StartForm",
    {
        "key": maybe(TEXT),
        "camundaFormRef": maybe(FORM_REF),
        "contextPath": maybe(TEXT),
    },
)
_FORM_FILE: Final = "camunda-forms:deployment:"


@address("POST", "/start")
@operation(TAG, body=START, answers={200: STARTED})
def start(asked: Asked, **place: str) -> Response:
    """Starts a case; by key on the newest version."""
    if asked.body.get("caseInstanceId"):
        raise BadInput("caseInstanceId tidak didukung.", "caseInstanceId is not supported.")
    places = _places(asked.body.get("startInstructions") or ())
    return _start(asked.body, place, places)


@address("POST", "/submit-form")
@operation(TAG, body=SUBMIT, answers={200: STARTED})
def submit_start_form(asked: Asked, **place: str) -> Response:
    """Starts a case with the answers of the start form."""
    return _start(asked.body, place)


@address("GET", "/startForm")
@operation(TAG, answers={200: FORM})
def get_start_form(asked: Asked, **place: str) -> Response:
    """Which form a start asks; all null when it asks none."""
    with asking.desk().store.reading() as reading:
        definition = definition_of(reading, definition_row(reading, **place))
        element, name = _start_of(definition), _form_name(reading, definition)
    ref = element.form_ref if element else None
    key = element.form_key if element else None
    if ref is None and key is None and name is not None:
        key = _FORM_FILE + name
    shown = {"key": ref, "binding": "deployment", "version": None} if ref else None
    return answer({"key": key, "camundaFormRef": shown, "contextPath": None})


@address("GET", "/form-variables")
@operation(TAG, query={"variableNames": asking.names, "deserializeValues": asking.flag}, answers={200: VARIABLES})
def get_start_variables(asked: Asked, **place: str) -> Response:
    """The values with which the start form begins."""
    with asking.desk().store.reading() as reading:
        definition = definition_of(reading, definition_row(reading, **place))
    element = _start_of(definition)
    form = definition.forms.get(element.id) if element else None
    wanted = asked.query.get("variableNames")
    values = {
        field.key: field.default
        for field in (form.fields if form else ())
        if field.default is not None and (wanted is None or field.key in wanted)
    }
    return answer(write_all(values, asking.zone()))


@address("GET", "/deployed-start-form")
@operation(TAG, answers={200: binary("application/json")})
def get_deployed_start_form(asked: Asked, **place: str) -> Response:
    """The file of the start form as it was deployed."""
    with asking.desk().store.reading() as reading:
        definition = definition_of(reading, definition_row(reading, **place))
        name = _form_name(reading, definition)
        files = _files(reading, definition)
    if name is None:
        raise NotFound("no-form", "SOP ini tidak punya formulir awal.", "No form key or form reference set for start.")
    return file_answer(files[name], media_of(name), name)


@address("GET", "/rendered-form")
@operation(TAG, answers={200: binary("application/xhtml+xml")})
def get_rendered_start_form(asked: Asked, **place: str) -> Response:
    """Never there: forms are shown by their files, no HTML is made from diagrams."""
    with asking.desk().store.reading() as reading:
        key = definition_row(reading, **place)["key"]
    raise NotFound(
        "no-rendered-form",
        f"SOP “{key}” tidak punya formulir HTML; pakai deployed-start-form.",
        f"No matching rendered start form for process definition with the id {key} found.",
    )


def _start(given: Mapping[str, Any], place: Mapping[str, str], places: Sequence[Before | After] = ()) -> Response:
    business_key, values = given.get("businessKey"), given.get("variables") or {}
    with asking.desk().store.reading() as reading:
        row = definition_row(reading, **place)
        answers = fitted(definition_of(reading, row), None, values)
    command = StartCase(definition=row["id"], answers=answers, business_key=business_key, places=places)
    body: dict[str, Any] = asking.desk().run(asking.context(), command).body
    ended = body["status"] == "COMPLETED"
    case: Row = {"id": body["case"], "definition_id": row["id"], "business_key": business_key, "status": body["status"]}
    case |= {"key": row["key"], "version": row["version"], "office": row["office"], "ended_at": 0 if ended else None}
    with asking.desk().store.reading() as reading:
        shown = Shapes(reading, asking.zone()).instance(case)
        if given.get("withVariablesInReturn"):
            shown["variables"] = present_values(reading, body["case"])
        return answer(shown)


def _places(instructions: Sequence[Mapping[str, Any]]) -> list[Before | After]:
    """Where the case is to begin; BadInput for what is no activity, and for variables of their own."""
    found: list[Before | After] = []
    for one in instructions:
        kind, element = one["type"], one.get("activityId")
        if kind is None or one.get("transitionId") or one.get("variables") or not element:
            raise BadInput(
                "startInstructions: hanya startBeforeActivity, startAfterActivity dengan activityId, tanpa variables.",
                "startInstructions: only startBeforeActivity and startAfterActivity with an activityId, no variables.",
            )
        found.append(kind(element))
    return found


def _start_of(definition: Definition) -> Element | None:
    return next(iter(definition.process.starts), None)


def _form_name(reading: Reading, definition: Definition) -> str | None:
    """The file of the start form."""
    element = _start_of(definition)
    if element is None or element.id not in definition.forms:
        return None
    folder = PurePosixPath(definition.resource).stem
    return Library(_files(reading, definition)).name_of(element, folder)


def _files(reading: Reading, definition: Definition) -> dict[str, bytes]:
    return {row["name"]: bytes(row["body"]) for row in reading.all(RESOURCES, deployment=definition.deployment)}
