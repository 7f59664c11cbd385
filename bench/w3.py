"""W3: the inbox with 1,000,000 open tasks against 100,000; server times through the real application; counters."""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient

from bench.crowd import ASK, HALF, PASSWORD, SMALL, crowd
from bench.plans import plan_of
from bench.w3_completions import counters
from engine.app import create_app
from engine.app.running import open_desk
from engine.library import Library
from engine.logs import configure
from engine.queries.inbox import Ask, tasks
from engine.queries.inbox_counts import counts, dues, open_count
from engine.queries.look import Look
from engine.settings import Settings, load
from engine.store import Store
from engine.store.people import actor
from engine.store.words import OPEN_WITH_WORDS, asked, spans
from tests.house.postgres import PostgresServer, leave

__all__ = ["run"]

FLAT: Final = 1.5
PAGE_MS: Final = 50.0
DEAR: Final = 1.15
ORDERS: Final = ("sisa", "baru", "nomor")
TIMES: Final = ("lewat", "hampir", "cukup", "bebas")
FILTERS: Final = ("cari=surat+nama7", "cari=surat", "sop=ramai", "sop=ramai&urut=baru&waktu=hampir")


Question = Callable[[Look], object]
FLAT_QUESTIONS: Final[dict[str, Question]] = {
    "list by time left": lambda look: tasks(look, Ask(order="due")),
    "list, newest first": lambda look: tasks(look, Ask(order="new")),
    "exact count": open_count,
}
OTHERS: Final[dict[str, Question]] = {
    "numbers beside the boxes": lambda look: counts(look, "posts"),
    "counts of late and nearly late": dues,
    "list of nearly late": lambda look: tasks(look, Ask(order="due", due="soon")),
    "search by applicant": lambda look: tasks(look, Ask(order="due", text=ASK)),
}


@dataclass(frozen=True, slots=True)
class Crowd:
    """A filled database and how many open tasks it has."""

    store: Store
    url: str
    count: int


def run(quick: bool, seed: int | None = None) -> dict[str, Any]:
    """Both sizes on SQLite and PostgreSQL; the pages on SQLite; what counters cost a completion."""
    small, large = (20_000, 200_000) if quick else (100_000, 1_000_000)
    ratios: dict[str, Any] = {}
    facts: dict[str, Any] = {"load": os.getloadavg()[0]}
    for kind in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            stack.callback(leave)
            few, many = (_filled(stack, kind, count) for count in (small, large))
            _flat(kind, few, many, ratios)
            ratios[f"{kind}: words are found by their index (1: yes)"] = _judged(
                [float(_by_index(many))], 1.0, least=True
            )
            if kind == "sqlite":
                _pages(many, 60 if quick else 200, ratios)
    ratios["counters: completion with / without (at most)"] = _judged(counters(12 if quick else 60), DEAR)
    return {"workload": "w3", "open tasks": large, "seed": seed, **facts, "ratios": ratios}


def _filled(stack: ExitStack, kind: str, count: int) -> Crowd:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lajur-bench-")))
    server = PostgresServer.of_this_run() if kind == "postgresql" else None
    url = stack.enter_context(server.database()) if server else f"sqlite:///{folder / 'w3.sqlite'}"
    store = crowd(url, count)
    stack.callback(store.close)
    return Crowd(store, url, count)


def _flat(kind: str, few: Crowd, many: Crowd, ratios: dict[str, Any]) -> None:
    """The same question at both sizes in turn; the larger against the smaller one."""
    for login, words in ((HALF, "a post with half of them"), (SMALL, "a post with a twentieth")):
        for name, question in {**FLAT_QUESTIONS, **OTHERS}.items():
            pairs = [(_timed(few, login, question), _timed(many, login, question)) for _ in range(35)][5:]
            small, large = (_undisturbed([pair[place] for pair in pairs]) for place in (0, 1))
            said = f"{kind}, {words}: {name}"
            if name in FLAT_QUESTIONS:
                ratios[f"{said}, {large:.2f} ms, large / small (at most)"] = _judged([large / small], FLAT)
            else:
                ratios[f"{said}, ms (at most)"] = _judged([large], PAGE_MS)


def _undisturbed(spent: list[float]) -> float:
    """The lower quartile: what else runs on the machine only ever adds."""
    return statistics.quantiles(spent, n=4)[0]


_LIBRARIES: Final[dict[int, Library]] = {}


def _timed(crowd: Crowd, login: str, question: Question) -> float:
    """Milliseconds that a question takes in a reading of its own."""
    library = _LIBRARIES.setdefault(id(crowd.store), Library())
    now = datetime.now(UTC)
    with crowd.store.reading() as reading:
        who = actor(reading, login, now)
        assert who is not None
        look = Look(reading, library, who, now)
        began = time.perf_counter()
        question(look)
        return (time.perf_counter() - began) * 1000


def _pages(many: Crowd, times: int, ratios: dict[str, Any]) -> None:
    """Inbox and task page through the application, signed in, at the larger size: the 95th percentile of each."""
    configure("warning")
    settings: Settings = load(database_url=many.url, secret_key="kunci-untuk-ukuran")  # noqa: S106
    desk = open_desk(settings)
    try:
        client = _signed_in(create_app(desk, settings), HALF)
        first = client.get("/kotak-tugas").get_data(as_text=True)
        open_ids = re.findall(r'data-tugas="([\d-]+)"', first)
        deep = f"/kotak-tugas?sesudah={_deep(many)}"
        pages = {
            "inbox": [f"/kotak-tugas?urut={order}" for order in ORDERS] + ["/kotak-tugas", deep],
            "inbox, one group of time": [f"/kotak-tugas?waktu={name}" for name in TIMES],
            "inbox, searched and filtered": [f"/kotak-tugas?{words}" for words in (f"cari={ASK}", *FILTERS)],
            "task page": [f"/tugas/{id}" for id in open_ids],
        }
        for name, paths in pages.items():
            for path in paths:
                _asked(client, path)
            spent = [_asked(client, paths[turn % len(paths)]) for turn in range(times)]
            wall, used = (sorted(one[place] for one in spent)[int(times * 0.95)] for place in (0, 1))
            ratios[f"sqlite: {name}, p95 in ms, of it CPU {used:.1f} (at most)"] = _judged([wall], PAGE_MS)
    finally:
        desk.store.close()


def _deep(many: Crowd) -> str:
    """A place in the middle of the list by time left."""
    now = int(datetime.now(UTC).timestamp() * 1_000_000)
    return f"{now + 5 * 86_400 * 1_000_000}.{many.count // 2}.1"


def _signed_in(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    page = client.get("/masuk").get_data(as_text=True)
    token = re.search(r'name="_csrf" value="([^"]+)"', page)
    assert token is not None
    done = client.post("/masuk", data={"_csrf": token[1], "nama": login, "sandi": PASSWORD})
    if done.status_code not in (302, 303):
        raise SystemExit(f"bench: nobody could sign in ({done.status_code})")
    return client


def _asked(client: FlaskClient, path: str) -> tuple[float, float]:
    """Milliseconds of wall time and of CPU."""
    began, used = time.perf_counter(), time.process_time()
    answer = client.get(path)
    spent = ((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000)
    if answer.status_code != 200:
        raise SystemExit(f"bench: {path} answered {answer.status_code}")
    return spent


def _by_index(many: Crowd) -> bool:
    """True when the plan of the search begins at the index of words, and reads no table as a whole."""
    values: dict[str, Any] = {"login": HALF, "groups": [f"ukur/{HALF}"], **spans(asked(ASK))}
    with many.store.reading() as reading:
        plan = plan_of(reading, OPEN_WITH_WORDS, values)
    return "case_word" in plan and not re.search(r"Seq Scan|SCAN (task|process_instance|case_word)", plan)


def _judged(values: list[float], target: float, *, least: bool = False) -> dict[str, Any]:
    median, worst = statistics.median(values), (min(values) if least else max(values))
    met = median >= target if least else median <= target
    return {"median": round(median, 2), "worst": round(worst, 2), "target": target, "met": met}
