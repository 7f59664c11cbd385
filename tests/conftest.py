"""Databases and a browser for every test that asks for them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.house.postgres import PostgresServer, leave
from tests.lent import given_back
from tests.proven import prove_every_command

if TYPE_CHECKING:
    from engine.store import Store

NEEDS = {
    "browser": {"browser", "context", "page"},
    "clients": {"unmodified"},
    "postgresql": {"postgres_server", "postgresql_url"},
}
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """One real PostgreSQL 18, shared by all xdist workers of this run."""
    return PostgresServer.of_this_run()


def pytest_sessionfinish() -> None:
    """Each process leaves the server when it has run its last test, and not before."""
    leave()


@pytest.fixture(scope="session")
def postgresql_template(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a PostgreSQL database with the present tables, which others are copied from."""
    with postgres_server.database() as url:
        _migrated(url).close()
        yield url.partition("?")[0].rpartition("/")[2]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the present tables, which others are copied from."""
    file = tmp_path_factory.mktemp("template") / "lajur.sqlite"
    _migrated(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest, postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a PostgreSQL database of this test alone; empty, or with the tables that `store` asks for."""
    tables = "store" in request.fixturenames
    with postgres_server.database(request.getfixturevalue("postgresql_template") if tables else "template1") as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite database of this test alone; the file is not there yet."""
    return f"sqlite:///{tmp_path / 'lajur.sqlite'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database; a test that asks for it runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(request: pytest.FixtureRequest, database_url: str) -> Iterator[Store]:
    """A store with the present tables and nothing in them."""
    if database_url.startswith("sqlite"):
        shutil.copyfile(request.getfixturevalue("sqlite_template"), database_url.removeprefix("sqlite:///"))
    opened = _migrated(database_url)
    yield opened
    opened.close()


def _migrated(url: str) -> Store:
    from engine.store import Store
    from engine.store.migrate import upgrade

    opened = Store(url)
    upgrade(opened)
    return opened


@pytest.fixture(autouse=True)
def _applications() -> Iterator[None]:
    """The applications that a test takes are free after it."""
    with given_back():
        yield


@pytest.fixture(autouse=True)
def _proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of every test is followed by the proof of its case."""
    prove_every_command(monkeypatch)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the system's Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("There is no Chromium on this machine (Debian, Ubuntu: apt install chromium).")
    return {"executable_path": found, "args": list(CHROMIUM_ARGUMENTS)}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Under LAJUR_CI=1 a test that is skipped for want of a browser, PostgreSQL or the clients has failed."""
    report = yield
    needed = any(item.get_closest_marker(name) for name in NEEDS)
    if needed and os.environ.get("LAJUR_CI") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which LAJUR_CI=1 forbids: {report.longrepr}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that ask for a page, for PostgreSQL or for the clients."""
    for item in items:
        for name, fixtures in NEEDS.items():
            if fixtures & set(getattr(item, "fixturenames", ())):
                item.add_marker(name)
