"""Signatures fit those of the reference libraries, both ways, and nothing altered or old fits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.webhooks.reference import LIBRARIES
from webhooks.signature import SignatureRefused, new_secret, sign, verify

BODY = '{"kelurahan":"Bunut Hilir – satu"}'.encode()


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.mark.parametrize("name", LIBRARIES)
def test_receivers_made_with_the_reference_verify_ours_and_refuse_altered_and_old_ones(name: str) -> None:
    library, old, new = LIBRARIES[name], new_secret(), new_secret()
    headers = sign("msg_1", now(), BODY, [new, old])
    assert library.verifies(new, headers, BODY)
    assert library.verifies(old, headers, BODY)
    assert not library.verifies(new_secret(), headers, BODY)
    assert not library.verifies(new, headers, BODY + b" ")
    assert not library.verifies(new, headers | {"webhook-id": "msg_2"}, BODY)
    stale = sign("msg_1", now() - timedelta(minutes=6), BODY, [new])
    assert not library.verifies(new, stale, BODY)


@pytest.mark.parametrize("name", LIBRARIES)
def test_senders_made_with_the_reference_are_accepted(name: str) -> None:
    secret, at = new_secret(), now()
    headers = {
        "Webhook-Id": "msg_9",
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": "v1a,x v1,AAAA " + LIBRARIES[name].signs(secret, ("msg_9", at), BODY),
    }
    assert verify(headers, BODY, [new_secret(), secret], at).id == "msg_9"
    with pytest.raises(SignatureRefused) as refused:
        verify(headers, BODY.replace(b"satu", b"dua"), [secret], at)
    assert refused.value.code == "webhook.signature"


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 400])
def test_what_is_too_old_or_too_new_is_refused(minutes: int) -> None:
    secret, at = new_secret(), now()
    with pytest.raises(SignatureRefused) as refused:
        verify(sign("msg_1", at + timedelta(minutes=minutes), BODY, [secret]), BODY, [secret], at)
    assert refused.value.code == "webhook.time"


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "1e9"},
        {"webhook-timestamp": "999999999999"},
        {"webhook-timestamp": "-1"},
        {"webhook-id": ""},
        {"webhook-id": "a b"},
        {"webhook-signature": ""},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,***,é"},
        {"webhook-signature": " " * 5000},
    ],
)
def test_malformed_headers_are_refused_and_break_nothing(change: dict[str, str]) -> None:
    secret, at = new_secret(), now()
    with pytest.raises(SignatureRefused):
        verify(sign("msg_1", at, BODY, [secret]) | change, BODY, [secret], at)


def test_a_body_that_is_no_text_is_refused() -> None:
    secret, at = new_secret(), now()
    with pytest.raises(SignatureRefused):
        verify(sign("msg_1", at, b"", [secret]), b"\xff\xfe", [secret], at)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "rahasia", "whsec_" + "A" * 200])
def test_a_secret_of_too_few_or_too_many_bytes_signs_nothing(secret: str) -> None:
    with pytest.raises(SignatureRefused):
        sign("msg_1", now(), BODY, [secret])


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    secret, at = new_secret(), now()
    wib = at.astimezone(ZoneInfo("Asia/Jakarta"))
    assert sign("msg_1", wib, BODY, [secret]) == sign("msg_1", at, BODY, [secret])
