"""What changed between the forms of two versions, field by field, in words that a process owner uses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

__all__ = ["FormDifference", "differences"]

Fields = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FormDifference:
    """One thing that changed: `file` is the form, `id` and `en` say it as a sentence.

    `said` is the same in both languages without the form's name, for who names it himself.
    """

    file: str
    id: str
    en: str
    said: tuple[str, str] = ("", "")

    @property
    def element(self) -> str:
        """The element after which the file is called: that of its step, as our modeler names files."""
        return PurePosixPath(self.file).stem


def differences(before: Mapping[str, str | bytes], after: Mapping[str, str | bytes]) -> tuple[FormDifference, ...]:
    """What changed in the `.form` files, by name; nothing for one that was only written anew."""
    found: list[FormDifference] = []
    for name in sorted(before.keys() | after.keys()):
        what = PurePosixPath(name).stem
        if name not in before:
            said = "ditambahkan", "was added"
            found.append(FormDifference(name, f"Formulir {what} {said[0]}.", f"The form {what} {said[1]}.", said))
        elif name not in after:
            said = "dihapus", "was removed"
            found.append(FormDifference(name, f"Formulir {what} {said[0]}.", f"The form {what} {said[1]}.", said))
        else:
            told = _changes(_read(before[name]), _read(after[name]))
            found += [
                FormDifference(name, f"Formulir {what}: {id}.", f"Form {what}: {en}.", (id, en))
                for id, en in dict.fromkeys(told)
            ]
    return tuple(found)


def _read(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _changes(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if old == new:
        return
    if not isinstance(old, dict) or not isinstance(new, dict):
        yield "isinya diganti", "its content was replaced"
        return
    before, after = _fields(old), _fields(new)
    for key, one in after.items():
        if key not in before:
            yield f"isian “{_label(one)}” ditambahkan", f"the field “{_label(one)}” was added"
        elif one != before[key]:
            yield from _field(before[key], one)
    for key, one in before.items():
        if key not in after:
            yield f"isian “{_label(one)}” dihapus", f"the field “{_label(one)}” was removed"
    if before == after and list(before) != list(after):
        yield "urutan isian berubah", "the order of the fields changed"
    elif before == after:
        yield "hal lain berubah", "something else changed"


def _field(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str]]:
    name = _label(old)
    if _label(new) != name:
        yield f"isian “{name}” menjadi “{_label(new)}”", f"the field “{name}” became “{_label(new)}”"
    was, now = _required(old), _required(new)
    if was != now:
        said = ("sekarang wajib", "is required now") if now else ("tidak lagi wajib", "is no longer required")
        yield f"isian “{name}” {said[0]}", f"the field “{name}” {said[1]}"
    if old.get("values") != new.get("values"):
        yield f"pilihan pada “{name}” berubah", f"the options of “{name}” changed"
    if _rest(old) != _rest(new):
        yield f"isian “{name}” berubah", f"the field “{name}” changed"


def _rest(one: dict[str, Any]) -> dict[str, Any]:
    """What no other sentence tells."""
    kept = {name: value for name, value in one.items() if name not in ("label", "values", "id", "layout", "validate")}
    rules = one.get("validate")
    if isinstance(rules, dict):
        kept["validate"] = {name: value for name, value in rules.items() if name != "required"}
    return kept


def _fields(form: dict[str, Any]) -> Fields:
    """The fields with a key, and the texts by their place, in order."""
    found: Fields = {}
    queue = [part for part in form.get("components") or () if isinstance(part, dict)]
    while queue:
        part = queue.pop(0)
        inner = part.get("components")
        if isinstance(inner, list):
            queue = [one for one in inner if isinstance(one, dict)] + queue
            part = {name: value for name, value in part.items() if name != "components"}
        found[str(part.get("key") or part.get("id") or f"#{len(found)}")] = part
    return found


def _label(one: dict[str, Any]) -> str:
    return str(one.get("label") or one.get("key") or one.get("text") or one.get("type") or "")


def _required(one: dict[str, Any]) -> bool:
    rules = one.get("validate")
    return isinstance(rules, dict) and rules.get("required") is True
