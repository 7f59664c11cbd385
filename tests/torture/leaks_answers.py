"""Looks through answers for canaries and ids of what the asker may not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import text

from engine.store.query import Query
from tests.torture.leaks_oracle import Oracle, Rights
from tests.torture.leaks_requests import Request
from tests.torture.leaks_secrets import Secret
from tests.torture.leaks_world import OFFICES, World

__all__ = ["Watch"]

SCAN: Final = re.compile(r"qz[0-9a-y]{5}qz|[A-Z]{2}-2026-\d{5}-\d")
CASES: Final = re.compile(
    r'"(?:processInstanceId|rootProcessInstanceId|executionId|taskId|caseInstanceId|case)":"?(\d+)'
)
PLACES: Final = re.compile(r'"(?:tenantId|office)":"([^"]+)"')
PROOFS: Final = re.compile(r"\$argon2id|lajur_[A-Za-z0-9_-]{43}")
NUMBER: Final = Query("The case of a number.", text("SELECT id, office FROM process_instance WHERE number = :number"))
IDS: Final = Query("All cases.", text("SELECT id, office FROM process_instance"))


class Watch:
    """Watches the answers that one person gets after the other; `read` counts canaries that were his to read."""

    def __init__(self, world: World, oracle: Oracle) -> None:
        self._world, self._oracle = world, oracle
        self._secrets = {one.secret for one in world.people if one.secret}
        self._numbers: dict[str, Secret] = {}
        self._cases: set[str] = set()
        self._known: set[str] = set()
        self.read = 0

    def begin(self, who: Rights) -> None:
        """From now on it is this one who asks."""
        self._who, self._known, self._cases, self.read = who, set(), set(), 0

    def look(self, request: Request, answer: Any) -> Iterator[str]:
        """What the answer tells that it may not."""
        if answer.status_code >= 500 and '"type":"ProcessEngineException"' not in answer.text:
            yield f"broke with {answer.status_code}"
        body = answer.data.decode("latin-1")
        whole = f"{answer.status}\n{answer.headers}\n{body}"
        told = request.told()
        if 200 <= answer.status_code < 300 and not request.route.reads:
            self._plant(told)
        for word in set(SCAN.findall(whole)) - self._known:
            if word in told:
                continue
            secret = self._secret(word)
            if secret is None or self._oracle.reads(self._who, secret) or self._begun(request, secret):
                self._known.add(word)
                self.read += 1
            else:
                yield f"shows the {secret.what or 'number'} of a {secret.kind}"
        for proof in PROOFS.findall(whole):
            if proof.startswith("$") or proof in self._secrets:
                yield "shows what proves who somebody is"
        if answer.status_code < 300 and answer.is_json:
            yield from self._ids(body, told)

    def _begun(self, request: Request, secret: Secret) -> bool:
        """Who begins a case is told its number, also by a token that reads none."""
        return not request.route.reads and secret.kind == "case" and self._oracle.takes_part(self._who, secret.about)

    def _ids(self, body: str, told: str) -> Iterator[str]:
        for case in set(CASES.findall(body)) - self._cases:
            if self._oracle.case(self._who, case) or self._acts_in(case):
                self._cases.add(case)
            elif not re.search(rf"\b{case}\b", told):
                yield "names a case"
        for office in set(PLACES.findall(body)) - self._known:
            if self._of(office):
                self._known.add(office)
            elif office not in told:
                yield "names an office"

    def _acts_in(self, case: str) -> bool:
        """Machines and owners that may not read may yet do something there."""
        office = self._oracle.office_of(case)
        who = self._who
        correlates = who.may(frozenset({"external", "tasks", "manage"}))
        return correlates and (who.has("worker", office) or who.has("pemilik", office))

    def _of(self, office: str) -> bool:
        if office not in {place.id for place in OFFICES} or self._who.of(office):
            return True
        with self._oracle.store.reading() as reading:
            cases = [str(row["id"]) for row in reading.all(IDS) if row["office"] == office]
        return any(self._oracle.case(self._who, case) for case in cases)

    def _secret(self, word: str) -> Secret | None:
        found = self._world.canaries.made.get(word) or self._numbers.get(word)
        if found is None and not word.startswith("qz"):
            with self._oracle.store.reading() as reading:
                row = reading.one(NUMBER, number=word)
            if row is not None:
                found = self._numbers[word] = Secret("case", row["office"], str(row["id"]))
        return found

    def _plant(self, told: str) -> None:
        """What was written by who may write is there for his colleagues too."""
        offices = {place.id for place in OFFICES if self._who.of(place.id)} or {"*"}
        for word in SCAN.findall(told):
            secret = self._world.canaries.made.get(word)
            if secret is not None:
                secret.planted |= offices
