"""Senders in `/api/v1`: a secret is made for them, or they bring one."""

from __future__ import annotations

from typing import Any, Final

from tests.api.office import HOME, Office

SENDER: Final = {"office": HOME, "name": "dukcapil", "verify": "hmac", "mapping": '{"message": "kartu"}'}
OWN: Final = "rahasia-dari-dukcapil"


def asked(office: Office, path: str, body: dict[str, Any], status: int) -> Any:
    """The body of an answer with that status to the process owner."""
    answer = office.call("pemilik", "POST", f"/api/v1/inbound{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json


def test_a_secret_that_a_sender_brings_is_never_shown(office: Office) -> None:
    made = asked(office, "", SENDER, 201)
    assert made["secret"].startswith("whsec_")
    brought = asked(office, "", SENDER | {"name": "srikandi", "secret": OWN}, 201)
    assert brought["secret"] is None
    assert asked(office, f"/{made['id']}/secret", {"secret": OWN}, 200)["secret"] is None
    assert asked(office, f"/{made['id']}/secret", {}, 200)["secret"].startswith("whsec_")


def test_a_poor_secret_is_refused_with_what_to_do(office: Office) -> None:
    told = asked(office, "", SENDER | {"secret": "dengan spasi di dalam"}, 400)
    assert "16" in str(told)
    assert OWN not in str(asked(office, "", SENDER | {"verify": "standard", "secret": OWN}, 400))
