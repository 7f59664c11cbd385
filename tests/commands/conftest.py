"""An office on each kind of database."""

from __future__ import annotations

import pytest

from engine.store import Store
from tests.commands.world import World


@pytest.fixture
def world(store: Store) -> World:
    """An office with the diagram `serba` in force."""
    return World(store).furnish("serba.bpmn")
