"""The SOPs that a person may read: their register, and one of them as document, diagram and list of needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask_login import login_required

from bpmn.questions import questions
from bpmn.sheet import Step, chart_of
from engine.commands.refusals import NotFound
from engine.library import Definition
from engine.queries.bring import needed
from engine.queries.catalogue import Length, length_of
from engine.queries.history import Position
from engine.queries.look import Look
from engine.queries.steps import Step as Norm
from engine.queries.steps import steps
from engine.queries.versions import Entry, Shelf, Version, register, shelf
from engine.web.desk import looking
from engine.web.diagram import picture
from engine.web.filters import listed
from engine.web.sop_paper import drawn, paper_of, sent
from engine.web.words import say

__all__ = ["blueprint", "document_page", "file_name"]

blueprint: Final = Blueprint("sop", __name__)
_NOWHERE: Final = Position(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Need:
    """A step with the documents and the supplies that it needs, as printed."""

    step: Norm
    documents: tuple[str, ...]
    supplies: tuple[str, ...]


@blueprint.get("/sop")
@login_required  # type: ignore[untyped-decorator]
def index() -> str:
    """The register: the SOPs of one's offices, with a search over names, numbers and performers."""
    text = request.args.get("cari", "").strip()
    with looking() as look:
        every = register(look)
    found = [entry for entry in every if all(word in _said(entry) for word in text.casefold().split())]
    return render_template(
        "web/sops.html", entries=found, every=every, text=text, own=any(entry.own for entry in every)
    )


@blueprint.get("/sop/<key>")
@login_required  # type: ignore[untyped-decorator]
def show(key: str) -> str:
    """The official document of the version in force."""
    with looking() as look:
        found = shelf(look, key)
        return document_page(look, found, _in_force(found))


@blueprint.get("/sop/<key>/dokumen.pdf")
@login_required  # type: ignore[untyped-decorator]
def paper(key: str) -> Response:
    """The official document of the version in force as PDF."""
    with looking() as look:
        found = shelf(look, key)
        version = _in_force(found)
        printed = paper_of(look, found, version)
    return sent(printed, file_name(found, version))


@blueprint.get("/sop/<key>/diagram")
@login_required  # type: ignore[untyped-decorator]
def diagram(key: str) -> str:
    """The diagram of the version in force as a picture."""
    with looking() as look:
        found = shelf(look, key)
        definition = look.definition(_in_force(found).id)
    drawing = picture(definition, frozenset(), _NOWHERE)
    return render_template("web/sop_diagram.html", shelf=found, version=_in_force(found), drawing=drawing)


@blueprint.get("/sop/<key>/syarat")
@login_required  # type: ignore[untyped-decorator]
def needs(key: str) -> str:
    """What each step needs and how long it takes, and what the SOP still asks its owner."""
    with looking() as look:
        found = shelf(look, key)
        definition = look.definition(_in_force(found).id)
    length: Length = length_of(definition)
    asked = questions(definition.process)
    return render_template(
        "web/sop_needs.html",
        shelf=found,
        version=_in_force(found),
        needs=_needs(definition),
        length=length,
        asked=asked,
    )


def document_page(look: Look, found: Shelf, version: Version) -> str:
    """The document of any version as a page."""
    definition = look.definition(version.id)
    printed = paper_of(look, found, version)
    return render_template(
        "web/sop.html",
        shelf=found,
        version=version,
        pages=drawn(printed),
        facts=printed.facts,
        template=printed.template,
        rows=_rows(definition),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the flow table in words: its step, who does it, and where each answer leads."""

    step: Step
    who: str
    ways: tuple[tuple[str, str], ...]


def _rows(definition: Definition) -> tuple[Row, ...]:
    """The flow table for those who hear it and on narrow screens."""
    chart = chart_of(definition.process)
    called = {step.id: say("kegiatan {no}", no=step.no or step.id) for step in chart.steps}
    called |= {end.id: end.name or say("selesai") for end in chart.ends}
    found = []
    for step in chart.steps:
        lanes = [chart.columns[at] for at in (step.column, *step.joint)]
        ways = [(", ".join(way.labels), called[way.target]) for way in chart.ways if way.source == step.id]
        found.append(Row(step, listed(lanes), tuple(ways) if step.decides else ()))
    return tuple(found)


def file_name(found: Shelf, version: Version) -> str:
    """What a file of a version is called: plain letters, digits and hyphens."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in found.key)
    return f"sop-{plain}-versi-{version.number}"


def _in_force(found: Shelf) -> Version:
    if found.now is None:
        raise NotFound(
            "no-definition",
            "SOP ini sedang tidak berlaku. Versi-versinya ada pada halaman versi.",
            "This SOP is not in force. Its versions stand on the page of versions.",
        )
    return found.now


def _needs(definition: Definition) -> tuple[Need, ...]:
    return tuple(Need(step, *needed(definition, step.element)) for step in steps(definition))


def _said(entry: Entry) -> str:
    process = entry.definition.process
    lanes = (lane.name for lane in process.lanes)
    number = entry.version.label or process.properties.get("sop:nomor", "")
    return " ".join((entry.definition.name, number, entry.office.name, *lanes)).casefold()
