"""Who may do what: one table from an action to those whom it is allowed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from engine.people import Capacity, office_of
from engine.scopes import READING, opens

__all__ = [
    "ADMINISTRATOR",
    "AUDITOR",
    "OWNER",
    "POLICY",
    "ROLES",
    "RULES",
    "WORKER",
    "Actor",
    "Facts",
    "may",
    "narrowed",
]

OWNER: Final = "pemilik"
AUDITOR: Final = "auditor"
ADMINISTRATOR: Final = "administrator"
WORKER: Final = "worker"
ROLES: Final = (OWNER, AUDITOR, ADMINISTRATOR, WORKER)
EVERYWHERE: Final = "*"
RESERVED: Final = frozenset({"konsol", "lajur"})
"""Who acts for the command line and for the engine itself in histories: no account may be called so."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the engine's own worker) with what he holds today.

    `posts` are post ids that he holds or acts for; `answers` the posts that he answers for (those and what he records
    for); `groups` the candidate groups with at least one of `answers`; `grants` pairs of role and office (`*` is
    everywhere; a grant for a region stands there for each of its offices). `capacities` has the posts that he only acts
    for, `records` the outside posts with that post of his which records for them; `home` is his account's office.
    `scopes` are those of the token through which he acts; None: he acts himself.
    """

    login: str
    name: str
    posts: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    grants: frozenset[tuple[str, str]] = frozenset()
    capacities: Mapping[str, Capacity] = field(default_factory=dict, hash=False)
    records: Mapping[str, str] = field(default_factory=dict, hash=False)
    home: str = ""
    scopes: frozenset[str] | None = None

    @property
    def reads_as(self) -> str:
        """The login by which lists find what is his; empty, which nobody is, for a token that may not read."""
        return self.login if self.scopes is None or self.scopes & READING else ""

    def has(self, role: str, office: str) -> bool:
        """True when the role is granted for that office or everywhere."""
        return (role, office) in self.grants or (role, EVERYWHERE) in self.grants

    def capacity(self, post: str | None) -> tuple[str, Capacity] | None:
        """The post that he only acts for when he answers for `post`, and as what; None where he answers as himself."""
        if post is None or not self.capacities:
            return None
        own = post if post in self.posts else self.records.get(post, post)
        found = self.capacities.get(own)
        return None if found is None else (own, found)

    def belongs(self, office: str) -> bool:
        """True for the office of his account and those of the posts that he answers for."""
        return bool(office) and (office == self.home or any(office_of(post) == office for post in self.answers))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may look at: the office, a task's candidates and holder, whether the actor took part.

    `takes_part` is true of a case in which the actor has or had a task, and of an office that is his own. `machine`: it
    belongs to an account that nobody signs in to by password.
    """

    office: str = ""
    candidates: str | None = None
    assignee: str | None = None
    takes_part: bool = False
    own: bool = field(default=False)
    machine: bool = False


Rule = Callable[[Actor, Facts], bool]
CANDIDATE: Final = "calon"
PARTICIPANT: Final = "peserta"
HOLDER: Final = "pemegang"
KEEPER: Final = "pengurus mesin"
SOMEWHERE: Final = " di mana pun"


def _candidate(actor: Actor, facts: Facts) -> bool:
    return facts.assignee == actor.login or (facts.candidates is not None and facts.candidates in actor.groups)


def _role(role: str) -> Rule:
    return lambda actor, facts: actor.has(role, facts.office)


def _somewhere(role: str) -> Rule:
    return lambda actor, _: any(granted == role for granted, _ in actor.grants)


def _keeper(actor: Actor, facts: Facts) -> bool:
    """Else an administrator would read through a colleague's eyes, and the colleague would not notice."""
    everything = all((role, EVERYWHERE) in actor.grants for role in ROLES)
    return everything or (facts.machine and actor.has(ADMINISTRATOR, facts.office))


RULES: Final[Mapping[str, Rule]] = {
    CANDIDATE: _candidate,
    PARTICIPANT: lambda _, facts: facts.takes_part,
    HOLDER: lambda _, facts: facts.own,
    KEEPER: _keeper,
    **{role: _role(role) for role in ROLES},
    **{role + SOMEWHERE: _somewhere(role) for role in ROLES},
}
"""What each word of the table means: a candidate of the task or its holder, who takes part, who has it, who may let
programs act for an account (an administrator for a machine's; for a person's only who holds every role everywhere, as
the console does), a role for the office of the thing, a role for any office."""

POLICY: Final[Mapping[str, tuple[str, ...]]] = {
    "deploy": (OWNER,),
    "withdraw": (OWNER,),
    "start": (CANDIDATE, WORKER),
    "webhooks": (OWNER, ADMINISTRATOR),
    "webhook-answers": (OWNER,),
    "assign-received": (OWNER,),
    "disable-webhook": (OWNER, ADMINISTRATOR, WORKER),
    "claim": (CANDIDATE,),
    "unclaim": (HOLDER, OWNER),
    "assign": (OWNER,),
    "delegate": (CANDIDATE,),
    "complete": (CANDIDATE,),
    "comment": (PARTICIPANT, OWNER),
    "correlate": (CANDIDATE, OWNER, WORKER),
    "suspend": (OWNER,),
    "resume": (OWNER,),
    "suspend-definition": (OWNER,),
    "filter": (HOLDER,),
    "share-filter": (OWNER,),
    "cancel": (OWNER,),
    "external": (WORKER,),
    "offer": (OWNER, WORKER),
    "read-external": (OWNER, AUDITOR, WORKER),
    "job": (WORKER,),
    "keep": (OWNER + SOMEWHERE, WORKER + SOMEWHERE),
    "modify": (OWNER,),
    "retry": (OWNER,),
    "signal": (OWNER, WORKER),
    "variables": (OWNER, WORKER),
    "calendar": (ADMINISTRATOR,),
    "clock": (ADMINISTRATOR,),
    "accounts": (ADMINISTRATOR,),
    "identity": (HOLDER, ADMINISTRATOR),
    "make-token": (HOLDER, KEEPER),
    "password": (HOLDER,),
    "revoke-token": (HOLDER, ADMINISTRATOR),
    "erase": (OWNER,),
    "examine": (OWNER + SOMEWHERE, AUDITOR + SOMEWHERE),
    "hold": (AUDITOR,),
    "read-proof": (OWNER + SOMEWHERE, AUDITOR + SOMEWHERE),
    "read-case": (PARTICIPANT, OWNER, AUDITOR),
    "read-task": (CANDIDATE, PARTICIPANT, OWNER, AUDITOR),
    "read-definition": (PARTICIPANT, OWNER, AUDITOR, ADMINISTRATOR),
    "record-read": (OWNER, AUDITOR),
    "register": (OWNER, ADMINISTRATOR),
    "search": (OWNER, AUDITOR),
    "read-people": (PARTICIPANT, *ROLES),
}
"""Action -> to whom it is allowed; one of them is enough."""

_TESTS: Final = {action: tuple(RULES[word] for word in words) for action, words in POLICY.items()}


def may(actor: Actor, action: str, facts: Facts) -> bool:
    """True when table and scopes allow the action; KeyError for an action that the table does not name."""
    return opens(actor.scopes, action) and any(rule(actor, facts) for rule in _TESTS[action])


def narrowed(actor: Actor, scopes: frozenset[str]) -> Actor:
    """The actor as a token with these scopes lets him act: what it may not read is not even looked for."""
    if scopes & READING:
        return replace(actor, scopes=scopes)
    none: frozenset[str] = frozenset()
    return replace(actor, scopes=scopes, posts=none, answers=none, groups=none, capacities={}, records={})
