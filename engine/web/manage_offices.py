"""Kelola: one office with its posts, a new one, its facts, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from engine.commands.office_parts import WriteOffice, WritePost
from engine.queries.look import MOST_NUMBER
from engine.queries.managing import manages_all, office_managed, people_near, post_view
from engine.queries.managing_history import about_office
from engine.queries.managing_lanes import unknown_lanes, unstaffed
from engine.queries.rights import Held, posts
from engine.web.desk import looking
from engine.web.manage import Sheet, blueprint, done, framed
from engine.web.manage_told import told_lines
from engine.web.words import say

Answer = str | Response | tuple[str, int]
FACTS = {"id": "kantor", "name": "nama", "region": "wilayah", "zone": "zona", "code": "kode"}
POST = {"slug": "slug", "name": "nama", "recorder": "pencatat", "outside": "luar"}


@blueprint.get("/kantor-baru")
def new_office() -> str:
    """The form for a new office."""
    return framed("offices", "web/manage/office_new.html")


@blueprint.post("/kantor-baru")
def create_office() -> Answer:
    """Creates an office and goes to it."""
    sheet = Sheet("kantor")
    if sheet.run(_facts(sheet, sheet.text("kantor"), new=True), FACTS) is None:
        return framed("offices", "web/manage/office_new.html", sheet=sheet), sheet.status
    to = url_for("web.manage.office", office=sheet.text("kantor"))
    return done(say("Kantor dibuat. Tambahkan jabatannya."), to)


@blueprint.get("/kantor/<office>")
def office(office: str) -> str:
    """An office: its posts with who does them today, and what has to be seen to."""
    return _page(office)


@blueprint.post("/kantor/<office>")
def change_office(office: str) -> Answer:
    """Changes the facts of an office."""
    sheet = Sheet("kantor")
    with looking() as look:
        office_managed(look, office)
    if sheet.run(_facts(sheet, office), FACTS) is None:
        return _page(office, sheet), sheet.status
    return done(say("Data kantor disimpan."), url_for("web.manage.office", office=office))


@blueprint.post("/kantor/<office>/jabatan")
def create_post(office: str) -> Answer:
    """Creates a post and goes to it."""
    sheet = Sheet("jabatan")
    with looking() as look:
        office_managed(look, office)
    slug = sheet.text("slug") or "-".join(sheet.text("nama").lower().split())
    command = _post(sheet, office, slug, new=True)
    if sheet.run(command, POST) is None:
        return _page(office, sheet), sheet.status
    return done(
        say("Jabatan {post} dibuat. Tunjuk pemegangnya.", post=sheet.text("nama")),
        url_for("web.manage.post", office=office, slug=slug),
    )


@blueprint.get("/kantor/<office>/jabatan/<slug>")
def post(office: str, slug: str) -> str:
    """A post: who holds it and who acts for it, through time."""
    return post_page(office, slug)


@blueprint.post("/kantor/<office>/jabatan/<slug>")
def change_post(office: str, slug: str) -> Answer:
    """Changes the name of a post, and whether it stands outside."""
    sheet = Sheet("jabatan")
    with looking() as look:
        post_view(look, office, slug)
    if sheet.run(_post(sheet, office, slug), POST) is None:
        return post_page(office, slug, sheet), sheet.status
    return done(say("Jabatan disimpan."), url_for("web.manage.post", office=office, slug=slug))


@blueprint.get("/kantor/<office>/riwayat")
def office_history(office: str) -> str:
    """What became of an office: who changed what, when."""
    with looking() as look:
        row = office_managed(look, office)
        events, before, called = about_office(look, office, request.args.get("sebelum", MOST_NUMBER, type=int))
    lines = told_lines(events, called)
    return framed("offices", "web/manage/office_history.html", office=row, lines=lines, before=before, tab="riwayat")


def post_page(office: str, slug: str, sheet: Sheet | None = None) -> str:
    """The page of a post with what was refused."""
    first = min(max(request.args.get("mulai", 0, type=int), 0), MOST_NUMBER)
    with looking() as look:
        view = post_view(look, office, slug, first)
        near = people_near(look, office)
        inside = [one for one in _inside(posts(look, office)) if one[0] != slug]
    current = [one.person for one in view.tenures if one.time in ("now", "coming")]
    values: dict[str, Any] = {
        "view": view,
        "more": first + len(view.tenures) if first + len(view.tenures) < view.held else 0,
        "slug": slug,
        "near": near,
        "inside_options": inside,
        "holder_options": [(one.login, one.name) for one in current],
        "today": f"{date.fromisoformat(view.today):%d-%m-%Y}",
    }
    return framed("offices", "web/manage/post.html", **values, sheet=sheet)


def _inside(found: list[Held]) -> list[tuple[str, str]]:
    """The posts inside an office as a field offers them."""
    return [(one.post.id.rpartition("/")[2], one.post.name) for one in found if not one.post.outside]


def _page(office: str, sheet: Sheet | None = None) -> str:
    with looking() as look:
        row = office_managed(look, office)
        found = posts(look, office)
        lanes, empty = unknown_lanes(look, office, found), unstaffed(look, office, found)
        everywhere = manages_all(look)
    values: dict[str, Any] = {"office": row, "posts": found, "lanes": lanes, "unstaffed": empty}
    values |= {"inside_options": _inside(found), "everywhere": everywhere, "tab": "jabatan"}
    return framed("offices", "web/manage/office.html", **values, sheet=sheet)


def _facts(sheet: Sheet, office: str, *, new: bool = False) -> WriteOffice:
    name, region, zone, code = (sheet.text(key) for key in ("nama", "wilayah", "zona", "kode"))
    return WriteOffice(office, name, region, zone, code.upper(), new)


def _post(sheet: Sheet, office: str, slug: str, *, new: bool = False) -> WritePost:
    return WritePost(office, slug, sheet.text("nama"), bool(sheet.text("luar")), sheet.text("pencatat"), new)
