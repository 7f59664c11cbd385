"""The SOP as the official document of PermenPAN-RB 35/2012: laid out once in millimetres, then printed or shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bpmn.document import Process
from bpmn.sheet.chart import Chart, Step, Way, chart_of
from bpmn.sheet.flow import FOOT, flow_pages
from bpmn.sheet.identity import identity_pages
from bpmn.sheet.metrics import measure
from bpmn.sheet.model import Arrow, Cell, Facts, Page, Rect, Sheet, Symbol, Text
from bpmn.sheet.template import Template, TemplateRefused, chosen, read_template, usual

__all__ = [
    "Arrow",
    "Cell",
    "Chart",
    "Facts",
    "Page",
    "Rect",
    "Sheet",
    "Step",
    "Symbol",
    "Template",
    "TemplateRefused",
    "Text",
    "Way",
    "chart_of",
    "chosen",
    "lay_sheet",
    "read_template",
    "usual",
]


def lay_sheet(process: Process, facts: Facts, template: Template | None = None) -> Sheet:
    """The whole document of a process: identity, then the flow table, every page with its footer."""
    form = template or usual()
    pages = [*identity_pages(facts, form, FOOT), *flow_pages(chart_of(process), form)]
    done = [replace(page, texts=(*page.texts, *_footer(facts, form, at, pages))) for at, page in enumerate(pages, 1)]
    return Sheet(form.paper.width, form.paper.height, facts.name, tuple(done))


def _footer(facts: Facts, form: Template, at: int, pages: Sequence[Page]) -> tuple[Text, ...]:
    """Name and version on the left, the hash in the middle, the number of the page on the right."""
    size, y = form.sizes["kaki"], form.paper.height - form.paper.above - 0.4
    version = form.foot["versi"].replace("{versi}", facts.version) if facts.version else ""
    left = form.foot["dokumen"].replace("{versi}", version)
    right = form.foot["halaman"].replace("{halaman}", str(at)).replace("{jumlah}", str(len(pages)))
    middle = (
        f"sha256 {' '.join(facts.digest[i : i + 4] for i in range(0, len(facts.digest), 4))}" if facts.digest else ""
    )
    room = form.paper.width - 2 * form.paper.side - measure(right, size) - measure(middle, size) - 12
    name = facts.name
    if left.startswith("SOP ") and name.upper().startswith("SOP "):
        name = name[4:]
    while measure(left.replace("{nama}", name), size) > room and len(name) > 1:
        name = name[:-2].rstrip() + "…"
    wide = [measure(one, size) for one in (left.replace("{nama}", name), middle, right)]
    texts = [Text(form.paper.side, y, left.replace("{nama}", name), size, wide[0])]
    if middle:
        between = (form.paper.side + wide[0] + form.paper.width - form.paper.side - wide[2] - wide[1]) / 2
        texts.append(Text(between, y, middle, size, wide[1]))
    return (*texts, Text(form.paper.width - form.paper.side - wide[2], y, right, size, wide[2]))
