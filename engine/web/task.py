"""One task: what is asked, its form, and the answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine.commands.desk import Result
from engine.commands.draft import DraftPlace
from engine.commands.later import HAPPENED_AT
from engine.commands.refusals import Conflict, FieldProblem, Invalid, NotPossible, Refusal
from engine.commands.task import Claim, Complete, Unclaim
from engine.commands.task_facts import ResolveTask
from engine.queries.look import MOST_ID, MOST_NUMBER
from engine.queries.task import TaskForm, TaskView, task_form, task_view, withdrawable
from engine.web.desk import OWN, looking, run
from engine.web.diagram import picture
from engine.web.drafts import by_script, draft_page, drop_draft, keep_draft
from engine.web.fields import answers_of, page_of, paper_name
from engine.web.later import happened_at
from engine.web.notice import tell
from engine.web.pages import refused
from engine.web.papers import received
from engine.web.preferences import inside
from engine.web.register import automatic, proposed, typed
from engine.web.row import in_a_row, onward
from engine.web.words import both

__all__ = ["blueprint", "sent"]

blueprint: Final = Blueprint("task", __name__)
TASK: Final = f"/tugas/<int(max={MOST_ID}):case>-<int(max={MOST_NUMBER}):n>"
SENT: Final = "terkirim"
ASKED: Final = "_aksi"
CHECK: Final = "periksa"  # what the Enter key sends: it never answers for a person

Sent = Mapping[str, Sequence[str]]


@blueprint.get(TASK)
@login_required  # type: ignore[untyped-decorator]
def show(case: int, n: int) -> str:
    """The task's page."""
    return _page(_view(case, n))


@blueprint.post(TASK)
@login_required  # type: ignore[untyped-decorator]
def complete(case: int, n: int) -> Response | tuple[str, int]:
    """Hands the answer in; a refused one comes back as it was filled in, with what to do about it."""
    given, asked = sent(), _asked(case, n)

    def command() -> Complete:
        if request.form.get(ASKED) == CHECK:
            raise _missing(_view(case, n), given)
        return Complete(case, n, answers_of(asked.form, automatic(given)))

    found = _handed_in(asked, given, command)
    if isinstance(found, tuple):
        return found
    tell(SENT, _told(asked, found.body))
    return redirect(onward(f"{case}-{n}") or url_for("web.inbox.show"), 303)


@blueprint.post(f"{TASK}/kembalikan")
@login_required  # type: ignore[untyped-decorator]
def resolve(case: int, n: int) -> Response | tuple[str, int]:
    """Gives a task that was delegated back to its owner, with what was filled in so far."""
    given, asked = sent(), _asked(case, n)
    found = _handed_in(asked, given, lambda: ResolveTask(case, n, _filled(_view(case, n), typed(given))))
    return found if isinstance(found, tuple) else redirect(url_for("web.inbox.show"), 303)


@blueprint.post(f"{TASK}/draf")
@login_required  # type: ignore[untyped-decorator]
def save(case: int, n: int) -> Response | tuple[str, int]:
    """Keeps what is typed so far, and the files that come with it; nothing is checked or handed in."""
    given, place = sent(), DraftPlace(case, n)
    refused_papers = received(_asked(case, n).form, given) if request.files else []
    answer = by_script(lambda: keep_draft(place, given), url_for("web.task.show", case=case, n=n))
    return (_page(_view(case, n), given, Invalid(refused_papers)), 422) if refused_papers else answer


@blueprint.post(f"{TASK}/draf/buang")
@login_required  # type: ignore[untyped-decorator]
def drop(case: int, n: int) -> Response:
    """Forgets a draft and shows the page without it."""
    drop_draft(DraftPlace(case, n))
    return redirect(url_for("web.task.show", case=case, n=n), 303)


@blueprint.post(f"{TASK}/ambil")
@login_required  # type: ignore[untyped-decorator]
def claim(case: int, n: int) -> Response | tuple[str, int]:
    """Takes the task and goes back to where the button stood."""
    return _hold(case, n, Claim(case, n))


@blueprint.post(f"{TASK}/lepas")
@login_required  # type: ignore[untyped-decorator]
def release(case: int, n: int) -> Response | tuple[str, int]:
    """Gives the task back to its posts."""
    return _hold(case, n, Unclaim(case, n))


def sent() -> dict[str, list[str]]:
    """What a form sent, without the page's own fields."""
    return {name: values for name, values in request.form.lists() if not name.startswith(OWN)}


def _handed_in(asked: TaskForm, given: dict[str, list[str]], command: Callable[[], object]) -> Result | tuple[str, int]:
    """Runs a command with the answers of the form; a refusal becomes the page as it was filled in."""
    refused_papers = received(asked.form, given)
    if refused_papers:
        return _page(_view(asked.case, asked.n), given, Invalid(refused_papers)), 422
    try:
        return run(command(), happened_at(asked.office.tz))
    except (Conflict, Invalid, NotPossible) as error:
        return _page(_view(asked.case, asked.n), given, error), refused(error)


def _filled(view: TaskView, given: Sent) -> dict[str, Any]:
    """The answers that were given, as the form reads them; raises Invalid for those that it cannot. None is missing."""
    if view.form is None:
        return {}
    raw = {name: value for name, value in answers_of(view.form, given).items() if value not in ("", [""], [])}
    found = view.form.clean(raw, view.values)
    wrong = [FieldProblem(error.key, error.id, error.en) for error in found.errors if error.key in raw]
    if wrong:
        raise Invalid(wrong)
    return {name: value for name, value in found.values.items() if name in raw}


def _hold(case: int, n: int, command: object) -> Response | tuple[str, int]:
    try:
        run(command)
    except (Conflict, NotPossible) as error:
        return _page(_view(case, n), None, error), refused(error)
    return redirect(inside(request.form.get("_ke", "")), 303)


def _asked(case: int, n: int) -> TaskForm:
    with looking() as look:
        return task_form(look, case, n)


def _view(case: int, n: int) -> TaskView:
    with looking() as look:
        return task_view(look, case, n)


def _missing(view: TaskView, given: Sent) -> Invalid:
    """What would be refused if it were sent now."""
    errors = view.form.clean(answers_of(view.form, given), view.values).errors if view.form else ()
    return Invalid([FieldProblem(error.key, error.id, error.en) for error in errors], "check")


def _page(view: TaskView, given: Sent | None = None, error: Refusal | None = None) -> str:
    problems = error.problems if isinstance(error, Invalid) else ()
    late = next((problem for problem in problems if problem.key == HAPPENED_AT), None)
    draft = draft_page(DraftPlace(view.case, view.n), view.form) if view.open and view.may_answer else None
    given = draft.filled if given is None and draft else given
    given = None if given is None else proposed(view, given)
    known = {**view.numbers, **{name: value for name, value in view.values.items() if value is not None}}
    form = page_of(view.form, known, view.decision, None if given is None else (given, problems))
    return render_template(
        "web/task.html",
        view=view,
        form=form,
        given=given or {},
        unsaved=_unsaved(view, given or {}),
        draft=draft,
        error=error,
        said=both(late or error) if error else "",
        late=late,
        key=secrets.token_urlsafe(16),
        map=picture(view.definition, view.here, view.position, small=True),
        numbers=view.numbers,
        row=in_a_row(f"{view.case}-{view.n}"),
    )


def _unsaved(view: TaskView, given: Sent) -> list[tuple[str, str]]:
    """What a page that can no longer be sent was filled with, as labels and texts to be copied."""
    labels = {field.key: field.label for field in view.form.fields} if view.form else {}
    texts = {name: ", ".join(paper_name(text) for text in sent if text) for name, sent in given.items()}
    return [(labels.get(name, name), text) for name, text in texts.items() if text]


def _told(asked: TaskForm, body: Mapping[str, Any]) -> dict[str, Any]:
    """What the next page says about the answer: where it went, and a task of one's own that follows."""
    with looking() as look:
        may_withdraw = withdrawable(look, asked.case, asked.n)
    opened = body.get("opened") or []
    own = [task["task"] for task in opened if task["candidates"] in current_user.actor.groups]
    lanes = [asked.definition.process.elements[task["element"]] for task in opened]
    names = {lane.id: lane.name for lane in asked.definition.process.lanes}
    return {
        "task": f"{asked.case}-{asked.n}",
        "may_withdraw": may_withdraw,
        "numbers": [[one["label"], one["written"]] for one in body.get("numbers", ())],
        "number": asked.number,
        "step": asked.step.title,
        "to": list(dict.fromkeys(names.get(found.lane or "", "") for found in lanes)),
        "outcome": body.get("outcome"),
        "next": own[0] if own else None,
        "next_step": next((found.name for found, task in zip(lanes, opened, strict=True) if task["task"] in own), ""),
    }
