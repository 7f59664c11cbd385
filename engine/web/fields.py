"""A form as a page shows it: what is known, papers to check, fields to fill in, and the decision apart from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

from engine.commands.completeness import EXCUSE, checks_papers, is_check
from engine.commands.refusals import FieldProblem
from engine.papers import is_papers
from engine.queries.steps import Decision, Way
from engine.web.words import say
from forms.form import Field, Form, Item

__all__ = ["Asked", "Block", "Choice", "FormPage", "answers_of", "kept_papers", "page_of", "paper_name", "written"]

BlockKind = Literal["known", "papers", "fields"]
NEVER_KEPT: Final = ("keputusan", "alasan", "tindak_lanjut")
DASH: Final = " – "


@dataclass(frozen=True, slots=True)
class Asked:
    """A field with what stands in it (`value` text, `picked` options, `kept` as stored) and what is wrong with it.

    `papers` are the files that it holds: as the page sends each back, and its name.
    """

    field: Field
    value: str = ""
    picked: frozenset[str] = frozenset()
    error: FieldProblem | None = None
    kept: Any = None
    papers: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The id of the element on the page."""
        return f"f-{self.field.key}"

    @property
    def filled(self) -> bool:
        """True when somebody wrote or chose something."""
        return bool(self.value or any(self.picked))


@dataclass(frozen=True, slots=True)
class Block:
    """Fields of one sort that follow each other, with the texts between them."""

    kind: BlockKind
    asked: tuple[Asked, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of the decision: the two parts of its label, where it leads, and what it needs besides."""

    value: str
    word: str
    rest: str
    way: Way | None
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form ready to be shown. `question` is the field of the decision, None for a step without one.

    `excuse` asks why it is Ya although a document is missing, where there is a checklist of them.
    """

    blocks: tuple[Block, ...] = ()
    question: Asked | None = None
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    problems: tuple[tuple[Asked, FieldProblem], ...] = field(default=())
    files: bool = False
    excuse: Asked | None = None


@dataclass(frozen=True, slots=True)
class _State:
    """What the fields hold: what was just sent, else what the case knows."""

    raw: Mapping[str, Sequence[str]] | None
    known: Mapping[str, Any]
    problems: Mapping[str, FieldProblem]

    def asked(self, one: Field) -> Asked:
        problem = self.problems.get(one.key)
        if self.raw is not None and not one.readonly:
            sent = tuple(self.raw.get(one.key, ()))
            papers = tuple(map(_paper, sent)) if one.kind == "file" else ()
            return Asked(one, sent[0] if sent else "", frozenset(sent), problem, papers=papers)
        kept = one.readonly or not one.key.startswith(NEVER_KEPT)
        value = self.known.get(one.key, one.default) if kept else None
        papers = tuple(map(_paper, value or ())) if one.kind == "file" else ()
        return Asked(one, written(value), _picked(one, value), problem, value, papers)


def _paper(kept: Any) -> tuple[str, str]:
    """A paper as the page sends it back, and its name."""
    try:
        facts = json.loads(kept) if isinstance(kept, str) else kept
        return json.dumps(facts), str(facts["name"])
    except (ValueError, TypeError, KeyError):
        return str(kept), str(kept)[:100]


def paper_name(kept: str) -> str:
    """The name of a paper as a page sends it back; any other text as it is."""
    return _paper(kept)[1] if kept.startswith("{") else kept


def kept_papers(sent: Iterable[str]) -> list[dict[str, Any]]:
    """The papers that a page sends back; what names none is left out."""
    found = []
    for text in sent:
        try:
            value = json.loads(text)
        except ValueError:
            continue
        found += [value] if is_papers([value]) else []
    return found


def page_of(
    form: Form | None,
    known: Mapping[str, Any],
    decision: Decision | None = None,
    sent: tuple[Mapping[str, Sequence[str]], Iterable[FieldProblem]] | None = None,
) -> FormPage:
    """The form with the case's values, or with what was sent and refused."""
    if form is None:
        return FormPage()
    problems = {problem.key: problem for problem in reversed(list(sent[1]))} if sent else {}
    state = _State(sent[0] if sent else None, known, problems)
    question = _question(form, decision)
    needed = [one for one in form.fields if question and _depends(one, question)]
    apart = {one.key for one in needed} | ({question.key} if question else set())
    choices = tuple(_choices(state, question, needed, decision)) if question else ()
    chosen = next(iter(state.asked(question).picked), "") if question and sent else ""
    every = [state.asked(one) for one in form.fields if not one.readonly]
    excuse = state.asked(_excuse()) if question and checks_papers(form) else None
    every += [excuse] if excuse else []
    return FormPage(
        blocks=tuple(_blocks(state, form.items, apart)),
        question=state.asked(question) if question else None,
        choices=choices,
        chosen=chosen,
        problems=tuple((asked, asked.error) for asked in every if asked.error),
        files=any(one.kind == "file" and not one.readonly for one in form.fields),
        excuse=excuse,
    )


def _excuse() -> Field:
    """The question that stands in no form."""
    label = say("Alasan bila dijawab Ya walaupun ada yang “tidak ada”")
    return Field(EXCUSE, "textarea", label, say("Wajib hanya bila ada dokumen yang ditandai tidak ada."))


def answers_of(form: Form | None, sent: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What a page sent, as a command wants it: one text a field, a list where several may be chosen."""
    many = {one.key for one in form.fields if one.kind in ("checklist", "taglist", "file")} if form else set()
    return {name: list(values) if name in many else values[-1] for name, values in sent.items() if values}


def written(value: Any) -> str:
    """A value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, list):
        return "\n".join(written(one) for one in value)
    return str(value)


def _picked(one: Field, value: Any) -> frozenset[str]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    if one.kind == "checkbox":
        return frozenset({"on"} if value is True else ())
    return frozenset(option.text for option in one.options if option.value in values)


def _question(form: Form, decision: Decision | None) -> Field | None:
    """The field whose options are the names of the ways."""
    if decision is None:
        return None
    names = {way.name for way in decision.ways}
    fits = (one for one in form.fields if one.kind in ("radio", "select") and {o.text for o in one.options} == names)
    return next(fits, None)


def _depends(one: Field, question: Field) -> bool:
    return any(question.key in condition.names for condition in one.hidden_when)


def _choices(state: _State, question: Field, needed: list[Field], decision: Decision | None) -> Iterator[Choice]:
    """Each answer with the fields that it alone shows."""
    taken: set[str] = set()
    for option in question.options:
        shown = [
            one
            for one in needed
            if one.key not in taken
            and not any(condition({question.key: option.value}) is True for condition in one.hidden_when)
        ]
        taken.update(one.key for one in shown)
        word, _, rest = option.label.partition(DASH)
        way = decision.way(option.text) if decision else None
        yield Choice(option.text, word, rest, way, tuple(state.asked(one) for one in shown))


def _blocks(state: _State, items: Iterable[Item], apart: set[str]) -> Iterator[Block]:
    """Neighbours of one sort together; a text stands with what came before it, or with what follows."""
    kind: BlockKind | None = None
    asked: list[Asked] = []
    notes: list[str] = []
    for item in _flat(items):
        if item.kind == "text":
            notes.append(item.text)
            continue
        if item.field is None or item.field.key in apart:
            continue
        sort = _sort(item.field)
        if kind is not None and sort != kind and asked:
            kept, notes = (notes, []) if kind == "papers" else ([], notes)
            yield Block(kind, tuple(asked), tuple(kept))
            asked = []
        kind = sort
        asked.append(state.asked(item.field))
    if asked and kind == "known" and notes:
        yield Block("known", tuple(asked))
        yield Block("fields", (), tuple(notes))
    elif asked or notes:
        yield Block(kind or "fields", tuple(asked), tuple(notes))


def _flat(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if item.kind == "group":
            yield from _flat(item.items)
        else:
            yield item


def _sort(one: Field) -> BlockKind:
    if one.readonly:
        return "known"
    return "papers" if is_check(one) else "fields"
