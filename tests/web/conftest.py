"""One server and one window a person for all tests of a run (of each xdist worker)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.site import Site, serve


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration in a browser."""
    server = serve(tmp_path_factory.mktemp("situs"))
    found = Site(server.url, browser, server.database)
    try:
        yield found
    finally:
        found.close()
        server.stop()


@pytest.fixture(autouse=True)
def _no_complaints(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page broke the content policy or stumbled over a script."""
    yield
    if "site" in request.fixturenames:
        complaints: list[str] = request.getfixturevalue("site").complaints
        assert complaints == []
