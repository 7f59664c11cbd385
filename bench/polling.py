"""Polling: what workers that wait cost others, how soon they are woken, and that each task is lent once."""

from __future__ import annotations

import math
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

from bench.polling_client import Client, Waiting
from bench.polling_office import furnish
from bench.polling_server import Server, database, served

__all__ = ["run"]

IDLE: Final = 200
IDLE_MS, WAKE_MS = 50.0, 300.0
WORKERS: Final = 8
BATCH: Final = 10
WARM: Final = 3  # wake-ups that are not counted: what is compiled once


def run(quick: bool, seed: int | None = None) -> dict[str, Any]:
    """The three measurements; on SQLite one server process, on PostgreSQL two."""
    asks, wakes, tasks = (150, 20, 400) if quick else (1000, 100, 10_000)
    ratios: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="lajur-bench-") as folder, database(kind, Path(folder)) as url:
            furnish(url, tasks, 50)
            with served(Path(folder), url, 1 if kind == "sqlite" else 2) as servers:
                _idle(kind, servers[0], asks, (ratios, facts))
                _wake(kind, servers, wakes, ratios)
                _locks(kind, servers, tasks, (ratios, facts))
    return {"workload": "polling", "idle workers": IDLE, "tasks": tasks, "seed": seed, **facts, "ratios": ratios}


def _idle(kind: str, server: Server, asks: int, found: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """GET /task alone, then beside workers that wait; half of the asks before, half after them."""
    ratios, facts = found
    client = Client(server.port, "staf")
    [client.timed("GET", "/task") for _ in range(20)]
    alone = [client.timed("GET", "/task") for _ in range(asks)]
    before = server.memory()
    waiting = [Waiting(server.port, f"diam-{number}", "sepi") for number in range(IDLE)]
    _until(lambda: _parked(server) >= IDLE)
    after = server.memory()
    beside = [client.timed("GET", "/task") for _ in range(asks)]
    early = sum(one.answered() for one in waiting)
    for one in waiting:
        one.leave()
    _until(lambda: _parked(server) == 0)
    ratios[f"{kind}: GET /task beside {IDLE} idle workers, p95 ms (under)"] = _under(beside, IDLE_MS)
    ratios[f"{kind}: idle workers that were answered early (at most)"] = _exactly(early)
    facts[f"{kind}: GET /task alone, p95 ms"] = round(_p95(alone), 1)
    facts[f"{kind}: MiB for {IDLE} idle workers"] = round(after - before, 1)


def _wake(kind: str, servers: list[Server], wakes: int, ratios: dict[str, Any]) -> None:
    """A case begins at the last server; a worker waits at the first. From the request to the worker's answer."""
    starter, times = Client(servers[-1].port, "mesin"), []
    for number in range(-WARM, wakes):
        waiting = Waiting(servers[0].port, f"siaga-{number}", "bangun")
        _until(lambda: _parked(servers[0]) == 1)
        began = time.perf_counter()
        starter.ask("POST", "/process-definition/key/bangun/start", {})
        tasks = waiting.answer()
        times.append((time.perf_counter() - began) * 1000)
        starter.ask("POST", f"/external-task/{tasks[0]['id']}/complete", {"workerId": f"siaga-{number}"})
        waiting.leave()
    across = "across two processes" if len(servers) > 1 else "in one process"
    ratios[f"{kind}: wake-up {across}, p95 ms (under)"] = _under(times[WARM:], WAKE_MS)


def _locks(kind: str, servers: list[Server], tasks: int, found: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Eight workers take and complete everything; each lock is counted."""
    ratios, facts = found
    locked: Counter[str] = Counter()
    guard, failures = threading.Lock(), list[BaseException]()

    def work(number: int) -> None:
        client = Client(servers[number % len(servers)].port, "mesin")
        topic = {"topicName": "kirim", "lockDuration": 600_000}
        asked = {"workerId": f"pekerja-{number}", "maxTasks": BATCH, "usePriority": True, "topics": [topic]}
        try:
            while got := client.ask("POST", "/external-task/fetchAndLock", asked):
                with guard:
                    locked.update(task["id"] for task in got)
                for task in got:
                    path = f"/external-task/{task['id']}/complete"
                    client.ask("POST", path, {"workerId": asked["workerId"], "variables": {"beres": {"value": True}}})
        except (OSError, RuntimeError) as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WORKERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    left = Client(servers[0].port, "mesin").ask("GET", "/external-task/count?topicName=kirim")["count"]
    facts[f"{kind}: tasks/s of {WORKERS} workers"] = round(len(locked) / took)
    ratios[f"{kind}: double locks among {tasks:,} tasks (at most)"] = _exactly(locked.total() - len(locked))
    ratios[f"{kind}: tasks that were not done (at most)"] = _exactly(tasks - len(locked) + left + len(failures))


def _parked(server: Server) -> int:
    """How many polls wait there, as the server measures it."""
    return server.gauge("lajur_parked_polls")


def _until(true: Any) -> None:
    """Returns once it is true; raises TimeoutError after a minute."""
    end = time.monotonic() + 60
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.005)


def _p95(values: list[float]) -> float:
    return sorted(values)[max(0, math.ceil(len(values) * 0.95) - 1)]


def _under(values: list[float], target: float) -> dict[str, Any]:
    p95 = _p95(values)
    return {"median": round(p95, 1), "worst": round(max(values), 1), "target": target, "met": p95 < target}


def _exactly(number: int) -> dict[str, Any]:
    return {"median": number, "worst": number, "target": 0, "met": number == 0}
