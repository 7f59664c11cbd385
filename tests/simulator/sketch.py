"""Small models written as lines of text, for examples that are worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from tests.simulator.model import Link, Model, Part

_TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "manual": "manualTask",
    "service": "serviceTask",
    "receive": "receiveTask",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "timer": "intermediateCatchEvent",
    "message": "intermediateCatchEvent",
}
_CLOCKS = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}


def sketch(text: str) -> Model:
    """A model from lines: `user a b`, `flow a > b`, `flow a > b if x = "Ya"`, `flow a > b default`, `timer t PT1H`,
    `receive r surat`, `message m surat`, `on a interrupting t duration PT1H`, `on a beside m message surat`.
    A flow is called `<source>-<target>`, with a number behind it from the second one on."""
    parts: list[Part] = []
    links: list[Link] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "flow":
            parts, link = _flow(rest, parts, {known.id for known in links})
            links.append(link)
        elif word == "on":
            parts.append(_event(rest))
        elif word in ("timer", "message", "receive"):
            name, fact = rest.split()
            timer = ("timeDuration", fact) if word == "timer" else None
            parts.append(Part(name, _TAGS[word], timer=timer, message=None if timer else fact))
        else:
            parts += [Part(name, _TAGS[word]) for name in rest.split()]
    return Model(tuple(parts), tuple(links), {})


def _event(text: str) -> Part:
    host, manner, name, kind, fact = text.split()
    timer = (_CLOCKS[kind], fact) if kind in _CLOCKS else None
    message = None if timer else fact
    return Part(name, "boundaryEvent", host=host, interrupting=manner == "interrupting", timer=timer, message=message)


def _flow(text: str, parts: list[Part], known: set[str]) -> tuple[list[Part], Link]:
    ends, _, condition = text.partition(" if ")
    ends, default, _ = ends.partition(" default")
    source, target = (end.strip() for end in ends.split(">"))
    name = f"{source}-{target}"
    while name in known:
        head, _, number = name.partition("_")
        name = f"{head}_{int(number or 1) + 1}"
    if default:
        parts = [replace(part, default=name) if part.id == source else part for part in parts]
    return parts, Link(name, source, target, condition or None)
