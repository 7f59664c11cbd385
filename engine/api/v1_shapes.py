"""The objects of `/api/v1`. Norms bear the names that the printed SOP gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.api import asking
from engine.api.typed import plain
from engine.library import Definition
from engine.queries.case import CaseView, OpenTask
from engine.queries.cases import CaseRow
from engine.queries.catalogue import Length, Sop, length_of
from engine.queries.history import ERASED, Entry
from engine.queries.inbox import TaskRow
from engine.queries.names import Office, Person, Post, Standing
from engine.queries.steps import Decision, Step, Target, steps
from engine.queries.task import TaskView
from forms.form import Form

__all__ = [
    "case",
    "case_line",
    "entry",
    "office_of",
    "person",
    "post",
    "sop",
    "sop_line",
    "standing",
    "task",
    "task_line",
]

Json = dict[str, Any]


def sop_line(found: Sop) -> Json:
    """An SOP in the catalogue."""
    definition = found.definition
    return {
        "key": definition.key,
        "version": definition.version,
        "name": definition.name,
        "office": office_of(found.office),
        "lanes": list(found.lanes),
        "steps": len(steps(definition)),
        "kelengkapan": list(found.bring),
        "waktu": _length(found.length),
        "may_start": found.may_start,
    }


def sop(found: Sop) -> Json:
    """An SOP with its header, its steps and the form that a start asks."""
    definition = found.definition
    properties = {
        name.removeprefix("sop:"): value
        for name, value in definition.process.properties.items()
        if name.startswith("sop:")
    }
    return sop_line(found) | {
        "definition": f"{definition.key}:{definition.version}:{definition.id}",
        "header": properties,
        "flow": [_step(one) for one in steps(definition)],
        "form": _form(found.form),
    }


def case_line(row: CaseRow) -> Json:
    """A case in a list."""
    return {
        "id": row.id,
        "number": row.number,
        "sop": row.sop,
        "subject": row.subject,
        "status": row.status,
        "outcome": row.outcome,
        "started_at": _time(row.started_at),
        "ended_at": _time(row.ended_at),
        "steps": [{"element": one.element, "name": one.title, "lane": one.lane} for one in row.steps],
    }


def case(view: CaseView) -> Json:
    """A case with what is open in it."""
    return {
        "id": view.id,
        "number": view.number,
        "sop": _sop_of(view.definition),
        "office": office_of(view.office),
        "subject": view.subject,
        "status": view.status,
        "outcome": view.outcome,
        "started_at": _time(view.started_at),
        "ended_at": _time(view.ended_at),
        "returns": view.returns,
        "progress": _progress(view),
        "tasks": [_open_task(view.id, one) for one in view.tasks],
        "waiting": [wait.title for wait in view.waiting],
        "waits": [{"n": wait.n, "title": wait.title, "answerable": wait.mine} for wait in view.waiting],
        "done": sorted(view.position.done),
        "here": sorted(view.here),
    }


def _progress(view: CaseView) -> Json:
    """How many steps of the SOP lie behind, and the norms of all and of those."""
    whole = [one.element for one in steps(view.definition)]
    done = [element for element in whole if element in view.position.done]
    return {
        "steps": len(whole),
        "done": len(done),
        "waktu": _length(length_of(view.definition)),
        "waktu_done": _length(length_of(view.definition, done)),
    }


def task_line(row: TaskRow) -> Json:
    """A task in a list."""
    return {
        "id": f"{row.case}-{row.n}",
        "case": row.case,
        "number": row.number,
        "sop": row.sop,
        "subject": row.subject,
        "step": _step(row.step),
        "round": row.round,
        "opened_at": _time(row.opened_at),
        "due_at": _time(row.due.at),
        "closed_at": _time(row.closed_at),
        "holder": person(row.holder),
        "mine": row.mine,
        "suspended": row.suspended,
        "on_behalf_of": post(row.on_behalf),
        "capacity": standing(row.standing),
    }


def task(view: TaskView) -> Json:
    """A task with its form and the present answers of its case."""
    return {
        "id": f"{view.case}-{view.n}",
        "case": view.case,
        "number": view.number,
        "sop": _sop_of(view.definition),
        "office": office_of(view.office),
        "subject": view.subject,
        "step": _step(view.step),
        "status": view.status,
        "case_status": view.case_status,
        "round": view.round,
        "opened_at": _time(view.opened_at),
        "closed_at": _time(view.closed_at),
        "closed_by": person(view.closed_by),
        "holder": person(view.holder),
        "posts": [post(one) for one in view.posts],
        "acting_for": post(view.acting),
        "capacity": standing(view.standing),
        "may_answer": view.may_answer,
        "decision": _decision(view.decision),
        "onward": [_target(one) for one in view.onward],
        "form": _form(view.form),
        "values": plain(view.values),
    }


def entry(one: Entry) -> Json:
    """An event of a case's history."""
    return {
        "number": one.number,
        "kind": one.kind,
        "at": _time(one.at),
        "recorded_at": _time(one.recorded_at),
        "actor": person(one.actor),
        "acting_for": post(one.post),
        "capacity": standing(one.standing, one.actor),
        "recorded_by": post(one.recorder),
        "element": one.step.element or None,
        "name": one.step.title or None,
        "task": one.task,
        "round": one.round,
        "decisions": list(one.decisions),
        "reason": one.reason,
        "opened": [_target(target) for target in one.opened],
        "outcome": one.outcome,
        "to": person(one.to),
        "back": one.back,
        "path": list(one.path),
        "answers": {name: _answer(value) for name, value in one.answers.items()},
    }


def _answer(value: Any) -> Json:
    return {"value": None, "erased": True} if value is ERASED else {"value": plain(value), "erased": False}


def _sop_of(definition: Definition) -> Json:
    return {"key": definition.key, "version": definition.version, "name": definition.name}


def _open_task(case: int, found: OpenTask) -> Json:
    return {
        "id": f"{case}-{found.n}",
        "step": _step(found.step),
        "posts": [post(one) for one in found.posts],
        "holder": person(found.holder),
        "opened_at": _time(found.opened_at),
        "mine": found.mine,
    }


def _step(found: Step) -> Json:
    return {
        "element": found.element,
        "no": found.no,
        "name": found.title,
        "text": found.text,
        "lane": found.lane,
        "bersama": found.joint,
        "waktu": found.time,
        "waktu_total": found.total,
        "kelengkapan": list(found.bring),
        "output": list(found.output),
        "keterangan": found.remark,
        "pengesahan": list(found.approval),
    }


def _form(form: Form | None) -> Json | None:
    if form is None:
        return None
    fields = [
        {
            "key": field.key,
            "kind": field.kind,
            "label": field.label,
            "help": field.help,
            "required": field.required,
            "readonly": field.readonly,
            "options": [{"value": option.value, "label": option.label} for option in field.options],
        }
        for field in form.fields
    ]
    return {"id": form.id, "fields": plain(fields), "schema": form.schema()}


def _decision(found: Decision | None) -> Json | None:
    if found is None:
        return None
    ways = [{"name": way.name, "targets": [_target(one) for one in way.targets]} for way in found.ways]
    return {"gateway": found.gateway, "question": found.question, "ways": ways}


def _target(found: Target) -> Json:
    return {"kind": found.kind, "element": found.element, "name": found.title, "lane": found.lane}


def _length(found: Length) -> Json:
    """The norms added up: calendar months, working days and working minutes, and how many steps have none."""
    return {
        "printed": found.printed,
        "months": found.months,
        "days": found.days,
        "minutes": found.minutes,
        "blank": found.blank,
    }


def office_of(found: Office) -> Json:
    """An office."""
    return {"id": found.id, "name": found.name, "region": found.region, "zone": found.zone}


def person(found: Person | None) -> Json | None:
    """A person by login and name."""
    return None if found is None else {"login": found.login, "name": found.name}


def post(found: Post | None) -> Json | None:
    """A post."""
    return None if found is None else {"id": found.id, "name": found.name, "outside": found.outside}


def standing(found: Standing | None, who: Person | None = None) -> Json | None:
    """How somebody stands for a post that is not his; `text` says it in a line."""
    if found is None:
        return None
    return {"kind": found.kind, "post": post(found.post), "holder": person(found.holder), "text": found.of(who)}


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(asking.zone()).isoformat(timespec="milliseconds")
