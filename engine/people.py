"""Posts and who does their work: aliases of lanes, dated memberships, acting officials, candidate groups."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

__all__ = [
    "CAPACITIES",
    "PLH",
    "PLT",
    "REGION",
    "ZONES",
    "Aliases",
    "Capacity",
    "Holding",
    "fold_label",
    "group_id",
    "held",
    "held_throughout",
    "office_of",
    "overlap",
    "person",
    "posts_of_group",
    "region_place",
    "resolve",
    "today",
]

_JOINT: Final = "+"
# Indonesia's three times as IANA zones; none knows summer time.
ZONES: Final = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
PLT, PLH = "plt", "plh"
CAPACITIES: Final = {PLT: "Plt", PLH: "Plh"}
"""How somebody acts for a post: pelaksana tugas (it is vacant, or its holder is away for good) or pelaksana harian."""
REGION: Final = "region:"


@dataclass(frozen=True, slots=True)
class Aliases:
    """What an office calls its posts.

    `labels` maps (office, SOP or empty, folded label) to post ids; `names` maps (office, folded name, slug or post id)
    to the posts of that name.
    """

    labels: Mapping[tuple[str, str, str], tuple[str, ...]]
    names: Mapping[tuple[str, str], tuple[str, ...]]

    @classmethod
    def of(cls, aliases: Iterable[tuple[str, str, str, str]], posts: Iterable[tuple[str, str, str]]) -> Aliases:
        """From rows (office, SOP, label, post) and (post id, office, name)."""
        labels: dict[tuple[str, str, str], set[str]] = {}
        for office, sop, label, post in aliases:
            labels.setdefault((office, sop, fold_label(label)), set()).add(post)
        names: dict[tuple[str, str], set[str]] = {}
        for id, office, name in posts:
            for called in (name, id, id.rpartition("/")[2]):
                names.setdefault((office, fold_label(called)), set()).add(id)
        return cls(
            {key: tuple(sorted(found)) for key, found in labels.items()},
            {key: tuple(sorted(found)) for key, found in names.items()},
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody holds a post from a date on, until a date; both days count, no `until` is for good."""

    login: str
    post: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """True when the post is held on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Capacity:
    """How somebody does the work of another's post: `kind` is plt or plh, `holder` the login of whom he stands for.

    Without a holder the post is vacant.
    """

    kind: str
    holder: str | None = None


def resolve(aliases: Aliases, office: str, sop: str, label: str) -> tuple[str, ...]:
    """The posts that a label means, sorted: by alias of the SOP, of the office, then a post of that very name.

    White space and case do not count. Empty when nobody answers to the label.
    """
    folded = fold_label(label)
    return (
        aliases.labels.get((office, sop, folded))
        or aliases.labels.get((office, "", folded))
        or aliases.names.get((office, folded))
        or ()
    )


def person(login: str) -> str:
    """What stands for a person in a candidate group, where a post would stand."""
    return f"@{login}"


def held(holdings: Iterable[Holding], day: date) -> frozenset[str]:
    """The posts that are held on a day."""
    return frozenset(holding.post for holding in holdings if holding.covers(day))


def held_throughout(holdings: Iterable[Holding], since: date, until: date | None) -> bool:
    """True when these holdings, one after the other, leave no day between two days (none: for good) out."""
    day = since
    for holding in sorted(holdings, key=lambda one: one.since):
        if holding.covers(day):
            if holding.until is None or (until is not None and until <= holding.until):
                return True
            day = holding.until + timedelta(days=1)
    return False


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """True when two spans of days, last days included and None for good, have a day in common."""
    (since, until), (begins, ends) = one, other
    last = min((day for day in (until, ends) if day is not None), default=None)
    return last is None or max(since, begins) <= last


def today(zone: str, at: datetime) -> date:
    """The day on the calendar of an office in WIB, WITA or WIT, of an aware time."""
    return at.astimezone(_zone(zone)).date()


@cache
def _zone(zone: str) -> ZoneInfo:
    return ZoneInfo(ZONES.get(zone, ZONES["WIB"]))


def region_place(region: str) -> str:
    """What stands where an office would for all offices of a region, those that come later too."""
    return REGION + region


def fold_label(label: str) -> str:
    """A label as it is compared: compatible characters, runs of white space and case made equal."""
    return " ".join(unicodedata.normalize("NFKC", label).split()).casefold()


def group_id(posts: Iterable[str]) -> str:
    """The id of a candidate group: its post ids sorted and joined with `+`. Raises ValueError without a post."""
    found = sorted(set(posts))
    if not found:
        raise ValueError("a candidate group needs at least one post")
    return _JOINT.join(found)


def posts_of_group(group: str | None) -> tuple[str, ...]:
    """The post ids of a candidate group."""
    return tuple(group.split(_JOINT)) if group else ()


def office_of(post: str) -> str:
    """The office of a post id (`bunut-hilir/camat` is of `bunut-hilir`)."""
    return post.partition("/")[0]
