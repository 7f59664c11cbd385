"""Commands on offices: load one with its posts and what it calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import FieldProblem, Invalid
from engine.people import ZONES, fold_label
from engine.policy import Facts
from engine.store import NewEvent
from engine.store import people as queries
from engine.store.office_calendar import touch
from engine.store.people import ensure_group
from engine.store.reading import Row

__all__ = ["LoadOffice"]

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_CODE: Final = re.compile(r"[A-Z]{1,6}")
_OFFICE_KEYS: Final = frozenset({"id", "kode", "nama", "wilayah", "zona", "jabatan", "alias", "pertanyaan"})
_POST_KEYS: Final = frozenset({"slug", "nama", "luar", "pencatat"})
_ALIAS_KEYS: Final = frozenset({"label", "sop", "jabatan"})
_RECORDER: Final = "staf"


@dataclass(frozen=True, slots=True)
class LoadOffice:
    """Write an office, its posts and aliases as its `instansi.yaml` says; posts that it no longer names stay."""

    office: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Wanted:
    office: Row
    posts: list[Row]
    aliases: list[Row]


@handles(LoadOffice)
def load_office(work: Work, command: LoadOffice) -> Body:
    """Writes what differs; Invalid names every mistake. The body says whether anything changed."""
    work.demand("accounts", Facts(str(command.office.get("id"))))
    wanted = _read(command.office)
    id = wanted.office["id"]
    body: Body = {"office": id, "posts": [post["id"] for post in wanted.posts], "changed": False}
    if _same(work, wanted):
        return body
    work.tx.run(queries.PUT_OFFICE, **wanted.office)
    work.tx.many(queries.PUT_POST, wanted.posts)
    work.tx.run(queries.DROP_ALIASES, office=id)
    work.tx.many(queries.INSERT_ALIAS, wanted.aliases)
    for posts in _groups(wanted):
        ensure_group(work.tx, posts)
    touch(work.tx)
    work.append(NewEvent(0, "AccountChanged", {"change": "office"} | _shown(wanted)))
    return body | {"changed": True}


def _same(work: Work, wanted: _Wanted) -> bool:
    id = wanted.office["id"]
    posts = {row["id"]: row for row in work.tx.all(queries.POSTS, office=id)}
    aliases = work.tx.all(queries.ALIASES, office=id)
    return (
        work.tx.one(queries.OFFICE, id=id) == wanted.office
        and all(posts.get(row["id"]) == row for row in wanted.posts)
        and {tuple(row.values()) for row in aliases} == {tuple(row.values()) for row in wanted.aliases}
    )


def _groups(wanted: _Wanted) -> list[list[str]]:
    """The candidate groups that lanes of this office can mean: each post alone, and each label's posts."""
    labels: dict[tuple[str, str], list[str]] = {}
    for row in wanted.aliases:
        labels.setdefault((row["sop"], fold_label(row["label"])), []).append(row["post"])
    return [[row["id"]] for row in wanted.posts] + [posts for posts in labels.values() if len(set(posts)) > 1]


def _shown(wanted: _Wanted) -> dict[str, Any]:
    """The office as its event tells it."""
    labels: dict[str, list[str]] = {}
    for row in wanted.aliases:
        labels.setdefault(f"{row['sop']}/{row['label']}", []).append(row["post"])
    return {"office": wanted.office, "posts": wanted.posts, "aliases": labels}


def _read(mapping: Mapping[str, Any]) -> _Wanted:
    """The rows that the mapping asks for; raises Invalid."""
    problems: list[FieldProblem] = []
    office = _office(mapping, problems)
    posts = [_post(office["id"], found, problems) for found in _items(mapping, "jabatan", problems)]
    known = {row["id"] for row in posts}
    aliases: dict[tuple[Any, ...], Row] = {}
    for found in _items(mapping, "alias", problems):
        for row in _alias(office["id"], found, problems):
            aliases[tuple(row.values())] = row
    inside = {row["id"] for row in posts if not row["outside"]}
    for row in posts:
        if row["recorder"] is not None and row["recorder"] not in inside:
            problems.append(_problem(f"jabatan {row['id']}: pencatat {row['recorder']}", "is no inside post here"))
    for row in aliases.values():
        if row["post"] not in known:
            problems.append(_problem(f"alias {row['label']}: jabatan {row['post']}", "is no post of this office"))
    if len(known) != len(posts):
        problems.append(_problem("jabatan: slug", "stands twice"))
    if problems:
        raise Invalid(problems)
    return _Wanted(office, posts, list(aliases.values()))


def _office(mapping: Mapping[str, Any], problems: list[FieldProblem]) -> Row:
    _known_keys("instansi", mapping, _OFFICE_KEYS, problems)
    row = {
        "id": _text(mapping, "id", problems),
        "name": _text(mapping, "nama", problems),
        "region": _text(mapping, "wilayah", problems),
        "zone": _text(mapping, "zona", problems),
        "code": _text(mapping, "kode", problems),
    }
    if not _SLUG.fullmatch(row["id"]):
        problems.append(_problem("id", "has lower-case letters, digits and dashes"))
    if row["zone"] not in ZONES:
        problems.append(_problem("zona", "is one of " + ", ".join(ZONES)))
    if not _CODE.fullmatch(row["code"]):
        problems.append(_problem("kode", "has one to six capital letters"))
    return row


def _post(office: str, found: Mapping[str, Any], problems: list[FieldProblem]) -> Row:
    _known_keys("jabatan", found, _POST_KEYS, problems)
    slug, outside = _text(found, "slug", problems), found.get("luar", False)
    if not _SLUG.fullmatch(slug):
        problems.append(_problem(f"jabatan: slug {slug}", "has lower-case letters, digits and dashes"))
    if not isinstance(outside, bool):
        problems.append(_problem(f"jabatan {slug}: luar", "is true or false"))
    recorder = str(found.get("pencatat", _RECORDER)) if outside else None
    return {
        "id": f"{office}/{slug}",
        "office": office,
        "name": _text(found, "nama", problems),
        "outside": int(bool(outside)),
        "recorder": None if recorder is None else f"{office}/{recorder}",
    }


def _alias(office: str, found: Mapping[str, Any], problems: list[FieldProblem]) -> list[Row]:
    _known_keys("alias", found, _ALIAS_KEYS, problems)
    label, slugs = _text(found, "label", problems), found.get("jabatan")
    if not isinstance(slugs, Sequence) or isinstance(slugs, str) or not slugs:
        problems.append(_problem(f"alias {label}: jabatan", "is a list of slugs"))
        return []
    sop = str(found.get("sop", ""))
    return [{"office": office, "sop": sop, "label": label, "post": f"{office}/{slug}"} for slug in slugs]


def _items(mapping: Mapping[str, Any], key: str, problems: list[FieldProblem]) -> list[Mapping[str, Any]]:
    found = mapping.get(key) or []
    if isinstance(found, Sequence) and all(isinstance(item, Mapping) for item in found):
        return list(found)
    problems.append(_problem(key, "is a list of mappings"))
    return []


def _text(mapping: Mapping[str, Any], key: str, problems: list[FieldProblem]) -> str:
    value = mapping.get(key)
    if isinstance(value, str) and value.strip():
        return " ".join(value.split())
    problems.append(_problem(key, "is a text and must not be empty"))
    return ""


def _known_keys(place: str, found: Mapping[str, Any], known: frozenset[str], problems: list[FieldProblem]) -> None:
    problems.extend(_problem(f"{place}: {key}", "is no key here") for key in sorted(set(map(str, found)) - known))


def _problem(what: str, en: str) -> FieldProblem:
    return FieldProblem(what, f"Periksa “{what}” pada instansi.yaml.", f"“{what}” in instansi.yaml: {en}.")
