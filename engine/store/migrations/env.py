"""Runs migrations on the connection that the store hands in; the store begins and ends the transaction."""

from __future__ import annotations

from alembic import context

from engine.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
