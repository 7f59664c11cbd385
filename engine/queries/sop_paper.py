"""What the official document shows of a version: header, letterhead, and who held the signing post on its first day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.sheet import Facts, Template
from engine.library import Definition
from engine.people import CAPACITIES, fold_label, resolve
from engine.queries.look import Look
from engine.queries.names import Office
from engine.queries.versions import Version
from engine.store.people import POSTS, aliases
from engine.store.versions import ACTED_ON, HELD_ON

__all__ = ["Wanted", "header", "letterhead", "paper_facts", "said_date", "signing_post"]

_BAR: Final = " | "
_GOVERNMENT: Final = "pemerintah "
_UNIT: Final = re.compile(r"\s+(?=(?:KECAMATAN|DINAS|BADAN|BAGIAN|SEKRETARIAT|INSPEKTORAT)\b)")
"""Where the name of the office begins behind that of the government."""
_DATES: Final = ("tanggal-pembuatan", "tanggal-revisi", "tanggal-efektif")
_DAY: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_MONTHS: Final = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One version of an SOP to be printed: its definition, what was said of it, the office and its form."""

    definition: Definition
    version: Version
    office: Office
    template: Template


def paper_facts(look: Look, wanted: Wanted) -> Facts:
    """Everything for the document of one version; the signer is never taken from the diagram."""
    definition, version, place = wanted.definition, wanted.version, wanted.office
    fields = header(definition.process.properties)
    post, printed = signing_post(look, definition, version)
    name, number, capacity = _signer(look, post, version.since.astimezone(place.tz).date().isoformat())
    return Facts(
        name=definition.name,
        version=str(version.number),
        digest=version.digest[:24],
        letterhead=letterhead(wanted.template, place.region, fields.get("instansi") or (place.name,)),
        signer_post=f"{capacity} {printed}".strip(),
        signer_name=name,
        signer_number=number,
        fields=fields,
    )


def header(properties: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The header's fields by name, dates in words."""
    fields: dict[str, tuple[str, ...]] = {}
    for name, text in properties.items():
        if name.startswith("sop:"):
            short = name.removeprefix("sop:")
            parts = tuple(part.strip() for part in text.split(_BAR) if part.strip())
            fields[short] = tuple(said_date(part) for part in parts) if short in _DATES else parts
    return fields


def said_date(text: str) -> str:
    """`01-10-2026` as it is printed, 1 Oktober 2026; any other text as it stands."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return text
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if 1 <= int(month) <= len(_MONTHS) else text


def letterhead(template: Template, region: str, places: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of the template with the names of region and office; a line whose name is blank is left out.

    `places` are the lines that the header prints for the office; where they begin with the government's own name, they
    are the whole letterhead.
    """
    if places and fold_label(places[0]).startswith(_GOVERNMENT):
        return tuple(part for line in places for part in _UNIT.split(line.upper()))
    place = " ".join(places)
    values = {"wilayah": region, "instansi": place, "WILAYAH": region.upper(), "INSTANSI": place.upper()}
    found = []
    for line in template.letterhead:
        asked = re.findall(r"\{(\w+)\}", line)
        if all(values.get(name, "").strip() for name in asked):
            found.append(re.sub(r"\{(\w+)\}", lambda one: values.get(one[1], ""), line))
    return tuple(found)


def signing_post(look: Look, definition: Definition, version: Version) -> tuple[str | None, str]:
    """The post that signs and how it is printed: what the header says, else the post that approved the version."""
    printed = definition.process.properties.get("sop:disahkan-oleh", "").strip()
    if printed:
        found = resolve(aliases(look.reading, definition.office), definition.office, definition.key, printed)
        return (found[0] if found else _named(look, definition.office, printed)), printed
    if version.approver is not None:
        return version.approver.id, version.approver.name
    return None, ""


def _named(look: Look, place: str, printed: str) -> str | None:
    """The post whose name begins what is printed: Camat of “Camat Bunut Hilir”; the longest such name."""
    words = f"{fold_label(printed)} "
    fits = [row for row in look.reading.all(POSTS, office=place) if words.startswith(f"{fold_label(row['name'])} ")]
    return max(fits, key=lambda row: len(row["name"]))["id"] if fits else None


def _signer(look: Look, post: str | None, day: str) -> tuple[str, str, str]:
    """Name, number and capacity of who held the post on that day, else of who acted for it; blank for nobody."""
    if post is None:
        return "", "", ""
    for query in (HELD_ON, ACTED_ON):
        row = look.reading.one(query, post=post, day=day)
        if row is not None:
            return row["name"], row["nip"] or "", CAPACITIES.get(row.get("kind", ""), "")
    return "", "", ""
