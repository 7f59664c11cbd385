"""A server says where to look, refuses what cannot go well, and comes back after a kill."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.house.running import LAJUR, PATIENCE, Server, bare_environment, lajur

KEY = "kunci-untuk-uji-coba-saja"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("served")) as server:
        assert server.get("/readyz").status_code == 200
        yield server


def _busy() -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def test_the_demo_says_where_to_look_and_answers_there(served: Server) -> None:
    assert served.get("/healthz").text == "ok\n"
    assert served.url.startswith("http://127.0.0.1:")


def test_the_demo_lists_one_account_a_post_on_the_sign_in_page(served: Server) -> None:
    page = served.get("/masuk").text
    for login in ("camat.bunut-hilir", "sekcam.bunut-hilir", "kadis.kukar-kb", "pemilik", "auditor", "admin"):
        assert login in page


def test_pages_get_no_cross_site_frames_and_no_stored_copies(served: Server) -> None:
    answer = served.get("/masuk")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Encoding"] == "gzip"


def test_a_second_server_on_the_same_database_is_refused_at_once(served: Server) -> None:
    again = lajur("serve", "--demo", "--port", "0", cwd=served.folder)
    work = lajur("work", cwd=served.folder)
    for refused in (again, work):
        assert refused.returncode == 1
        assert f"PID {served.process.pid}" in refused.stderr
        assert "Galat:" in refused.stderr
        assert "Error:" in refused.stderr


def test_a_busy_port_is_refused_at_once_in_both_languages(tmp_path: Path) -> None:
    with _busy() as taken:
        port = taken.getsockname()[1]
        refused = lajur("serve", "--demo", "--port", str(port), cwd=tmp_path)
    assert refused.returncode == 1
    assert f"Galat: Port {port} sudah dipakai" in refused.stderr
    assert f"Error: Another program has port {port}" in refused.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--demo", "--host", "192.168.7.7"), "127.0.0.1"),
        (("--demo", "--workers", "2"), "PostgreSQL"),
        (("--database", "postgresql://localhost/x"), "LAJUR_SECRET_KEY"),
        (("--host", "203.0.113.9"), "203.0.113.9"),
    ],
)
def test_what_cannot_go_well_is_refused(arguments: tuple[str, ...], word: str, tmp_path: Path) -> None:
    refused = lajur("serve", "--port", "0", *arguments, cwd=tmp_path)
    assert refused.returncode == 1
    assert word in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_first_start_without_a_demo_prints_a_password_once(tmp_path: Path) -> None:
    with Server(tmp_path, ()) as first:
        assert first.get("/readyz").status_code == 200
        assert first.stop() == 0
        said = "".join(first.lines)
    with Server(tmp_path, ()) as second:
        assert second.get("/readyz").status_code == 200
        second.stop()
        again = "".join(second.lines)
    password = said.split("admin\n")[1].split()[0]
    assert len(password) >= 16
    assert "admin" not in again
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or password.encode() not in file.read_bytes()


def test_a_killed_server_comes_back_with_what_it_had(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        assert server.get("/readyz").status_code == 200
        server.kill()
    with Server(tmp_path) as server:
        assert "camat.bunut-hilir" in server.get("/masuk").text


def test_the_serving_process_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        url = server.url
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(PATIENCE)
        server._reader.join(PATIENCE)  # its output closes when the last process has ended
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{url}/healthz")
    assert lajur("init", cwd=tmp_path).returncode == 0


def test_several_processes_serve_one_postgresql_database_and_count_together(
    tmp_path: Path, postgresql_url: str
) -> None:
    environment = bare_environment(LAJUR_DATABASE_URL=postgresql_url, LAJUR_SECRET_KEY=KEY)
    with Server(tmp_path, ("--demo", "--workers", "2"), LAJUR, environment) as server:
        url = server.url
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: httpx.get(f"{url}/masuk", timeout=PATIENCE), range(40)))
        assert {answer.status_code for answer in answers} == {200}
        text = server.get("/metrics").text
        assert 'lajur_requests_total{method="GET",route="/masuk",status="200"} 40.0' in text
        assert server.stop() == 0
