"""Kelola: what the lanes of an office's SOPs are called, and which posts answer to it."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response

from engine.commands.office_parts import SetAlias
from engine.queries.managing import office_managed
from engine.queries.managing_lanes import labels, unknown_lanes
from engine.queries.rights import posts
from engine.store.views_case import LATEST_DEFINITIONS
from engine.web.desk import looking
from engine.web.manage import Sheet, blueprint, done, framed
from engine.web.words import say

Answer = str | Response | tuple[str, int]


@blueprint.get("/kantor/<office>/sebutan")
def labels_page(office: str) -> str:
    """The labels of an office, and the lanes that have no post."""
    return _page(office)


@blueprint.post("/kantor/<office>/sebutan")
def set_label(office: str) -> Answer:
    """Lets a label mean posts; none takes it away. Goes back to where it was asked."""
    sheet = Sheet("sebutan")
    with looking() as look:
        office_managed(look, office)
    label, sop = sheet.text("label"), sheet.text("sop")
    slugs = tuple(filter(None, request.form.getlist("jabatan")))
    if not slugs and not request.form.get("hapus"):
        sheet.mistakes["jabatan"] = say("Pilih paling sedikit satu jabatan.")
    result = None if sheet.mistakes else sheet.run(SetAlias(office, label, slugs, sop), {"posts": "jabatan"})
    if result is None:
        return _page(office, sheet), sheet.status
    to = url_for("web.manage.labels_page", office=office)
    if slugs:
        return done(say("“{label}” sekarang dikenal. SOP berikutnya yang diberlakukan memakainya.", label=label), to)
    before = result.body["before"]
    assert isinstance(before, list)
    again = [("label", label), ("sop", sop), *(("jabatan", str(post).rpartition("/")[2]) for post in before)]
    undo = (say("Kembalikan"), url_for("web.manage.set_label", office=office), again)
    return done(say("Sebutan “{label}” dihapus.", label=label), to, undo)


def _page(office: str, sheet: Sheet | None = None) -> str:
    with looking() as look:
        row = office_managed(look, office)
        found = posts(look, office)
        lanes, known = unknown_lanes(look, office, found), labels(look, office, found)
        sops = [(one["key"], one["name"]) for one in look.reading.all(LATEST_DEFINITIONS) if one["office"] == office]
    return framed(
        "offices",
        "web/manage/labels.html",
        office=row,
        posts=found,
        lanes=lanes,
        labels=known,
        sops=sops,
        sheet=sheet,
        tab="sebutan",
    )
