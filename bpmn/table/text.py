"""Writes lists, mappings and texts as YAML: short ones in one line, long ones a line each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from bpmn.table.model import Plain

WIDTH: Final = 118
INLINE: Final = ("pelaksana", "lihat", "periksa")
"""Columns whose lists of mappings stand in one line where they fit."""

_SAFE: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=][^\x00-\x1f\x7f\x85\u2028\u2029\ufeff]*\Z")
_BREAKS: Final = re.compile("[\x7f\x85\u2028\u2029\ufeff]")


def yaml_of(top: Mapping[str, Plain]) -> str:
    """The text of a mapping; blank lines stand before its lists of mappings and between their items."""
    return "\n".join(_block(top, "", top=True)) + "\n"


def _block(value: Mapping[str, Plain], indent: str, *, top: bool = False) -> Iterator[str]:
    for key, inner in value.items():
        line = f"{indent}{_scalar(key, flow=True)}:"
        flat = _flow(inner) if _flat(inner) else None
        if key == "komponen":
            flat = _json(inner)
        if isinstance(inner, str):
            yield f"{line} {_scalar(inner, flow=False)}" if inner else line
        elif flat is not None and (key == "komponen" or (len(line) + len(flat) < WIDTH and _inline(key, inner))):
            yield f"{line} {flat}"
        elif isinstance(inner, Mapping):
            yield line
            yield from _block(inner, indent + "  ")
        else:
            assert isinstance(inner, list)
            yield from _rows(line, inner, indent, apart=top)


def _inline(key: str, value: Plain) -> bool:
    """Whether it may stand in one line: lists of mappings only where they name things shown or checked."""
    return not isinstance(value, list) or key in INLINE or not any(isinstance(one, Mapping) for one in value)


def _rows(line: str, items: list[Plain], indent: str, *, apart: bool) -> Iterator[str]:
    if apart and any(isinstance(item, Mapping) for item in items):
        yield ""
    yield line
    for at, item in enumerate(items):
        if at and apart and isinstance(item, Mapping) and not _short(item, indent):
            yield ""
        yield from _item(item, indent + "  ")


def _short(item: Plain, indent: str) -> bool:
    return _flat(item) and len(_flow(item)) + len(indent) + 4 < WIDTH


def _item(item: Plain, indent: str) -> Iterator[str]:
    if isinstance(item, str):
        yield f"{indent}- {_scalar(item, flow=False) if item else _quoted(item)}"
    elif (_short(item, indent) and not (isinstance(item, Mapping) and len(item) == 1)) or not item:
        yield f"{indent}- {_flow(item)}"
    else:
        assert isinstance(item, Mapping)
        lines = list(_block(item, indent + "  "))
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]


def _flat(value: Plain) -> bool:
    """Whether it reads well in one line: texts, a list of them, or a mapping of texts and short lists."""
    if isinstance(value, Mapping):
        return "komponen" not in value and all(
            not isinstance(inner, Mapping) and _flat(inner) for inner in value.values()
        )
    if isinstance(value, list):
        return all(isinstance(inner, str) or _named(inner) for inner in value)
    return True


def _named(value: Plain) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(isinstance(inner, str) for inner in value.values())


def _flow(value: Plain) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    return _scalar(str(value), flow=True)


def _scalar(text: str, *, flow: bool) -> str:
    plain = _SAFE.match(text) and text == text.strip() and ": " not in text and " #" not in text and text[-1:] != ":"
    if not plain or (flow and re.search(r"[,\[\]{}:?]", text)):
        return _quoted(text)
    return text


def _quoted(text: str) -> str:
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _json(value: Plain) -> str:
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
