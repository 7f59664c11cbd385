"""COMMIT that fails, and COMMIT whose answer is lost; `make torture` breaks off at every other statement too."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from engine.store import Store, StoreUncertain
from engine.store.history import cases_after
from engine.store.migrate import upgrade
from tests.api.office import PASSWORD, SKM, Office
from tests.torture.faulty import COMMIT, Faulty
from tests.torture.inject import break_every_command
from tests.torture.pages import Person


@pytest.mark.parametrize("dies", [False, True], ids=["broken-off", "connection-lost"])
def test_a_commit_that_fails_changes_nothing_and_an_unheard_one_is_safe_to_repeat(store: Store, dies: bool) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    breaking = break_every_command(store, dies=dies, sample=random.Random(seed))
    assert breaking.complaints == []
    assert breaking.commands > 20
    assert breaking.failures["before COMMIT"] == breaking.commands
    assert breaking.failures["with COMMIT unheard"] == breaking.commands


@pytest.fixture
def lost(postgresql_url: str) -> Iterator[tuple[Office, Faulty]]:
    """An office on PostgreSQL whose connections can be lost."""
    store = Store(postgresql_url)
    upgrade(store)
    yield Office(store), Faulty(store)
    store.close()


def cases(office: Office) -> int:
    """How many cases there are."""
    with office.store.reading() as reading:
        return len(list(cases_after(reading)))


@pytest.mark.postgresql
def test_a_program_hears_that_a_lost_answer_to_commit_is_uncertain(lost: tuple[Office, Faulty]) -> None:
    office, faulty = lost
    office.get("staf", "/api/v1/cases")
    given: dict[str, Any] = {"json": {"sop": SKM}, "headers": {"Idempotency-Key": "satu"}}
    faulty.arm(COMMIT, "after", dies=True)
    unheard = office.call("staf", "POST", "/api/v1/cases", **given)
    faulty.arm(0)
    assert unheard.json is not None
    assert (unheard.status_code, unheard.json["code"]) == (503, "store-uncertain")
    assert "tidak ada yang berubah" not in unheard.text
    again = office.call("staf", "POST", "/api/v1/cases", **given)
    assert (again.status_code, again.headers["Idempotency-Replayed"], cases(office)) == (201, "true", 1)


@pytest.mark.postgresql
def test_a_person_hears_it_too_and_may_send_the_page_again(lost: tuple[Office, Faulty]) -> None:
    office, faulty = lost
    with httpx.Client(transport=httpx.WSGITransport(office.app), base_url="http://lajur") as client:
        person = Person(client, "staf", PASSWORD)
        person.sign_in()
        person.open(f"/mulai/{SKM}")
        faulty.arm(COMMIT, "after", dies=True)
        unheard = person.send(f"/mulai/{SKM}")
        faulty.arm(0)
        assert unheard.status_code == 503
        assert StoreUncertain.id in unheard.text
        assert "Tidak ada yang berubah" not in unheard.text
        assert person.send(f"/mulai/{SKM}").status_code == 303
    assert cases(office) == 1
