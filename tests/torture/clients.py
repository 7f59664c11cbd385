"""People who click twice: each request is sent by two threads at once, and again until it is answered."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

__all__ = ["ANSWERS", "OFFICE", "PASSWORD", "REMINDED", "SOP", "Client", "Ledger", "crowd"]

SOP: Final = "pengesahan_surat_keterangan_miskin"
REMINDED: Final = "langkah_jawab"
REMINDERS: Final = "pengingat_beruntun"
OFFICE: Final = "bunut-hilir"
PASSWORD: Final = "lajur"
CROWDED: Final = '{"code":"sign-in-crowded",'
_WHO: Final = {
    "langkah_1": "staf",
    "langkah_2": "staf",
    "langkah_3": "kasi-kesra",
    "langkah_4": "sekcam",
    "langkah_5": "camat",
    "langkah_6": "staf",
    REMINDED: "staf",
}
_NAME: Final = {"nama_pemohon": "Warga Contoh", "nik": "6106000000000001", "desa": "Desa Contoh"}
_PAPERS: Final = {"skm_3": "ada", "foto_copy_ktp_3": "ada", "foto_copy_kk_3": "ada"}
ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "langkah_1": _NAME | {"berkas_dibawa": ["SKM", "Foto Copy KTP", "Foto Copy KK"]},
    "langkah_2": {"nomor_agenda": "otomatis", "tanggal_agenda": "2026-11-20"},
    "langkah_3": _PAPERS | {"keputusan_3": "Ya"},
    "langkah_4": {"catatan_4": "sesuai"},
    "langkah_5": {},
    "langkah_6": {"nama_penerima": "Warga Contoh", "tanggal_penyerahan": "2026-11-20"},
    REMINDED: {},
}
_BACK: Final = _PAPERS | {"keputusan_3": "Tidak", "tindak_lanjut_3": "Dilengkapi", "alasan_3": "KK tidak terbaca"}


@dataclass
class Ledger:
    """What was acknowledged: completed tasks and started cases, each with who heard it; and what was refused."""

    completed: dict[str, str] = field(default_factory=dict)
    started: dict[int, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Client:
    """Takes cases from start to end, over and over, until `stop` is set.

    One of three is a case of timers, half of these are left to them. What is refused with a status of `passing`, or
    because too many sign in at once behind a start, is sent again; any other refusal is unexpected.
    """

    url: str
    ledger: Ledger
    random: random.Random
    stop: threading.Event
    name: str
    passing: frozenset[int] = frozenset()
    _keys: Any = field(default_factory=itertools.count)
    _cases: Any = field(default_factory=itertools.count)

    def run(self) -> None:
        """Works until told to stop; a case under way is left where it is."""
        with ThreadPoolExecutor(2) as hands:
            while not self.stop.is_set():
                self._case(hands)

    def _case(self, hands: ThreadPoolExecutor) -> None:
        sop = REMINDERS if next(self._cases) % 3 == 0 else SOP
        body = self._clicked(hands, "staf", "/api/v1/cases", {"sop": sop})
        if body is None:
            return
        with self.ledger.lock:
            self.ledger.started[body["case"]] = self.name
        while body is not None and body["opened"] and not self.stop.is_set():
            task = body["opened"][0]
            element = task["element"]
            if element == REMINDED and self.random.random() < 0.5:
                return
            given = {"answers": self._answers(element)}
            body = self._clicked(hands, _WHO[element], f"/api/v1/tasks/{task['task']}/complete", given)
            if body is not None:
                with self.ledger.lock:
                    self.ledger.completed[task["task"]] = self.name

    def _answers(self, element: str) -> dict[str, Any]:
        if element == "langkah_3" and self.random.random() < 0.4:
            return _BACK
        if element == "langkah_4":
            return {"catatan_4": self.random.randbytes(450).hex()}
        return ANSWERS[element]

    def _clicked(self, hands: ThreadPoolExecutor, who: str, path: str, body: dict[str, Any]) -> Any:
        """Sends the same request twice at once under one key, until it is answered; None when told to stop.

        One of four is sent once: there, no second click makes up for what was lost.
        """
        key, clicks = f"{self.name}-{next(self._keys)}", 1 if self.random.random() < 0.25 else 2
        found = [hands.submit(self._until_answered, who, path, (key, body)) for _ in range(clicks)]
        answers = [one.result() for one in found]
        bodies = [answer for answer in answers if answer is not None]
        if len(bodies) == 2 and bodies[0] != bodies[1]:
            self._note(f"{path}: two answers for one key: {bodies}")
        return bodies[0] if bodies else None

    def _until_answered(self, who: str, path: str, what: tuple[str, dict[str, Any]]) -> Any:
        key, body = what
        while True:
            try:
                answer = httpx.post(
                    self.url + path,
                    json=body,
                    headers={"Idempotency-Key": key},
                    auth=(f"{who}.{OFFICE}", PASSWORD),
                    timeout=30,
                )
            except httpx.HTTPError:
                if self.stop.is_set():
                    return None
                time.sleep(0.02)
                continue
            with self.ledger.lock:
                self.ledger.requests += 1
            if answer.is_success:
                return answer.json()
            if answer.status_code not in self.passing and CROWDED not in answer.text:
                self._note(f"{path}: {answer.status_code} {answer.text[:300]}")
                return None
            with self.ledger.lock:
                self.ledger.refused[f"{answer.status_code} {answer.text.strip()}"] += 1
            if self.stop.is_set():
                return None
            time.sleep(0.05)

    def _note(self, line: str) -> None:
        with self.ledger.lock:
            self.ledger.unexpected.append(line)


@contextmanager
def crowd(url: str, clients: int, seed: int, passing: frozenset[int] = frozenset()) -> Iterator[Ledger]:
    """So many clients at work until the block ends; the ledger that they keep together."""
    ledger, stop, chance = Ledger(), threading.Event(), random.Random(seed)
    people = [
        Client(url, ledger, random.Random(chance.random()), stop, f"klien{number}", passing)
        for number in range(clients)
    ]
    threads = [threading.Thread(target=one.run) for one in people]
    for thread in threads:
        thread.start()
    try:
        yield ledger
    finally:
        stop.set()
        for thread in threads:
            thread.join()
