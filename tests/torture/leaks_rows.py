"""Whose rows changed: a fingerprint of everything that belongs to a case, a definition, an account or a filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import text

from engine.store import Store
from engine.store.query import Query
from tests.torture.leaks_oracle import Oracle, Rights

__all__ = ["Rows", "changes", "filters_of", "rows_of", "wrongly_changed"]

Rows = Mapping[tuple[str, str], int]


def _query(sql: str) -> Query:
    return Query("A fingerprint.", text(sql))


WHOSE: Final = {
    name: (kind, _query(sql))
    for name, (kind, sql) in {
        "case": ("case", "SELECT id AS owner, status, events, revision, last_at, business_key FROM process_instance"),
        "events": (
            "case",
            "SELECT case_id AS owner, count(*) AS c, max(number) AS m FROM event WHERE case_id > 0 GROUP BY case_id",
        ),
        "answers": ("case", "SELECT case_id AS owner, count(*) AS c FROM answer WHERE case_id > 0 GROUP BY case_id"),
        "tasks": ("case", "SELECT case_id AS owner, n, assignee, owner AS o, status, due_at, priority FROM task"),
        "lent": (
            "case",
            "SELECT case_id AS owner, n, worker, locked_until, retries, priority, held FROM external_task",
        ),
        "jobs": ("case", "SELECT case_id AS owner, id, due_at, run_at, attempts, parked FROM job WHERE case_id > 0"),
        "waits": ("case", "SELECT case_id AS owner, n, message FROM subscription"),
        "papers": ("case", "SELECT case_id AS owner, sha256 FROM attachment"),
        "incidents": ("case", "SELECT case_id AS owner, event, resolved_at, note FROM incident WHERE case_id > 0"),
        "begins": ("definition", "SELECT definition_id AS owner, id, due_at FROM job WHERE definition_id > 0"),
        "definition": ("definition", "SELECT id AS owner, suspended, withdrawn, ttl, version_tag FROM definition"),
        "deployment": ("deployment", "SELECT id AS owner, name, withdrawn_at FROM deployment"),
        "account": ("account", "SELECT login AS owner, name, office, active, password, temporary FROM account"),
        "post": ("account", "SELECT login AS owner, post, since, until FROM membership"),
        "acting": ("account", "SELECT login AS owner, id, post, kind, holder, since, until, letter FROM acting"),
        "role": ("account", 'SELECT login AS owner, role, office FROM "grant"'),
        "token": ("account", "SELECT login AS owner, id, name, scopes, expires_at, revoked_at FROM token"),
        "identity": ("account", "SELECT login AS owner, issuer, subject FROM identity"),
        "filter": ("filter", "SELECT id AS owner, name, owner AS o, office, query, properties FROM filter"),
        "office": ("office", "SELECT id AS owner, name, region, zone, code FROM office"),
        "posts": ("office", "SELECT office AS owner, id, name, outside, recorder FROM post"),
        "alias": ("office", "SELECT office AS owner, sop, label, post FROM alias"),
    }.items()
}
OFFICE: Final = {
    "definition": _query("SELECT office FROM definition WHERE id = :id"),
    "deployment": _query("SELECT office FROM deployment WHERE id = :id"),
}
FILTER: Final = _query("SELECT owner, office FROM filter WHERE id = :id")
ACCOUNT: Final = _query("SELECT office FROM account WHERE login = :id")
HELD: Final = _query("SELECT post FROM membership WHERE login = :id UNION SELECT post FROM acting WHERE login = :id")
GRANTED: Final = _query('SELECT office FROM "grant" WHERE login = :id')


def rows_of(store: Store) -> Rows:
    """A number for each owner of rows, another one when any of them is."""
    found: dict[tuple[str, str], list[Any]] = {}
    with store.reading() as reading:
        for name, (kind, query) in WHOSE.items():
            for row in reading.all(query):
                values = [bytes(one) if isinstance(one, memoryview) else one for one in row.values()]
                found.setdefault((kind, str(row["owner"])), []).append((name, *values))
    return {owner: hash(tuple(sorted(map(repr, rows)))) for owner, rows in found.items()}


def filters_of(store: Store) -> dict[str, tuple[str | None, str | None]]:
    """Owner and office of each filter."""
    with store.reading() as reading:
        rows = reading.all(_query("SELECT id, owner, office FROM filter"))
    return {str(row["id"]): (row["owner"], row["office"]) for row in rows}


def changes(before: Rows, after: Rows) -> set[tuple[str, str]]:
    """Whose rows differ."""
    return {owner for owner in before.keys() | after.keys() if before.get(owner) != after.get(owner)}


def wrongly_changed(
    oracle: Oracle, who: Rights, changed: set[tuple[str, str]], filters: Mapping[str, Any]
) -> list[str]:
    """What of it nobody like `who` may change; `filters` are those of before."""
    return [f"{kind} {id}" for kind, id in sorted(changed) if not _may_change(oracle, who, (kind, id), filters)]


def _may_change(oracle: Oracle, who: Rights, owner: tuple[str, str], filters: Mapping[str, Any]) -> bool:
    kind, id = owner
    if who.scopes == frozenset({"read"}):
        return False
    if kind == "case":
        office = oracle.office_of(id)
        machine = who.has("worker", office) and who.may(frozenset({"external", "tasks", "manage"}))
        owns = who.has("pemilik", office) and who.may(frozenset({"tasks", "manage", "external"}))
        return machine or owns or (who.may(frozenset({"tasks", "manage"})) and oracle.takes_part(who, id))
    if kind == "office":
        return False
    with oracle.store.reading() as reading:
        if kind in OFFICE:
            office = reading.value(OFFICE[kind], id=int(id))
            begins = kind == "definition" and who.has("worker", office)
            return office is None or begins or who.has("pemilik", office)
        if kind == "account":
            offices = {one["post"].partition("/")[0] for one in reading.all(HELD, id=id)}
            offices |= {one["office"] for one in reading.all(GRANTED, id=id)}
            offices |= {reading.value(ACCOUNT, id=id) or "*"}
            return who.login == id or any(who.has("administrator", office) for office in offices)
        row = reading.one(FILTER, id=int(id))
    holder, shared = (row["owner"], row["office"]) if row is not None else filters.get(id, ("", ""))
    return bool(holder == who.login or (holder is None and who.has("pemilik", shared or "")))
