"""Cases with a list, a sub-process, a wait, and events on a task; and short ways to ask the dialect about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.task import Complete
from tests.api.office import HOME, Office

__all__ = ["PDF", "REST", "Cakupan"]

FILE: Final = Path(__file__).parent / "cakupan.bpmn"
REST: Final = "/engine-rest"
PDF: Final = b"%PDF-1.7 berkas uji"


@dataclass
class Cakupan:
    """The diagram `cakupan` in force at home; each command a second after what came before."""

    office: Office

    def __post_init__(self) -> None:
        self.office.run(Deploy(HOME, "cakupan", {FILE.name: FILE.read_bytes()}))

    def start(self, business_key: str | None = None, **answers: Any) -> int:
        """A case whose task `isi` (1) is open."""
        self.office.now += timedelta(seconds=1)
        command = StartCase(key="cakupan", answers=answers, business_key=business_key)
        case: int = self.office.run(command, "staf")["case"]
        return case

    def spread(self, *people: str, **answers: Any) -> int:
        """A case in which a task waits for each of the people, `ketik` in its sub-process, and `terima`."""
        case = self.start()
        self.office.now += timedelta(seconds=1)
        self.office.run(Complete(case, 1, {"daftar": list(people), **answers}), "staf")
        return case

    def tasks(self, case: int, element: str) -> list[str]:
        """The open tasks of a case at an element."""
        query = f"processInstanceId={case}&taskDefinitionKey={element}&sortBy=created&sortOrder=asc"
        return [task["id"] for task in self.office.get("pemilik", f"{REST}/task?{query}")]

    def get(self, path: str, login: str = "pemilik") -> Any:
        """The JSON of a GET that is answered with 200."""
        return self.office.get(login, REST + path)

    def send(self, login: str, method: str, path: str, **options: Any) -> tuple[int, Any]:
        """Status and JSON of a request."""
        response = self.office.call(login, method, REST + path, **options)
        return response.status_code, response.get_json(silent=True)

    def post(self, login: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of a POST."""
        return self.send(login, "POST", path, json={} if body is None else body)

    def put(self, login: str, path: str, body: Any) -> tuple[int, Any]:
        """Status and JSON of a PUT."""
        return self.send(login, "PUT", path, json=body)
