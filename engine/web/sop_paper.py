"""The official document of a version as a PDF and as pictures of its pages, set once for the same content."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from flask import Response, make_response, request
from markupsafe import Markup

from bpmn.document import Process
from bpmn.sheet import Facts, Sheet, Template, TemplateRefused, chosen, lay_sheet
from bpmn.sheet.svg import pages_of
from bpmn.sheet.typeset import pdf
from engine.commands.refusals import NotPossible
from engine.library import Definition
from engine.queries.look import Look
from engine.queries.sop_paper import Wanted, paper_facts
from engine.queries.versions import Shelf, Version
from engine.web.desk import settings

__all__ = ["Paper", "drawn", "paper_of", "sent"]

_KEPT: Final = 128


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to be laid out: `said` stands for all that it shows besides the diagram, whose hash is `sha256`."""

    sha256: bytes
    said: str
    process: Process = field(compare=False)
    facts: Facts = field(compare=False)
    template: Template = field(compare=False)


def paper_of(look: Look, shelf: Shelf, version: Version) -> Paper:
    """The document of a version; NotPossible where the office's form cannot be used."""
    definition: Definition = look.definition(version.id)
    try:
        template = chosen(settings().document_forms, definition.office)
    except TemplateRefused as error:
        raise NotPossible("template-refused", error.id, error.en) from error
    facts = paper_facts(look, Wanted(definition, version, shelf.office, template))
    return Paper(definition.sha256, repr((definition.key, facts, template)), definition.process, facts, template)


@lru_cache(maxsize=_KEPT)
def _laid(paper: Paper) -> Sheet:
    return lay_sheet(paper.process, paper.facts, paper.template)


@lru_cache(maxsize=_KEPT)
def _set(paper: Paper) -> bytes:
    return pdf(_laid(paper))


@lru_cache(maxsize=_KEPT)
def drawn(paper: Paper) -> tuple[Markup, ...]:
    """The pages as pictures."""
    return tuple(Markup(page) for page in pages_of(_laid(paper)))  # noqa: S704 - every text in them is escaped


def sent(paper: Paper, name: str) -> Response:
    """The PDF as an answer; a browser that has it already gets none again."""
    response = make_response(_set(paper))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
