"""The schemas of the objects that `engine.api.v1_shapes` writes, and of what commands answer in `/api/v1`."""

from __future__ import annotations

from typing import Final

from engine.api.schema import ANY, FLAG, LONG, MOMENT, TEXT, Schema, many, mapping, maybe, one_of, record, whole_from

__all__ = [
    "CANCELLED",
    "CAPACITY",
    "CASE",
    "CASE_LINE",
    "CHANGED",
    "COMMENTED",
    "COMPLETED",
    "CONFIRMED",
    "DELIVERED",
    "ENTRY",
    "HOLDER",
    "OFFICE",
    "PERSON",
    "POST",
    "RETRIED",
    "SOP",
    "SOP_LINE",
    "STARTED",
    "TASK",
    "TASK_LINE",
    "page",
]

_COUNT: Final = whole_from(0)
_STATUS: Final = one_of("ACTIVE", "SUSPENDED", "COMPLETED", "CANCELLED")
_MOVED: Final = one_of("ACTIVE", "SUSPENDED", "COMPLETED", "STUCK")
OFFICE: Final = record("Office", {"id": TEXT, "name": TEXT, "region": TEXT, "zone": TEXT})
PERSON: Final = record("Person", {"login": TEXT, "name": TEXT})
POST: Final = record("Post", {"id": TEXT, "name": TEXT, "outside": FLAG})
CAPACITY: Final = record(
    "Capacity", {"kind": one_of("plt", "plh"), "post": POST, "holder": maybe(PERSON), "text": TEXT}
)
_SOP: Final = record("SopOfCase", {"key": TEXT, "version": _COUNT, "name": TEXT})
_LENGTH: Final = record(
    "Waktu", {"printed": TEXT, "months": _COUNT, "days": _COUNT, "minutes": _COUNT, "blank": _COUNT}
)
_STEP: Final = record(
    "Step",
    {
        "element": TEXT,
        "no": TEXT,
        "name": TEXT,
        "text": TEXT,
        "lane": TEXT,
        "bersama": TEXT,
        "waktu": TEXT,
        "waktu_total": FLAG,
        "kelengkapan": many(TEXT),
        "output": many(TEXT),
        "keterangan": TEXT,
        "pengesahan": many(TEXT),
    },
)
_TARGET: Final = record("Target", {"kind": one_of("step", "end", "wait"), "element": TEXT, "name": TEXT, "lane": TEXT})
_WAY: Final = record("Way", {"name": TEXT, "targets": many(_TARGET)})
_DECISION: Final = record("Decision", {"gateway": TEXT, "question": TEXT, "ways": many(_WAY)})
_OPTION: Final = record("Option", {"value": Schema({"type": ["string", "integer", "boolean"]}), "label": TEXT})
_FIELD: Final = record(
    "Field",
    {
        "key": TEXT,
        "kind": TEXT,
        "label": TEXT,
        "help": TEXT,
        "required": FLAG,
        "readonly": FLAG,
        "options": many(_OPTION),
    },
)
_FORM: Final = record("Form", {"id": TEXT, "fields": many(_FIELD), "schema": mapping(ANY)})

_SOP_KEYS: Final = {
    "key": TEXT,
    "version": _COUNT,
    "name": TEXT,
    "office": OFFICE,
    "lanes": many(TEXT),
    "steps": _COUNT,
    "kelengkapan": many(TEXT),
    "waktu": _LENGTH,
    "may_start": FLAG,
}
SOP_LINE: Final = record("SopLine", _SOP_KEYS)
SOP: Final = record(
    "Sop",
    {**_SOP_KEYS, "definition": TEXT, "header": mapping(TEXT), "flow": many(_STEP), "form": maybe(_FORM)},
)
CASE_LINE: Final = record(
    "CaseLine",
    {
        "id": LONG,
        "number": TEXT,
        "sop": TEXT,
        "subject": TEXT,
        "status": _STATUS,
        "outcome": maybe(TEXT),
        "started_at": MOMENT,
        "ended_at": maybe(MOMENT),
        "steps": many(record("StepLine", {"element": TEXT, "name": TEXT, "lane": TEXT})),
    },
)
_OPEN_TASK: Final = record(
    "OpenTask",
    {
        "id": TEXT,
        "step": _STEP,
        "posts": many(POST),
        "holder": maybe(PERSON),
        "opened_at": MOMENT,
        "mine": FLAG,
    },
)
_PROGRESS: Final = record("Progress", {"steps": _COUNT, "done": _COUNT, "waktu": _LENGTH, "waktu_done": _LENGTH})
CASE: Final = record(
    "Case",
    {
        "id": LONG,
        "number": TEXT,
        "sop": _SOP,
        "office": OFFICE,
        "subject": TEXT,
        "status": _STATUS,
        "outcome": maybe(TEXT),
        "started_at": MOMENT,
        "ended_at": maybe(MOMENT),
        "returns": _COUNT,
        "progress": _PROGRESS,
        "tasks": many(_OPEN_TASK),
        "waiting": many(TEXT),
        "waits": many(record("CaseWait", {"n": LONG, "title": TEXT, "answerable": FLAG})),
        "done": many(TEXT),
        "here": many(TEXT),
    },
)
TASK_LINE: Final = record(
    "TaskLine",
    {
        "id": TEXT,
        "case": LONG,
        "number": TEXT,
        "sop": TEXT,
        "subject": TEXT,
        "step": _STEP,
        "round": _COUNT,
        "opened_at": MOMENT,
        "due_at": maybe(MOMENT),
        "closed_at": maybe(MOMENT),
        "holder": maybe(PERSON),
        "mine": FLAG,
        "suspended": FLAG,
        "on_behalf_of": maybe(POST),
        "capacity": maybe(CAPACITY),
    },
)
TASK: Final = record(
    "TaskView",
    {
        "id": TEXT,
        "case": LONG,
        "number": TEXT,
        "sop": _SOP,
        "office": OFFICE,
        "subject": TEXT,
        "step": _STEP,
        "status": one_of("OPEN", "DONE", "CANCELLED"),
        "case_status": _STATUS,
        "round": _COUNT,
        "opened_at": MOMENT,
        "closed_at": maybe(MOMENT),
        "closed_by": maybe(PERSON),
        "holder": maybe(PERSON),
        "posts": many(POST),
        "acting_for": maybe(POST),
        "capacity": maybe(CAPACITY),
        "may_answer": FLAG,
        "decision": maybe(_DECISION),
        "onward": many(_TARGET),
        "form": maybe(_FORM),
        "values": mapping(ANY),
    },
)
_ANSWER: Final = record("Answer", {"value": ANY, "erased": FLAG})
ENTRY: Final = record(
    "Event",
    {
        "number": _COUNT,
        "kind": TEXT,
        "at": MOMENT,
        "recorded_at": MOMENT,
        "actor": maybe(PERSON),
        "acting_for": maybe(POST),
        "capacity": maybe(CAPACITY),
        "recorded_by": maybe(POST),
        "element": maybe(TEXT),
        "name": maybe(TEXT),
        "task": maybe(_COUNT),
        "round": _COUNT,
        "decisions": many(TEXT),
        "reason": maybe(TEXT),
        "opened": many(_TARGET),
        "outcome": maybe(TEXT),
        "to": maybe(PERSON),
        "back": FLAG,
        "path": many(TEXT),
        "answers": mapping(_ANSWER),
    },
)

_OPENED: Final = record("OpenedTask", {"task": TEXT, "element": TEXT, "candidates": maybe(TEXT)})
_MOVE: Final = {
    "case": LONG,
    "status": _MOVED,
    "outcome": TEXT,
    "opened": many(_OPENED),
    "opened_count": _COUNT,
}
_SELDOM: Final = {"outcome", "opened_count"}  # of a case that ended; of a move that opened more tasks than are named
_BEGUN: Final = {"number": TEXT, "definition": LONG}
STARTED: Final = record("CaseStarted", {**_MOVE, **_BEGUN}, optional=_SELDOM)
_NUMBER: Final = record("RegisterNumber", {"field": TEXT, "label": TEXT, "written": TEXT})
COMPLETED: Final = record(
    "TaskCompleted",
    {**_MOVE, "task": TEXT, "number": TEXT, "numbers": many(_NUMBER)},
    optional={*_SELDOM, "numbers"},
)
DELIVERED: Final = record("MessageDelivered", {**_MOVE, **_BEGUN}, optional={*_SELDOM, *_BEGUN})
CHANGED: Final = record("CaseChanged", {"case": LONG, "status": one_of("ACTIVE", "SUSPENDED")})
CANCELLED: Final = record("CaseCancelled", {"case": LONG, "status": one_of("CANCELLED"), "outcome": TEXT})
COMMENTED: Final = record("CaseCommented", {"case": LONG, "event": LONG})
HOLDER: Final = record("TaskHolder", {"case": LONG, "task": TEXT, "assignee": maybe(TEXT)})
RETRIED: Final = record("IncidentRetried", {"incident": LONG, "case": LONG}, optional=("case",))
CONFIRMED: Final = record("ClockConfirmed", {"confirmed": FLAG})


def page(name: str, item: Schema) -> Schema:
    """A page of a list: its items and the cursor of the next page, null at the end."""
    return record(name, {"items": many(item), "next": maybe(TEXT)})
