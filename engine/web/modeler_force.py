"""Berlakukan: the page on which an owner puts his draft in force, and the act itself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from bpmn import document
from bpmn.findings import DocumentRefused
from engine.commands.definition import Deploy
from engine.commands.definition_facts import VersionFacts
from engine.commands.refusals import Conflict, Invalid, NotPossible, Refusal
from engine.queries.look import Look
from engine.queries.modeler import Model, model, running
from engine.web.changes_told import Line, Told, compared, line
from engine.web.desk import looking, now, run
from engine.web.modeler_told import Sent, findings
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.words import both, language, say

__all__ = ["blueprint"]

blueprint: Final = Blueprint("modeler_force", __name__)
FORCED: Final = "diberlakukan"
NUMBER: Final = "sop:nomor"
SIGNER: Final = "sop:disahkan-oleh"
SINCE: Final = "sop:tanggal-efektif"


@dataclass(frozen=True, slots=True)
class Plan:
    """What putting a draft in force means: what holds it back, what changes, and who stays on older versions."""

    model: Model
    errors: tuple[dict[str, Any], ...]
    warnings: int
    told: Told | None  # what changes; None where there is nothing to compare with
    running: tuple[tuple[int, int], ...]
    held: bool

    @property
    def empty(self) -> bool:
        """True when nothing differs from the version in force."""
        told = self.told
        return told is not None and not (told.all or told.renumbered or told.technical or told.found.moved)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What changes, in the language of the request."""
        return () if self.told is None else tuple(map(line, self.told.all))

    @property
    def ready(self) -> bool:
        """True when nothing holds it back."""
        return bool(self.model.draft) and not (self.errors or self.empty or self.held or self.model.overtaken)


@blueprint.get("/perancang/<key>/berlakukan")
@login_required  # type: ignore[untyped-decorator]
def show(key: str) -> str:
    """What changes, what holds it back, and the form."""
    with looking() as look:
        return _page(_plan(look, key), _first(model(look, key)))


@blueprint.post("/perancang/<key>/berlakukan")
@login_required  # type: ignore[untyped-decorator]
def force(key: str) -> Response | tuple[str, int]:
    """Puts the draft in force as it was shown."""
    given = {name: request.form.get(name, "").strip() for name in ("label", "effective", "reason", "approver")}
    with looking() as look:
        plan = _plan(look, key)
    found, draft = plan.model, plan.model.draft
    if draft is None or request.form.get("_revisi", "") != str(draft.revision):
        return _page(plan, given, _changed()), 409
    if not plan.ready:
        return _page(plan, given), 409
    facts = VersionFacts(given["label"], _day(given["effective"]), given["reason"], given["approver"], found.based_on)
    files = Sent(_dated(found, facts), found.forms).resources(found.resource)
    try:
        body = run(Deploy(found.office.id, found.name, files, source="perancang", only_changed=False, facts=facts)).body
    except (Invalid, Conflict, NotPossible) as error:
        return _page(plan, given, error), refused(error)
    made = body["definitions"]
    assert isinstance(made, list)
    version = next((one["version"] for one in made if isinstance(one, dict) and one["key"] == key), None)
    tell(FORCED, {"version": version, "name": found.name})
    return redirect(url_for("web.modeler.show", key=key), 303)


def _plan(look: Look, key: str) -> Plan:
    found = model(look, key)
    sent = Sent(found.bpmn, found.forms)
    told = findings(look, (found.office.id, key, found.resource), sent)
    return Plan(
        model=found,
        errors=tuple(one for one in told if one["severity"] == "error"),
        warnings=sum(one["severity"] == "warning" for one in told),
        told=_changes(found),
        running=running(look, key),
        held=found.draft is not None and found.draft.who.login != current_user.actor.login,
    )


def _changes(found: Model) -> Told | None:
    """The changes since the last version; None for a first one, and for a draft that cannot be read."""
    version = found.version
    if version is None:
        return None
    forms = tuple({name: text.encode() for name, text in one.items()} for one in (version.forms, found.forms))
    try:
        return compared(found.key, (document.read(version.bpmn), document.read(found.bpmn)), forms)
    except (DocumentRefused, KeyError):
        return None


def _dated(found: Model, facts: VersionFacts) -> bytes:
    """The diagram with the number and the day that were just said, so that the printed document has them."""
    assert facts is not None
    values: dict[str, str | None] = {}
    if facts.label:
        values[NUMBER] = facts.label
    if facts.effective is not None:
        values[SINCE] = f"{facts.effective:%d-%m-%Y}"
    return document.read(found.bpmn).set_properties({found.key: values}).write()


def _first(found: Model) -> dict[str, str]:
    """What the form begins with: the number of the header, today, and the post that signs."""
    try:
        header: Mapping[str, str] = document.read(found.bpmn).process(found.key).properties
    except (DocumentRefused, KeyError):
        header = {}
    signer = header.get(SIGNER, "").casefold()
    fits = [post.id for post in found.posts if signer and post.name.casefold() in signer]
    today = now().astimezone(found.office.tz).date()
    own = current_user.actor.posts
    approver = next((post for post in fits if post not in own), "")
    return {"label": header.get(NUMBER, ""), "effective": f"{today:%d-%m-%Y}", "reason": "", "approver": approver}


def _day(text: str) -> date | None:
    """`21-11-2026` or `2026-11-21`; None for anything else."""
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    year, month, day = map(int, parts if len(parts[0]) == 4 else reversed(parts))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _changed() -> Conflict:
    return Conflict(
        "draft-moved",
        "Draf ini berubah sejak halaman ini dibuka. Periksa lagi perubahannya di bawah, lalu berlakukan.",
        "This draft has changed since the page was opened. Look at the changes below again, then put it in force.",
    )


def _page(plan: Plan, given: Mapping[str, str], error: Refusal | None = None) -> str:
    problems = {one.key: one for one in error.problems} if isinstance(error, Invalid) else {}
    return render_template(
        "web/modeler_force.html",
        plan=plan,
        model=plan.model,
        given=given,
        error=error,
        problems=problems,
        said=both(error) if error else "",
        language=language(),
        outside=say("pihak luar"),
        key=secrets.token_urlsafe(16),
    )
