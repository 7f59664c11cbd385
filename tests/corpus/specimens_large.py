"""Files at the limits of size: a thousand elements, deep nesting, long texts, many of everything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tests.corpus.specimen import PLAIN, Specimen, definitions, process, refused, runs

__all__ = ["specimens"]

_STAFF: Final = 'camunda:candidateGroups="staf"'


def _chain(tag: str, count: int) -> str:
    """So many elements in a row."""
    ids = ["s", *(f"n{at}" for at in range(count)), "e"]
    body = [f'<{tag} id="{id}"/>' for id in ids[1:-1]]
    flows = [f'<sequenceFlow id="f{at}" sourceRef="{a}" targetRef="{b}"/>' for at, (a, b) in enumerate(pairwise(ids))]
    return process("\n".join(["start s", "end e", *body, *flows]))


def _fan(count: int, middle: str, gateway: str = "parallelGateway") -> str:
    """A split into so many branches, joined again."""
    body = ["start s", f'<{gateway} id="p"/>', f'<{gateway} id="q"/>', "end e", "s>p", "q>e"]
    for at in range(count):
        body.append(middle.replace("@", f"n{at}"))
        body.append(f'<sequenceFlow id="i{at}" sourceRef="p" targetRef="n{at}"/>')
        body.append(f'<sequenceFlow id="o{at}" sourceRef="n{at}" targetRef="q"/>')
    return process("\n".join(body))


def _nested(depth: int) -> str:
    """Sub-processes in each other."""
    inner = f'<userTask id="a" {_STAFF}/>'
    for at in range(depth):
        inner = f'<subProcess id="u{at}">{inner}</subProcess>'
    return process(inner)


def _blocks(count: int, gateway: str) -> str:
    """Split and join, so many times in a row, two branches each."""
    body, last = ["start s", "end e"], "s"
    for at in range(count):
        p, q = f"p{at}", f"q{at}"
        body += [f'<{gateway} id="{p}"/>', f'<{gateway} id="{q}"/>', f"task l{at}", f"task r{at}"]
        body += [f"{last}>{p}>l{at}>{q}", f"{p}>r{at}>{q}"]
        last = q
    return process("\n".join([*body, f"user a\n{last}>a>e"]))


def _shapes() -> Iterator[Specimen]:
    user = f'<userTask id="@" {_STAFF}/>'
    yield runs("large: 1,000 tasks in a row that pass", _chain("task", 1_000))
    yield runs("large: 6,000 tasks in a row that pass", _chain("task", 6_000))
    yield runs("large: 300 messages in a row", _chain("intermediateThrowEvent", 300))
    yield runs("large: 60 branches of people", _fan(60, user))
    yield runs("large: 990 branches that pass", _fan(990, '<task id="@"/>'))
    yield runs("large: 100 inclusive branches", _fan(100, '<task id="@"/>', "inclusiveGateway"))
    yield refused("large: 1,500 branches", "too-many-tokens", _fan(1_500, user))
    yield runs("large: 14 parallel blocks in a row", _blocks(14, "parallelGateway"))
    yield runs("large: 200 parallel blocks in a row", _blocks(200, "parallelGateway"))
    yield runs("large: 150 inclusive blocks in a row", _blocks(150, "inclusiveGateway"))
    yield refused("large: 600 inclusive blocks in a row", "too-many-joins", _blocks(600, "inclusiveGateway"))
    yield runs("large: 50 sub-processes in each other", _nested(50))
    yield runs("large: 190 sub-processes in each other", _nested(190))
    yield refused("large: 250 sub-processes in each other", "too-large", _nested(250))
    yield refused("large: 12,000 tasks", "too-large", _chain("task", 12_000))


def _texts() -> Iterator[Specimen]:
    text = process(PLAIN)
    yield runs(
        "large: a documentation of 2 MB",
        text.replace(
            '<endEvent id="e"/>', f'<endEvent id="e"><documentation>{"dokumen " * 250_000}</documentation></endEvent>'
        ),
    )
    yield runs(
        "large: a name of 60,000 letters", text.replace('<endEvent id="e"', f'<endEvent id="e" name="{"n" * 60_000}"')
    )
    yield refused(
        "large: a name of 70,000 letters",
        "too-large",
        text.replace('<endEvent id="e"', f'<endEvent id="e" name="{"n" * 70_000}"'),
    )
    yield runs("large: 10,000 comments", text.replace("</process>", "<!-- paraf -->" * 10_000 + "</process>"))
    yield refused(
        "large: 30,000 comments", "too-large", text.replace("</process>", "<!-- paraf -->" * 30_000 + "</process>")
    )
    yield refused("large: 6 MB", "too-large", text + " " * 6_000_000)
    yield refused(
        "large: 300 attributes",
        "not-xml",
        text.replace('<endEvent id="e"', '<endEvent id="e" ' + " ".join(f'a{n}="1"' for n in range(300))),
    )
    xor = "start s\nuser a\nxor x\nend e\nend f\ns>a>x\nx>f *\nx>e ? =" + " or ".join(f"n = {n}" for n in range(150))
    yield runs("large: a condition of 150 parts", process(xor))


def _many() -> Iterator[Specimen]:
    text = process(PLAIN)
    notes = "".join(f'<textAnnotation id="t{n}"><text>catatan {n}</text></textAnnotation>' for n in range(4_000))
    yield runs("large: 4,000 annotations", text.replace("</process>", f"{notes}</process>"))
    roots = "".join(f'<message id="m{n}" name="surat {n}"/><error id="r{n}"/>' for n in range(4_000))
    yield runs("large: 4,000 messages and errors", process(PLAIN, roots=roots))
    lanes = "".join(f'<lane id="l{n}" name="Unit {n}"/>' for n in range(500))
    yield runs("large: 500 lanes", process(f'<laneSet id="l">{lanes}</laneSet>\n{PLAIN}'))
    deep = "<flowNodeRef>a</flowNodeRef>"
    for n in range(60):
        deep = f'<childLaneSet><lane id="l{n}" name="Unit {n}">{deep}</lane></childLaneSet>'
    yield runs(
        "large: 60 lanes in each other", process(f'<laneSet id="l"><lane id="x">{deep}</lane></laneSet>\n{PLAIN}')
    )
    one = process(PLAIN)
    body = one[one.index("<process") : one.index("</definitions>")]
    many = "".join(
        body.replace('"uji"', f'"uji{n}"')
        .replace('"s', f'"s{n}')
        .replace('"a', f'"a{n}')
        .replace('"e"', f'"e{n}"')
        .replace('Ref="a', 'Ref="a')
        .replace('-a"', f'-a{n}"')
        .replace('-e"', f'-e{n}"')
        for n in range(100)
    )
    yield runs("large: 100 processes", definitions(many))
    events = "\n".join(
        f'<boundaryEvent id="b{n}" attachedToRef="a" cancelActivity="false"><signalEventDefinition signalRef="g{n}"/>'
        f"</boundaryEvent>\nend c{n}\nb{n}>c{n}"
        for n in range(300)
    )
    yield runs("large: 300 events on one task", process(f"{PLAIN}\n{events}"))


def specimens() -> Iterator[Specimen]:
    """All of them."""
    yield from _shapes()
    yield from _texts()
    yield from _many()
