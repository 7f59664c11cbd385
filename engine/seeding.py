"""What an installation begins with: offices, the SOP library, the demo's accounts, the first administrator."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import yaml

import bpmn
import forms
from engine.commands.account import CreateAccount, Grant, Hold
from engine.commands.definition import Deploy
from engine.commands.desk import COMMANDS, Context, Desk, Work
from engine.commands.office import LoadOffice
from engine.commands.refusals import FieldProblem, Invalid
from engine.passwords import hashed
from engine.policy import ADMINISTRATOR, AUDITOR, EVERYWHERE, OWNER, WORKER, Actor
from engine.store.people import ANY_ACCOUNT, OFFICES, POSTS

__all__ = [
    "CONSOLE",
    "DEMO_PASSWORD",
    "ROLES",
    "Seed",
    "fill_demo",
    "first_administrator",
    "library",
    "load",
    "sop_folder",
]

CONSOLE: Final = Actor(
    "konsol", "Konsol", grants=frozenset((role, EVERYWHERE) for role in (OWNER, ADMINISTRATOR, AUDITOR, WORKER))
)
"""Who acts when a command comes from the machine's own command line."""

DEMO_PASSWORD: Final = "lajur"  # noqa: S105 - printed on the sign-in page of a demo, which only this machine reaches
ROLES: Final[Mapping[str, tuple[str, str]]] = {
    "pemilik": ("Pemilik proses", OWNER),
    "auditor": ("Auditor", AUDITOR),
    "admin": ("Administrator", ADMINISTRATOR),
}
FOREVER: Final = date(2000, 1, 1)
ADMIN: Final = "admin"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Seed:
    """One office of a library: its `instansi.yaml`, and the diagrams with their forms by the SOP's slug."""

    office: Mapping[str, Any]
    sops: Mapping[str, Mapping[str, bytes]]


def sop_folder() -> Path:
    """Where the SOPs lie that come with Lajur."""
    return Path(bpmn.__file__).parent / "sop"


def library(diagrams: Path | None = None, form_folder: Path | None = None) -> Iterator[Seed]:
    """The offices below a folder, with their SOPs; raises Invalid for an `instansi.yaml` that is no mapping."""
    diagrams = diagrams or sop_folder()
    form_folder = form_folder or Path(forms.__file__).parent / "sop"
    for page in sorted(diagrams.glob("*/instansi.yaml")):
        office = read_office(page)
        found = {}
        for diagram in sorted(page.parent.glob("*.bpmn")):
            beside = form_folder / page.parent.name / diagram.stem
            files = [diagram, *sorted(beside.glob("*.form"))]
            found[diagram.stem] = {file.name: file.read_bytes() for file in files}
        yield Seed(office, found)


def read_office(page: Path) -> Mapping[str, Any]:
    """The office in an `instansi.yaml`; raises Invalid for what is no mapping."""
    office = yaml.safe_load(page.read_text(encoding="utf-8"))
    if not isinstance(office, Mapping):
        raise Invalid(
            [FieldProblem(str(page), "Berkas ini harus berisi pemetaan YAML.", "It has to be a YAML mapping.")]
        )
    return office


def load(desk: Desk, now: datetime, tell: Tell, seeds: Iterator[Seed] | None = None) -> None:
    """Writes offices and puts SOPs in force; what is already there in the same form stays as it is."""
    context = Context(CONSOLE, now)
    for seed in seeds or library():
        office = str(desk.run(context, LoadOffice(seed.office)).body["office"])
        tell(f"{office}: {seed.office['nama']}")
        for slug, files in seed.sops.items():
            body = desk.run(context, Deploy(office, slug, files, source="lajur load")).body
            definitions = body["definitions"]
            assert isinstance(definitions, list)
            for made in definitions:
                assert isinstance(made, dict)
                tell(f"  {made['name']} (v{made['version']})")


def fill_demo(desk: Desk, now: datetime, tell: Tell) -> bool:
    """Fills a database without accounts; False when it has some. The accounts are made together or not at all."""
    with desk.store.reading() as reading:
        if reading.one(ANY_ACCOUNT) is not None:
            return False
    load(desk, now, tell)
    password = hashed(DEMO_PASSWORD, least=len(DEMO_PASSWORD))
    commands: list[object] = []
    for post in _posts(desk):
        login = f"{post['id'].split('/')[1]}.{post['office']}"
        commands.append(CreateAccount(login, post["name"], password, post["office"], demo=True))
        commands.append(Hold(login, post["id"], FOREVER))
    for login, (name, role) in ROLES.items():
        commands += [CreateAccount(login, name, password, demo=True), Grant(login, role, EVERYWHERE)]
    _together(desk, Context(CONSOLE, now), commands)
    return True


def first_administrator(desk: Desk, now: datetime) -> str | None:
    """Creates `admin` in a database without accounts; its password, kept nowhere and for one use, or None."""
    with desk.store.reading() as reading:
        if reading.one(ANY_ACCOUNT) is not None:
            return None
    password = secrets.token_urlsafe(12)
    commands = [
        CreateAccount(ADMIN, "Administrator", hashed(password), temporary=True),
        Grant(ADMIN, ADMINISTRATOR, EVERYWHERE),
    ]
    _together(desk, Context(CONSOLE, now), commands)
    return password


def _posts(desk: Desk) -> list[dict[str, Any]]:
    with desk.store.reading() as reading:
        return [post for office in reading.all(OFFICES) for post in reading.all(POSTS, office=office["id"])]


def _together(desk: Desk, context: Context, commands: Sequence[object]) -> None:
    """Runs several commands in one transaction: the beginning of an installation is there whole or not at all."""
    with desk.store.transaction() as tx:
        work = Work(tx, context, desk.library)
        for command in commands:
            COMMANDS[type(command)](work, command)
