"""The script in docs/api.md runs the SKM procedure over HTTP, against a server process of its own."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import httpx

from tests.api.office import ANSWERS, SKM
from tests.house.running import Server, bare_environment
from tests.house.tree import ROOT

STEPS = ("staf", "staf", "kasi-kesra", "sekcam", "camat", "staf")
PASSAGES = ["mulai", *(f"langkah_{n}" for n in (1, 2, 3)), "putusan_3", *(f"langkah_{n}" for n in (4, 5, 6)), "selesai"]


def _script() -> str:
    """The one block of shell in the documentation."""
    (found,) = re.findall(r"^```bash\n(.*?)^```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.M | re.S)
    return str(found)


def _v1(server: Server, login: str, method: str, path: str, **body: Any) -> Any:
    """The JSON that `/api/v1` answers to somebody of the office."""
    who = (f"{login}.bunut-hilir", "lajur")
    answer = httpx.request(method, f"{server.url}/api/v1{path}", auth=who, json=body or None)
    assert answer.is_success, answer.text
    return answer.json()


def test_the_documented_script_walks_the_procedure_to_its_history(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        done = subprocess.run(
            ["bash", "-eu", "-o", "pipefail", "-c", _script()],
            cwd=ROOT,
            env=bare_environment(LAJUR=server.url),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        deployed, past, passages = (json.loads(line) for line in done.stdout.splitlines())
        assert (deployed["tenantId"], deployed["deployedProcessDefinitions"]) == ("bunut-hilir", None)
        assert (past["state"], past["businessKey"], past["startUserId"]) == ("COMPLETED", "SKM-1", "staf.bunut-hilir")
        assert [one["activityId"] for one in passages] == PASSAGES
        _walk_v1(server)


def _walk_v1(server: Server) -> None:
    """The same procedure over `/api/v1`, on the same server."""
    started = _v1(server, "staf", "POST", "/cases", sop=SKM)
    task = started["opened"][0]["task"]
    for n, login in enumerate(STEPS, 1):
        assert task in [one["id"] for one in _v1(server, login, "GET", "/tasks")["items"]]
        answers = ANSWERS[f"langkah_{n}"]
        done = _v1(server, login, "POST", f"/tasks/{task}/complete", answers=answers)
        task = done["opened"][0]["task"] if done["opened"] else ""
    assert _v1(server, "camat", "GET", f"/cases/{started['number']}")["outcome"] == "Selesai"
    kinds = [one["kind"] for one in _v1(server, "camat", "GET", f"/cases/{started['case']}/history")["items"]]
    signed = ["TaskCompleted", "SignOffGiven"]
    numbered = ["TaskCompleted", "RegisterNumberTaken"]
    begun = ["CaseStarted", "TaskCompleted", *numbered, "TaskCompleted"]
    assert kinds == [*begun, *signed, *signed, "TaskCompleted", "CaseCompleted"]
