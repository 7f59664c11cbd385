"""Offices for the tests of the APIs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store
from engine.store.migrate import upgrade
from tests.api.office import Office


@pytest.fixture
def office(store: Store) -> Office:
    """The offices of one test, on each kind of database."""
    return Office(store)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Offices that the tests of one file share, on SQLite: for what does not depend on the database."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('api') / 'lajur.sqlite'}")
    upgrade(store)
    yield Office(store)
    store.close()
