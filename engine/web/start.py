"""Mulai: the catalogue of SOPs, and the start of a case."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.case import StartCase
from engine.commands.draft import DraftPlace
from engine.commands.refusals import FieldProblem, Invalid, NotPossible, Refusal
from engine.queries.catalogue import Sop, catalogue, sop
from engine.queries.history import Position
from engine.queries.steps import steps
from engine.web.desk import looking, run
from engine.web.diagram import picture
from engine.web.drafts import by_script, draft_page, drop_draft, keep_draft
from engine.web.fields import answers_of, page_of
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.papers import received
from engine.web.task import ASKED, CHECK, sent
from engine.web.words import both, say

__all__ = ["blueprint"]

blueprint: Final = Blueprint("start", __name__)
STARTED: Final = "dimulai"
KINDS: Final = {"pemohon": True, "kantor": False}


@blueprint.get("/mulai")
@login_required  # type: ignore[untyped-decorator]
def show() -> str:
    """The SOPs that the person may start."""
    with looking() as look:
        found = catalogue(look)
    text, group = request.args.get("cari", "")[:100], request.args.get("kelompok", "")
    words = text.casefold().split()
    fitting = [one for one in found if all(word in _said(one) for word in words)]
    shown = [one for one in fitting if group not in KINDS or one.service == KINDS[group]]
    return render_template(
        "web/catalogue.html",
        sops=_grouped(shown),
        groups=_groups(fitting),
        group=group if group in KINDS else "",
        every=len(found),
        text=text,
    )


def _groups(found: Sequence[Sop]) -> list[tuple[str | None, str, int]]:
    """The links beside the catalogue: the name in the address, its words, how many; none where all are of a kind."""
    services = sum(one.service for one in found)
    if services in (0, len(found)):
        return []
    return [
        (None, say("Semua"), len(found)),
        ("pemohon", say("Layanan untuk pemohon"), services),
        ("kantor", say("Kerja kantor"), len(found) - services),
    ]


def _grouped(found: Sequence[Sop]) -> list[tuple[str, list[Sop]]]:
    """By office and by whether somebody outside begins it; the office is named where there are several."""
    several = len({one.office.id for one in found}) > 1
    groups: dict[tuple[str, bool], list[Sop]] = {}
    for one in sorted(found, key=lambda one: (one.office.name, not one.service, one.definition.name.casefold())):
        groups.setdefault((one.office.name, one.service), []).append(one)
    return [
        (f"{office} – {kind}" if several else kind, rows)
        for (office, service), rows in groups.items()
        for kind in [say("Layanan untuk pemohon") if service else say("Kerja kantor")]
    ]


@blueprint.get("/mulai/<key>")
@login_required  # type: ignore[untyped-decorator]
def form(key: str) -> str:
    """What an SOP asks for before it starts."""
    return _page(_sop(key))


@blueprint.post("/mulai/<key>")
@login_required  # type: ignore[untyped-decorator]
def start(key: str) -> Response | tuple[str, int]:
    """Starts a case and goes to its first task, or to the case when that task is for others."""
    found, given = _sop(key), sent()
    refused_papers = received(found.form, given)
    if refused_papers:
        return _page(found, given, Invalid(refused_papers)), 422
    if request.form.get(ASKED) == CHECK:
        return _page(found, given, _missing(found, given)), 422
    try:
        result = run(StartCase(key=key, answers=answers_of(found.form, given)))
    except (Invalid, NotPossible) as error:
        return _page(found, given, error), refused(error)
    drop_draft(DraftPlace(start=key))
    tell(STARTED, {"number": result.body["number"]})
    return redirect(_next(result.body), 303)


@blueprint.post("/mulai/<key>/draf")
@login_required  # type: ignore[untyped-decorator]
def save(key: str) -> Response | tuple[str, int]:
    """Keeps what is typed so far, and the files that come with it; no case begins."""
    given = sent()
    refused_papers = received(_sop(key).form, given) if request.files else []
    answer = by_script(lambda: keep_draft(DraftPlace(start=key), given), url_for("web.start.form", key=key))
    return (_page(_sop(key), given, Invalid(refused_papers)), 422) if refused_papers else answer


@blueprint.post("/mulai/<key>/draf/buang")
@login_required  # type: ignore[untyped-decorator]
def drop(key: str) -> Response:
    """Forgets a draft and shows the page without it."""
    drop_draft(DraftPlace(start=key))
    return redirect(url_for("web.start.form", key=key), 303)


def _next(body: Mapping[str, Any]) -> str:
    own = [task["task"] for task in body["opened"] if task["candidates"] in current_user.actor.groups]
    if not own:
        return url_for("web.case.show", number=body["number"])
    case, _, n = own[0].partition("-")
    return url_for("web.task.show", case=int(case), n=int(n))


def _sop(key: str) -> Sop:
    with looking() as look:
        return sop(look, key)


def _said(one: Sop) -> str:
    return " ".join((one.definition.name, *one.bring, *one.lanes)).casefold()


def _missing(found: Sop, given: Mapping[str, Sequence[str]]) -> Invalid:
    errors = found.form.clean(answers_of(found.form, given)).errors if found.form else ()
    return Invalid([FieldProblem(error.key, error.id, error.en) for error in errors], "check")


def _page(found: Sop, given: Mapping[str, Sequence[str]] | None = None, error: Refusal | None = None) -> str:
    problems = error.problems if isinstance(error, Invalid) else ()
    draft = draft_page(DraftPlace(start=found.definition.key), found.form) if found.may_start and found.form else None
    given = draft.filled if given is None and draft else given
    return render_template(
        "web/start.html",
        sop=found,
        steps=steps(found.definition),
        form=page_of(found.form, {}, None, None if given is None else (given, problems)),
        given=given or {},
        draft=draft,
        error=error,
        said=both(error) if error else "",
        key=secrets.token_urlsafe(16),
        map=picture(found.definition, frozenset(), Position(frozenset(), frozenset()), small=True),
    )
