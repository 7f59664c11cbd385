"""Which ticked tasks can be answered Ya together, what has to be filled in for all of them, and why not the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_login import current_user

from engine.commands.chain import refusing_ways
from engine.commands.completeness import checks_papers
from engine.commands.refusals import FieldProblem, NotFound
from engine.commands.register import AUTOMATIC, register_of
from engine.queries.task import TaskView, task_view
from engine.web.desk import looking
from engine.web.fields import Asked, Block, FormPage, answers_of, page_of
from engine.web.words import both, say
from forms.form import Field

__all__ = ["Batch", "Left", "answers_for", "batch"]

_MANY: Final = frozenset({"checklist", "taglist"})


@dataclass(frozen=True, slots=True)
class Left:
    """A task that is not answered with the others, and why; `repeated` when this very person finished it already."""

    task: str
    number: str
    step: str
    why: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Tasks of one step that can be answered Ya together. `asked` are the fields that all of them need."""

    views: tuple[TaskView, ...]
    left: tuple[Left, ...]
    asked: tuple[Field, ...]

    @property
    def title(self) -> str:
        """The step."""
        return self.views[0].step.title if self.views else ""

    def page(self, sent: tuple[Mapping[str, Sequence[str]], Sequence[FieldProblem]] | None) -> FormPage:
        """The fields that are asked once for all."""
        if not self.asked:
            return FormPage()
        raw, problems = sent or ({}, ())
        wrong = {problem.key: problem for problem in problems}
        asked = tuple(_asked(one, raw, wrong) for one in self.asked)
        return FormPage((Block("fields", asked),), problems=tuple((one, one.error) for one in asked if one.error))

    def problems(self, given: Mapping[str, Sequence[str]]) -> list[FieldProblem]:
        """What is wrong with the fields that are asked once for all."""
        if not self.views or not self.asked:
            return []
        view, keys = self.views[0], {one.key for one in self.asked}
        assert view.form is not None
        raw = answers_of(view.form, answers_for(self, view, given))
        errors = view.form.clean(raw, view.values).errors
        return [FieldProblem(error.key, error.id, error.en) for error in errors if error.key in keys]


def batch(tasks: Sequence[str]) -> Batch:
    """The tasks of the first one's step, as far as Ya can be said to them without opening each."""
    views: list[TaskView] = []
    left: list[Left] = []
    with looking() as look:
        for task in tasks:
            case, n = map(int, task.split("-"))
            try:
                view = task_view(look, case, n)
            except NotFound as missing:
                left.append(Left(task, task, "", both(missing)))
                continue
            why = _why_not(view) or (_other_step(views[0], view) if views else None)
            if why is None:
                views.append(view)
            else:
                done = view.closed_by is not None and view.closed_by.login == current_user.actor.login
                left.append(Left(task, view.number, view.step.title, why, repeated=done and view.status == "DONE"))
    return Batch(tuple(views), tuple(left), _needed(views))


def answers_for(found: Batch, view: TaskView, given: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """What a task's own page would send: what the case knows, what was filled in for all, and Ya."""
    if view.form is None:
        return {}
    shown = page_of(view.form, view.values, view.decision)
    sent = {one.field.key: _sent(one) for block in shown.blocks for one in block.asked if not one.field.readonly}
    sent |= {key: [AUTOMATIC] for key in _registers(view) if not any(sent.get(key, ()))}
    sent |= {one.key: list(given.get(one.key, ())) for one in found.asked}
    if shown.question is not None:
        sent[shown.question.field.key] = [_yes(view) or ""]
    return {key: values for key, values in sent.items() if values}


def _why_not(view: TaskView) -> str | None:
    """Why a task cannot be answered without being opened."""
    if view.status != "OPEN":
        name = view.closed_by.name if view.closed_by else "–"
        return say("Sudah diselesaikan oleh {name}.", name=name) if view.status == "DONE" else say("Sudah ditutup.")
    if not view.open:
        return say("Berkasnya sedang ditangguhkan.")
    if view.holder is not None and not view.mine:
        return say("Sedang dikerjakan {name}.", name=view.holder.name)
    if not view.may_answer or view.delegated:
        return say("Tugas ini bukan untuk Anda jawab.")
    if view.signing is not None and view.signing.refused:
        return say("Belum dapat disahkan: buka tugasnya untuk melihat sebabnya.")
    if view.decision is not None and _yes(view) is None:
        return say("Jawabannya tidak hanya Ya atau Tidak; buka tugasnya.")
    if checks_papers(view.form):
        return say("Kelengkapannya harus diperiksa satu per satu; buka tugasnya.")
    if any(one.kind == "file" and one.required and not one.readonly for one in _fields(view)):
        return say("Ada surat yang harus diunggah; buka tugasnya.")
    return None


def _other_step(first: TaskView, view: TaskView) -> str | None:
    same = (first.definition.id, first.step.element) == (view.definition.id, view.step.element)
    return (
        None
        if same
        else say("Langkah lain: {step}. Jawab bersama hanya untuk langkah yang sama.", step=view.step.title)
    )


def _yes(view: TaskView) -> str | None:
    """The one answer that lets the case go on; None when there are several, or none."""
    question = page_of(view.form, {}, view.decision).question
    if question is None or view.decision is None:
        return None
    process = view.definition.process
    refusing = {process.flows[id].name for id in refusing_ways(view.definition, view.step.element)}
    found = [option.text for option in question.field.options if option.text not in refusing]
    return found[0] if len(found) == 1 else None


def _fields(view: TaskView) -> tuple[Field, ...]:
    return view.form.fields if view.form is not None else ()


def _registers(view: TaskView) -> list[str]:
    return [one.key for one in _fields(view) if register_of(one) and one.required]


def _needed(views: Sequence[TaskView]) -> tuple[Field, ...]:
    """The fields that Ya needs and that not every case knows."""
    if not views:
        return ()
    view = views[0]
    question = page_of(view.form, {}, view.decision).question
    apart = {question.field.key} if question else set()
    known: dict[str, Any] = {question.field.key: _yes(view)} if question else {}

    def hidden(one: Field) -> bool:
        return any(condition(known) is True for condition in one.hidden_when)

    return tuple(
        replace(one, default=None)
        for one in _fields(view)
        if one.required and not one.readonly and one.key not in apart and not register_of(one) and not hidden(one)
        if any(not _sent_by(other, one.key) for other in views)
    )


def _sent_by(view: TaskView, key: str) -> list[str]:
    shown = page_of(view.form, view.values, view.decision)
    return next((_sent(one) for block in shown.blocks for one in block.asked if one.field.key == key), [])


def _sent(one: Asked) -> list[str]:
    if one.field.kind == "file":
        return [sent for sent, _ in one.papers]
    if one.field.kind in _MANY or one.field.kind in ("radio", "select", "checkbox"):
        return sorted(one.picked)
    return [one.value] if one.value else []


def _asked(one: Field, raw: Mapping[str, Sequence[str]], wrong: Mapping[str, FieldProblem]) -> Asked:
    values = list(raw.get(one.key, ()))
    return Asked(one, values[0] if values else "", frozenset(values), wrong.get(one.key))
