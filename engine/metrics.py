"""Measurements for Prometheus: requests, commands, and what is waiting."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

__all__ = [
    "CONTENT_TYPE",
    "SHARED_FOLDER",
    "WAITING",
    "command_timer",
    "delivery_tried",
    "message_taken",
    "polls_parked",
    "render",
    "request_served",
]

SHARED_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that makes several server processes count together; to be set before this is imported."""

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
FINE: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
WAITING: Final[Mapping[str, str]] = {
    "open_tasks": "Tasks that wait for a person.",
    "jobs_due": "Timers that are due and have not fired yet.",
    "open_incidents": "Incidents that nobody has resolved.",
    "webhook_outbox": "Commands whose events are not spread to subscriptions yet.",
    "webhook_waiting": "Deliveries of webhooks that wait or are tried again.",
    "webhook_parked": "Deliveries of webhooks that wait for a person.",
    "inbound_kept": "Messages of other systems that wait for a person.",
}

disable_created_metrics()  # type: ignore[no-untyped-call]
_own: Final = CollectorRegistry()
_requests: Final = Counter(
    "lajur_requests", "Requests by method, route and status.", ("method", "route", "status"), registry=_own
)
_request_seconds: Final = Histogram(
    "lajur_request_seconds", "Seconds that requests took, by route.", ("route",), buckets=FINE, registry=_own
)
_command_seconds: Final = Histogram(
    "lajur_command_seconds",
    "Seconds that commands took, by command and outcome (done, repeated, or the class of the refusal or error).",
    ("command", "outcome"),
    buckets=FINE,
    registry=_own,
)
_parked_polls: Final = Gauge(
    "lajur_parked_polls",
    "Polls for service tasks that wait.",
    registry=_own,
    multiprocess_mode="livesum",
)
_deliveries: Final = Counter(
    "lajur_webhook_deliveries",
    "Attempts to deliver, by outcome: delivered, retry, parked, disabled; busy was put off and is no attempt.",
    ("outcome",),
    registry=_own,
)
_delivery_seconds: Final = Histogram(
    "lajur_webhook_seconds", "Seconds until a receiver had answered.", buckets=(*FINE, 15.0), registry=_own
)
_messages: Final = Counter(
    "lajur_inbound_messages",
    "Messages of other systems: matched, started, ignored, repeated, kept, or the status of a refusal.",
    ("status",),
    registry=_own,
)
ProcessCollector(registry=_own)
PlatformCollector(registry=_own)


class Outcome:
    """What became of a command; `word` is set before the timer ends."""

    word = "done"


@contextmanager
def command_timer(command: str) -> Iterator[Outcome]:
    """Times a command; an exception is its outcome by class name and passes on."""
    outcome, began = Outcome(), time.perf_counter()
    try:
        yield outcome
    except BaseException as error:
        outcome.word = type(error).__name__
        raise
    finally:
        _command_seconds.labels(command, outcome.word).observe(time.perf_counter() - began)


def polls_parked(number: int) -> None:
    """Notes how many polls wait in this process."""
    _parked_polls.set(number)


def delivery_tried(outcome: str, seconds: float) -> None:
    """Counts an attempt to deliver; `seconds` until the answer counts where one was waited for."""
    _deliveries.labels(outcome).inc()
    if seconds > 0:
        _delivery_seconds.observe(seconds)


def message_taken(status: str) -> None:
    """Counts a message that came."""
    _messages.labels(status).inc()


def request_served(method: str, route: str, status: int, seconds: float) -> None:
    """Counts a request; `route` is the rule (`/task/<id>`), never the path, which may name a person's case.

    Anybody may send a method of his own making: all of those are one series.
    """
    _requests.labels(method if method in METHODS else "(other)", route, str(status)).inc()
    _request_seconds.labels(route).observe(seconds)


def render(waiting: Mapping[str, float]) -> bytes:
    """The text that Prometheus reads; `waiting` has a number for each name in WAITING that is known now."""
    registry = CollectorRegistry()
    registry.register(_Waiting(waiting))
    parts = [generate_latest(registry)]
    if os.environ.get(SHARED_FOLDER):
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        parts.append(generate_latest(together))
    else:
        parts.append(generate_latest(_own))
    return b"".join(parts)


class _Waiting(Collector):
    def __init__(self, waiting: Mapping[str, float]) -> None:
        self._waiting = waiting

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, number in self._waiting.items():
            yield GaugeMetricFamily(f"lajur_{name}", WAITING[name], number)
