"""Several ticked tasks at once: opened in a row, answered Ya together, or handed over with one reason."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from typing import Final

from flask import Blueprint, redirect, render_template, request
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.canonical import dumps
from engine.commands.desk import Context, Idempotency
from engine.commands.refusals import Invalid, NotFound, Refusal
from engine.commands.task import Complete, Delegate
from engine.queries.colleagues import Colleague, Handing, handing
from engine.web.desk import KEY, desk, looking, now
from engine.web.fields import answers_of
from engine.web.notice import tell
from engine.web.preferences import inside
from engine.web.row import address, row_of
from engine.web.together_ya import Batch, Left, answers_for, batch
from engine.web.words import both, say

__all__ = ["blueprint"]

blueprint: Final = Blueprint("together", __name__)
_LONGEST_KEY: Final = 60
_LONGEST: Final = 2_000


@blueprint.post("/tugas/bersama")
@login_required  # type: ignore[untyped-decorator]
def act() -> Response | str | tuple[str, int]:
    """What the ticked tasks are to do; without one, back to the list with a word."""
    tasks, action = row_of(request.form.getlist("tugas")), request.form.get("_aksi", "")
    if not tasks:
        tell("centang", {})
        return redirect(inside(request.form.get("_ke", "")), 303)
    if action == "urut":
        return redirect(address(tasks[0], tasks), 303)
    pages: dict[str, Callable[[Sequence[str]], str | tuple[str, int]]] = {
        "ya": _ask_ya,
        "kirim": _send_ya,
        "serahkan": _ask_colleague,
        "kirim-serah": _hand_over,
    }
    return pages.get(action, _ask_ya)(tasks)


def _ask_ya(tasks: Sequence[str]) -> str:
    return _ya_page(batch(tasks))


def _send_ya(tasks: Sequence[str]) -> str | tuple[str, int]:
    """Answers each task by a command of its own; what the others do changes nothing for one."""
    found, given = batch(tasks), _given()
    problems = found.problems(given)
    if problems:
        return _ya_page(found, given, Invalid(problems)), 422
    done, left = [], list(found.left)
    for view in found.views:
        answers = answers_of(view.form, answers_for(found, view, given))
        refused = _run(f"{view.case}-{view.n}", Complete(view.case, view.n, answers))
        if refused is None:
            done.append((view.number, view.subject))
        else:
            left.append(Left(f"{view.case}-{view.n}", view.number, view.step.title, refused))
    done += [(one.number, "") for one in left if one.repeated]
    left = [one for one in left if not one.repeated]
    title = say("Jawab Ya bersama")
    return render_template("web/together_done.html", title=title, done=done, left=left, back=_back(), step=found.title)


def _ya_page(found: Batch, given: dict[str, list[str]] | None = None, error: Refusal | None = None) -> str:
    problems = error.problems if isinstance(error, Invalid) else ()
    return render_template(
        "web/together_ya.html",
        found=found,
        form=found.page(None if given is None else (given, problems)),
        error=error,
        key=request.form.get(KEY) or secrets.token_urlsafe(16),
        back=_back(),
    )


def _ask_colleague(tasks: Sequence[str]) -> str:
    return _colleague_page(*_handings(tasks))


def _hand_over(tasks: Sequence[str]) -> str | tuple[str, int]:
    """Hands each task over by a command of its own, with the same reason."""
    found, left = _handings(tasks)
    to, reason = request.form.get("kepada", ""), request.form.get("alasan", "").strip()
    wrong = {} if reason and len(reason) <= _LONGEST else {"alasan": say("Tulis alasan penyerahan.")}
    if to not in {one.person.login for one in _common(found)}:
        wrong["kepada"] = say("Pilih rekan yang menerima tugas-tugas ini.")
    if wrong and found:
        return _colleague_page(found, left, wrong), 422
    done = []
    for one in found:
        refused = _run(f"{one.case}-{one.n}", Delegate(one.case, one.n, to, reason))
        if refused is None:
            done.append((one.number, one.subject))
        else:
            left.append(Left(f"{one.case}-{one.n}", one.number, one.step.title, refused))
    title = say("Serahkan bersama")
    return render_template("web/together_done.html", title=title, done=done, left=left, back=_back(), step="")


def _handings(tasks: Sequence[str]) -> tuple[list[Handing], list[Left]]:
    """The tasks that may be handed over, and why the others may not."""
    found: list[Handing] = []
    left: list[Left] = []
    with looking() as look:
        for task in tasks:
            case, n = map(int, task.split("-"))
            try:
                one = handing(look, case, n)
            except NotFound as missing:
                left.append(Left(task, task, "", both(missing)))
                continue
            if one.open:
                found.append(one)
            else:
                why = say("Hanya tugas terbuka yang bebas atau milik Anda dapat diserahkan.")
                left.append(Left(task, one.number, one.step.title, why))
    return found, left


def _common(found: Sequence[Handing]) -> list[Colleague]:
    """The colleagues who may take every one of the tasks."""
    if not found:
        return []
    logins = set.intersection(*({one.person.login for one in task.colleagues} for task in found))
    return [one for one in found[0].colleagues if one.person.login in logins]


def _colleague_page(found: Sequence[Handing], left: Sequence[Left], wrong: dict[str, str] | None = None) -> str:
    return render_template(
        "web/together_hand_over.html",
        found=found,
        left=left,
        colleagues=_common(found),
        wrong=wrong or {},
        to=request.form.get("kepada", ""),
        reason=request.form.get("alasan", ""),
        key=request.form.get(KEY) or secrets.token_urlsafe(16),
        back=_back(),
    )


def _run(task: str, command: object) -> str | None:
    """Runs one command under a key of its own; why it was refused, None when it was not."""
    key = request.form.get(KEY, "")[:_LONGEST_KEY]
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if not name.startswith("_"))
    mark = hashlib.sha256(dumps([task, [list(pair) for pair in fields]])).digest()
    idempotency = Idempotency(f"web:{key}:{task}", mark) if key else None
    try:
        desk().run(Context(current_user.actor, now(), idempotency), command)
    except Invalid as error:
        return "; ".join(both(problem) for problem in error.problems)
    except Refusal as error:
        return both(error)
    return None


def _given() -> dict[str, list[str]]:
    """What the page asks for all tasks together."""
    own = {name: values for name, values in request.form.lists() if not name.startswith("_")}
    own.pop("tugas", None)
    return own


def _back() -> str:
    return inside(request.form.get("_ke", ""))
