"""The only SQL of the engine: tables, migrations, transactions and named queries, on SQLite and PostgreSQL."""

from engine.store.errors import StoreBusy, StoreConflict, StoreError, StoreFull, StoreUncertain, StoreUnready
from engine.store.query import Query
from engine.store.reading import Reading
from engine.store.store import Store
from engine.store.transaction import NewEvent, Stamp, Transaction

__all__ = [
    "NewEvent",
    "Query",
    "Reading",
    "Stamp",
    "Store",
    "StoreBusy",
    "StoreConflict",
    "StoreError",
    "StoreFull",
    "StoreUncertain",
    "StoreUnready",
    "Transaction",
]
