"""Taking one's own answer back, from its confirmation or from the page of the task."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, redirect, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.refusals import Conflict, NotPossible
from engine.commands.withdraw import WithdrawCompletion
from engine.queries.look import MOST_ID, MOST_NUMBER
from engine.web.desk import run
from engine.web.notice import tell
from engine.web.words import both

__all__ = ["blueprint"]

blueprint: Final = Blueprint("withdraw", __name__)
PAGE: Final = f"/tugas/<int(max={MOST_ID}):case>-<int(max={MOST_NUMBER}):n>/batalkan"
_LONGEST: Final = 2_000


@blueprint.post(PAGE)
@login_required  # type: ignore[untyped-decorator]
def withdraw(case: int, n: int) -> Response:
    """Takes the answer back and opens the task again; where that is too late, its page says why."""
    try:
        run(WithdrawCompletion(case, n, request.form.get("alasan", "")[:_LONGEST]))
        tell("dibatalkan", {"done": True})
    except (Conflict, NotPossible) as error:
        tell("dibatalkan", {"done": False, "said": both(error)})
    return redirect(url_for("web.task.show", case=case, n=n), 303)
