"""Links as the office makes them: for whom, how long, shown once, listed and ended."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.link import MakeLink, RevokeLink
from engine.commands.refusals import Invalid, NotFound, NotPossible
from engine.events import moment
from engine.policy import Facts, may
from engine.queries.link import LinkLine, links_of
from engine.queries.look import MOST_ID
from engine.tokens import digest
from engine.web.case import seen
from engine.web.desk import looking, now, run, settings
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.words import both

__all__ = ["blueprint"]

blueprint: Final = Blueprint("links", __name__)
ENDED: Final = "tautan"
DAYS: Final = (1, 3, 7, 14, 30)
_DIGITS: Final = 9


@blueprint.post("/berkas/<number>/tautan")
@login_required  # type: ignore[untyped-decorator]
def make(number: str) -> str | tuple[str, int]:
    """Makes a link and shows it: here, and never again."""
    view, secret = seen(number), secrets.token_urlsafe(32)
    n, days = _whole("n"), _whole("hari")
    command = MakeLink(view.id, n, digest(secret), request.form.get("untuk", ""), timedelta(days=days))
    place = url_for("web.case.show", number=view.number)
    try:
        result = run(command)
    except (Invalid, NotFound, NotPossible) as error:
        problem = error.problems[0] if isinstance(error, Invalid) else error
        return _page(view.number, place, error=problem), refused(error)
    until = moment(int(str(result.body["until"])))
    base = (settings().public_url or request.host_url).rstrip("/")
    url = f"{base}{url_for('web.link.show', secret=secret)}" if result.status == "done" else ""
    whom = request.form.get("untuk", "").strip()
    step = next((one.title for one in view.waiting if one.n == n), "") or next(
        (task.step.title for task in view.tasks if task.n == n), view.definition.name
    )
    told = {"url": url, "until": until, "whom": whom, "step": step, "office": view.office, "link": result.body["id"]}
    return _page(view.number, place, **told)


@blueprint.post(f"/berkas/<number>/tautan/<int(max={MOST_ID}):link>/cabut")
@login_required  # type: ignore[untyped-decorator]
def revoke(number: str, link: int) -> Response:
    """Ends a link of this case."""
    view = seen(number)
    if link not in {one.id for one in case_links(view.id)}:
        raise NotFound("no-link", "Tautan ini tidak dikenal.", "There is no such link.")
    run(RevokeLink(link))
    tell(ENDED, {})
    return redirect(url_for("web.case.show", number=view.number, _anchor="tautan"), 303)


@blueprint.app_template_global()
def case_links(case: int) -> tuple[LinkLine, ...]:
    """The links of a case, the newest first."""
    with looking() as look:
        return links_of(look.reading, case, look.now)


@blueprint.app_template_global()
def link_days() -> tuple[int, ...]:
    """For how many days a link may be made, as the form offers it."""
    return DAYS


@blueprint.app_template_global()
def may_end(office: str) -> bool:
    """True for who answers for the process of an office: he ends every link of it."""
    return may(current_user.actor, "correlate", Facts(office))


def _page(number: str, place: str, error: object | None = None, **told: object) -> str:
    said = both(error) if error is not None else ""
    return render_template("web/link_made.html", number=number, place=place, said=said, now=now(), **told)


def _whole(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else -1
