"""The diagrams that are refused, one for each message: what docs/bpmn.md lists, and the messages themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from tests.bpmn.draw import draw, found
from tests.corpus import specimens_large, specimens_text
from tests.corpus.specimen import PLAIN, definitions, process

__all__ = ["Refusal", "listed", "unreadable"]

_LISTED: Final = Path(__file__).with_suffix(".txt")
_FORMS: Final = {"catatan": ("typename",)}
_EMPTY_POOL: Final = '<collaboration id="k"><participant id="p"/></collaboration>'
_UNREADABLE: Final = {
    "too-large": "large: 250 sub-processes in each other",
    "encoding": "latin-1 bytes that say utf-8",
    "doctype": "document type",
    "not-xml": "cut off",
    "not-bpmn": "another format",
}


@dataclass(frozen=True)
class Refusal:
    """One thing that is refused: what it is, the rule, and its words in both languages."""

    rule: str
    title: str
    id: str
    en: str


def unreadable() -> Iterator[Refusal]:
    """What is not read at all."""
    known = {one.name: one.data for group in (specimens_text, specimens_large) for one in group.specimens()}
    for rule, name in _UNREADABLE.items():
        yield _refusal(rule, name.removeprefix("large: ").capitalize(), known[name])


def listed() -> Iterator[Refusal]:
    """What is read and refused, in the order of the list."""
    for block in ("\n" + _LISTED.read_text(encoding="utf-8")).split("\n= ")[1:]:
        head, _, body = block.partition("\n")
        rule, _, title = head.partition(" | ")
        yield _refusal(rule, title, _data(body.strip("\n")))


def _refusal(rule: str, title: str, data: bytes) -> Refusal:
    told = [one for one in found(data, _FORMS) if one.rule == rule and one.severity == "error"]
    assert told, f"{title}: {rule} does not refuse it"
    return Refusal(rule, title, told[0].id, told[0].en)


def _data(body: str) -> bytes:
    head, _, rest = body.partition("\n")
    if head in _MADE:
        return _MADE[head](rest)
    if " (groovy)" in body:
        data = draw(body.replace(" (groovy)", ""))
        return data.replace(b"<bpmn:conditionExpression>", b'<bpmn:conditionExpression language="groovy">')
    return draw(body)


def _wordy(_body: str) -> bytes:
    """Sixty conditions of 1,900 characters."""
    lines = ["start s", "user a", "xor x", "s>a>x", "end f", "x>f *"]
    for number in range(60):
        lines += [f"end e{number}", f"x>e{number} ? =" + " or ".join(f"n = {number}{at:03}" for at in range(150))]
    return process("\n".join(lines)).encode()


def _program_on_process(_body: str) -> bytes:
    listener = '<extensionElements><camunda:executionListener event="start" class="contoh.Kelas"/></extensionElements>'
    return process(f"{listener}\n{PLAIN}").encode()


def _many_joins(_body: str) -> bytes:
    return next(one.data for one in specimens_large.specimens() if one.name.startswith("large: 600 inclusive"))


def _tangled(_body: str) -> bytes:
    """Ways of a hundred lengths into one long chain, each of them lacking another field."""
    names = [f"v{number}" for number in range(100)]
    lines, flows = ["startEvent s"], []
    for number, name in enumerate(names):
        given = "|".join(other for other in names if other != name)
        path = [f"w{number}", *(f"w{number}_{at}" for at in range(number)), "m0"]
        lines += [f"userTask {path[0]} lane=staf sop:no={number} 'sop:memberi={given}'"]
        lines += [f"task {id}" for id in path[1:-1]]
        flows += [f"{a} > {b}" for a, b in pairwise(["s", *path])]
    chain = [f"m{at}" for at in range(3_000)]
    lines += [*(f"task {id}" for id in chain), "exclusiveGateway g default=g-f", "endEvent e", "endEvent f"]
    flows += [f"{a} > {b}" for a, b in pairwise([*chain, "g", "f"])]
    flows.append(f"g > e ? {' and '.join(f'{name} = 1' for name in names)}")
    return draw("\n".join([*lines, *flows]))


def _two_lines(_body: str) -> bytes:
    return draw("userTask a lane=staf sop:no=1 'sop:kelengkapan=KTP / KK'").replace(b"KTP / KK", b"KTP&#10;KK")


_MADE: Final[Mapping[str, Callable[[str], bytes]]] = {
    "(no process)": lambda _: definitions(_EMPTY_POOL).encode(),
    "(not executable)": lambda body: draw(body, isExecutable="false"),
    "(process: camunda script)": _program_on_process,
    "(600 inclusive blocks)": _many_joins,
    "(many conditions)": _wordy,
    "(a property of two lines)": _two_lines,
    "(tangled ways)": _tangled,
}
