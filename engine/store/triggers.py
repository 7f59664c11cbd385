"""Triggers that keep the history append-only: a program of ours that tried to rewrite it would fail."""

from __future__ import annotations

from typing import Final

__all__ = ["CREATE", "DROP"]

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
