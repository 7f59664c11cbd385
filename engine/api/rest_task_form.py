"""The form of a task in the dialect, and its answers: complete, submit-form, form, its file and its variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.files import file_answer, media_of
from engine.api.operation import Asked, operation
from engine.api.released import let_out
from engine.api.rest import rest
from engine.api.rest_answers import fitted, present_values
from engine.api.rest_shapes import FORM_REF, Shapes
from engine.api.rest_task_found import definition_of, form_file, open_task
from engine.api.schema import TEXT, VARIABLES, binary, maybe, record
from engine.api.typed import write_all
from engine.commands.refusals import NotFound
from engine.commands.task import Complete
from engine.queries.own_values import seen_values

__all__: list[str] = []

_TAG: Final = "Task"
ANSWERS: Final = {"variables": parts.VARIABLES, "withVariablesInReturn": parts.FLAG}
FORM: Final = record("TaskForm", {"key": maybe(TEXT), "camundaFormRef": maybe(FORM_REF), "contextPath": maybe(TEXT)})
_QUERY: Final = {"variableNames": asking.names, "deserializeValues": asking.flag}
_FORM_FILE: Final = "camunda-forms:deployment:"


@rest.post("/task/<id>/complete")
@operation(_TAG, body=ANSWERS, answers={200: VARIABLES, 204: None})
def complete_task(asked: Asked, id: str) -> Response:
    """Answers the task with typed variables."""
    return _completed(asked.body, id)


@rest.post("/task/<id>/submit-form")
@operation(_TAG, body=ANSWERS, answers={200: VARIABLES, 204: None})
def submit_task_form(asked: Asked, id: str) -> Response:
    """Answers the task with the values of its form."""
    return _completed(asked.body, id)


@rest.get("/task/<id>/form")
@operation(_TAG, answers={200: FORM})
def get_form(asked: Asked, id: str) -> Response:
    """Which form the task asks; all null when it asks none."""
    with asking.desk().store.reading() as reading:
        row = open_task(reading, id)
        shown, file = Shapes(reading, asking.zone()).task(row), form_file(reading, row)
    key, ref = shown["formKey"], shown["camundaFormRef"]
    if key is None and ref is None and file is not None:
        key = _FORM_FILE + file[0]
    return answer({"key": key, "camundaFormRef": ref, "contextPath": None})


@rest.get("/task/<id>/deployed-form")
@operation(_TAG, answers={200: binary("application/json")})
def get_deployed_form(asked: Asked, id: str) -> Response:
    """The file of the task's form as it was deployed."""
    with asking.desk().store.reading() as reading:
        file = form_file(reading, open_task(reading, id))
    if file is None:
        raise NotFound("no-form", f"Tugas {id} tidak punya formulir.", f"The form of task {id} is not available.")
    return file_answer(file[1], media_of(file[0]), file[0])


@rest.get("/task/<id>/rendered-form")
@operation(_TAG, answers={200: binary("application/xhtml+xml")})
def get_rendered_form(asked: Asked, id: str) -> Response:
    """Never there: forms are shown by their files, no HTML is made from diagrams."""
    with asking.desk().store.reading() as reading:
        open_task(reading, id)
    raise NotFound(
        "no-rendered-form",
        f"Tugas {id} tidak punya formulir HTML; pakai deployed-form.",
        f"No matching rendered form for task with the id {id} found.",
    )


@rest.get("/task/<id>/form-variables")
@operation(_TAG, query=_QUERY, answers={200: VARIABLES})
def get_form_variables(asked: Asked, id: str) -> Response:
    """The variables that the task's form may show: what the task sees."""
    with asking.desk().store.reading() as reading:
        row = open_task(reading, id)
        values = seen_values(reading, definition_of(reading, row), row)
        let_out(row["case_id"])
    wanted = asked.query.get("variableNames")
    shown = {name: value for name, value in values.items() if wanted is None or name in wanted}
    return answer(write_all(shown, asking.zone()))


def _completed(given: Mapping[str, Any], id: str) -> Response:
    case, n = asking.task_id(id)
    with asking.desk().store.reading() as reading:
        row = sight.task_row(reading, asking.me(), case, n)
        answers = fitted(definition_of(reading, row), row["element"], given.get("variables") or {})
    asking.desk().run(asking.context(), Complete(case, n, answers))
    if not given.get("withVariablesInReturn"):
        return nothing()
    with asking.desk().store.reading() as reading:
        return answer(present_values(reading, case))
