"""Installations with a second place, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.proof_world import Installation, prepared


@pytest.fixture
def here(tmp_path: Path, database_url: str) -> Iterator[Installation]:
    """An office with an SOP in force; nothing is sealed yet."""
    made = prepared(tmp_path / "pasang", database_url)
    yield made
    made.close()
