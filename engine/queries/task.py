"""One task as the person sees it who has to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.commands.answers import sight_of, variables
from engine.commands.finding import acting_for, takes_part
from engine.commands.refusals import NotFound
from engine.commands.task import PENDING
from engine.commands.withdraw import last_completion, why_not
from engine.events import moment
from engine.library import Definition
from engine.policy import Facts, may
from engine.queries.answered import Answered, answered, changed_since
from engine.queries.due import Due, due_of, times_of
from engine.queries.history import ERASED, Entry, Position, Story, position, story
from engine.queries.items import item_names
from engine.queries.look import MOST_ID, MOST_NUMBER, Look
from engine.queries.names import Names, Office, Person, Post, Standing, names, office
from engine.queries.papers import CasePaper, papers_of_case
from engine.queries.registers import proposals
from engine.queries.signoffs import Signing, SignOffView, signing, signoffs
from engine.queries.steps import Decision, Step, Target, decision, onward, step, steps
from engine.queries.subject import subjects
from engine.store.cases import OPEN_TASKS
from engine.store.reading import Row
from engine.store.views import ROUNDS, TASK
from forms.form import Form

__all__ = ["Returned", "TaskForm", "TaskView", "task_form", "task_view", "withdrawable"]


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a step is done again: the last Tidak before it. `direct` when that answer itself led here.

    `changed` are the labels of what was answered differently since.
    """

    entry: Entry
    direct: bool
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with all that its page shows. `acting` is the post that the person would answer as.

    `standing` says that he would only act for it; `done` is the event that completed the task. One that is `delegated`
    is prepared for its owner, and only given back. `signing` is what a step asks that is signed. Values that an answer
    gave that was withdrawn stand in `values` again. `papers` are those of the case that count, `numbers` what the
    fields of registers would get now.
    """

    case: int
    n: int
    number: str
    subject: str
    definition: Definition
    office: Office
    step: Step
    last_no: str
    status: str
    case_status: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by: Person | None
    holder: Person | None
    owner: Person | None
    posts: tuple[Post, ...]
    acting: Post | None
    on_behalf: bool
    mine: bool
    may_answer: bool
    round: int
    came: Entry | None
    returned: Returned | None
    decision: Decision | None
    onward: tuple[Target, ...]
    form: Form | None
    values: Mapping[str, Any]
    answered: tuple[Answered, ...]
    here: frozenset[str]
    position: Position
    due: Due
    item: str = ""
    standing: Standing | None = None
    done: Entry | None = None
    delegated: bool = False
    signing: Signing | None = None
    sign_offs: tuple[SignOffView, ...] = ()
    papers: tuple[CasePaper, ...] = ()
    may_withdraw: bool = False
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """True while somebody has to answer it."""
        return self.status == "OPEN" and self.case_status == "ACTIVE"


@dataclass(frozen=True, slots=True)
class TaskForm:
    """A task as far as an answer to it is read: a tenth of the reading that its page asks for."""

    case: int
    n: int
    number: str
    definition: Definition
    office: Office
    step: Step
    form: Form | None


def task_form(look: Look, case: int, n: int) -> TaskForm:
    """The task's form; raises NotFound when there is none that the person may see."""
    row = _row(look, case, n)
    definition = look.definition(row["definition_id"])
    element = row["element"]
    place, form = office(look.reading, row["office"]), definition.forms.get(element)
    return TaskForm(case, n, row["number"], definition, place, step(definition, element), form)


def task_view(look: Look, case: int, n: int) -> TaskView:
    """The task; raises NotFound when there is none that the person may see."""
    row = _row(look, case, n)
    definition = look.definition(row["definition_id"])
    told = story(look.reading, definition, case)
    called = names(
        look.reading,
        {row["closed_by"], row["assignee"], row["owner"], *(how.holder for how in look.actor.capacities.values())},
        {*(row["candidates"] or "").split("+"), *look.actor.answers},
    )
    return _view(look, row, (definition, told, called))


def _row(look: Look, case: int, n: int) -> Row:
    there = case <= MOST_ID and n <= MOST_NUMBER
    row = look.reading.one(TASK, case=case, n=n) if there else None
    if row is None or not _seen(look, row):
        raise NotFound("no-task", f"Tugas {case}-{n} tidak ada.", f"There is no task {case}-{n}.", task=f"{case}-{n}")
    return row


def _seen(look: Look, row: Row) -> bool:
    facts = Facts(row["office"], row["candidates"], row["assignee"])
    if may(look.actor, "read-task", facts):
        return True
    part = takes_part(look.reading, look.actor, row["case_id"])
    return may(look.actor, "read-task", Facts(row["office"], row["candidates"], row["assignee"], part))


def _view(look: Look, row: Row, known: tuple[Definition, Story, Names]) -> TaskView:
    definition, told, called = known
    post = acting_for(look.actor, row["candidates"])
    acting = called.post(post)
    open_tasks = look.reading.all(OPEN_TASKS, case=row["case_id"])
    facts = Facts(row["office"], row["candidates"], row["assignee"])
    free = row["assignee"] in (None, look.actor.login)
    return TaskView(
        **_case(look, row, definition),
        **_people(row, called),
        acting=acting,
        on_behalf=acting is not None and acting.id not in look.actor.posts,
        mine=row["assignee"] == look.actor.login,
        may_answer=free and may(look.actor, "complete", facts),
        round=_round(look, row),
        came=told.opener(row["n"]),
        returned=_returned(definition, told, row),
        decision=decision(definition, row["element"]),
        onward=onward(definition, row["element"]),
        form=definition.forms.get(row["element"]),
        due=due_of(look.now, definition, row, times_of(look, row["office"])),
        values=_values(look, definition, told, row),
        answered=answered(definition, [one for one in told.entries if not one.withdrawn]),
        here=frozenset(task["element"] for task in open_tasks),
        position=position(definition, told.entries),
        item=item_names(look.reading, [row]).get((row["case_id"], row["n"]), ""),
        standing=called.standing(look.actor.capacity(post)),
        done=_done(told, row["n"]),
        delegated=row["delegation"] == PENDING,
        signing=signing(look, definition, row, recorded=_recorded(look, post)) if row["status"] == "OPEN" else None,
        sign_offs=signoffs(look, definition, row["case_id"]),
        papers=tuple(one for one in papers_of_case(look, row["case_id"], definition) if one.current),
        may_withdraw=_may_withdraw(look, definition, row),
        numbers=proposals(look, definition, row["element"], row["office"]) if row["status"] == "OPEN" else {},
    )


def _recorded(look: Look, post: str | None) -> bool:
    """True when the person only writes down what somebody outside did."""
    return post is not None and post not in look.actor.posts and post in look.actor.records


def _values(look: Look, definition: Definition, told: Story, row: Row) -> Mapping[str, Any]:
    """What is known where the task stands; and what its own answer said, when that was withdrawn."""
    known = variables(look.reading, row["case_id"], sight_of(definition, row))
    last = _done(told, row["n"])
    if row["status"] != "OPEN" or last is None:
        return known
    return known | {name: value for name, value in last.answers.items() if value is not ERASED}


def withdrawable(look: Look, case: int, n: int) -> bool:
    """True while the person may take back his answer to a task."""
    row = look.reading.one(TASK, case=case, n=n)
    return row is not None and _may_withdraw(look, look.definition(row["definition_id"]), row)


def _may_withdraw(look: Look, definition: Definition, row: Row) -> bool:
    """True while the person may take back his answer to the task."""
    if row["status"] != "DONE" or row["closed_by"] != look.actor.login or row["case_status"] != "ACTIVE":
        return False
    if not may(look.actor, "complete", Facts(row["office"], row["candidates"], row["assignee"])):
        return False
    asked = row | {"task_status": row["status"], "login": look.actor.login}
    return why_not(look.reading, definition, asked, last_completion(look.reading, row["case_id"], row["n"])) is None


def _case(look: Look, row: Row, definition: Definition) -> dict[str, Any]:
    all_steps = steps(definition)
    case = row["case_id"]
    return {
        "case": case,
        "n": row["n"],
        "number": row["number"],
        "subject": subjects(look.reading, [(case, definition)]).get(case, ""),
        "definition": definition,
        "office": office(look.reading, row["office"]),
        "step": step(definition, row["element"]),
        "last_no": all_steps[-1].no if all_steps else "",
        "status": row["status"],
        "case_status": row["case_status"],
        "opened_at": moment(row["opened_at"]),
        "closed_at": None if row["closed_at"] is None else moment(row["closed_at"]),
    }


def _people(row: Row, called: Names) -> dict[str, Any]:
    return {
        "closed_by": called.person(row["closed_by"]),
        "holder": called.person(row["assignee"]),
        "owner": called.person(row["owner"]),
        "posts": called.group(row["candidates"]),
    }


def _done(told: Story, n: int) -> Entry | None:
    """The last completion of a task; earlier ones were withdrawn."""
    return next((one for one in reversed(told.entries) if one.kind == "TaskCompleted" and one.task == n), None)


def _round(look: Look, row: Row) -> int:
    rounds = look.reading.all(ROUNDS, cases=[row["case_id"]])
    return next((found["times"] for found in rounds if found["element"] == row["element"]), 1)


def _returned(definition: Definition, told: Story, row: Row) -> Returned | None:
    """The last way back before the task, when its step was done before or that way led to it."""
    opener = told.opener(row["n"])
    if opener is None:
        return None
    before = told.before(opener.number)
    again = any(row["element"] in {target.element for target in entry.opened} for entry in before[:-1])
    turned = next((entry for entry in reversed(before) if entry.back and entry.reason), None)
    if turned is None or not (again or turned is opener):
        return None
    later = [entry for entry in before if entry.number > turned.number]
    return Returned(turned, turned is opener, changed_since(definition, before, later))
