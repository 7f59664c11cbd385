"""Links in `/api/v1`: somebody outside answers a step of a case once, without an account."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, Final

from flask import Response, request

from engine.api import parts
from engine.api.answers import answer
from engine.api.operation import Asked, operation
from engine.api.released import let_out
from engine.api.schema import LONG, MOMENT, TEXT, many, maybe, one_of, record
from engine.api.v1 import handed_in, look, ran, replayed, v1
from engine.api.v1_cases import number_of
from engine.api.v1_webhooks import at, counted, number, settings
from engine.commands.link import LONGEST, MakeLink, RevokeLink
from engine.commands.refusals import NotFound
from engine.events import moment
from engine.queries.case import case_view
from engine.queries.link import LinkLine, links_of
from engine.tokens import digest

__all__: list[str] = []

_TAG: Final = "Links"
_DAYS: Final = 7
LINK: Final = record(
    "Link",
    {
        "id": LONG,
        "n": LONG,
        "element": TEXT,
        "for_whom": TEXT,
        "made_at": MOMENT,
        "until": MOMENT,
        "state": one_of("open", "used", "revoked", "over"),
    },
)
MADE: Final = record("MadeLink", {"id": LONG, "url": maybe(TEXT), "until": MOMENT})
NEW: Final = {"n": parts.need(parts.INTEGER), "for_whom": parts.need(parts.WORDS), "days": parts.INTEGER}


@v1.get("/cases/<id>/links")
@operation(_TAG, answers={200: record("Links", {"items": many(LINK)})})
def list_links(asked: Asked, id: str) -> Response:
    """The links of a case, the newest first; never their addresses."""
    with look() as here:
        case = case_view(here, number_of(here, id)).id
        let_out(case)
        return answer({"items": [_written(one) for one in links_of(here.reading, case, here.now)]})


@v1.post("/cases/<id>/links")
@operation(_TAG, body=NEW, answers={201: MADE})
def make_link(asked: Asked, id: str) -> Response:
    """Makes a link to the task or wait `n`; its address stands in this answer alone, and not in a repetition of it."""
    given, secret = asked.body, secrets.token_urlsafe(32)
    with look() as here:
        case = case_view(here, number_of(here, id)).id
    days = _DAYS if given.get("days") is None else given["days"]
    lasts = timedelta(days=max(0, min(days, LONGEST.days + 1)))
    result = ran(MakeLink(case, max(-1, min(given["n"], 2**31 - 1)), digest(secret), given["for_whom"], lasts))
    base = (settings().public_url or request.host_url).rstrip("/")
    url = f"{base}/j/{secret}" if result.status == "done" else None
    told = {"id": result.body["id"], "url": url, "until": at(moment(counted(result.body["until"])))}
    return replayed(answer(told, 201), result)


@v1.delete("/cases/<id>/links/<link_id>")
@operation(_TAG, answers={200: record("RevokedLink", {"id": LONG, "number": TEXT})})
def revoke_link(asked: Asked, id: str, link_id: str) -> Response:
    """Ends a link that was not used."""
    with look() as here:
        case = case_view(here, number_of(here, id)).id
        known = {one.id for one in links_of(here.reading, case, here.now)}
    if number(link_id) not in known:
        raise NotFound("no-link", f"Tautan {link_id} tidak ada.", f"There is no link {link_id}.")
    return handed_in(RevokeLink(number(link_id)))


def _written(one: LinkLine) -> dict[str, Any]:
    named = {"id": one.id, "n": one.n, "element": one.element, "for_whom": one.for_whom}
    return named | {"made_at": at(one.made_at), "until": at(one.until), "state": one.state}
