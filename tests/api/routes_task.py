"""How the routes of tasks are tried by every role."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any, Final

from engine.commands.attachment import AttachDocument
from engine.commands.case import Comment
from engine.commands.document import StoreDocument
from engine.commands.task import Delegate
from engine.policy import Actor, Facts, may
from tests.api.office import HOME, Office
from tests.api.route import REST, Route, Try, nothing_counted, task, task_in, typed_answers

__all__ = ["ROUTES", "asked_wrongly", "outcome"]

PRESENT: Final = f"{HOME}/kasi-kesra"  # who does step 3, which is open
TASK: Final = f"{REST}/task/{{task}}"
_PDF: Final = b"%PDF-1.7 uji"


def outcome(actor: Actor, *, done: bool) -> str:
    """What comes out for who may do it, may only read the task, or may not know of it."""
    if done:
        return "done"
    part = actor.login in ("staf", "kasi")
    return "forbidden" if may(actor, "read-task", Facts(HOME, PRESENT, None, part)) else "not there"


def asked_wrongly(actor: Actor, *, done: bool) -> str:
    """The same where a request was made that nothing comes of."""
    found = outcome(actor, done=done)
    return "asked wrongly" if found == "done" else found


def _fills(actor: Actor) -> str:
    facts = Facts(HOME, PRESENT)
    in_charge = may(actor, "variables", facts) and may(actor, "read-task", facts)
    return outcome(actor, done=in_charge or may(actor, "complete", facts))


def _sends_bytes(actor: Actor) -> str:
    """The form of step 3 asks for no file, so that only who may set anything may set one."""
    return "asked wrongly" if actor.login == "kasi" else _fills(actor)


def _reads(actor: Actor) -> str:
    """There is nothing of bytes in a text."""
    return "asked wrongly" if outcome(actor, done=False) == "forbidden" else "not there"


def _delegated(office: Office, one: Try) -> Try:
    office.run(Delegate(one.case, 3, "sekcam", "uji", back=True), "kasi")
    return one


def _remarked(office: Office, one: Try) -> Try:
    event = office.run(Comment(one.case, "uji", 3), "staf")["event"]
    return replace(one, more={"remark": f"{one.case}-{event}"})


def _attached(office: Office, one: Try) -> Try:
    paper = office.run(StoreDocument("uji.pdf", _PDF), "staf")
    event = office.run(AttachDocument(one.case, paper, 3), "staf")["event"]
    return replace(one, more={"attachment": f"{one.case}-{event}"})


def _file(part: str) -> Any:
    return lambda office, one: {"data": {part: (BytesIO(_PDF), "uji.pdf")}}


def _nobody(_: Actor) -> str:
    return "not there"


def _id(one: Try) -> Any:
    return {"taskId": one.task}


def _variables(kind: str) -> dict[str, Route]:
    path, name = f"{REST}/task/{{id}}/{kind}", "skm_3" if kind == "localVariables" else "nik"
    here = f"{TASK}/{kind}"
    values = {"skm_3": {"value": "ada"}}

    def local(one: Try) -> Any:
        return {"modifications": values}

    read = outcome if kind == "variables" else None
    return {
        f"GET {path}": task(here),
        f"POST {path}": task(here, json=local, expected=_fills),
        f"GET {path}/{{name}}": task(f"{here}/{name}", expected=None if read else _nobody),
        f"PUT {path}/{{name}}": task(f"{here}/skm_3", json=lambda _: {"value": "ada"}, expected=_fills),
        f"DELETE {path}/{{name}}": task(f"{here}/skm_3", expected=_fills),
        f"GET {path}/{{name}}/data": task(f"{here}/{name}/data", expected=_reads if read else _nobody),
        f"POST {path}/{{name}}/data": task(f"{here}/skm_3/data", options=_file("data"), expected=_sends_bytes),
    }


def _seat(name: str, action: str, **body: Any) -> dict[str, Route]:
    json = (lambda _: body) if body else (lambda _: None)
    return {f"POST {REST}/task/{{id}}/{name}": task(f"{TASK}/{name}", action, json=json)}


ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/task": task(f"{REST}/task", "list", seen=task_in),
    f"POST {REST}/task": task(f"{REST}/task", "list", json=_id, seen=task_in),
    f"GET {REST}/task/count": task(f"{REST}/task/count?taskId={{task}}", "list", seen=nothing_counted),
    f"POST {REST}/task/count": task(f"{REST}/task/count", "list", json=_id, seen=nothing_counted),
    f"GET {REST}/task/report/candidate-group-count": task(
        f"{REST}/task/report/candidate-group-count", "list", seen=lambda _, text: PRESENT in text
    ),
    f"GET {REST}/task/{{id}}": task(TASK),
    f"PUT {REST}/task/{{id}}": task(TASK, "assign", json=lambda _: {"priority": 60}),
    **{
        f"GET {REST}/task/{{id}}/{name}": task(f"{TASK}/{name}")
        for name in ("form", "deployed-form", "form-variables", "identity-links", "comment", "attachment")
    },
    f"GET {REST}/task/{{id}}/rendered-form": task(f"{TASK}/rendered-form", expected=_nobody),
    f"POST {REST}/task/{{id}}/claim": task(f"{TASK}/claim", "claim", json=lambda one: {"userId": one.login}),
    **_seat("unclaim", "unclaim"),
    **_seat("assignee", "assign", userId="sekcam"),
    **_seat("delegate", "delegate", userId="sekcam"),
    **_seat("identity-links", "assign", userId="sekcam", type="candidate"),
    **_seat("identity-links/delete", "assign", groupId=PRESENT, type="candidate"),
    **_seat("bpmnEscalation", "complete", escalationCode="E-1"),
    f"POST {REST}/task/{{id}}/bpmnError": task(
        f"{TASK}/bpmnError",
        json=lambda _: {"errorCode": ""},
        expected=lambda actor: asked_wrongly(actor, done=may(actor, "complete", Facts(HOME, PRESENT))),
    ),
    f"POST {REST}/task/{{id}}/resolve": task(
        f"{TASK}/resolve",
        before=_delegated,
        expected=lambda actor: outcome(actor, done=actor.login in ("sekcam", "pemilik")),
    ),
    f"POST {REST}/task/{{id}}/complete": task(f"{TASK}/complete", "complete", json=typed_answers),
    f"POST {REST}/task/{{id}}/submit-form": task(f"{TASK}/submit-form", "complete", json=typed_answers),
    **_variables("variables"),
    **_variables("localVariables"),
    f"GET {REST}/task/{{id}}/comment/{{comment_id}}": task(f"{TASK}/comment/{{remark}}", before=_remarked),
    f"POST {REST}/task/{{id}}/comment/create": task(
        f"{TASK}/comment/create", "comment", json=lambda _: {"message": "uji"}
    ),
    f"GET {REST}/task/{{id}}/attachment/{{attachment_id}}": task(f"{TASK}/attachment/{{attachment}}", before=_attached),
    f"GET {REST}/task/{{id}}/attachment/{{attachment_id}}/data": task(
        f"{TASK}/attachment/{{attachment}}/data", before=_attached
    ),
    f"POST {REST}/task/{{id}}/attachment/create": task(
        f"{TASK}/attachment/create", "comment", options=_file("content")
    ),
    f"DELETE {REST}/task/{{id}}/attachment/{{attachment_id}}": task(
        f"{TASK}/attachment/{{attachment}}",
        before=_attached,
        expected=lambda actor: outcome(actor, done=actor.login in ("staf", "pemilik")),
    ),
}
