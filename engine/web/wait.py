"""A wait: what came from outside is written down in its form."""

from __future__ import annotations

import secrets
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotPossible, Refusal
from engine.commands.wait import AnswerWait
from engine.queries.look import MOST_NUMBER
from engine.queries.wait import WaitView, wait_view
from engine.web.desk import looking, run
from engine.web.diagram import picture
from engine.web.fields import answers_of, page_of
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.papers import received
from engine.web.task import ASKED, CHECK, Sent, sent
from engine.web.words import both

__all__ = ["blueprint"]

blueprint: Final = Blueprint("wait", __name__)
WAIT: Final = f"/berkas/<number>/tunggu/<int(max={MOST_NUMBER}):n>"
WRITTEN: Final = "dicatat"


@blueprint.get(WAIT)
@login_required  # type: ignore[untyped-decorator]
def show(number: str, n: int) -> str:
    """What is waited for, and its form."""
    return _page(_view(number, n))


@blueprint.post(WAIT)
@login_required  # type: ignore[untyped-decorator]
def answer(number: str, n: int) -> Response | tuple[str, int]:
    """Writes the answer down and goes back to the case."""
    given, view = sent(), _view(number, n)
    refused_papers = received(view.form, given)
    if refused_papers:
        return _page(view, given, Invalid(refused_papers)), 422
    if request.form.get(ASKED) == CHECK:
        return _page(view, given, _missing(view, given)), 422
    try:
        run(AnswerWait(view.case, n, answers_of(view.form, given)))
    except (Invalid, Conflict, NotPossible) as error:
        return _page(view, given, error), refused(error)
    tell(WRITTEN, {"step": view.step.title})
    return redirect(url_for("web.case.show", number=view.number), 303)


def _view(number: str, n: int) -> WaitView:
    with looking() as look:
        return wait_view(look, number, n)


def _missing(view: WaitView, given: Sent) -> Invalid:
    errors = view.form.clean(answers_of(view.form, given), view.values).errors if view.form else ()
    return Invalid([FieldProblem(error.key, error.id, error.en) for error in errors], "check")


def _page(view: WaitView, given: Sent | None = None, error: Refusal | None = None) -> str:
    problems = error.problems if isinstance(error, Invalid) else ()
    return render_template(
        "web/wait.html",
        view=view,
        form=page_of(view.form, view.values, None, None if given is None else (given, problems)),
        error=error,
        said=both(error) if error else "",
        key=secrets.token_urlsafe(16),
        map=picture(view.definition, view.here, view.position, small=True),
    )
