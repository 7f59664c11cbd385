"""Small models written as lines of text, for examples that are worked out by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tests.simulator.diagram import Call, Event, Loop
from tests.simulator.mappings import Param
from tests.simulator.model import Link, Model, Part

_PLAIN = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "manual": "manualTask",
    "service": "serviceTask",
    "task": "task",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "events": "eventBasedGateway",
    "sub": "subProcess",
    "transaction": "transaction",
    "handler": "subProcess",
}
_EVENTS = {
    "begin": "startEvent",
    "finish": "endEvent",
    "throw": "intermediateThrowEvent",
    "catch": "intermediateCatchEvent",
}
_NAMED = {"receive": "receiveTask", "send": "sendTask", "rule": "businessRuleTask", "call": "callActivity"}
_LOOP = re.compile(
    r"(\w+) (?:(parallel|sequential) (?:over (.+?)(?: as (\w+))?|times (.+?))(?: until (.+?))?(?: out (\w+) of (\w+))?"
    r"|while( before)? (.+?)(?: at most (\d+))?)"
)


def sketch(text: str) -> Model:
    """A model from lines.

    `user a b`, `sub s`, `handler h` (an event sub-process) …: plain nodes. `in s` … `out`: what stands in a scope.
    `begin b message surat`, `begin b beside timer PT1H`, `catch c condition x = 1`, `throw t signal pasang`,
    `finish e error E1`, `on a interrupting t duration PT1H`, `on a beside m escalation`: events, by kind and fact.
    `receive r surat`, `send s surat`, `rule r topik`, `call c proses`; `timer t PT1H` and `message m surat` catch.
    `loop a parallel over daftar as x until x = 1 out hasil of nilai`, `loop a sequential times 3`,
    `loop a while x = 1 at most 3`, `loop a while before x = 1`. `given a x = text`, `gives a x = text`: mappings.
    `instantiate r`: the receive task begins a case. `flow a > b`, `flow a > b if x = "Ya"`, `flow a > b default`; a
    flow is called `<source>-<target>`, with a number behind it from the second one on.
    """
    drawing = _Drawing()
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        drawing.line(word, rest)
    return Model(tuple(drawing.parts.values()), tuple(drawing.links.values()), {})


@dataclass
class _Drawing:
    parts: dict[str, Part] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    scopes: list[str] = field(default_factory=lambda: [""])

    def line(self, word: str, rest: str) -> None:
        if word == "in":
            self.scopes.append(rest)
        elif word == "out":
            self.scopes.pop()
        elif word == "flow":
            self.flow(rest)
        elif word == "instantiate":
            self.change(rest, instantiate=True)
        elif word in ("given", "gives", "loop"):
            self.fact(word, rest)
        elif word in _PLAIN:
            for name in rest.split():
                self.add(Part(name, _PLAIN[word], triggered=word == "handler", topic=_topic(word)))
        else:
            self.add(_part(word, rest))

    def add(self, part: Part) -> None:
        assert part.id not in self.parts, part.id
        self.parts[part.id] = replace(part, scope=self.scopes[-1])

    def fact(self, word: str, rest: str) -> None:
        if word == "loop":
            found = _LOOP.fullmatch(rest)
            assert found, rest
            self.change(found.group(1), loop=_loop(found))
            return
        name, _, param = rest.partition(" ")
        target, _, source = param.partition(" = ")
        sort = "inputs" if word == "given" else "outputs"
        self.change(name, **{sort: (*getattr(self.parts[name], sort), Param(target, source))})

    def change(self, name: str, **facts: object) -> None:
        self.parts[name] = replace(self.parts[name], **facts)  # type: ignore[arg-type]

    def flow(self, text: str) -> None:
        ends, _, condition = text.partition(" if ")
        ends, default, _ = ends.partition(" default")
        source, target = (end.strip() for end in ends.split(">"))
        name = f"{source}-{target}"
        while name in self.links:
            head, _, number = name.partition("_")
            name = f"{head}_{int(number or 1) + 1}"
        if default:
            self.change(source, default=name)
        self.links[name] = Link(name, source, target, condition or None)


def _topic(word: str) -> str | None:
    return "kerja" if word == "service" else None


def _part(word: str, rest: str) -> Part:
    if word == "on":
        host, manner, name, event = rest.split(" ", 3)
        return Part(name, "boundaryEvent", host=host, interrupting=manner == "interrupting", event=_event(event))
    name, _, fact = rest.partition(" ")
    if word in ("timer", "message"):
        return Part(name, "intermediateCatchEvent", event=_event(f"{'duration' if word == 'timer' else word} {fact}"))
    if word in _EVENTS:
        beside = fact.startswith("beside ")
        return Part(name, _EVENTS[word], interrupting=not beside, event=_event(fact.removeprefix("beside ")))
    part = Part(name, _NAMED[word])
    if word == "rule":
        return replace(part, topic=fact)
    return replace(part, call=Call(fact)) if word == "call" else replace(part, event=Event("message", fact))


def _event(text: str) -> Event:
    """`message surat key nomor`, `error E1 to kode`, `duration PT1H`, `terminate`; a payload is `with x = text`."""
    kind, _, fact = text.partition(" ")
    if kind in ("date", "duration", "cycle"):
        return Event("timer", clock=(kind, fact))
    if kind == "condition":
        return Event(kind, fact)
    fact, _, payload = fact.partition(" with ")
    fact, _, variable = fact.partition(" to ")
    fact, _, key = fact.partition(" key ")
    name, _, source = payload.partition(" = ")
    return Event(
        kind,
        fact.strip() or None,
        key=key or None,
        payload=(Param(name, source),) if payload else (),
        code_variable=variable or None,
    )


def _loop(found: re.Match[str]) -> Loop:
    _, kind, collection, item, times, completion, output, output_item, before, condition, maximum = found.groups()
    if kind is None:
        most = int(maximum) if maximum else None
        return Loop("standard", condition=condition, before=before is not None, maximum=most)
    return Loop(
        kind,
        collection=collection,
        cardinality=times,
        item=item,
        completion=completion,
        output=output,
        output_item=output_item,
    )
