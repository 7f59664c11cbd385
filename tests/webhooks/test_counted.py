"""What leaves and what arrives can be seen in the measurements."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from engine import metrics
from tests.webhooks.post_office import PostOffice, opened_office
from tests.webhooks.receivers import OK, plain, receiving


@pytest.fixture
def office(database_url: str) -> Iterator[PostOffice]:
    """A post office on each kind of database."""
    with opened_office(database_url) as found:
        yield found


def counted(name: str) -> float:
    """A measurement of this process; 0 where nothing was counted."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", metrics.render({}).decode(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_each_attempt_counts_by_its_outcome_and_time(office: PostOffice) -> None:
    names = [f'lajur_webhook_deliveries_total{{outcome="{word}"}}' for word in ("delivered", "retry")]
    names.append("lajur_webhook_seconds_count")
    before = [counted(name) for name in names]
    with receiving(OK) as one, receiving(plain("500 Broken")) as other:
        office.subscribe(one)
        office.subscribe(other)
        office.start("serba")
        office.deliver()
    more = [counted(name) - was for name, was in zip(names, before, strict=True)]
    assert more[0] == len(one.requests) > 0
    assert more[1] == len(other.requests) > 0
    assert 0 < more[2] <= more[0] + more[1]
