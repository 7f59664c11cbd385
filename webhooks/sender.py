"""One attempt to deliver one message: signed, to a checked address, within a fixed time, with a clear outcome."""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import httpcore
import httpx

from webhooks.addresses import Rules, Target, TargetRefused, admit, precheck
from webhooks.gate import Gate
from webhooks.lookup import Lookup, Resolve, system
from webhooks.networks import Address
from webhooks.outcome import REASONS, Kind, Outcome, Reason
from webhooks.pinned import Deadline, Pin, PinnedTransport
from webhooks.schedule import Meaning, Tried, meaning, next_try, retry_after
from webhooks.shape import CONTENT_TYPE
from webhooks.signature import SignatureRefused, sign

__all__ = ["Limits", "Parcel", "Sender", "Surroundings"]

MOST_ADDRESSES: Final = 4  # of one name that are tried in one attempt
BROKEN: Final = (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, OSError)
LATE: Final = (TimeoutError, httpcore.TimeoutException)
CODES: Final = {Meaning.RETRY: "status", Meaning.WAIT: "asked", Meaning.MOVED: "redirect"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for an attempt in all, bytes read of an answer, attempts at once and a second to one host."""

    seconds: float = 15.0
    answer_bytes: int = 65_536
    at_once: int = 4
    per_second: float = 20.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a sender takes from around it: the clock (aware), jitter in [0, 1), a resolver, whom TLS trusts."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    luck: Callable[[], float] = random.random
    resolve: Resolve = system
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message on its way: where to, its constant id, the body, the secrets (newest first).

    `attempt` counts from 1; `began` is when the first attempt was (aware; None: now).
    """

    url: str
    message_id: str
    body: bytes
    secrets: tuple[str, ...]
    attempt: int = 1
    began: datetime | None = None
    content_type: str = CONTENT_TYPE


class Sender:
    """Sends parcels from any number of threads; holds no connection between two of them."""

    def __init__(self, rules: Rules, limits: Limits = Limits(), around: Surroundings = Surroundings()) -> None:
        self._rules, self._limits, self._around = rules, limits, around
        self._lookup = Lookup(around.resolve)
        self._gate = Gate(limits.at_once, limits.per_second)
        self._tls = around.tls or httpx.create_ssl_context(trust_env=False)

    def send(self, parcel: Parcel) -> Outcome:
        """Tries once and says what became of it; raises nothing that a URL, a receiver or a secret can cause."""
        try:
            target = precheck(parcel.url, self._rules)
        except TargetRefused as error:
            return Outcome(Kind.PARKED, Reason(error.code, error.id, error.en))
        wait = self._gate.enter(target.place)
        if wait:
            return Outcome(Kind.BUSY, REASONS["busy"], self._around.now() + timedelta(seconds=wait))
        began, started = parcel.began or self._around.now(), time.monotonic()
        try:
            outcome = self._try(target, replace(parcel, began=began))
        finally:
            self._gate.leave(target.place)
        return replace(outcome, ms=round((time.monotonic() - started) * 1000))

    def _try(self, target: Target, parcel: Parcel) -> Outcome:
        deadline = Deadline.after(self._limits.seconds)
        try:
            pin = Pin(self._addresses(target, deadline)[:MOST_ADDRESSES], deadline)
            return self._post(target, parcel, pin)
        except (TargetRefused, SignatureRefused) as error:
            return Outcome(Kind.PARKED, Reason(error.code, error.id, error.en))
        except LATE:
            return self._again(parcel, "timeout", Outcome(Kind.RETRY, REASONS["timeout"]))
        except BROKEN as error:
            code = "dns" if isinstance(error, _Unknown) else "tls" if _is_tls(error) else "unreachable"
            return self._again(parcel, code, Outcome(Kind.RETRY, REASONS[code]))

    def _addresses(self, target: Target, deadline: Deadline) -> tuple[Address, ...]:
        if target.address is not None:
            return admit(target, [target.address], self._rules)
        try:
            found = self._lookup.addresses(target.host, deadline.left())
        except TimeoutError:
            raise
        except OSError as error:
            raise _Unknown(str(error)) from error
        return admit(target, found, self._rules)

    def _post(self, target: Target, parcel: Parcel, pin: Pin) -> Outcome:
        signed = sign(parcel.message_id, self._around.now(), parcel.body, parcel.secrets)
        headers = {"content-type": parcel.content_type, "user-agent": "Lajur", "accept-encoding": "identity", **signed}
        transport = PinnedTransport(pin, self._tls)
        with (
            httpx.Client(
                transport=transport, trust_env=False, follow_redirects=False, timeout=self._limits.seconds
            ) as client,
            client.stream("POST", target.url, content=parcel.body, headers=headers) as answer,
        ):
            body, cut = self._read(answer)
            kind = answer.headers.get("content-type", "")
            told = Outcome(Kind.DELIVERED, REASONS["delivered"], None, answer.status_code, 0, body, kind, cut)
            return self._judge(parcel, told, answer.headers.get("retry-after"))

    def _read(self, answer: httpx.Response) -> tuple[bytes, bool]:
        most = self._limits.answer_bytes
        body = bytearray()
        for part in answer.iter_raw():
            body += part
            if len(body) > most:
                return bytes(body[:most]), True
        return bytes(body), False

    def _judge(self, parcel: Parcel, told: Outcome, asked: str | None) -> Outcome:
        meant = meaning(told.status or 0)
        if meant is Meaning.DELIVERED:
            return told
        if meant is Meaning.GONE:
            return replace(told, kind=Kind.DISABLED, reason=REASONS["gone"])
        wait = retry_after(asked, self._around.now()) if meant is Meaning.WAIT else None
        return self._again(parcel, CODES[meant], told, wait)

    def _again(self, parcel: Parcel, code: str, told: Outcome, asked: timedelta | None = None) -> Outcome:
        now = self._around.now()
        at = next_try(Tried(parcel.attempt, parcel.began or now, now), self._around.luck(), asked)
        words, facts = REASONS[code], {"status": told.status, "seconds": f"{self._limits.seconds:g}"}
        reason = Reason(code, words.id.format(**facts), words.en.format(**facts))
        return replace(told, kind=Kind.RETRY if at else Kind.PARKED, reason=reason, at=at)


class _Unknown(OSError):
    """The DNS knows no address of the name."""


def _is_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
