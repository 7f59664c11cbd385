"""What the files that were written one by one are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

__all__ = ["HEAD", "PLAIN", "Specimen", "definitions", "flows", "process", "refused", "runs"]

HEAD: Final = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:tns="urn:lajur:contoh" targetNamespace="urn:lajur:contoh">'
)
_SHORT: Final = {
    "start": "startEvent",
    "end": "endEvent",
    "task": "task",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
}


@dataclass(frozen=True)
class Specimen:
    """`refused`: the rules that refuse it, empty when it runs; `found`: it showed an error that is still there."""

    name: str
    data: bytes
    refused: frozenset[str] = frozenset()
    found: str = ""


def runs(name: str, data: bytes | str, found: str = "") -> Specimen:
    """A file that has to run."""
    return Specimen(name, data.encode() if isinstance(data, str) else data, found=found)


def refused(name: str, rules: str, data: bytes | str, found: str = "") -> Specimen:
    """A file that has to be refused, by these rules and no others."""
    return Specimen(name, data.encode() if isinstance(data, str) else data, frozenset(rules.split()), found)


def definitions(inside: str, head: str = HEAD) -> str:
    """A file with that in it."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{inside}</definitions>\n'


def process(body: str, *, roots: str = "", head: str = HEAD, facts: str = ' isExecutable="true"') -> str:
    """A file with one process.

    A line `start s`, `user a`, `end e`, `task t`, `xor x`, `and p`, `or o` is that element; `a>b>c` are flows, with
    `? …` a condition, with `*` the default; other lines are XML.
    """
    defaults = dict(re.findall(r"(?m)^\s*(\w+)>(\w+) \*", body))
    lines = [_line(line.strip(), defaults) for line in body.splitlines()]
    return definitions(f'{roots}<process id="uji"{facts}>\n' + "\n".join(lines) + "\n</process>", head)


def _line(line: str, defaults: dict[str, str]) -> str:
    word, _, id = line.partition(" ")
    default = f' default="{id}-{defaults[id]}"' if id in defaults else ""
    if word == "user":
        return f'<userTask id="{id}"{default} camunda:candidateGroups="staf"/>'
    if word in _SHORT:
        return f'<{_SHORT[word]} id="{id}"{default}/>'
    return flows(line) if re.match(r"[\w.]+>", line) else line


def flows(line: str) -> str:
    """The flows of `a>b>c ? condition`."""
    path, _, condition = line.partition("?")
    ids = path.replace("*", "").strip().split(">")
    inside = condition.strip().replace("&", "&amp;").replace("<", "&lt;")
    held = f"<conditionExpression>{inside}</conditionExpression>" if inside else ""
    return "".join(
        f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}">{held}</sequenceFlow>' for a, b in pairwise(ids)
    )


PLAIN: Final = "start s\nuser a\nend e\ns>a>e"
"""The body of the smallest process that does something."""
