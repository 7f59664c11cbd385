"""Hands of our own for what a client has no function for: plain requests with the standard library."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.clients.work import AUDITOR, OFFICE, OWNER, SKM_STEPS, authorization, awaited, typed

__all__ = ["Hands"]


@dataclass(frozen=True)
class Hands:
    """Speaks the dialect at `direct` as whom one names, with `tokens` by login; raises RuntimeError for a refusal."""

    direct: str
    tokens: dict[str, str]

    def ask(self, who: str, method: str, path: str, body: object = None) -> Any:
        """The JSON of an answer; None for an empty one."""
        data = None if body is None else json.dumps(body).encode()
        got = self._sent(who, method, path, (data, "application/json"))
        return json.loads(got) if got else None

    def bytes_of(self, who: str, path: str) -> bytes:
        """What a route of binary data answers."""
        return self._sent(who, "GET", path, (None, "application/json"))

    def deploy(self, name: str, files: tuple[Path, ...]) -> Any:
        """Deploys files for the office, when they are new."""
        fields = {"deployment-name": name, "enable-duplicate-filtering": "true", "tenant-id": OFFICE}
        edge = "batas-bagian-uji"
        lines = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        for file in files:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{file.name}"; filename="{file.name}"\r\n\r\n'
            lines.append(head.encode() + file.read_bytes() + b"\r\n")
        body = b"".join([*lines, f"--{edge}--\r\n".encode()])
        return json.loads(
            self._sent(OWNER, "POST", "/deployment/create", (body, f"multipart/form-data; boundary={edge}"))
        )

    def open_task(self, who: str, case: str) -> Any:
        """The task of a case that somebody may take, as soon as there is one."""
        found: list[Any] = awaited(lambda: self.ask(who, "GET", f"/task?processInstanceId={case}&candidateUser={who}"))
        return found[0]

    def complete(self, who: str, case: str, answers: dict[str, Any]) -> str:
        """Claims and completes the task that waits for somebody; its step."""
        task = self.open_task(who, case)
        self.ask(who, "POST", f"/task/{task['id']}/claim", {"userId": who})
        self.ask(who, "POST", f"/task/{task['id']}/complete", {"variables": typed(answers)})
        return str(task["taskDefinitionKey"])

    def walk_skm(self, case: str) -> None:
        """Takes a case of the SKM SOP from its first step to its end."""
        for step, who, answers in SKM_STEPS:
            assert self.complete(who, case, answers) == step

    def state(self, case: str) -> str:
        """What the history says of a case."""
        return str(self.ask(AUDITOR, "GET", f"/history/process-instance/{case}")["state"])

    def passed(self, case: str) -> list[str]:
        """The elements that a case went through, in order."""
        found = self.ask(AUDITOR, "GET", f"/history/activity-instance?processInstanceId={case}")
        return [one["activityId"] for one in found]

    def _sent(self, who: str, method: str, path: str, body: tuple[bytes | None, str]) -> bytes:
        asked = urllib.request.Request(f"{self.direct}/engine-rest{path}", body[0], method=method)  # noqa: S310
        asked.add_header("Authorization", authorization(who, self.tokens))
        asked.add_header("Content-Type", body[1])
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path} as {who}: {error.code} {error.read().decode()}") from error
