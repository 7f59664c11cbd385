"""Every request gets an id and security headers; health, readiness, metrics and errors answer as they should."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, Response, render_template_string, request
from flask.testing import FlaskClient

from engine.app import create_app
from engine.app.running import MeasuredDesk
from engine.commands.desk import Context, Desk
from engine.commands.refusals import NotFound
from engine.library import Library
from engine.policy import Actor
from engine.settings import Settings, load
from engine.store import Store, StoreBusy, StoreFull
from engine.store.migrate import upgrade

AWAY = {"REMOTE_ADDR": "10.1.2.3"}


def _settings(store: Store, **chosen: Any) -> Settings:
    return load(database_url=store.url, secret_key="0123456789abcdef-panjang", **chosen)


@pytest.fixture
def app(store: Store) -> Flask:
    made = create_app(Desk(store, Library()), _settings(store, metrics_token="kunci-prometheus"))

    @made.get("/uji/panjang")
    def long() -> str:
        return render_template_string("<script nonce={{ csp_nonce() }}></script>" + "Surat " * 1000)

    @made.get("/uji/gagal/<name>")
    def broken(name: str) -> Response:
        raise {"penuh": StoreFull(), "sibuk": StoreBusy()}.get(name, RuntimeError(name))

    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_page_has_a_strict_policy_with_a_nonce_of_its_own(client: FlaskClient) -> None:
    first, second = client.get("/uji/panjang"), client.get("/uji/panjang")
    policies = [answer.headers["Content-Security-Policy"] for answer in (first, second)]
    nonce = first.text.split("nonce=")[1].split(">")[0]
    assert f"script-src 'nonce-{nonce}';" in policies[0]
    assert "default-src 'none'" in policies[0]
    assert "frame-ancestors 'none'" in policies[0]
    assert "unsafe" not in policies[0]
    assert policies[0] != policies[1]
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Cache-Control"] == "no-store"


def test_a_request_keeps_the_id_that_it_came_with_if_that_is_harmless(client: FlaskClient) -> None:
    kept = client.get("/healthz", headers={"X-Request-ID": "proxy-0001"})
    made = client.get("/healthz", headers={"X-Request-ID": "a b<script>"})
    assert kept.headers["X-Request-ID"] == "proxy-0001"
    assert len(made.headers["X-Request-ID"]) == 16


def test_text_leaves_gzipped_when_the_browser_takes_it(client: FlaskClient) -> None:
    plain = client.get("/uji/panjang")
    packed = client.get("/uji/panjang", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data).decode().count("Surat") == 1000
    assert len(packed.data) < len(plain.data) / 10
    assert "Content-Encoding" not in client.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers
    assert "Content-Encoding" not in client.get("/uji/panjang", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_a_browser_gets_a_page_and_a_program_gets_json_when_nothing_is_there(client: FlaskClient) -> None:
    page = client.get("/tidak-ada", headers={"Accept": "text/html"})
    data = client.get("/api/tidak-ada")
    assert (page.status_code, data.status_code) == (404, 404)
    assert "<h1>" in page.text
    assert data.is_json
    assert data.json is not None
    assert data.json.keys() == {"code", "id", "en", "facts"}


@pytest.mark.parametrize(("name", "status"), [("penuh", 507), ("sibuk", 503), ("Siti", 500)])
def test_a_failure_says_what_to_do_and_nothing_of_what_it_was(name: str, status: int, client: FlaskClient) -> None:
    answer = client.get(f"/uji/gagal/{name}")
    assert answer.status_code == status
    assert "Siti" not in answer.text
    assert "Traceback" not in answer.text
    assert 'lang="en"' in answer.text


def test_a_busy_database_asks_to_come_back(client: FlaskClient) -> None:
    assert client.get("/uji/gagal/sibuk").headers["Retry-After"] == "1"


def test_a_request_that_is_too_large_is_refused(store: Store) -> None:
    app = create_app(Desk(store, Library()), _settings(store, max_request_bytes=65536))
    app.add_url_rule("/api/uji", view_func=lambda: str(len(request.get_data())), methods=["POST"])
    client = app.test_client()
    small, large = (client.post("/api/uji", data=b"x" * size) for size in (60000, 70000))
    assert (small.status_code, small.text) == (200, "60000")
    assert (large.status_code, large.is_json) == (413, True)


def test_it_is_ready_once_the_tables_are_there(database_url: str) -> None:
    store = Store(database_url)
    client = create_app(Desk(store, Library()), _settings(store)).test_client()
    assert client.get("/healthz").status_code == 200
    before = client.get("/readyz")
    upgrade(store)
    after = client.get("/readyz")
    store.close()
    assert (before.status_code, after.status_code) == (503, 200)
    assert "lajur init" in before.text


def test_it_is_not_ready_without_its_database(postgresql_url: str) -> None:
    store = Store(postgresql_url.replace("/test_", "/tidak_ada_"))
    client = create_app(Desk(store, Library()), _settings(store)).test_client()
    answer = client.get("/readyz")
    store.close()
    assert (answer.status_code, answer.text) == (503, "the database does not answer\n")
    assert client.get("/healthz").status_code == 200


def test_metrics_count_requests_by_rule_and_say_what_waits(client: FlaskClient) -> None:
    client.get("/uji/gagal/sibuk")
    client.open("/uji/gagal/sibuk", method="NGAWUR")
    text = client.get("/metrics").text
    assert "NGAWUR" not in text
    assert 'lajur_requests_total{method="(other)",' in text
    assert 'lajur_requests_total{method="GET",route="/uji/gagal/<name>",status="503"}' in text
    assert "lajur_open_tasks 0.0" in text
    assert "lajur_jobs_due 0.0" in text
    assert "lajur_open_incidents 0.0" in text
    for name in ("webhook_outbox", "webhook_waiting", "webhook_parked", "inbound_kept"):
        assert f"lajur_{name} " in text


@pytest.mark.parametrize(
    ("headers", "environ", "status"),
    [
        ({}, {}, 200),
        ({}, AWAY, 403),
        ({"Authorization": "Bearer kunci-prometheus"}, AWAY, 200),
        ({"Authorization": "Bearer kunci-lain"}, AWAY, 403),
        ({"Authorization": "Basic YTpi"}, AWAY, 403),
        ({"X-Forwarded-For": "10.1.2.3"}, {}, 403),
        ({"Forwarded": "for=10.1.2.3"}, {}, 403),
    ],
)
def test_metrics_are_for_this_machine_or_for_the_token(
    headers: dict[str, str], environ: dict[str, str], status: int, client: FlaskClient
) -> None:
    assert client.get("/metrics", headers=headers, environ_overrides=environ).status_code == status


def test_a_trusted_proxy_names_the_visitor(store: Store) -> None:
    client = create_app(Desk(store, Library()), _settings(store, trusted_proxies=1)).test_client()
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 200
    secure = client.get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" in secure.headers


def test_a_command_is_timed_with_what_became_of_it(store: Store, client: FlaskClient) -> None:
    ask = type(f"Ask{store.backend}", (), {})

    def refuse(*_: object) -> dict[str, Any]:
        raise NotFound("no", "Tidak ada.", "There is none.")

    desk = MeasuredDesk(store, Library(), {ask: refuse})
    with pytest.raises(NotFound):
        desk.run(Context(Actor("a", "A"), datetime.now(UTC)), ask())
    counted = f'lajur_command_seconds_count{{command="{ask.__name__}",outcome="NotFound"}} 1.0'
    assert counted in client.get("/metrics").text
