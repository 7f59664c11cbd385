"""A server of its own for the clients, with the accounts that they use, and the runs of single clients on it."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from tests.clients.recorder import Exchange, Recorder
from tests.clients.work import MACHINE, OFFICE, OWNER, SERVICE, SKM_STEPS
from tests.house.running import Server, bare_environment, inside
from tests.house.tree import ROOT

__all__ = ["CLIENTS", "PYTHON", "Client", "ClientFailed", "House", "Run", "missing", "opened"]

PYTHON: Final = ROOT / ".uv" / "clients" / "bin" / "python"
_SECONDS: Final = 180
_MACHINES: Final = {
    OWNER: ("pemilik", ("read", "manage", "deploy")),
    MACHINE: ("worker", ("read", "tasks", "external")),
}
"""Accounts that are programs: their role in the office, and what their token opens."""


@dataclass(frozen=True, slots=True)
class Client:
    """A package as its registry gives it out, and the driver that makes it work."""

    name: str
    driver: str

    @property
    def command(self) -> list[str]:
        """The command line of its driver."""
        if self.driver.endswith(".mjs"):
            return [shutil.which("node") or "node", str(ROOT / "tests" / "clients" / self.driver)]
        return [str(PYTHON), "-W", "ignore", "-m", f"tests.clients.{self.driver}"]


CLIENTS: Final = (
    Client("pycamunda", "drive_objects"),
    Client("generic-camunda-client", "drive_generic"),
    Client("camunda-external-task-client-python3", "drive_worker"),
    Client("operaton-tasks", "drive_operaton"),
    Client("robotframework-camunda", "drive_robot"),
    Client("camunda-external-task-client-js", "drive_worker.mjs"),
)


class ClientFailed(AssertionError):
    """A client met an answer that it could not do with; the text shows the last exchanges."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a client did: its own words, how often it used each route, and how long it took."""

    client: Client
    version: str
    done: tuple[str, ...]
    lacking: tuple[str, ...]
    routes: Counter[str]
    requests: int
    seconds: float

    def __str__(self) -> str:
        figures = f"{self.requests} requests on {len(self.routes)} routes, {self.seconds:.1f} s"
        lacks = f"; has nothing for: {', '.join(self.lacking)}" if self.lacking else ""
        return f"{self.client.name} {self.version}: {', '.join(self.done)} ({figures}){lacks}"


@dataclass(frozen=True, slots=True)
class House:
    """A running server; `tokens` are Bearer tokens by login."""

    url: str
    tokens: dict[str, str]
    folder: Path
    templates: tuple[tuple[re.Pattern[str], str], ...]

    def run(self, client: Client, *, short: bool = False) -> Run:
        """Lets a client do its work; raises ClientFailed with what it said and what went over the wire."""
        folder = self.folder / client.name
        folder.mkdir(parents=True, exist_ok=True)
        with Recorder(self.url) as recorder:
            work = {"client": client.name, "root": recorder.url, "direct": self.url, "folder": str(folder)}
            given = json.dumps(work | {"short": short, "tokens": self.tokens})
            told = {"KLIEN": given, "KLIEN_SKM": json.dumps(SKM_STEPS), "PYTHONPATH": str(ROOT)}
            begun = time.monotonic()
            done = _driven(client, bare_environment(**told), folder)
            seconds = time.monotonic() - begun
        if done.returncode != 0:
            self.tidy()
            raise ClientFailed(f"{client.name}:\n{(done.stdout + done.stderr)[-6000:]}\n\n{recorder.tail()}")
        told = json.loads(done.stdout.splitlines()[-1])
        routes = Counter(self.route(one) for one in recorder.exchanges)
        figures = (routes, len(recorder.exchanges), seconds)
        return Run(client, told["version"], tuple(told["done"]), tuple(told["lacking"]), *figures)

    def tidy(self) -> None:
        """Cancels what a client has left: the next one would be given its service tasks."""
        headers = {"Authorization": f"Bearer {self.tokens[OWNER]}"}
        with httpx.Client(base_url=f"{self.url}/engine-rest", headers=headers, timeout=60) as owner:
            for case in owner.get("/process-instance", params={"processDefinitionKey": SERVICE}).json():
                owner.delete(f"/process-instance/{case['id']}").raise_for_status()

    def route(self, exchange: Exchange) -> str:
        """The route that an exchange used, as openapi.json names it; `?` before one that it does not know."""
        asked = f"{exchange.method} {exchange.path.removeprefix('/engine-rest')}"
        return next((route for pattern, route in self.templates if pattern.fullmatch(asked)), f"? {asked}")


def missing() -> str | None:
    """What this machine lacks for the clients; None when all is there."""
    if not PYTHON.exists():
        return "the environment .uv/clients: make .uv/clients/.done"
    if shutil.which("node") is None:
        return "node"
    return None if (ROOT / "node_modules" / CLIENTS[-1].name).is_dir() else "node_modules: npm ci"


@contextmanager
def opened(folder: Path, database: str | None = None) -> Iterator[House]:
    """A server with a fresh demo in a folder, and the accounts of the clients, until the block ends."""
    url = database or f"sqlite:///{folder / 'klien.sqlite'}"
    secret = secrets.token_hex(16)
    environment = bare_environment(
        LAJUR_DATABASE_URL=url, LAJUR_SECRET_KEY=secret, LAJUR_WORKERS="2" if database else "1", TMPDIR=str(folder)
    )
    with Server(folder, environment=environment) as server:
        address = server.url
        yield House(address, _machines(folder, url), folder, _templates(address))


def _machines(folder: Path, database: str) -> dict[str, str]:
    """Makes the accounts that are no people, as the documentation says; their tokens by login."""
    tokens = {}
    for login, (role, scopes) in _MACHINES.items():
        picked = [word for scope in scopes for word in ("--scope", scope)]
        for line in (
            ("add", login, "--name", login, "--office", OFFICE, "--machine"),
            ("grant", login, role, "--office", OFFICE),
            ("token", "add", login, "make clients", *picked),
        ):
            done = inside("user", *line, "--database", database, cwd=folder)
            assert done.returncode == 0, done.stderr
        tokens[login] = done.stdout.split()[-1]
    return tokens


def _templates(address: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of the routes that openapi.json names, those without names in their path first."""
    told: dict[str, Any] = httpx.get(f"{address}/engine-rest/openapi.json", timeout=60).json()
    base = "/engine-rest"
    found = []
    for path in sorted(told["paths"], key=lambda one: (one.count("{"), one)):
        short = path.removeprefix(base)
        pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(short))
        for method in told["paths"][path]:
            if method in ("get", "post", "put", "delete", "patch", "options"):
                verb = method.upper()
                found.append((re.compile(f"{verb} (?:/engine/default)?{pattern}"), f"{verb} {short}"))
    return tuple(found)


def _driven(client: Client, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(client.command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_SECONDS)
