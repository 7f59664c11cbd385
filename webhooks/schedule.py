"""When a delivery is tried again: from 5 seconds to 24 hours, with jitter, for three days."""

from __future__ import annotations

import email.utils
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final

__all__ = ["SPAN", "STEPS", "Meaning", "Tried", "meaning", "next_try", "retry_after"]

STEPS: Final = tuple(timedelta(seconds=s) for s in (5, 30, 300, 1800, 7200, 18_000, 36_000, 43_200, 64_800, 86_400))
SPAN: Final = timedelta(hours=72)
JITTER: Final = 0.15  # a step is up to so much shorter or longer
LAST_CALL: Final = timedelta(
    hours=1
)  # the very last try stands at the end of SPAN, if it is that far from the one before
SOONEST, LATEST = STEPS[0], STEPS[-1]
PATIENT: Final = 20  # attempts in which a receiver may name a time that is sooner than the step
SECONDS: Final = re.compile(r"[0-9]{1,10}")


class Meaning(Enum):
    """What the status of an answer means for its delivery."""

    DELIVERED = "delivered"
    WAIT = "wait"  # try again, and listen to Retry-After
    RETRY = "retry"
    MOVED = "moved"  # a redirect, which is not followed; tried again until somebody corrects the address
    GONE = "gone"  # the receiver wants nothing any more


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt: its number from 1, when the first one was, when this one ended (both aware)."""

    number: int
    began: datetime
    ended: datetime


def meaning(status: int) -> Meaning:
    """2xx is delivered, 410 is gone, 429 and 503 wait, 3xx is moved, and all others are tried again."""
    if 200 <= status <= 299:
        return Meaning.DELIVERED
    if status == 410:
        return Meaning.GONE
    if 300 <= status <= 399:
        return Meaning.MOVED
    return Meaning.WAIT if status in (429, 503) else Meaning.RETRY


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait: seconds or an HTTP date; 5 s to 24 h, None when it says nothing."""
    text = (header or "").strip()
    if SECONDS.fullmatch(text):
        return max(SOONEST, min(timedelta(seconds=int(text)), LATEST))
    try:
        until = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(SOONEST, min(aware - now, LATEST))


def next_try(tried: Tried, luck: float, asked: timedelta | None = None) -> datetime | None:
    """When to try again, never later than three days after the first attempt; None: no more, it is parked.

    `luck` in [0, 1) is the jitter. `asked` is what the receiver asked for: never sooner than that (but for the end of
    the three days), and in the first 20 attempts exactly then, with the jitter above it.
    """
    step = STEPS[min(tried.number, len(STEPS)) - 1]
    wait = step * (1 - JITTER + 2 * JITTER * luck)
    if asked is not None:
        named = asked * (1 + JITTER * luck)
        wait = named if tried.number <= PATIENT else max(named, wait)
    end = tried.began + SPAN
    at = tried.ended + max(SOONEST, wait)
    if at <= end:
        return at
    return end if tried.ended + LAST_CALL <= end else None
