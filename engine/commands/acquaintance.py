"""Whom and what somebody may know: people and SOPs of the offices of his own and of his roles."""

from __future__ import annotations

from datetime import datetime

from engine.library import Definition
from engine.people import office_of
from engine.policy import EVERYWHERE, Actor, Facts, may
from engine.store.lists import Page, listed
from engine.store.people_holdings import days
from engine.store.people_lists import USERS
from engine.store.reading import Reading

__all__ = ["knows", "knows_definition", "reach"]


def reach(who: Actor, action: str) -> frozenset[str] | None:
    """The offices for which the policy allows an action on people; None for everywhere."""
    if may(who, action, Facts(EVERYWHERE)):
        return None
    places = {office for _, office in who.grants} | {office_of(post) for post in who.answers} | {who.home}
    return frozenset(place for place in places if may(who, action, Facts(place, takes_part=who.belongs(place))))


def knows(reading: Reading, who: Actor, login: str, now: datetime) -> bool:
    """True for an active account of his own, of an office whose people he may know, or with a role there."""
    offices, user = reach(who, "read-people"), {"user": {"user": login}}
    if offices is None:
        return bool(USERS.count(reading, Page(user)))
    places = {"offices": listed(offices)}
    seen = user | {"seen": {"me": who.login, **places, **days(now)}}
    return any(USERS.count(reading, Page(filters)) for filters in (seen, user | {"with_role": places}))


def knows_definition(who: Actor, definition: Definition) -> bool:
    """True for an SOP of an office of his, one that he may start, and one whose tasks may be his."""
    office = definition.office
    home = any(office_of(post) == office for post in who.answers)
    if may(who, "read-definition", Facts(office, takes_part=home)):
        return True
    return any(may(who, "start", Facts(office, group)) for group in {None, *definition.candidates.values()})
