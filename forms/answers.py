"""One raw answer to its typed value: the strings of an HTML form and JSON values give the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal

from forms import messages
from forms.amounts import Ambiguous, NotANumber, read_amount
from forms.fields import LISTS, MANY, Field, Kind, Paper, Scalar, Value
from forms.messages import Text
from forms.moments import NotAMoment, read_date, read_datetime, read_time

MAX_PICKED = 1_000
"""Values that one answer may bring along."""

MAX_LINES = 10_000
"""Lines of a list."""

MAX_PAPERS = 20
"""Files of one field."""

_DIGEST = re.compile("[0-9a-f]{64}")
_TRUE = {"on", "true", "1", "ya"}
_FALSE = {"", "off", "false", "0", "tidak"}
_BREAKS = re.compile(r"[\r\n\t]+")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Unreadable(ValueError):
    """An answer that is not what the field asks for; `text` says what to write, `part` is what could be read."""

    def __init__(self, text: Text, part: Value = None) -> None:
        super().__init__(text[1])
        self.text = text
        self.part = part


def read_answer(field: Field, raw: object) -> Value:
    """The typed value; None (or an empty list, or False) when nothing was answered. Raises Unreadable."""
    if field.kind in MANY:
        return _picked(field, raw)
    if field.kind == "lines":
        return _each(field, raw)
    if field.kind == "file":
        return _papers(field, raw)
    one = _single(raw)
    if field.kind == "checkbox":
        return _ticked(one)
    if one is None or (isinstance(one, str) and not one.strip()):
        return None
    return _READERS[field.kind](field, one)


def unanswered(kind: Kind) -> Value:
    """What a field is worth to conditions while nobody has answered it."""
    if kind == "checkbox":
        return False
    return [] if kind in LISTS else None


def empty(value: Value) -> bool:
    """Whether a required field would still ask."""
    return value is None or value is False or value == []


def _single(raw: object) -> object:
    """The one answer; an HTML form may send a list of one."""
    if not isinstance(raw, (list, tuple)):
        return raw
    if len(raw) > 1:
        raise Unreadable(messages.ONE_ANSWER)
    return raw[0] if raw else None


def _ticked(raw: object) -> bool:
    if raw is None or isinstance(raw, bool):
        return bool(raw)
    word = raw.strip().lower() if isinstance(raw, str) else None
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Unreadable(messages.TICK)


def _picked(field: Field, raw: object) -> list[Scalar]:
    """The chosen options in the order of the form, each once."""
    found = list(raw) if isinstance(raw, (list, tuple)) else [raw]
    if len(found) > MAX_PICKED:
        raise Unreadable(messages.not_an_option(field))
    chosen = [_option(field, one) for one in found if one is not None and one != ""]
    picked = [option.value for index, option in enumerate(field.options) if index in chosen]
    if None in chosen:
        raise Unreadable(messages.not_an_option(field), picked)
    return picked


def _each(field: Field, raw: object) -> list[Scalar]:
    """The lines of a text, or the texts of a list: without the empty ones, each once, in their order."""
    given = raw if isinstance(raw, (list, tuple)) else [] if raw is None else [raw]
    lines = [line for one in given for line in str(_lines(field, one)).split("\n")]
    found = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if len(found) > MAX_LINES:
        raise Unreadable(messages.too_many_lines(MAX_LINES))
    return list(found)


def _papers(field: Field, raw: object) -> list[Paper]:
    """The uploaded files that an answer names."""
    given = raw if isinstance(raw, (list, tuple)) else [] if raw in (None, "") else [raw]
    found = [_paper(one) for one in given if one not in (None, "")]
    if len(found) > (MAX_PAPERS if field.rules.several else 1):
        raise Unreadable(messages.too_many_papers(MAX_PAPERS if field.rules.several else 1))
    return found


def _paper(raw: object) -> Paper:
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except (ValueError, RecursionError):
            raise Unreadable(messages.NO_PAPER) from None
    if not isinstance(raw, dict) or set(raw) != {"name", "sha256", "size", "type"}:
        raise Unreadable(messages.NO_PAPER)
    name, digest, size, kind = raw["name"], raw["sha256"], raw["size"], raw["type"]
    texts = all(isinstance(one, str) and one and len(one) <= 255 for one in (name, digest, kind))
    if not texts or _UNWRITABLE.search(name + kind) or not _DIGEST.fullmatch(digest):
        raise Unreadable(messages.NO_PAPER)
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise Unreadable(messages.NO_PAPER)
    return {"name": name, "sha256": digest, "size": size, "type": kind}


def _choice(field: Field, raw: object) -> Value:
    index = _option(field, raw)
    if index is None:
        raise Unreadable(messages.not_an_option(field))
    return field.options[index].value


def _option(field: Field, raw: object) -> int | None:
    """The place of the option that was meant: its value, or the text that an HTML form sends for it."""
    for index, option in enumerate(field.options):
        if isinstance(raw, str):
            if raw == option.text:
                return index
        elif _same(raw, option.value):
            return index
    return None


def _same(raw: object, value: Scalar) -> bool:
    if isinstance(raw, bool) or isinstance(value, bool):
        return raw is value
    if isinstance(raw, (int, float, Decimal)) and isinstance(value, (int, Decimal)):
        try:
            return read_amount(raw, whole=False) == value
        except NotANumber:
            return False
    return False


def _line(field: Field, raw: object) -> Value:
    return _text(_BREAKS.sub(" ", raw) if isinstance(raw, str) else raw)


def _lines(field: Field, raw: object) -> Value:
    return _text(raw.replace("\r\n", "\n").replace("\r", "\n") if isinstance(raw, str) else raw)


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise Unreadable(messages.TEXT_ONLY)
    if _UNWRITABLE.search(raw):
        raise Unreadable(messages.UNWRITABLE)
    text = raw.strip()
    if len(text) > messages.MAX_TEXT or len(text.encode()) > messages.MAX_TEXT:
        raise Unreadable(messages.TOO_LONG)
    return text


def _number(field: Field, raw: object) -> Value:
    try:
        return read_amount(raw, whole=field.rules.decimals == 0)
    except Ambiguous as error:
        raise Unreadable(messages.ambiguous(error.readings)) from None
    except NotANumber:
        raise Unreadable(messages.example(field)) from None


def _moment(read: Callable[[object], Value]) -> Callable[[Field, object], Value]:
    def reader(field: Field, raw: object) -> Value:
        try:
            return read(raw)
        except NotAMoment:
            raise Unreadable(messages.example(field)) from None

    return reader


_READERS: dict[str, Callable[[Field, object], Value]] = {
    "textfield": _line,
    "textarea": _lines,
    "number": _number,
    "date": _moment(read_date),
    "time": _moment(read_time),
    "datetime": _moment(read_datetime),
    "radio": _choice,
    "select": _choice,
}
