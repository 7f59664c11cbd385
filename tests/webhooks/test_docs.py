"""The receivers in the docs do what the docs say of them."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.web.elsewhere import free_port
from tests.webhooks.reference import ROOT, node
from webhooks.addresses import Rules, read_allowed
from webhooks.occurrence import Occurrence
from webhooks.outcome import Kind
from webhooks.schedule import STEPS
from webhooks.sender import Limits, Parcel, Sender
from webhooks.shape import body
from webhooks.signature import new_secret, sign

PAGE = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OCCURRENCE = Occurrence(
    "bunut-hilir", 417, 9, "TaskCompleted", NOON, NOON, "kartu-keluarga", "periksa", "bunut-hilir/camat"
)


def listening(port: int, process: subprocess.Popen[str]) -> None:
    """Waits until the process takes connections at the port."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None
        time.sleep(0.1)


def code(language: str) -> str:
    """The first block in that language."""
    return str(re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0])


@contextmanager
def running(language: str, secret: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The receiver of the docs in that language, ready; its port and its process."""
    port = free_port()
    line = [sys.executable, "-c"] if language == "python" else [node(), "--input-type=module", "-e"]
    environment = {**os.environ, "SECRET": secret, "PORT": str(port)}
    pipe, none = subprocess.PIPE, subprocess.DEVNULL
    process = subprocess.Popen([*line, code(language)], env=environment, cwd=ROOT, stdout=pipe, stderr=none, text=True)
    try:
        listening(port, process)
        yield port, process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("language", ["python", "js"])
def test_a_receiver_takes_a_message_once_and_refuses_altered_and_old_ones(language: str) -> None:
    secret = new_secret()
    wire = body(OCCURRENCE, "msg_1")
    with running(language, secret) as (port, process):
        url = f"http://127.0.0.1:{port}/"
        sender = Sender(Rules(read_allowed([f"127.0.0.1:{port}"])), Limits())
        parcel = Parcel(url, "msg_1", wire, (new_secret(), secret))
        assert [sender.send(parcel).kind for _ in range(2)] == [Kind.DELIVERED] * 2
        old = sign("msg_2", datetime.now(UTC) - timedelta(minutes=6), wire, [secret])
        assert httpx.post(url, content=wire, headers=old).status_code == 401
        fresh = sign("msg_3", datetime.now(UTC), wire, [secret])
        assert httpx.post(url, content=wire.replace(b"417", b"418"), headers=fresh).status_code == 401
        assert sender.send(Parcel(url, "msg_4", wire, (new_secret(),))).status == 401
        process.kill()
        assert process.stdout is not None
        assert process.stdout.read() == "id.lajur.TaskCompleted 417\n"


@pytest.mark.parametrize("language", ["python", "js"])
def test_a_receiver_has_ten_lines(language: str) -> None:
    assert len(code(language).splitlines()) <= 10


def test_the_message_in_the_docs_is_one_that_is_sent() -> None:
    shown = json.loads(code("json"))
    assert shown | {"id": ""} == json.loads(body(OCCURRENCE, "msg_1")) | {"id": ""}


def test_the_waits_in_the_docs_are_those_of_the_schedule() -> None:
    units = {"s": 1, "min": 60, "h": 3600}
    told = PAGE.partition("The waits are ")[2].partition(", each")[0]
    waits = [int(number) * units[unit] for number, unit in (wait.split() for wait in told.split(", "))]
    assert waits == [step.total_seconds() for step in STEPS]
