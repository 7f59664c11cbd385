"""W4: a completion over HTTP against a bare Flask endpoint with one INSERT and COMMIT on the same server."""

from __future__ import annotations

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.crowd import HALF, PASSWORD, crowd
from bench.polling_server import READY, Server
from bench.w4_page import page_of

__all__ = ["run"]

CLIENTS: Final = 8
DEAR: Final = 3.0
DEAR_PAGE: Final = 6.0  # its form, the token in it, and what the next page tells of where the answer went
TAIL: Final = 10.0
PATIENCE: Final = 60.0
ANSWERS: Final = {"hasil": "Berkas sudah diperiksa dan lengkap", "hasil_2": "Muara Contoh"}

Send = Callable[[http.client.HTTPConnection, int], None]
"""Sends the request with a number of its own, and reads the answer."""


@dataclass(frozen=True, slots=True)
class Contender:
    """What answers at a port, and what it is asked."""

    port: int
    send: Send


def run(quick: bool, seed: int | None = None) -> dict[str, Any]:
    """Rounds of one client each in turn, then eight clients at once; the median of the rounds and the worst one."""
    rounds, times, crowded = (5, 60, 400) if quick else (9, 150, 2_400)
    with tempfile.TemporaryDirectory(prefix="lajur-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'w4.sqlite'}"
        middle = 2 * ((rounds + 1) * times + crowded) + 11  # the API completes what stands before it, the page the rest
        crowd(url, middle + 2 * (rounds + 1) * times + 100).close()
        with _bare(Path(folder) / "bare.sqlite") as bare_port:
            server = Server(Path(folder), url)
            try:
                bare = Contender(bare_port, _insert)
                api = Contender(server.port, _complete(iter(range(3, middle, 2))))
                page = Contender(server.port, page_of(server.port, iter(range(middle, 10**9, 2))))
                return _measured((bare, api, page), (rounds, times, crowded), seed)
            finally:
                server.stop()


def _measured(
    three: tuple[Contender, Contender, Contender], much: tuple[int, int, int], seed: int | None
) -> dict[str, Any]:
    rounds, times, crowded = much
    bare, api, _ = three
    _alone(api, times)
    _alone(bare, times)
    found = [tuple(statistics.median(_alone(one, times)) for one in three) for _ in range(rounds)]
    many = sorted(_together(api, crowded))
    p50, p99 = statistics.median(many), many[int(len(many) * 0.99)]
    by_api, by_page = ([one[place] / one[0] for one in found] for place in (1, 2))
    ratios = {
        "completion / bare INSERT, p50 (at most)": _judged(by_api, DEAR),
        "completion from its page / bare INSERT, p50 (at most)": _judged(by_page, DEAR_PAGE),
        f"{CLIENTS} clients: p99 / p50 (at most)": _judged([p99 / p50], TAIL),
    }
    return {
        "workload": "w4",
        "rounds": rounds,
        "load": round(os.getloadavg()[0], 1),
        "seed": seed,
        "bare ms": round(statistics.median(plain for plain, _, _ in found), 2),
        "completion ms": round(statistics.median(ours for _, ours, _ in found), 2),
        "completion from its page ms": round(statistics.median(ours for _, _, ours in found), 2),
        f"{CLIENTS} clients p50 ms": round(p50, 2),
        f"{CLIENTS} clients p99 ms": round(p99, 2),
        "a second": round(crowded / (sum(many) / 1000 / CLIENTS)),
        "ratios": ratios,
    }


def _judged(values: list[float], target: float) -> dict[str, Any]:
    median = statistics.median(values)
    return {"median": round(median, 2), "worst": round(max(values), 2), "target": target, "met": median <= target}


def _alone(one: Contender, times: int) -> list[float]:
    """Milliseconds of requests one after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=PATIENCE)
    found = [_timed(one, connection, number) for number in range(times)]
    connection.close()
    return found


def _together(one: Contender, times: int) -> list[float]:
    """Milliseconds of requests of all clients, each with a connection of its own."""
    found: list[float] = []
    threads = [threading.Thread(target=lambda: found.extend(_alone(one, times // CLIENTS))) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(found) != times // CLIENTS * CLIENTS:
        raise SystemExit("bench: a client was refused")
    return found


def _timed(one: Contender, connection: http.client.HTTPConnection, number: int) -> float:
    began = time.perf_counter()
    one.send(connection, number)
    return (time.perf_counter() - began) * 1000


def _insert(connection: http.client.HTTPConnection, _: int) -> None:
    connection.request("POST", "/catat", json.dumps(ANSWERS), {"Content-Type": "application/json"})
    _demand(connection, 200)


def _complete(cases: Iterator[int]) -> Send:
    """Completes another task each time, by an account's own credentials and under a key."""
    lock = threading.Lock()
    secret = b64encode(f"{HALF}:{PASSWORD}".encode()).decode()

    def send(connection: http.client.HTTPConnection, _: int) -> None:
        with lock:
            case = next(cases)
        headers = {
            "Authorization": f"Basic {secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        connection.request("POST", f"/api/v1/tasks/{case}-2/complete", json.dumps({"answers": ANSWERS}), headers)
        _demand(connection, 200)

    return send


def _demand(connection: http.client.HTTPConnection, status: int) -> None:
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != status:
        raise SystemExit(f"bench: {answer.status} {said[:400].decode(errors='replace')}")


@contextmanager
def _bare(file: Path) -> Iterator[int]:
    """The bare endpoint, until the block ends; its port."""
    command = [sys.executable, "-m", "bench.w4_bare", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert process.stdout is not None
        found = next((match for line in process.stdout if (match := READY.search(line))), None)
        if found is None:
            raise SystemExit("bench: the bare server did not start")
        yield int(re.sub(r"\D", "", found[1]))
    finally:
        process.terminate()
        process.wait(30)
