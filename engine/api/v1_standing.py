"""Acting officials and offices in `/api/v1`: who acts for whom by which letter, posts and who does their work."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.days import DAY, DAY_TEXT
from engine.api.operation import Asked, operation
from engine.api.schema import LONG, TEXT, many, maybe, one_of, record
from engine.api.v1 import cursor, handed_in, look, read_cursor, v1
from engine.api.v1_records import CAPACITY, OFFICE, PERSON, POST, page
from engine.api.v1_shapes import office_of, person, post, standing
from engine.commands.acting import EndActing, LetAct
from engine.commands.refusals import NotFound
from engine.people import CAPACITIES
from engine.queries.directory import offices
from engine.queries.look import MOST_ID, Look
from engine.queries.names import Office
from engine.queries.rights import Acting, Held, acting, actings, posts
from engine.store.people import ALIASES

__all__ = ["ACTING", "acting_of"]

_TAG: Final = "Acting"
_KIND: Final = one_of(*CAPACITIES)
ACTING: Final = record(
    "Acting",
    {
        "id": LONG,
        "person": PERSON,
        "capacity": CAPACITY,
        "since": DAY_TEXT,
        "until": maybe(DAY_TEXT),
        "letter": TEXT,
        "reason": TEXT,
    },
)
_SAID: Final = {
    "id": LONG,
    "post": TEXT,
    "login": TEXT,
    "kind": _KIND,
    "holder": maybe(TEXT),
    "since": DAY_TEXT,
    "until": maybe(DAY_TEXT),
    "letter": TEXT,
}
LET: Final = record("LetAct", _SAID)
_STANDS: Final = record("StandsIn", {"person": PERSON, "capacity": CAPACITY})
HELD: Final = record(
    "PostOfOffice",
    {"post": POST, "recorder": maybe(TEXT), "holders": many(PERSON), "acting": many(_STANDS)},
)
ALIAS: Final = record("Alias", {"label": TEXT, "sop": maybe(TEXT), "post": TEXT})
_NEW: Final = {
    "post": parts.need(parts.WORDS),
    "login": parts.need(parts.WORDS),
    "kind": parts.need(parts.one_of({kind: kind for kind in CAPACITIES})),
    "since": parts.need(DAY),
    "until": DAY,
    "holder": parts.WORDS,
    "letter": parts.need(parts.WORDS),
    "reason": parts.need(parts.WORDS),
}


def _place(text: str) -> int:
    found = read_cursor(text)
    if not isinstance(found, int) or not 0 < found <= MOST_ID:
        raise ValueError(text)
    return found


@v1.get("/acting")
@operation(_TAG, query={"office": asking.text, "cursor": Reader(_place)}, answers={200: page("Actings", ACTING)})
def list_acting(asked: Asked) -> Response:
    """Who acted, acts and will act in the offices that the administrator manages, the newest first."""
    with look() as here:
        found, before = actings(here, asked.query.get("office"), asked.query.get("cursor"))
    return answer({"items": [acting_of(one) for one in found], "next": cursor(before)})


@v1.post("/acting")
@operation(_TAG, body=_NEW, answers={201: LET})
def let_act(asked: Asked) -> Response:
    """Lets somebody act for a post as Plt or Plh."""
    return handed_in(LetAct(**asked.body), 201)


@v1.get("/acting/<id>")
@operation(_TAG, answers={200: ACTING})
def get_acting(asked: Asked, id: str) -> Response:
    """One of them."""
    with look() as here:
        return answer(acting_of(acting(here, asking.number(id, "acting"))))


@v1.post("/acting/<id>/end")
@operation(_TAG, body={"until": parts.need(DAY), "reason": parts.WORDS}, answers={200: LET})
def end_acting(asked: Asked, id: str) -> Response:
    """Brings the last day forward."""
    given = asked.body
    return handed_in(EndActing(asking.number(id, "acting"), given["until"], given.get("reason") or ""))


@v1.get("/offices")
@operation("Offices", answers={200: record("Offices", {"items": many(OFFICE)})})
def list_offices(asked: Asked) -> Response:
    """The offices that the actor may know."""
    with look() as here:
        return answer({"items": [office_of(one) for one in offices(here)]})


@v1.get("/offices/<id>")
@operation("Offices", answers={200: OFFICE})
def get_office(asked: Asked, id: str) -> Response:
    """One office."""
    with look() as here:
        return answer(office_of(_known(here, id)))


@v1.get("/offices/<id>/posts")
@operation("Offices", answers={200: record("PostsOfOffice", {"items": many(HELD)})})
def list_posts(asked: Asked, id: str) -> Response:
    """The posts of an office, with who holds them and who acts for them today."""
    with look() as here:
        found = posts(here, _known(here, id).id)
    return answer({"items": [_held(one) for one in found]})


@v1.get("/offices/<id>/aliases")
@operation("Offices", answers={200: record("Aliases", {"items": many(ALIAS)})})
def list_aliases(asked: Asked, id: str) -> Response:
    """What the lanes of its SOPs call its posts; without `sop` in all of them."""
    with look() as here:
        rows = here.reading.all(ALIASES, office=_known(here, id).id)
    found = [{"label": row["label"], "sop": row["sop"] or None, "post": row["post"]} for row in rows]
    return answer({"items": found})


def acting_of(one: Acting) -> dict[str, Any]:
    """An acting as `/api/v1` writes it."""
    return {
        "id": one.id,
        "person": person(one.person),
        "capacity": standing(one.standing, one.person),
        "since": one.since,
        "until": one.until,
        "letter": one.letter,
        "reason": one.reason,
    }


def _known(here: Look, id: str) -> Office:
    found = next((one for one in offices(here) if one.id == id), None)
    if found is None:
        raise NotFound("no-office", f"Kantor {id} tidak ada.", f"There is no office {id}.")
    return found


def _held(one: Held) -> dict[str, Any]:
    stands = [{"person": person(who), "capacity": standing(how, who)} for who, how in one.acting]
    holders = [person(who) for who in one.holders]
    return {"post": post(one.post), "recorder": one.recorder, "holders": holders, "acting": stands}
