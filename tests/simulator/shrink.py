"""Makes a model and a walk that disagree as small as it can while they still disagree in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.simulator.comparison import Result, compare
from tests.simulator.diagram import ACTIVITIES, SCOPES, Call
from tests.simulator.model import Link, Model, Part
from tests.simulator.random_walk import RandomWalk
from tests.simulator.walk import Act, WrittenWalk
from tests.simulator.writing import write


@dataclass(frozen=True)
class Failure:
    """A model, the acts that end in the disagreement, and its kind."""

    model: Model
    acts: tuple[Act, ...]
    kind: str
    text: str


def shrink(failure: Failure, budget: int = 3000) -> Failure:
    """The smallest failure found with so many comparisons."""
    changed = True
    while changed and budget > 0:
        changed = False
        for model, acts in _smaller(failure):
            budget -= 1
            found = _again(failure, model, acts)
            if found is not None:
                failure, changed = found, True
                break
            if budget <= 0:
                break
    return failure


def _again(failure: Failure, model: Model, acts: tuple[Act, ...]) -> Failure | None:
    """The same kind of disagreement on a smaller model: by its walk, or by one of a few short random ones."""
    xml = write(model)
    results = [compare(xml, WrittenWalk(acts))]
    if model != failure.model and results[0].disagreement is None:
        results += [compare(xml, RandomWalk(str(number), model, len(acts))) for number in range(4)]
    return next((found for result in results if (found := _failure(model, result, failure.kind))), None)


def _failure(model: Model, result: Result, kind: str) -> Failure | None:
    found = result.disagreement
    if found is None or found.kind != kind:
        return None
    return Failure(model, tuple(result.acts), kind, found.text)


def failure_of(model: Model, result: Result) -> Failure:
    """The failure that a comparison found."""
    assert result.disagreement is not None
    return Failure(model, tuple(result.acts), result.disagreement.kind, result.disagreement.text)


def _smaller(failure: Failure) -> Iterator[tuple[Model, tuple[Act, ...]]]:
    model, acts = failure.model, failure.acts
    for place in range(len(acts) - 1, 0, -1):
        yield model, acts[:place] + acts[place + 1 :]
    for part in model.parts:
        if part.tag != "startEvent":
            yield model.without({part.id}, set()), acts
            yield from ((bypassed, acts) for bypassed in _bypassed(model, part.id))
    for link in model.links:
        yield model.without(set(), {link.id}), acts
        if link.condition:
            yield _links(model, link, replace(link, condition=None)), acts
    for part in model.parts:
        for plainer in _plainer(part):
            yield replace(model, parts=tuple(plainer if one is part else one for one in model.parts)), acts
    for place, act in enumerate(acts):
        if act.values:
            yield model, (*acts[:place], replace(act, values={}), *acts[place + 1 :])
        for name in act.values:
            fewer = {one: value for one, value in act.values.items() if one != name}
            yield model, (*acts[:place], replace(act, values=fewer), *acts[place + 1 :])


def _plainer(part: Part) -> Iterator[Part]:
    """The node with one of its facts less, or a plainer one."""
    if part.loop:
        yield replace(part, loop=None)
        for fact in ("completion", "maximum", "output"):
            if getattr(part.loop, fact) is not None:
                yield replace(part, loop=replace(part.loop, **{fact: None}))  # type: ignore[arg-type]
    for name in ("inputs", "outputs"):
        for param in getattr(part, name):
            fewer = tuple(one for one in getattr(part, name) if one is not param)
            yield replace(part, **{name: fewer})  # type: ignore[arg-type]
    if part.event and part.event.clock and part.event.clock[1] != "PT1H":
        yield replace(part, event=replace(part.event, clock=("duration", "PT1H")))
    if part.event and (part.event.key or part.event.payload or part.event.code_variable):
        yield replace(part, event=replace(part.event, key=None, payload=(), code_variable=None))
    if part.tag in ("startEvent", "endEvent") and part.event and not part.scope:
        yield replace(part, event=None)
    if part.tag in ACTIVITIES - SCOPES - {"userTask"}:
        yield replace(part, tag="userTask", event=None, topic=None, call=None)
    if part.call and (part.call.business_key or part.call.ins):
        yield replace(part, call=Call(part.call.process))


def _bypassed(model: Model, name: str) -> Iterator[Model]:
    """The model with a node left out, its incoming flows led to the target of one of its outgoing flows."""
    for onward in [link for link in model.links if link.source == name and link.target != name]:
        moved = tuple(replace(link, target=onward.target) if link.target == name else link for link in model.links)
        yield replace(model, links=moved).without({name}, set())


def _links(model: Model, old: Link, new: Link) -> Model:
    return replace(model, links=tuple(new if link is old else link for link in model.links))
