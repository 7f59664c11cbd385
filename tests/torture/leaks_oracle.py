"""Who may read what: the sentences about people and permissions in other words than the engine's policy.

It reads the tables of people and tasks itself and shares no code with what it judges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text

from engine.store import Reading, Store
from engine.store.query import Query
from tests.torture.leaks_secrets import Secret
from tests.torture.leaks_world import Person

__all__ = ["Oracle", "Rights"]


def _query(sql: str) -> Query:
    return Query("What the oracle asks.", text(sql))


TODAY: Final = "2026-11-20"
ACCOUNT: Final = _query("SELECT office FROM account WHERE login = :login")
HELD: Final = _query(
    "SELECT post FROM membership WHERE login = :login AND since <= :day AND (until IS NULL OR until >= :day) "
    "UNION SELECT post FROM acting WHERE login = :login AND since <= :day AND (until IS NULL OR until >= :day)"
)
EVER: Final = _query(
    "SELECT post FROM membership WHERE login = :login UNION SELECT post FROM acting WHERE login = :login "
    "UNION SELECT post FROM acting WHERE holder = :login"
)
OUTSIDE: Final = _query("SELECT id, recorder FROM post WHERE recorder IS NOT NULL")
GRANTED: Final = _query('SELECT role, office FROM "grant" WHERE login = :login')
REGIONS: Final = _query("SELECT id, region FROM office")
TASKS: Final = _query("SELECT candidates, assignee, owner, closed_by FROM task WHERE case_id = :case")
CASE: Final = _query("SELECT office, started_by FROM process_instance WHERE id = :case")
ACTORS: Final = _query("SELECT actor FROM event WHERE case_id = :case")
SERVICE: Final = _query("SELECT n FROM external_task WHERE case_id = :case")
NAMED: Final = _query(
    "SELECT DISTINCT case_id FROM event WHERE actor = :login UNION SELECT case_id FROM task WHERE assignee = :login "
    "OR owner = :login OR closed_by = :login UNION SELECT id FROM process_instance WHERE started_by = :login"
)
TOLD: Final = _query("SELECT case_id, data FROM event WHERE case_id > 0")
ANSWERED: Final = _query("SELECT case_id, value FROM answer WHERE case_id > 0")
READING: Final = frozenset({"read", "tasks", "manage"})
PEOPLE: Final = READING | {"admin"}


@dataclass(frozen=True)
class Rights:
    """What somebody holds at present: his login, offices, posts with those that he records for, roles, scopes."""

    login: str
    home: str
    posts: frozenset[str]
    roles: frozenset[tuple[str, str]]
    scopes: frozenset[str] | None

    def has(self, role: str, office: str) -> bool:
        """True for a role of that office."""
        return (role, office) in self.roles or (role, "*") in self.roles

    def may(self, scopes: frozenset[str]) -> bool:
        """True when one of these scopes is his, or he needs none."""
        return self.scopes is None or bool(self.scopes & scopes)

    def of(self, office: str) -> bool:
        """True when he belongs to the office or has a role there."""
        here = any(post.startswith(f"{office}/") for post in self.posts)
        return bool(office) and (self.home == office or here or any(self.has(role, office) for role, _ in self.roles))

    def group(self, candidates: str | None) -> bool:
        """True when he is one of the candidates."""
        return any(post in self.posts for post in (candidates or "").split("+"))


@dataclass
class Oracle:
    """Answers about one database; nothing is remembered."""

    store: Store
    numbers: dict[str, str] = field(default_factory=dict)

    def rights(self, person: Person) -> Rights:
        """What the person holds now."""
        with self.store.reading() as reading:
            login = {"login": person.login}
            row = reading.one(ACCOUNT, **login)
            posts = {one["post"] for one in reading.all(HELD, **login, day=TODAY)}
            posts |= {one["id"] for one in reading.all(OUTSIDE) if one["recorder"] in posts}
            places: dict[str, list[str]] = {}
            for one in reading.all(REGIONS):
                places.setdefault(f"region:{one['region']}", []).append(one["id"])
            roles = set()
            for one in reading.all(GRANTED, **login):
                roles |= {(one["role"], place) for place in places.get(one["office"], [one["office"]])}
        home = (row or {}).get("office") or ""
        return Rights(person.login, home, frozenset(posts), frozenset(roles), person.scopes)

    def takes_part(self, who: Rights, case: str) -> bool:
        """True for a case that he began, or that has a task of his or of a post of his."""
        with self.store.reading() as reading:
            return _part(reading, who, int(case))

    def case(self, who: Rights, case: str) -> bool:
        """True for a case that he may read."""
        with self.store.reading() as reading:
            row = reading.one(CASE, case=int(case))
            if row is None:
                return True  # nothing is there to be read
            office = row["office"]
            machine = who.has("worker", office) and who.may(READING | {"external"})
            overseer = (who.has("pemilik", office) or who.has("auditor", office)) and who.may(frozenset({"external"}))
            if (machine or overseer) and reading.all(SERVICE, case=int(case)):
                return True
            if not who.may(READING):
                return False
            return who.has("pemilik", office) or who.has("auditor", office) or _part(reading, who, int(case))

    def office_of(self, case: str) -> str:
        """The office of a case, empty for none."""
        with self.store.reading() as reading:
            row = reading.one(CASE, case=int(case))
        return "" if row is None else str(row["office"])

    def reads(self, who: Rights, secret: Secret) -> bool:
        """True when he may read what a canary stands for."""
        if "*" in secret.planted or any(who.of(office) for office in secret.planted):
            return True
        match secret.kind:
            case "case":
                return self.case(who, secret.about)
            case "definition":
                return who.of(secret.office)
            case "account":
                return self._account(who, secret.about)
            case "token":
                mine = who.login == secret.about and who.may(PEOPLE)
                return mine or (who.may(frozenset({"admin"})) and self._manages(who, secret))
            case "filter":
                return who.login == secret.about
            case "shared":
                return who.of(secret.office)
            case "acting":
                return who.has("administrator", secret.office) and who.may(frozenset({"admin"}))
        raise ValueError(secret.kind)

    def _manages(self, who: Rights, secret: Secret) -> bool:
        """Administrators of the office of the account; of accounts of no office only who is one everywhere."""
        with self.store.reading() as reading:
            row = reading.one(ACCOUNT, login=secret.about)
        return row is not None and who.has("administrator", row["office"] or "*")

    def _account(self, who: Rights, login: str) -> bool:
        if login == who.login:
            return True
        with self.store.reading() as reading:
            row = reading.one(ACCOUNT, login=login)
            offices = {one["post"].partition("/")[0] for one in reading.all(EVER, login=login)}
            offices |= {one["office"].partition(":")[0] for one in reading.all(GRANTED, login=login)}
            offices |= {row["office"]} if row and row["office"] else set()
            if any(who.of(office) for office in offices) or ("administrator", "*") in who.roles:
                return True
            cases = {str(one["case_id"]) for one in reading.all(NAMED, login=login)}
            for query, column in ((TOLD, "data"), (ANSWERED, "value")):
                rows = reading.all(query)
                cases |= {str(one["case_id"]) for one in rows if login.encode() in bytes(one[column] or b"")}
        return any(self.case(who, case) for case in cases - {"0"})


def _part(reading: Reading, who: Rights, case: int) -> bool:
    row: Any = reading.one(CASE, case=case)
    if row is not None and row["started_by"] == who.login:
        return True
    rows = reading.all(TASKS, case=case)
    return any(
        who.login in (one["assignee"], one["owner"], one["closed_by"])
        or who.group(one["candidates"])
        or f"@{who.login}" in (one["candidates"] or "")
        for one in rows
    )
