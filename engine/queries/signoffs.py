"""Sign-offs as people read them: who initialled or signed what, what counts no more, and what a signature waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.commands.chain import chain_of
from engine.commands.sign_off import blocked, only_approver
from engine.events import SIGNING, SignOff
from engine.library import Definition
from engine.people import Capacity
from engine.queries.look import Look
from engine.queries.names import Names, Person, Post, Standing, names
from engine.queries.steps import Step, step
from engine.store.reading import Row
from engine.store.signoffs import signed

__all__ = ["SignOffView", "Signing", "signing", "signoffs"]


@dataclass(frozen=True, slots=True)
class SignOffView:
    """A sign-off: kinds, step, when and by whom (`standing`: for a post that is not his), SHA-256 of its papers.

    `why` it counts no more (docs/events.md, SignOffVoided; `withdrawn` with its completion), since `void_at`; `changed`
    are the labels of what changed. `number` is the event that gave it, `task` the task.
    """

    number: int
    task: int
    kinds: tuple[str, ...]
    step: Step
    at: datetime
    actor: Person | None
    post: Post | None
    standing: Standing | None
    recorded: bool
    papers: tuple[str, ...]
    why: str | None
    void_at: datetime | None
    changed: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """True while it counts."""
        return self.why is None


@dataclass(frozen=True, slots=True)
class Signing:
    """What a task that is signed asks: its kinds; the lower initials that are `missing`, and those that only may be.

    `drafted` is the step in which the person wrote what nobody else has approved: both refuse the signature.
    """

    kinds: tuple[str, ...]
    missing: tuple[Step, ...] = ()
    unsure: tuple[Step, ...] = ()
    drafted: Step | None = None

    @property
    def refused(self) -> bool:
        """True when it would be refused now."""
        return bool(self.missing or self.drafted)


def signoffs(look: Look, definition: Definition, case: int) -> tuple[SignOffView, ...]:
    """All sign-offs of a case, oldest first; nothing is asked for an SOP that signs nothing."""
    found = signed(look.reading, case) if chain_of(definition).kinds else []
    if not found:
        return ()
    events = [one.event for one in found]
    posts = {event.acting_for for event in events} | {event.data.get("capacity", {}).get("post") for event in events}
    holders = {event.data.get("capacity", {}).get("holder") for event in events}
    called = names(look.reading, {event.actor for event in events} | holders, posts)
    labels = {field.key: field.label or field.key for form in definition.forms.values() for field in form.fields}
    return tuple(_view(definition, called, labels, one) for one in found)


def signing(look: Look, definition: Definition, row: Row, *, recorded: bool) -> Signing | None:
    """What a task that is signed asks of the person; None for any other. `recorded`: he writes down another's."""
    element = row["element"]
    kinds = chain_of(definition).kinds.get(element)
    if kinds is None:
        return None
    valid: Sequence[SignOff] = [one for one in signed(look.reading, row["case_id"]) if one.valid]
    missing, unsure = blocked(definition, element, valid) if SIGNING & set(kinds) else ([], [])
    who = {"id": row["case_id"], "element": element, "login": look.actor.login}
    drafted = None if recorded else only_approver(look.reading, definition, who, valid)
    return Signing(
        kinds,
        tuple(step(definition, one) for one in missing),
        tuple(step(definition, one) for one in unsure),
        None if drafted is None else step(definition, drafted),
    )


def _view(definition: Definition, called: Names, labels: dict[str, str], one: SignOff) -> SignOffView:
    event = one.event
    said = event.data.get("capacity")
    capacity = None if said is None else (said["post"], Capacity(said["kind"], said["holder"]))
    return SignOffView(
        number=event.number,
        task=event.data["task"],
        kinds=one.kinds,
        step=step(definition, event.element),
        at=event.happened_at,
        actor=called.person(event.actor),
        post=called.post(event.acting_for),
        standing=called.standing(capacity),
        recorded=bool(event.data.get("recorded_by")),
        papers=one.papers,
        why=one.why,
        void_at=None if one.by is None else one.by.happened_at,
        changed=tuple(labels.get(name, name) for name in one.changed),
    )
