"""Creates the tables of an empty database and brings an older one up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from engine.store import (
    tables,
    tables_access,
    tables_calendar,
    tables_diagrams,
    tables_documents,
    tables_drafts,
    tables_exports,
    tables_filters,
    tables_inbound,
    tables_people,
    tables_proof,
    tables_reads,
    tables_registers,
    tables_webhooks,
    tables_work,
    triggers,
)
from engine.store.store import Store

__all__ = ["HEAD", "current", "downgrade", "ready", "to", "upgrade"]

_FOLDER: Final = Path(__file__).parent / "migrations"
metadata = tables.metadata
_ROOMS: Final = (
    tables,
    tables_work,
    tables_people,
    tables_proof,
    tables_access,
    tables_calendar,
    tables_diagrams,
    tables_documents,
    tables_drafts,
    tables_exports,
    tables_filters,
    tables_inbound,
    tables_reads,
    tables_registers,
    tables_webhooks,
)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


HEAD: Final = ScriptDirectory.from_config(_config()).get_current_head()


def upgrade(store: Store) -> None:
    """Makes the database ready: all tables at once when it is empty, else the migrations that it lacks."""
    with _whole(store) as connection:
        if not inspect(connection).get_table_names():
            metadata.create_all(connection)
            for statement in (*triggers.CREATE[store.backend], *triggers.QUEUE[store.backend]):
                connection.exec_driver_sql(statement)
            command.stamp(_config(connection), "head")
        elif current(connection) != HEAD:
            command.upgrade(_config(connection), "head")


def to(store: Store, revision: str) -> None:
    """Takes the schema up to a revision."""
    with _whole(store) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(store: Store, revision: str) -> None:
    """Takes the schema back to an older revision (`base` drops everything)."""
    with _whole(store) as connection:
        command.downgrade(_config(connection), revision)


def ready(store: Store) -> bool:
    """True when the database has the tables of this version."""
    with store.engine.connect() as connection:
        return current(connection) == HEAD


def current(connection: Connection) -> str | None:
    """The revision that the database stands at; None when it has none."""
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _whole(store: Store) -> Iterator[Connection]:
    """One transaction around schema changes, on SQLite too, where its driver would not begin one for them."""
    with store.engine.connect() as connection, connection.begin():
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.cursor().execute("BEGIN IMMEDIATE" if isinstance(driver, sqlite3.Connection) else "BEGIN")
        yield connection
