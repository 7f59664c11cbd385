"""Kelola: who acts for whom (Plt, Plh), from when to when, by which letter."""

from __future__ import annotations

from typing import Final

from flask import request, url_for
from werkzeug.wrappers import Response

from engine.commands.acting import EndActing, LetAct
from engine.people import office_of, today
from engine.queries.look import MOST_ID, Look
from engine.queries.managing import offices_managed, people_near, post_view, time_of
from engine.queries.rights import Acting, acting, posts
from engine.queries.rights import actings as found_actings
from engine.store.people import OFFICE
from engine.web.desk import looking
from engine.web.manage import Sheet, blueprint, done, framed, login_of
from engine.web.manage_offices import post_page
from engine.web.words import say

Answer = str | Response | tuple[str, int]
FIELDS: Final = {
    "no-account": "pengganti",
    "login": "pengganti",
    "kind": "jenis",
    "post": "jenis",
    "holder": "diwakili",
    "letter": "surat",
    "reason": "alasan",
    "since": "mulai",
    "until": "hingga",
}


@blueprint.get("/penugasan")
def actings() -> str:
    """Who acted, acts and will act in the person's offices, the newest first."""
    place, before = request.args.get("kantor", ""), request.args.get("sebelum", MOST_ID, type=int)
    with looking() as look:
        found, more = found_actings(look, place or None, before)
        offices = offices_managed(look)
        lines = [(one, _time(look, one)) for one in found]
        chosen = place or (offices[0].office.id if len(offices) == 1 else "")
        known = chosen in {one.office.id for one in offices}
        offered = [one for one in posts(look, chosen) if not one.post.outside] if known else []
    return framed(
        "actings",
        "web/manage/actings.html",
        actings=lines,
        before=more,
        place=place,
        offices=offices,
        chosen=chosen,
        offered=offered,
    )


@blueprint.post("/kantor/<office>/jabatan/<slug>/penugasan")
def let_act(office: str, slug: str) -> Answer:
    """Lets somebody act for the post."""
    sheet = Sheet("penugasan")
    with looking() as look:
        post_view(look, office, slug)
        near = people_near(look, office)
    since, until = sheet.day("mulai"), sheet.day("hingga", needed=False)
    login, kind = login_of(sheet.text("pengganti"), near), request.form.get("jenis", "")
    if not login:
        sheet.mistakes["pengganti"] = say("Tulis nama pengguna atau nama orangnya.")
    if sheet.mistakes or since is None:
        return post_page(office, slug, sheet), sheet.status
    holder = request.form.get("diwakili") or None
    letter, reason = sheet.text("surat"), sheet.text("alasan")
    command = LetAct(f"{office}/{slug}", login, kind, since, until, holder, letter, reason)
    if sheet.run(command, FIELDS) is None:
        return post_page(office, slug, sheet), sheet.status
    said = say("Penugasan dicatat. {who} melihat tugas jabatan ini selama masa itu.", who=login)
    return done(said, url_for("web.manage.post", office=office, slug=slug))


@blueprint.post(f"/penugasan/<int(max={MOST_ID}):id>/akhiri")
def end_acting(id: int) -> Answer:
    """Ends an acting with a last day, yesterday at the earliest."""
    sheet = Sheet("akhiri")
    with looking() as look:
        office, _, slug = acting(look, id).standing.post.id.partition("/")
    last = sheet.day("terakhir")
    if last is None or sheet.run(EndActing(id, last, sheet.text("alasan")), {"until": "terakhir"}) is None:
        return post_page(office, slug, sheet), sheet.status
    return done(say("Penugasan diakhiri."), url_for("web.manage.post", office=office, slug=slug))


def _time(look: Look, one: Acting) -> str:
    """How an acting stands on the day of its office."""
    row = look.reading.one(OFFICE, id=office_of(one.standing.post.id))
    return time_of(one.since, one.until, today(row["zone"] if row else "", look.now))
