"""Who may do what: one table from an action to the rule that allows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["POLICY", "Actor", "Facts", "may"]

OWNER: Final = "pemilik"
AUDITOR: Final = "auditor"
ADMINISTRATOR: Final = "administrator"
WORKER: Final = "worker"
EVERYWHERE: Final = "*"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the engine's own worker) with what he holds today.

    `posts` are post ids that he holds; `answers` the posts that he answers for (his own and those he records for);
    `groups` the candidate groups with at least one of `answers`; `grants` pairs of role and office (`*` is everywhere).
    """

    login: str
    name: str
    posts: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    grants: frozenset[tuple[str, str]] = frozenset()

    def has(self, role: str, office: str) -> bool:
        """True when the role is granted for that office or everywhere."""
        return (role, office) in self.grants or (role, EVERYWHERE) in self.grants


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may look at: the office, a task's candidates and holder, whether the actor took part."""

    office: str = ""
    candidates: str | None = None
    assignee: str | None = None
    takes_part: bool = False
    own: bool = field(default=False)


Rule = Callable[[Actor, Facts], bool]


def _candidate(actor: Actor, facts: Facts) -> bool:
    return facts.assignee == actor.login or (facts.candidates is not None and facts.candidates in actor.groups)


def _role(role: str) -> Rule:
    return lambda actor, facts: actor.has(role, facts.office)


def _either(*rules: Rule) -> Rule:
    return lambda actor, facts: any(rule(actor, facts) for rule in rules)


def _takes_part(_: Actor, facts: Facts) -> bool:
    return facts.takes_part


def _own(_: Actor, facts: Facts) -> bool:
    return facts.own


_owner, _auditor, _administrator, _worker = (_role(role) for role in (OWNER, AUDITOR, ADMINISTRATOR, WORKER))

POLICY: Final[Mapping[str, Rule]] = {
    "deploy": _owner,
    "withdraw": _owner,
    "start": _either(_candidate, _worker),
    "claim": _candidate,
    "unclaim": _either(_own, _owner),
    "assign": _owner,
    "delegate": _candidate,
    "complete": _candidate,
    "comment": _either(_takes_part, _owner),
    "correlate": _either(_candidate, _owner, _worker),
    "suspend": _owner,
    "resume": _owner,
    "cancel": _owner,
    "external": _worker,
    "job": _worker,
    "keep": lambda actor, _: any(role in (OWNER, WORKER) for role, _ in actor.grants),
    "modify": _owner,
    "retry": _owner,
    "signal": _either(_owner, _worker),
    "variables": _either(_owner, _worker),
    "clock": _administrator,
    "accounts": _administrator,
    "read-case": _either(_takes_part, _owner, _auditor),
    "read-task": _either(_candidate, _takes_part, _owner, _auditor),
    "read-definition": _either(_takes_part, _owner, _auditor, _administrator),
}


def may(actor: Actor, action: str, facts: Facts) -> bool:
    """True when the table allows the action; KeyError for an action that the table does not name."""
    return POLICY[action](actor, facts)
