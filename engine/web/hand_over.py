"""Serahkan: give a task to a colleague of the same post, with a reason."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, redirect, render_template, request
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotPossible, Refusal
from engine.commands.task import Delegate
from engine.queries.colleagues import Handing, handing
from engine.queries.look import MOST_ID, MOST_NUMBER
from engine.web.desk import looking, run
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.preferences import inside
from engine.web.words import both

__all__ = ["blueprint"]

blueprint: Final = Blueprint("hand_over", __name__)
PAGE: Final = f"/tugas/<int(max={MOST_ID}):case>-<int(max={MOST_NUMBER}):n>/serahkan"
_LONGEST: Final = 2_000  # letters of a reason


@blueprint.get(PAGE)
@login_required  # type: ignore[untyped-decorator]
def show(case: int, n: int) -> str:
    """To whom, and why."""
    return _page(_handing(case, n))


@blueprint.post(PAGE)
@login_required  # type: ignore[untyped-decorator]
def hand_over(case: int, n: int) -> Response | tuple[str, int]:
    """Hands it over and goes back to where the button stood; what is missing is said beside it."""
    found = _handing(case, n)
    to, reason = request.form.get("kepada", ""), request.form.get("alasan", "").strip()
    problems = _problems(found, to, reason)
    if problems:
        return _page(found, Invalid(problems)), 422
    try:
        run(Delegate(case, n, to, reason, back=bool(request.form.get("_siapkan"))))
    except (Invalid, Conflict, NotPossible) as error:
        return _page(_handing(case, n), error), refused(error)
    name = next(one.person.name for one in found.colleagues if one.person.login == to)
    tell("diserahkan", {"name": name, "step": found.step.title, "number": found.number})
    return redirect(inside(request.form.get("_ke", "")), 303)


def _handing(case: int, n: int) -> Handing:
    with looking() as look:
        return handing(look, case, n)


def _problems(found: Handing, to: str, reason: str) -> list[FieldProblem]:
    problems = []
    if to not in {one.person.login for one in found.colleagues}:
        problems.append(FieldProblem("kepada", "Pilih rekan yang menerima tugas ini.", "Choose who takes the task."))
    if not reason:
        problems.append(FieldProblem("alasan", "Tulis alasan penyerahan.", "Write why you hand it over."))
    elif len(reason) > _LONGEST:
        problems.append(FieldProblem("alasan", f"Paling panjang {_LONGEST} huruf.", f"At most {_LONGEST} letters."))
    return problems


def _page(found: Handing, error: Refusal | None = None) -> str:
    problems = {one.key: one for one in error.problems} if isinstance(error, Invalid) else {}
    return render_template(
        "web/hand_over.html",
        task=found,
        back=inside(request.values.get("ke", "") or request.form.get("_ke", "")),
        to=request.form.get("kepada", ""),
        reason=request.form.get("alasan", ""),
        prepare=bool(request.form.get("_siapkan")),
        problems=problems,
        said=both(error) if error and not problems else "",
    )
