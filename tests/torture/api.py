"""Both APIs of a real server under requests made at random from their OpenAPI documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.api.fuzz_ids import Files, Ids, Staff, ids_of, make
from tests.api.fuzzing import Case, Plan, fuzz
from tests.api.office import basic
from tests.torture.clients import OFFICE, PASSWORD
from tests.torture.databases import database
from tests.torture.outcome import Outcome
from tests.torture.server import Server

__all__ = ["fuzz_server"]

DOCUMENTS: Final = ("/engine-rest/openapi.json", "/api/v1/openapi.json")
PEOPLE: Final = ("pemilik", f"kasi-kesra.{OFFICE}", "pemilik", f"staf.{OFFICE}", "admin", "auditor")
STAFF: Final = Staff(
    clerk=f"staf.{OFFICE}",
    people=sorted(set(PEOPLE)),
    victims=[f"camat.{OFFICE}", f"sekcam.{OFFICE}"],
    posts=[f"{OFFICE}/staf", f"{OFFICE}/kasi-kesra"],
)
COVERED: Final = 60
"""Requests for each operation besides the examples, which cover its schemas one by one."""


def fuzz_server(kind: str, examples: int, seed: int) -> Outcome:
    """That many good examples of each operation and as many bad ones, and what was wrong with the answers."""
    with database(kind) as place:
        server = Server(place.url, place.folder)
        server.start()
        try:
            return _Trial(server).run(f"api {kind}", examples, seed)
        finally:
            server.kill()


@dataclass
class _Trial:
    server: Server
    statuses: Counter[int] = field(default_factory=Counter)

    def run(self, proof: str, examples: int, seed: int) -> Outcome:
        plan = Plan(PEOPLE, self.send, self.fresh, examples, seed, COVERED)
        complaints, figures = [], []
        for path in DOCUMENTS:
            document = httpx.get(self.server.url + path).json()
            made, wrong = fuzz(document, plan)
            complaints += wrong
            operations = sum(len(item) for item in document["paths"].values())
            figures.append(f"{operations} operations of {path.rpartition('/')[0]}, {made} requests")
        answered = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return Outcome(proof, f"{'; '.join(figures)}; {answered}", complaints + self.server.failures())

    def send(self, case: Case, login: str) -> Any:
        headers = {"Authorization": basic(login, PASSWORD), "Accept-Encoding": "identity"}
        response = case.call(base_url=self.server.url, headers=headers)
        self.statuses[response.status_code] += 1
        return response

    def fresh(self) -> Ids:
        """Things that are there."""
        return ids_of(make(self.ask, STAFF), STAFF, {})

    def ask(self, login: str, method: str, path: str, sent: Any) -> Any:
        """The JSON of an answer; raises httpx.HTTPStatusError."""
        url = f"{self.server.url}/engine-rest/{path}"
        body: dict[str, Any] = {"json": sent}
        if isinstance(sent, Files):
            files = {name: (name, data) for name, data in sent.items()}
            body = {"files": files, "data": {"tenant-id": OFFICE}}
        found = httpx.request(method, url, auth=(login, PASSWORD), timeout=60, **body)
        return found.raise_for_status().json() if found.content else None
