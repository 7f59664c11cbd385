"""Triggers on the history: it is append-only, and what is appended waits for its place in the tree."""

from __future__ import annotations

from typing import Final

__all__ = ["CREATE", "DROP", "QUEUE", "UNQUEUE"]

CREATE: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER event_no_{verb} BEFORE {verb.upper()} ON event "
        "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
        for verb in ("update", "delete")
    ),
    "postgresql": (
        "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the history is append-only'; END $$",
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()",
    ),
}
DROP: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": ("DROP TRIGGER IF EXISTS event_no_update", "DROP TRIGGER IF EXISTS event_no_delete"),
    "postgresql": ("DROP TRIGGER IF EXISTS event_append_only ON event", "DROP FUNCTION IF EXISTS event_append_only"),
}
QUEUE: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": (
        "CREATE TRIGGER event_queued AFTER INSERT ON event "
        "BEGIN INSERT INTO unnumbered (case_id, number) VALUES (new.case_id, new.number); END",
    ),
    "postgresql": (
        "CREATE FUNCTION event_queued() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO unnumbered (case_id, number) VALUES (new.case_id, new.number); RETURN NULL; END $$",
        "CREATE TRIGGER event_queued AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_queued()",
    ),
}
UNQUEUE: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": ("DROP TRIGGER IF EXISTS event_queued",),
    "postgresql": ("DROP TRIGGER IF EXISTS event_queued ON event", "DROP FUNCTION IF EXISTS event_queued"),
}
