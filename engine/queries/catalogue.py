"""The SOPs that a person may start, with what to bring and how long they take as printed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from engine.commands.refusals import NotFound
from engine.library import Definition
from engine.people import posts_of_group
from engine.policy import Actor, Facts, may
from engine.queries.bring import needed
from engine.queries.look import Look
from engine.queries.names import Office, names, office
from engine.queries.steps import Step, first_steps, step, steps
from engine.store.views_case import LATEST_DEFINITIONS
from forms.form import Form

__all__ = ["Length", "Sop", "catalogue", "length_of", "may_start", "sop"]

# ISO 8601 durations as norms write them: P1M, P5D, P1W, PT1H30M.
_DURATION: Final = re.compile(r"P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_DAYS_A_WEEK: Final = 5  # a week of a norm is five working days


@dataclass(frozen=True, slots=True)
class Length:
    """How long an SOP takes: `printed` for the whole service, else the sum of its steps' largest norms.

    The sum holds calendar months, working days and working minutes, each kept apart; `blank` counts the steps without
    a number.
    """

    printed: str
    months: int
    days: int
    minutes: int
    blank: int

    @property
    def known(self) -> bool:
        """True when there is anything to say."""
        return bool(self.printed or self.months or self.days or self.minutes)


@dataclass(frozen=True, slots=True)
class Sop:
    """An SOP as the catalogue shows it. `bring` are the documents of its first steps, `first` those steps.

    `supplies` are what the office itself has at hand there. It is a `service` when somebody outside begins it.
    """

    definition: Definition
    office: Office
    lanes: tuple[str, ...]
    first: tuple[Step, ...]
    bring: tuple[str, ...]
    length: Length
    form: Form | None
    may_start: bool
    supplies: tuple[str, ...] = ()
    service: bool = False


def catalogue(look: Look) -> tuple[Sop, ...]:
    """The SOPs in force that the person may start, by office and name."""
    found = []
    for row in look.reading.all(LATEST_DEFINITIONS):
        definition = look.definition(row["id"])
        if may_start(look.actor, definition):
            found.append(_sop(look, definition))
    return tuple(found)


def sop(look: Look, key: str) -> Sop:
    """One SOP in force, by its key; NotFound when there is none that the person has a part in."""
    definition = look.library.latest(look.reading, key)
    if definition is None or not (may_start(look.actor, definition) or _has_part(look, definition)):
        raise NotFound(
            "no-definition", f"SOP “{key}” tidak ada atau tidak berlaku.", f"There is no SOP “{key}” in force."
        )
    return _sop(look, definition)


def length_of(definition: Definition, only: Collection[str] | None = None) -> Length:
    """How long the SOP takes by what is printed on it; with `only` how long these steps of it take."""
    months = days = minutes = blank = 0
    printed = ""
    for found in steps(definition):
        if only is not None and found.element not in only:
            continue
        if found.total:
            printed = found.time
            continue
        parts = _duration(definition.process.elements[found.element].properties.get("sop:durasi", ""))
        if parts is None:
            blank += 1
            continue
        months, days, minutes = months + parts[0], days + parts[1], minutes + parts[2]
    return Length(printed, months, days, minutes, blank)


def may_start(actor: Actor, definition: Definition) -> bool:
    """True for who may do one of the first steps, and for machine accounts."""
    groups = [definition.candidates.get(element) for element in first_steps(definition)]
    return any(may(actor, "start", Facts(definition.office, group)) for group in groups)


def _duration(text: str) -> tuple[int, int, int] | None:
    """Months, working days and working minutes of a norm, the larger of a range; None without a number."""
    found = _DURATION.fullmatch(text.rpartition("/")[2].strip())
    if found is None or not any(found.groups()):
        return None
    months, weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    return months, weeks * _DAYS_A_WEEK + days, hours * 60 + minutes


def _has_part(look: Look, definition: Definition) -> bool:
    part = bool(look.actor.groups.intersection(definition.candidates.values()))
    return may(look.actor, "read-definition", Facts(definition.office, takes_part=part))


def _sop(look: Look, definition: Definition) -> Sop:
    first = tuple(step(definition, element) for element in first_steps(definition))
    starts = [found.id for found in definition.process.starts]
    parts = [needed(definition, found.element) for found in first]
    groups = [definition.candidates.get(found.element) for found in first]
    posts = {post for group in groups for post in posts_of_group(group)}
    called = names(look.reading, (), posts)
    return Sop(
        definition=definition,
        office=office(look.reading, definition.office),
        lanes=tuple(dict.fromkeys(found.lane for found in steps(definition) if found.lane)),
        first=first,
        bring=tuple(dict.fromkeys(paper for documents, _ in parts for paper in documents)),
        supplies=tuple(dict.fromkeys(supply for _, supplies in parts for supply in supplies)),
        service=any(post.outside for group in groups for post in called.group(group)),
        length=length_of(definition),
        form=next((definition.forms[id] for id in starts if id in definition.forms), None),
        may_start=may_start(look.actor, definition),
    )
