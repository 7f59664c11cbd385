"""Hostile targets do not reach the inside of this machine, and the canary that says so can hear."""

from __future__ import annotations

import socket

from tests.webhooks.canary import own_addresses, singing
from tests.webhooks.targets import assault

SEED = 20261121


def test_no_hostile_target_reaches_a_canary_on_this_machine() -> None:
    done = assault(330, SEED)
    assert done.reached == 0
    assert done.complaints == []
    assert done.redirected == done.targets["redirect"]
    assert done.outside > 0, "no name was public the first time it was asked for, so nothing was proven of rebinding"


def test_the_canary_hears_who_comes_to_any_address_of_the_machine() -> None:
    with singing() as canary:
        assert canary.reached() == 0
        addresses = ["127.0.0.1", *(address for address in own_addresses() if ":" not in address)]
        for address in addresses:
            socket.create_connection((address, canary.port), timeout=10).close()
        assert canary.reached() == len(addresses)
