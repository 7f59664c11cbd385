"""One server for all tests of clients, and the environment that the clients stand in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.house import House, missing, opened


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A real server with the demo and the accounts of machines."""
    with opened(tmp_path_factory.mktemp("klien")) as found:
        yield found


@pytest.fixture
def unmodified() -> None:
    """Skips where the clients are not installed; LAJUR_CI=1 forbids that."""
    lack = missing()
    if lack:
        pytest.skip(f"needs {lack}")
