"""Programs from BPMN text, and short words for what a move did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from bpmn.document import read
from bpmn.prepare import prepare
from engine import expressions
from engine.spiff import Limits, Move, Program, load

__all__ = ["NOW", "Memory", "done", "opened", "program", "token"]

NOW = datetime(2030, 1, 7, 1, 0, tzinfo=UTC)
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:lajur:uji" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_ROOTS = (
    '<message id="m1" name="surat"/><signal id="g1" name="libur"/><error id="r1" errorCode="GAGAL"/>'
    '<error id="r2" errorCode="LAIN"/><escalation id="c1" escalationCode="LAMBAT"/>'
)


def program(body: str, *, limits: Limits | None = None) -> Program:
    """The program of a process; `a>b>c` on a line of its own writes the flows between them, with `?` a condition."""
    lines = [_flows(line) if re.match(r"\w+>", line) else line for line in map(str.strip, body.splitlines())]
    xml = f'{_HEAD}{_ROOTS}<process id="uji" isExecutable="true">{" ".join(lines)}</process></definitions>'
    return load(prepare(read(xml.encode()).processes[0]), expressions.compile, limits=limits)


def _flows(line: str) -> str:
    path, _, condition = line.partition("?")
    names = path.strip().split(">")
    inside = f"<conditionExpression>{condition.strip()}</conditionExpression>" if condition else ""
    pairs = pairwise(names)
    return "".join(
        f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}">{inside}</sequenceFlow>' for a, b in pairs
    )


def opened(move: Move, *kinds: str) -> list[str]:
    """The elements that were opened, in order."""
    return [one.element for one in move.opened if not kinds or one.kind in kinds]


def done(move: Move) -> list[str]:
    """The elements that were entered, in order."""
    return [id for what, id in move.path if what == "entered"]


def token(program: Program, move: Move, element: str, place: int = 0) -> int:
    """The number of an open token of an element."""
    return [one.n for one in program.open(move.state) if one.element == element][place]


class Memory:
    """What a store keeps of a case's variables, by scope; answers the program's questions for them."""

    def __init__(self, program: Program) -> None:
        self.kept: dict[tuple[int, str], object] = {}
        self.asked: list[str] = []
        self.program = program.seeing(self.look)

    def look(self, scopes: Sequence[int], name: str) -> Mapping[int, object]:
        """The values of a variable in some scopes."""
        self.asked.append(name)
        return {scope: self.kept[scope, name] for scope in scopes if (scope, name) in self.kept}

    def keep(self, move: Move, values: Mapping[str, Any]) -> Move:
        """Notes what a move wrote, and gives it back."""
        for name, value in values.items():
            self.kept[move.homes.get(name, 0), name] = value
        for one in move.written:
            self.kept[one.scope, one.name] = one.value
        return move
