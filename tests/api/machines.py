"""Offices with service tasks, and machine accounts that fetch them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from engine.api.rest_external_fetch import FETCHER
from engine.commands.account import CreateAccount, Grant
from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from tests.api.office import AWAY, HOME, NOW, Office, _hash

__all__ = ["REST", "Machines", "furnish"]

HERE: Final = Path(__file__).parent
REST: Final = "/engine-rest/external-task"


def furnish(office: Office) -> None:
    """Puts the diagrams with service tasks in force at home, and makes a machine account for the other office."""
    for name in ("layanan", "layanan_banyak"):
        file = HERE / f"{name}.bpmn"
        office.run(Deploy(HOME, name, {file.name: file.read_bytes()}))
    office.run(CreateAccount("mesin-lain", "Mesin lain", _hash()))
    office.run(Grant("mesin-lain", "worker", AWAY))

    def steady() -> float:
        return (office.now - NOW).total_seconds()

    office.app.extensions[FETCHER].monotonic = steady


@dataclass
class Machines:
    """Service tasks and their workers over the API; `mesin` is the machine account at home."""

    office: Office

    def start(self, key: str = "layanan", business_key: str | None = None, **answers: Any) -> int:
        """Starts a case, a second after whatever came before; its id."""
        self.office.now += timedelta(seconds=1)
        command = StartCase(key=key, business_key=business_key, answers=answers)
        case: int = self.office.run(command, "mesin")["case"]
        return case

    def fetch(self, worker: str = "w", topic: str = "kirim", login: str = "mesin", **more: Any) -> list[dict[str, Any]]:
        """What a worker is lent; `more` goes into the topic, or into the request where it belongs there."""
        outer: dict[str, Any] = {name: more.pop(name) for name in ("usePriority", "sorting") if name in more}
        body: dict[str, Any] = {"workerId": worker, "maxTasks": more.pop("maxTasks", 10), **outer}
        body["topics"] = [{"topicName": topic, "lockDuration": 60_000, **more}]
        response = self.office.call(login, "POST", f"{REST}/fetchAndLock", json=body)
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.get_json()
        return found

    def post(self, task: str, what: str, login: str = "mesin", **body: Any) -> tuple[int, str]:
        """Status and message of what is said about a task."""
        method = "PUT" if what in ("retries", "priority") else "POST"
        response = self.office.call(login, method, f"{REST}/{task}/{what}", json=body)
        return response.status_code, "" if response.status_code == 204 else response.get_json()["message"]

    def get(self, path: str = "", login: str = "mesin") -> Any:
        """The JSON of a GET below the service tasks."""
        return self.office.get(login, REST + path)

    def later(self, **span: float) -> None:
        """Lets time pass, on all clocks."""
        self.office.now += timedelta(**span)
