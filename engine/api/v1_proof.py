"""The proof of the history in `/api/v1`: checkpoints, the way from one to the next, a case for an outsider."""

from __future__ import annotations

import base64
from typing import Any, Final

from flask import Response

from engine.api import asking, sight
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.schema import LONG, MOMENT, TEXT, WHOLE, many, maybe, one_of, record
from engine.api.v1 import cursor, look, v1
from engine.api.v1_cases import CURSOR, number_of
from engine.commands.refusals import NotFound
from engine.policy import AUDITOR, OWNER
from engine.proof.note import Checkpoint, NotANote, read
from engine.proof.proofs import case_proof, state_of
from engine.proof.tree import Tree
from engine.queries.look import Look
from engine.queries.proof import checkpoint_note, checkpoints, demand_proof
from engine.store.cases import CASE_BY_NUMBER
from engine.store.reading import Row

__all__: list[str] = []

PAGE: Final = 50
_LINE: Final = record(
    "Checkpoint",
    {"number": LONG, "origin": TEXT, "size": LONG, "root": TEXT, "time": MOMENT},
)
_LIST: Final = record("Checkpoints", {"items": many(_LINE), "next": maybe(TEXT)})
_NOTE: Final = record("CheckpointNote", {"number": LONG, "note": TEXT})
_BETWEEN: Final = record("Consistency", {"first": _LINE, "second": _LINE, "path": many(TEXT)})
_EVENT: Final = record("ProvenEvent", {"entry": TEXT, "position": LONG, "path": many(TEXT)})
_PROOF: Final = record(
    "CaseProof",
    {"format": TEXT, "case": LONG, "checkpoint": TEXT, "events": many(_EVENT)},
)
_STATE: Final = record(
    "CaseState",
    {
        "state": one_of("sound", "broken", "uncovered"),
        "checkpoint": maybe(LONG),
        "events": WHOLE,
        "covered": WHOLE,
        "wrong": maybe(LONG),
    },
)


@v1.get("/checkpoints")
@operation("Proof", query={"cursor": CURSOR}, answers={200: _LIST})
def list_checkpoints(asked: Asked) -> Response:
    """The checkpoints of the installation, the newest first; for auditors and process owners."""
    with look() as here:
        found = checkpoints(here, asked.query.get("cursor"), PAGE + 1)
    more = cursor(found[PAGE - 1].number) if len(found) > PAGE else None
    return answer({"items": [_line(one) for one in found[:PAGE]], "next": more})


@v1.get("/checkpoints/<number>")
@operation("Proof", answers={200: _NOTE})
def get_checkpoint(asked: Asked, number: str) -> Response:
    """The signed note of a checkpoint."""
    with look() as here:
        return answer({"number": _number(number), "note": checkpoint_note(here, _number(number))})


@v1.get("/checkpoints/<number>/consistency")
@operation("Proof", query={"from": asking.whole}, answers={200: _BETWEEN})
def get_consistency(asked: Asked, number: str) -> Response:
    """The path that proves that a checkpoint's tree begins with that of an earlier one (`from`; else the first)."""
    with look() as here:
        second = _said(here, _number(number))
        first = _said(here, min(asked.query.get("from", 1), second.number))
        try:
            path = Tree(here.reading).consistency(first.size, second.size)
        except (KeyError, ValueError) as error:
            raise NotFound("no-path", "Jalur ini tidak ada.", "There is no such path.") from error
    told = [base64.b64encode(one).decode() for one in path]
    return answer({"first": _line(first), "second": _line(second), "path": told})


@v1.get("/cases/<id>/proof")
@operation("Proof", answers={200: _PROOF})
def get_case_proof(asked: Asked, id: str) -> Response:
    """A case with the paths of its events to the newest checkpoint, without what people answered."""
    with look() as here:
        row = _case(here, id)
        found = case_proof(here.reading, row["id"])
        if found is None:
            word = "Berkas ini belum tercakup checkpoint.", "No checkpoint covers this case yet."
            raise NotFound("not-covered", *word)
        return answer(found)


@v1.get("/cases/<id>/proof/state")
@operation("Proof", answers={200: _STATE})
def get_case_state(asked: Asked, id: str) -> Response:
    """How a case stands against the newest checkpoint of the database."""
    with look() as here:
        state = state_of(here.reading, _case(here, id)["id"])
    told = {"checkpoint": state.checkpoint, "events": state.events, "covered": state.covered, "wrong": state.wrong}
    return answer({"state": state.word, **told})


def _case(here: Look, id: str) -> Row:
    """A case in an office that the actor watches over."""
    demand_proof(here)
    row = here.reading.one(CASE_BY_NUMBER, number=number_of(here, id).strip().upper())
    found = sight.case_row(here.reading, here.actor, -1 if row is None else row["id"])
    if not any(here.actor.has(role, found["office"]) for role in (OWNER, AUDITOR)):
        raise NotFound("no-case", "Berkas ini tidak ada.", "There is no such case.")
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound("no-checkpoint", "Checkpoint ini tidak ada.", "There is no such checkpoint.")
    return int(text)


def _said(here: Look, number: int) -> Checkpoint:
    try:
        return read(checkpoint_note(here, number).encode())
    except NotANote as error:
        raise NotFound("no-checkpoint", "Checkpoint ini rusak.", "This checkpoint is damaged.") from error


def _line(one: Checkpoint) -> dict[str, Any]:
    at = one.at.astimezone(asking.zone()).isoformat(timespec="milliseconds")
    return {"number": one.number, "origin": one.origin, "size": one.size, "root": one.root.hex(), "time": at}
