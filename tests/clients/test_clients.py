"""Each unmodified client does its shortest walk on a real server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.clients.house import CLIENTS, Client, ClientFailed, House
from tests.clients.work import MACHINE, SERVICE


@pytest.mark.usefixtures("unmodified")
@pytest.mark.parametrize("client", CLIENTS, ids=[one.name for one in CLIENTS])
def test_an_unmodified_client_takes_a_case_with_service_tasks_to_its_end(house: House, client: Client) -> None:
    run = house.run(client, short=True)
    assert {"fetchAndLock", "bpmnError", "file in", "file out"} <= set(run.done), run
    assert not [route for route in run.routes if route.startswith("?")], run.routes


@pytest.mark.usefixtures("unmodified")
def test_a_client_that_fails_shows_what_went_over_the_wire(house: House) -> None:
    lost = replace(house, tokens=house.tokens | {MACHINE: "lajur_tidak_ada"})
    with pytest.raises(ClientFailed, match=f"POST .*key/{SERVICE}/start -> 401"):
        lost.run(CLIENTS[0], short=True)
