"""The command that puts diagrams with their forms in force."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Final

from bpmn import document
from bpmn.check import check_bytes
from bpmn.document import Process
from bpmn.findings import Finding
from bpmn.prepare import NotRunnable, prepare
from engine import expressions, spiff
from engine.canonical import Json, dumps
from engine.commands.candidates import candidates_of
from engine.commands.definition_facts import VersionFacts, columns, said
from engine.commands.desk import Body, Work, handles
from engine.commands.refusals import FieldProblem, Invalid, NotPossible, Refusal
from engine.commands.starts import put_in_force, take_out_of_force
from engine.events import instant
from engine.library import DIAGRAM, content_hash, starts_of, zone_of
from engine.policy import Facts
from engine.store import NewEvent
from engine.store import definitions as queries
from engine.store.diagram_drafts import DROP_DRAFT
from engine.store.reading import Row
from forms.findings import FormRefused
from forms.library import fields_of, findings_of, forms_of

__all__ = ["DIAGRAM", "Deploy", "DiagramRefused"]

FOREIGN: Final = (".dmn", ".dmn11.xml", ".cmmn", ".cmmn10.xml", ".cmmn11.xml")
_DAYS: Final = re.compile(r"P?(\d{1,9})D?", re.ASCII)


class DiagramRefused(Refusal):
    """Diagrams or forms have errors; `files` gives the findings by diagram, those of the first are `findings`."""

    def __init__(self, files: Mapping[str, Sequence[Finding]]) -> None:
        resource, findings = next((name, found) for name, found in files.items() if _failed(found))
        first = next(found for found in findings if found.severity == "error")
        super().__init__("diagram-refused", f"{resource}: {first.id}", f"{resource}: {first.en}")
        self.resource, self.findings, self.files = resource, tuple(findings), dict(files)
        self.facts = {"resource": resource, "findings": [shown(found) for found in findings]}


def shown(found: Finding) -> dict[str, Json]:
    """A finding as JSON."""
    return {
        "rule": found.rule,
        "severity": found.severity,
        "element": found.element,
        "line": found.line,
        "id": found.id,
        "en": found.en,
    }


@dataclass(frozen=True, slots=True)
class Deploy:
    """Put every executable process of the diagrams in force, with the forms that came along.

    With `only_changed`, what equals what is in force makes no new version; with `together` all of it does as soon as
    one of it changed. `facts` are those of each version that it makes, whose draft is gone then; without them it is in
    force from now on.
    """

    office: str
    name: str
    resources: Mapping[str, bytes]
    source: str | None = None
    only_changed: bool = True
    together: bool = False
    findings: Mapping[str, Sequence[Finding]] | None = None
    facts: VersionFacts | None = None

    def prepared(self) -> Deploy:
        """The same with its findings by diagram: nothing is held while it is checked. Raises DiagramRefused."""
        findings = {name: _found(self, name) for name in _diagrams(self.resources)}
        if any(_failed(found) for found in findings.values()):
            raise DiagramRefused(findings)
        return replace(self, findings=findings)


@dataclass(frozen=True, slots=True)
class _Version:
    process: Process
    resource: str
    sha256: bytes
    last: Row | None

    @property
    def in_force(self) -> bool:
        """True when the last version is this very one and was not withdrawn."""
        last = self.last
        return last is not None and not last["withdrawn"] and bytes(last["sha256"]) == self.sha256


@handles(Deploy)
def deploy(work: Work, command: Deploy) -> Body:
    """Checks everything, then writes it; the body lists the versions and the warnings."""
    work.demand("deploy", Facts(command.office))
    versions, warnings = _versions(work, command)
    changed = [found for found in versions if not found.in_force]
    if command.only_changed and not changed:
        return _unchanged(versions, warnings)
    deployment = work.tx.value(
        queries.NEW_DEPLOYMENT,
        name=command.name,
        source=command.source,
        office=command.office,
        deployed_at=instant(work.now),
        deployed_by=work.context.actor.login,
    )
    rows = [{"deployment_id": deployment, "name": name, "body": body} for name, body in command.resources.items()]
    work.tx.many(queries.INSERT_RESOURCE, [row | {"sha256": hashlib.sha256(row["body"]).digest()} for row in rows])
    wanted = changed if command.only_changed and not command.together else versions
    made = [_write(work, command, deployment, found) for found in wanted]
    return {"deployment": deployment, "definitions": list(made), "warnings": list(warnings), "unchanged": False}


def _versions(work: Work, command: Deploy) -> tuple[list[_Version], list[Json]]:
    """The processes to put in force, in order, and the warnings; raises DiagramRefused."""
    assert command.findings is not None, "the desk prepares a command before it runs it"
    versions: list[_Version] = []
    warnings: list[Json] = []
    for name, found in command.findings.items():
        warnings.extend(shown(one) | {"resource": name} for one in found)
        for process in document.read(command.resources[name]).processes:
            if process.executable:
                versions.append(_version(work, command, name, process))
    return versions, warnings


def _diagrams(resources: Mapping[str, bytes]) -> list[str]:
    """The diagrams among the files; raises Invalid when there is none, or something that is run by nobody."""
    foreign = next((name for name in resources if name.lower().endswith(FOREIGN)), None)
    if foreign is not None:
        kata = f"{foreign}: DMN dan CMMN tidak dijalankan di sini. Tulis putusannya pada gerbang BPMN."
        words = f"{foreign}: DMN and CMMN do not run here. Write the decision at a BPMN gateway."
        raise Invalid([FieldProblem("resources", kata, words)])
    diagrams = [name for name in resources if name.lower().endswith(DIAGRAM)]
    if not diagrams:
        kata, words = "Sertakan paling sedikit satu berkas .bpmn.", "Send at least one .bpmn file."
        raise Invalid([FieldProblem("resources", kata, words)])
    return diagrams


def _found(command: Deploy, name: str) -> list[Finding]:
    """The findings of one diagram and its forms."""
    fields = fields_of(command.resources, expressions.compile, PurePosixPath(name).stem)
    found = check_bytes(command.resources[name], fields, lambda text: expressions.compile(text).names)
    for one in findings_of(command.resources, expressions.compile):
        found.append(Finding(one.rule, one.severity, one.element, one.line, one.id, one.en))
    return found if _failed(found) else [*found, *_unrunnable(command, name)]


def _failed(found: Sequence[Finding]) -> bool:
    return any(one.severity == "error" for one in found)


def _unrunnable(command: Deploy, name: str) -> Iterator[Finding]:
    """What only the executor finds: a diagram that was deployed is never refused when it runs."""
    for process in document.read(command.resources[name]).processes:
        if not process.executable:
            continue
        try:
            spiff.load(prepare(process), expressions.compile)
            forms_of(process, command.resources, expressions.compile, PurePosixPath(name).stem)
        except (NotRunnable, spiff.ProgramRefused) as refused:
            line = process.elements[refused.element].line if refused.element in process.elements else None
            yield Finding("not-runnable", "error", refused.element, line, refused.id, refused.en)
        except FormRefused as refused:
            yield Finding("form", "error", None, None, refused.id, refused.en)


def _version(work: Work, command: Deploy, name: str, process: Process) -> _Version:
    last = work.tx.one(queries.LAST_VERSION, key=process.id)
    if last is not None and last["office"] != command.office:
        raise NotPossible(
            "other-office",
            f"Kunci “{process.id}” sudah dipakai kantor lain. Beri proses ini id yang lain.",
            f"The key “{process.id}” belongs to another office. Give this process another id.",
            key=process.id,
        )
    return _Version(process, name, content_hash(command.resources, name), last)


def _write(work: Work, command: Deploy, deployment: int, found: _Version) -> dict[str, Json]:
    process, version = found.process, 1 if found.last is None else found.last["version"] + 1
    row: dict[str, Any] = {
        "deployment_id": deployment,
        "key": process.id,
        "version": version,
        "office": command.office,
        "name": process.name or process.id,
        "resource": found.resource,
        "sha256": found.sha256,
        "description": process.documentation or None,
        "version_tag": process.version_tag,
        "ttl": _days(process.keep),
        "startable": int(process.startable),
        **columns(work, command.facts, command.office, found.last),
    }
    people = candidates_of(work.tx, command.office, process)
    older = work.tx.one(queries.LATEST, key=process.id)
    if older is not None:
        take_out_of_force(work, older["id"])
    definition = work.tx.value(queries.NEW_DEFINITION, **row, candidates=dumps(people))
    put_in_force(work, definition, starts_of(prepare(process)), zone_of(work.tx, command.office))
    if command.facts is not None:
        work.tx.run(DROP_DRAFT, of_office=command.office, of_key=process.id)
    data = {"definition": definition, "key": process.id, "version": version, "office": command.office}
    data |= {"deployment": deployment, "sha256": found.sha256.hex(), **said(row)}
    work.append(NewEvent(0, "DefinitionDeployed", data))
    return {"id": definition, "key": process.id, "version": version, "name": row["name"], "resource": found.resource}


def _days(text: str | None) -> int | None:
    """Days of `180` or `P180D`; None for anything else."""
    found = _DAYS.fullmatch((text or "").strip())
    return int(found.group(1)) if found else None


def _unchanged(versions: Sequence[_Version], warnings: list[Json]) -> Body:
    last = [found.last for found in versions if found.last is not None]
    made = [
        {
            "id": row["id"],
            "key": row["key"],
            "version": row["version"],
            "name": row["name"],
            "resource": row["resource"],
        }
        for row in last
    ]
    deployment = last[0]["deployment_id"] if last else None
    return {"deployment": deployment, "definitions": list(made), "warnings": warnings, "unchanged": True}
