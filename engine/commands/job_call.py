"""Jobs between a case and the cases that it called: start one, bring its end, error or escalation back, end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bpmn.net import Call
from engine.canonical import dumps, loads
from engine.commands.answers import Item, Sight, variables
from engine.commands.beginning import Beginning, begin
from engine.commands.case import end_case
from engine.commands.desk import Body, Work
from engine.commands.finding import definition_of
from engine.commands.moving import MoveEvent, moved, program_of, record
from engine.commands.refusals import NotPossible
from engine.commands.sending import plain
from engine.library import Definition
from engine.spiff import Thrown
from engine.store import NewEvent
from engine.store.calls import CALLER, calling_element
from engine.store.cases import CASE
from engine.store.history import answers, event_of, stored_events
from engine.store.jobs import CHANGE_JOB, PARK_JOB
from engine.store.reading import Row

__all__ = ["call", "called_case", "come_back", "end_called", "raise_error", "raise_escalation"]

DEEPEST: Final = 20  # cases that call each other, one in the other
_REASON: Final = "Proses pemanggil tidak menunggu lagi / The calling process does not wait any more"


def call(work: Work, row: Row | None, job: Row) -> Body:
    """Starts the called case on the version that the call names; it stays pinned to it."""
    assert row is not None
    asked, caller = _told(job), definition_of(work, row)
    element = caller.process.elements[job["element"]]
    assert element.call is not None
    definition = _called(work, caller, element.call, asked["key"])
    _demand_shallow(work, row["id"])
    values = plain(asked["values"])
    if asked["all"]:
        name = element.loop.item if element.loop is not None else None
        item = None if asked["item"] is None else Item(asked["item"], name)
        values = variables(work.tx, row["id"], Sight(tuple(asked["scopes"]), item)) | values
    return begin(work, definition, Beginning(values, asked["business_key"], None, (row["id"], job["n"], element.id)))


def come_back(work: Work, row: Row | None, job: Row) -> Body:
    """Completes the call with what comes out of the called case; one that was cancelled becomes an incident."""
    assert row is not None
    told, definition = _told(job), definition_of(work, row)
    called, element = work.tx.one(CASE, case=told["case"]), calling_element(work.tx, told["case"])
    assert called is not None
    assert element is not None
    if called["status"] == "CANCELLED":
        return _cancelled(work, row, job, (called, element))
    values = plain(definition.program.returned(element, variables(work.tx, called["id"])))
    program = program_of(work, definition, row["id"])
    move = moved(lambda: program.complete(bytes(row["state"]), job["n"], values, work.at(row)))
    data = {"n": job["n"], "case": called["id"]}
    return record(work, definition, move, MoveEvent(row, "CallReturned", element, data, values))


def raise_error(work: Work, row: Row | None, job: Row) -> Body:
    """The error that ended the called case is raised by the call activity; NotPossible when nobody catches it."""
    return _raise(work, row, job, "ErrorReceived")


def raise_escalation(work: Work, row: Row | None, job: Row) -> Body:
    """An escalation of the called case is raised by the call activity, which goes on unless its catcher interrupts."""
    return _raise(work, row, job, "EscalationReceived")


def end_called(work: Work, row: Row | None, job: Row) -> Body:
    """Ends a called case whose caller does not wait for it any more."""
    assert row is not None
    end_case(work, row, _REASON, {"caller": [row["parent_case"], row["parent_n"]]})
    return {"case": row["id"], "status": "CANCELLED"}


def _raise(work: Work, row: Row | None, job: Row, kind: str) -> Body:
    assert row is not None
    told, definition = _told(job), definition_of(work, row)
    thrown = Thrown("error" if kind == "ErrorReceived" else "escalation", told["code"], told["message"])
    program = program_of(work, definition, row["id"])
    move = moved(lambda: program.throw(bytes(row["state"]), job["n"], thrown, work.at(row)))
    data = {"n": job["n"], "code": told["code"], "case": told["case"]}
    said = {} if told["message"] is None else {"$galat": told["message"]}
    event = MoveEvent(row, kind, calling_element(work.tx, told["case"]), data, said)
    return record(work, definition, move, event)


def _cancelled(work: Work, row: Row, job: Row, called: tuple[Row, str]) -> Body:
    """The job waits behind an incident; when it is retried, the case is called once more with what it began with."""
    case, element = called
    first = event_of(stored_events(work.tx, case["id"])[0])
    kept = {name: loads(bytes(one["value"])) for name, one in _began_with(work, case["id"]).items()}
    asked = {"key": definition_of(work, case).key, "business_key": kept.get("$businessKey"), "values": plain(kept)}
    asked |= {"all": False, "scopes": [], "item": None}
    work.tx.run(CHANGE_JOB, job=job["id"], kind="CALL", element=element, payload=dumps(asked))
    message = f"Kasus {first.data['number']} yang dipanggil telah dibatalkan / the called case was cancelled"
    work.tx.run(PARK_JOB, job=job["id"], why=message)
    data = {"kind": "call", "message": message, "n": job["n"], "job": job["id"]}
    work.append(NewEvent(row["id"], "IncidentRaised", data, element))
    return {"case": row["id"], "kept_job": True}


def _began_with(work: Work, case: int) -> dict[str, Row]:
    found = answers(work.tx, case)
    return {name: row for (event, name), row in found.items() if event == 1 and row["value"] is not None}


def _called(work: Work, caller: Definition, called: Call, key: str) -> Definition:
    """The version that the call names; raises NotPossible when it takes no new cases.

    The refusal names the process as the diagram does: a key may come from an answer.
    """
    found: Definition | None
    if called.binding == "latest":
        found = work.library.latest(work.tx, key)
    elif called.binding == "deployment":
        found = work.library.in_deployment(work.tx, caller.deployment, key)
    else:
        found = next((one for one in work.library.versions(work.tx, key) if _is_version(one, called)), None)
    if found is None:
        which = "" if called.version is None else f" ({called.binding} {called.version})"
        raise NotPossible(
            "no-called-process",
            f"Proses “{called.process}”{which} yang dipanggil tidak ada atau tidak berlaku. Pasang, lalu ulangi.",
            f"The called process “{called.process}”{which} is not in force. Deploy it, then retry.",
        )
    return found


def _is_version(found: Definition, called: Call) -> bool:
    if called.binding == "version":
        return str(found.version) == (called.version or "").strip()
    return found.process.version_tag is not None and found.process.version_tag == called.version


def _demand_shallow(work: Work, case: int) -> None:
    """Raises NotPossible for a process that calls itself without end."""
    above: int | None = case
    for _ in range(DEEPEST):
        above = work.tx.value(CALLER, case=above)
        if above is None:
            return
    raise NotPossible(
        "too-deep",
        f"Proses saling memanggil lebih dari {DEEPEST} tingkat. Periksa diagram.",
        f"Processes call each other more than {DEEPEST} levels deep. Check the diagrams.",
    )


def called_case(job: Mapping[str, Any]) -> int:
    """The called case that a RETURN, ERROR or ESCALATION job tells of."""
    case: int = _told(job)["case"]
    return case


def _told(job: Mapping[str, Any]) -> dict[str, Any]:
    found: Any = loads(bytes(job["payload"]))
    return dict(found)
