"""Whether the process lives, whether it can work, and how it does."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, current_app, request

from engine import metrics
from engine.commands.desk import Desk
from engine.events import instant
from engine.settings import Settings, is_loopback
from engine.store import Store, StoreError, StoreUnready
from engine.store.counts import OPEN_INCIDENT_COUNT, OPEN_TASK_COUNT, REVISION, TRAFFIC_COUNTS
from engine.store.jobs import DUE_COUNT
from engine.store.migrate import HEAD

__all__ = ["blueprint"]

blueprint: Final = Blueprint("health", __name__)
FORWARDED: Final = ("Forwarded", "X-Forwarded-For")


def _store() -> Store:
    desk: Desk = current_app.extensions["lajur"]
    return desk.store


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 as long as the process answers."""
    return _plain("ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """200 when the database answers and has the tables of this version, else 503."""
    try:
        with _store().reading() as reading:
            revision = reading.value(REVISION)
    except StoreUnready:
        revision = None
    except StoreError:
        return _plain("the database does not answer", 503)
    return _plain("ok") if revision == HEAD else _plain("the database has to be migrated: lajur init", 503)


@blueprint.get("/metrics")
def show_metrics() -> Response:
    """The measurements for Prometheus: from this machine, or with the token of LAJUR_METRICS_TOKEN; else 403."""
    settings: Settings = current_app.extensions["lajur.settings"]
    if not (_from_here(settings) or _has_token(settings)):
        return _plain("only from this machine, or with LAJUR_METRICS_TOKEN", 403)
    now = instant(datetime.now(UTC))
    waiting: dict[str, float] = {}
    with _store().reading() as reading:
        waiting["open_tasks"] = reading.value(OPEN_TASK_COUNT)
        waiting["jobs_due"] = reading.value(DUE_COUNT, now=now)
        waiting["open_incidents"] = reading.value(OPEN_INCIDENT_COUNT)
        waiting |= reading.one(TRAFFIC_COUNTS) or {}
    return Response(metrics.render(waiting), content_type=metrics.CONTENT_TYPE)


def _from_here(settings: Settings) -> bool:
    """A request that a proxy of this machine passed on, and that we were not told of, is not from here."""
    passed_on = not settings.trusted_proxies and any(name in request.headers for name in FORWARDED)
    return is_loopback(request.remote_addr or "") and not passed_on


def _has_token(settings: Settings) -> bool:
    token, given = settings.metrics_token, request.authorization
    if token is None or given is None or given.type != "bearer" or given.token is None:
        return False
    return secrets.compare_digest(given.token.encode(), token.get_secret_value().encode())


def _plain(text: str, status: int = 200) -> Response:
    return Response(text + "\n", status, content_type="text/plain; charset=utf-8")
