"""How a vendor writes a diagram down: names, ids, extensions, drawing, encoding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

__all__ = ["ACTIVITI", "CAMUNDA", "FLOWABLE", "SPACES", "Ornament", "Ornaments", "Style", "guid", "plain"]

CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
ACTIVITI: Final = "http://activiti.org/bpmn"
FLOWABLE: Final = "http://flowable.org/bpmn"
SPACES: Final = {
    "model": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


@dataclass(frozen=True)
class Ornament:
    """What a vendor adds to one element: attributes, what goes into extensionElements, standard children.

    In the texts `{m}` stands for the prefix of the model's namespace with its colon, `{id}` for the element's id.
    """

    attributes: str = ""
    extension: str = ""
    inside: str = ""
    documentation: str = ""


Ornaments = Callable[[str, int], Ornament]
"""From the tag and the number of an element to its ornament."""


def plain(_tag: str, _number: int) -> Ornament:
    """No ornament."""
    return Ornament()


def guid(number: int, salt: int = 0) -> str:
    """What looks like a random GUID and is always the same for a number."""
    a = (number * 2_654_435_761 + salt * 40_503 + 97) % 2**32
    b = (a * 1_103_515_245 + 12_345) % 2**48
    return f"{a:08x}-{b % 2**16:04x}-4{b % 4096:03x}-9{a % 4096:03x}-{b:012x}"


@dataclass(frozen=True)
class Style:
    """One vendor's way.

    `identify` makes an id from the number of the element and its own id. `dialect` is the namespace (and `letters`
    its prefix) under which the attributes of the modeler's dialect stand, None where the vendor has none: they are
    left out. `performer` says where people stand then. `executable` are the values of isExecutable, file by file.
    `drawing` are the prefixes of BPMNDI, DC and DI, empty where nothing is drawn. `refused` are the rules by which a
    file of this vendor may be refused. `formal` stands on conditions, `qualified` before references to roots.
    `lawful`: its files keep to the XML Schema.
    """

    name: str
    prefix: str = "bpmn"
    spaces: Mapping[str, str] = field(default_factory=dict)
    head: str = ""
    identify: Callable[[int, str], str] = lambda _number, id: id
    dialect: str | None = CAMUNDA
    letters: str = "camunda"
    performer: Literal["dialect", "lane", "none"] = "dialect"
    executable: tuple[str | None, ...] = ("true",)
    drawing: tuple[str, str, str] | tuple[()] = ("bpmndi", "dc", "di")
    labels: bool = False
    ways: Literal["given", "absent", "wrong"] = "given"
    order: Literal["kept", "flows first", "shuffled"] = "kept"
    adorn: Ornaments = plain
    before: str = ""
    after: str = ""
    formal: str = ' xsi:type="{m}tFormalExpression"'
    cdata: bool = False
    qualified: str = ""
    comments: bool = False
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>'
    codec: str = "utf-8"
    mark: bytes = b""
    newline: str = "\n"
    indent: str = "  "
    refused: frozenset[str] = frozenset()
    lawful: bool = True
