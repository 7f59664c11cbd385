"""Kasus: the search over all cases that an auditor or a process owner watches over, and who did what in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.desk import Context
from engine.commands.reading import RecordRead, unrecorded
from engine.policy import may
from engine.queries.acts import Asked, acts
from engine.queries.look import Look
from engine.queries.search import STATUSES, Found, Wanted, count, offices_watched, search, sops_watched
from engine.queries.search_people import people_watched, person_meant, posts_watched
from engine.queries.search_rows import cases_found
from engine.queries.steps import steps
from engine.web.cases_picture import shape, shape_words
from engine.web.cases_words import kind_words, spent
from engine.web.desk import desk, looking, now
from engine.web.words import say

__all__ = ["blueprint", "chosen", "chosen_acts", "day"]

blueprint: Final = Blueprint("cases", __name__)
PAGE: Final = 20
_LONGEST: Final = 100
_DAY: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{4})-(\d{2})-(\d{2})", re.ASCII)


@blueprint.get("/kasus")
@login_required  # type: ignore[untyped-decorator]
def index() -> str:
    """The cases that fit what was asked, newest first. By words it shows whom they are about: that leaves a trace."""
    wanted, words = chosen(request.args), bool(request.args.get("q", "").strip())
    with looking() as look:
        wanted = replace(wanted, person=person_meant(people_watched(look), wanted.person))
        found = search(look, wanted, request.args.get("sesudah", ""), PAGE)
        rows = cases_found(look, found.rows, about=words and _by_words(found, wanted))
        facts = _facts(look, wanted)
        total = count(look, wanted)
    read = tuple(row.id for row in rows if row.about)
    if read:
        leave(read, "search")
    return render_template(
        "web/cases_search.html",
        wanted=wanted,
        found=found,
        rows=rows,
        total=total,
        shape=shape,
        shape_words=shape_words,
        asked_for={one: found for one, found in request.args.to_dict(flat=False).items() if one != "sesudah"},
        wrong_day=_wrong_day(request.args),
        spent=spent,
        **facts,
    )


@blueprint.get("/kasus/perbuatan")
@login_required  # type: ignore[untyped-decorator]
def deeds() -> str:
    """Who did what, when and as what: by person, post, case and day, with what administrators did and who read."""
    asked = chosen_acts(request.args)
    with looking() as look:
        people = people_watched(look)
        asked = replace(asked, person=person_meant(people, asked.person))
        found = acts(look, asked, request.args.get("sesudah", ""))
        facts = {"people": people, "posts": posts_watched(look), "kinds": kind_words()}
    return render_template("web/cases_acts.html", asked=asked, found=found, wrong_day=_wrong_day(request.args), **facts)


@blueprint.get("/kasus/<number>")
@login_required  # type: ignore[untyped-decorator]
def replayed(number: str) -> Response:
    """Leads to the replay of a case."""
    return redirect(url_for("web.replay.show", number=number), 303)


def leave(cases: tuple[int, ...], page: str) -> None:
    """Writes down that the person read these cases by his role, where it was not yet in this hour."""
    with looking() as look:
        found = [
            case
            for case, facts in unrecorded(look.reading, look.actor, cases, look.now)
            if may(look.actor, "record-read", facts)
        ]
    if found:
        desk().run(Context(current_user.actor, now()), RecordRead(tuple(found), page))


def chosen(given: Mapping[str, str]) -> Wanted:
    """What the address asks for; what cannot be read asks for nothing."""

    def text(name: str) -> str:
        return given.get(name, "").strip()[:_LONGEST]

    picked = getattr(given, "getlist", lambda name: [given.get(name, "")])
    return Wanted(
        text=text("q"),
        sop=text("sop"),
        office=text("kantor"),
        person=text("orang"),
        post=text("pos"),
        step=text("langkah") if text("sop") else "",
        outcome=text("akhir"),
        since=day(text("dari")),
        until=day(text("sampai")),
        statuses=tuple(one for one in STATUSES if one in picked("hasil")),
        late=bool(text("lewat")),
        again=bool(text("ulang")),
        zone=current_user.office.tz.key,
    )


def chosen_acts(given: Mapping[str, str]) -> Asked:
    """The same for a list of acts."""
    number = given.get("kasus", "").strip().upper()[:_LONGEST]
    return Asked(
        person=given.get("orang", "").strip()[:_LONGEST],
        post=given.get("pos", "").strip()[:_LONGEST],
        number=number,
        kind=given.get("jenis", "").strip(),
        since=day(given.get("dari", "")),
        until=day(given.get("sampai", "")),
        zone=current_user.office.tz.key,
    )


def day(text: str) -> date | None:
    """A day as people write it, `21-11-2026`, or as programs do; None for anything else."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, number = (found[3], found[2], found[1]) if found[1] else (found[4], found[5], found[6])
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def _wrong_day(given: Mapping[str, str]) -> str:
    """What to say of a day that cannot be read; empty where all can."""
    wrong = [given[name] for name in ("dari", "sampai") if given.get(name, "").strip() and day(given[name]) is None]
    return say("Tanggal “{text}” tidak terbaca. Tulis seperti 21-11-2026.", text=wrong[0][:20]) if wrong else ""


def _by_words(found: Found, wanted: Wanted) -> bool:
    """Whether the text was no number: then its words stand in what the cases are about."""
    return not any(row["number"].startswith(wanted.text.strip().upper()) for row in found.rows)


def _facts(look: Look, wanted: Wanted) -> dict[str, Any]:
    """What the fields of the page offer."""
    offices = offices_watched(look)
    sops = sops_watched(look, offices)
    sop = sops.get(wanted.sop)
    version = look.definition(sop.versions[0]) if sop else None
    return {
        "offices": offices,
        "sops": sorted(sops.values(), key=lambda one: (offices[one.office]["name"], one.name)),
        "steps": steps(version) if version else [],
        "people": people_watched(look),
        "posts": posts_watched(look),
        "statuses": {
            "berjalan": say("Berjalan"),
            "ditangguhkan": say("Ditangguhkan"),
            "selesai": say("Selesai"),
            "dibatalkan": say("Dibatalkan"),
        },
    }
