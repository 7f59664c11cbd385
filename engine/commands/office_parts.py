"""Commands on parts of an office: its own facts, one post, what one label of its lanes means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from engine.commands.desk import Body, Work, handles
from engine.commands.managing import demand_office
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotFound
from engine.people import ZONES, fold_label
from engine.policy import EVERYWHERE, Facts
from engine.store import NewEvent
from engine.store import people as queries
from engine.store.office_calendar import touch
from engine.store.people import ensure_group
from engine.store.people_admin import DROP_LABEL
from engine.store.reading import Row

__all__ = ["SetAlias", "WriteOffice", "WritePost"]

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_CODE: Final = re.compile(r"[A-Z]{1,6}")
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class WriteOffice:
    """Create an office (`new`), or change its name, region, zone (WIB, WITA, WIT) and the code of its numbers."""

    id: str
    name: str
    region: str
    zone: str
    code: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class WritePost:
    """Create a post (`new`), or change it. One that is `outside` has a `recorder`: the slug of a post inside."""

    office: str
    slug: str
    name: str
    outside: bool = False
    recorder: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class SetAlias:
    """Let a label of lanes mean these posts (slugs), in one SOP or (empty) in all of the office; none: nothing."""

    office: str
    label: str
    posts: tuple[str, ...]
    sop: str = ""


@handles(WriteOffice)
def write_office(work: Work, command: WriteOffice) -> Body:
    """Writes what differs; an office in another region or zone is for administrators of all offices alone."""
    work.demand("accounts", Facts(EVERYWHERE if command.new else command.id))
    found = work.tx.one(queries.OFFICE, id=command.id)
    if not command.new:
        demand_office(work, command.id)
    row = {
        "id": command.id,
        "name": " ".join(command.name.split()),
        "region": " ".join(command.region.split()),
        "zone": command.zone,
        "code": command.code.strip(),
    }
    problems = _office_problems(row) + _taken(work, row)
    if problems:
        raise Invalid(problems)
    if command.new and found is not None:
        raise Conflict("office-taken", f"Kantor {command.id} sudah ada.", f"The office {command.id} exists.")
    if found == row:
        return row | {"changed": False}
    if found is not None and (found["region"], found["zone"]) != (row["region"], row["zone"]):
        work.demand("accounts", Facts(EVERYWHERE))
    work.tx.run(queries.PUT_OFFICE, **row)
    touch(work.tx)
    work.append(NewEvent(0, "AccountChanged", {"change": "office", "office": row}))
    return row | {"changed": True}


@handles(WritePost)
def write_post(work: Work, command: WritePost) -> Body:
    """Writes the post with the candidate group that it is by itself; Conflict when a new one stands already."""
    work.demand("accounts", Facts(command.office))
    demand_office(work, command.office)
    id = f"{command.office}/{command.slug}"
    found = work.tx.one(queries.POST, id=id)
    if command.new and found is not None:
        raise Conflict("post-taken", f"Jabatan {id} sudah ada.", f"The post {id} exists.")
    if not command.new and found is None:
        raise NotFound("no-post", f"Jabatan {id} tidak ada.", f"There is no post {id}.")
    problems = _post_problems(work, command)
    if problems:
        raise Invalid(problems)
    row = {
        "id": id,
        "office": command.office,
        "name": " ".join(command.name.split()),
        "outside": int(command.outside),
        "recorder": f"{command.office}/{command.recorder}" if command.outside else None,
    }
    if found == row:
        return row | {"changed": False}
    work.tx.run(queries.PUT_POST, **row)
    ensure_group(work.tx, [id])
    touch(work.tx)
    work.append(NewEvent(0, "AccountChanged", {"change": "post-written", "posts": [row], "new": command.new}))
    return row | {"changed": True}


@handles(SetAlias)
def set_alias(work: Work, command: SetAlias) -> Body:
    """Writes what the label means from now on; versions of SOPs that are in force keep the posts that they have."""
    work.demand("accounts", Facts(command.office))
    demand_office(work, command.office)
    label, wanted = " ".join(command.label.split()), [f"{command.office}/{slug}" for slug in sorted(set(command.posts))]
    if not 0 < len(label) <= _MOST or len(command.sop) > _MOST:
        raise _wrong("label", "Tulis sebutan lajurnya, seperti pada diagram.", "Write the label as the diagram has it.")
    known = {row["id"] for row in work.tx.all(queries.POSTS, office=command.office)}
    if not known.issuperset(wanted):
        raise _wrong("posts", "Pilih jabatan di kantor ini.", "Choose posts of this office.")
    same = [
        row
        for row in work.tx.all(queries.ALIASES, office=command.office)
        if row["sop"] == command.sop and fold_label(row["label"]) == fold_label(label)
    ]
    before = sorted({row["post"] for row in same})
    body: Body = {"office": command.office, "sop": command.sop, "label": label, "posts": [*wanted], "before": [*before]}
    if before == wanted:
        return body | {"changed": False}
    for spelt in {row["label"] for row in same}:
        work.tx.run(DROP_LABEL, office=command.office, sop=command.sop, label=spelt)
    rows = [{"office": command.office, "sop": command.sop, "label": label, "post": post} for post in wanted]
    work.tx.many(queries.INSERT_ALIAS, rows)
    if wanted:
        ensure_group(work.tx, wanted)
    work.append(NewEvent(0, "AccountChanged", {"change": "alias"} | body))
    return body | {"changed": True}


def _office_problems(row: Row) -> list[FieldProblem]:
    wrong = {
        "id": (
            not _SLUG.fullmatch(row["id"]),
            "Huruf kecil, angka dan garis; paling panjang 60.",
            "Lower-case letters, digits and dashes; at most 60.",
        ),
        "name": (not 0 < len(row["name"]) <= _MOST, "Tulis nama kantornya.", "Write the office's name."),
        "region": (
            not 0 < len(row["region"]) <= _MOST,
            "Tulis kabupaten atau kotanya.",
            "Write the regency or city.",
        ),
        "zone": (row["zone"] not in ZONES, "Pilih WIB, WITA atau WIT.", "Choose WIB, WITA or WIT."),
        "code": (
            not _CODE.fullmatch(row["code"]),
            "Satu sampai enam huruf besar, misalnya BH.",
            "One to six capital letters, such as BH.",
        ),
    }
    return [FieldProblem(key, id, en) for key, (is_wrong, id, en) in wrong.items() if is_wrong]


def _taken(work: Work, row: Row) -> list[FieldProblem]:
    """Two offices with one code would give the same case numbers."""
    for other in work.tx.all(queries.OFFICES):
        if other["code"] == row["code"] and other["id"] != row["id"]:
            name = other["name"]
            return [FieldProblem("code", f"Kode ini dipakai {name}.", f"{name} has this code.")]
    return []


def _post_problems(work: Work, command: WritePost) -> list[FieldProblem]:
    found = []
    if not _SLUG.fullmatch(command.slug):
        id = "Huruf kecil, angka dan garis, misalnya kasi-kesra; paling panjang 60."
        found.append(FieldProblem("slug", id, "Lower-case letters, digits and dashes, such as kasi-kesra; at most 60."))
    if not 0 < len(command.name.strip()) <= _MOST:
        found.append(FieldProblem("name", "Tulis nama jabatannya.", "Write the name of the post."))
    recorded = [row for row in work.tx.all(queries.POSTS, office=command.office) if row["outside"]]
    id = f"{command.office}/{command.slug}"
    if command.outside:
        recorder = work.tx.one(queries.POST, id=f"{command.office}/{command.recorder}")
        if recorder is None or recorder["outside"] or recorder["id"] == id:
            kata = "Pilih jabatan di dalam kantor yang mencatat jawabannya."
            found.append(FieldProblem("recorder", kata, "Choose a post inside that records its answers."))
    if command.outside and any(row["recorder"] == id for row in recorded):
        kata = "Jabatan ini mencatat untuk jabatan luar; ia sendiri harus di dalam kantor."
        found.append(FieldProblem("outside", kata, "This post records for one outside; it has to be inside."))
    return found


def _wrong(field: str, id: str, en: str) -> Invalid:
    return Invalid([FieldProblem(field, id, en)])
