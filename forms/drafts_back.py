"""From form files back to the items of the SOP table; what has no words of its own stands there as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from forms.draft_fields import EARLIEST, LATEST, LIST, TYPES, USUAL, shown
from forms.draft_page import Component, Desk, Draft, DraftRefused, Item, Page, Question
from forms.drafts import (
    MARK,
    NONE,
    SUPPLIES,
    asked_by,
    check,
    components_of,
    declared,
    document_key,
    question_components,
)

__all__ = ["undraft"]

_NOISE: Final = frozenset({"schemaVersion", "id", "type", "components", "exporter", "executionPlatform"})
_EDITOR: Final = frozenset({"executionPlatformVersion", "versionTag"})


def undraft(pages: Sequence[Page], files: Mapping[str, bytes]) -> tuple[Page, ...]:
    """The pages with the items and the words of the decisions that their files hold; a page without a file stays.

    Drafting the pages again gives the same components, but for their ids; raises DraftRefused where it cannot.
    """
    read = {page.id: _components(page, files[page.id]) for page in pages if page.id in files}
    asked: dict[str, Component] = {}
    for components in read.values():
        for component in components:
            if isinstance(component.get("key"), str) and not component.get("readonly"):
                asked.setdefault(component["key"], component)
    found = tuple(_page(page, read[page.id], asked) if page.id in read else page for page in pages)
    asked, problems = asked_by(found)
    for page in found:
        desk = Desk(page)
        if page.id in read and components_of(page, asked, desk) != read[page.id] and not problems:
            desk.bad("Formulir ini tidak dapat ditulis dalam tabel.", "This form cannot be written in a table.")
        problems += desk.problems
    if problems:
        raise DraftRefused(problems)
    return found


def _components(page: Page, data: bytes) -> list[Component]:
    try:
        root = json.loads(data)
    except (ValueError, RecursionError):
        root = None
    components = root.get("components") if isinstance(root, dict) else None
    strange = set(root) - _NOISE - _EDITOR if isinstance(root, dict) else set()
    if not isinstance(components, list) or strange or not all(_sound(one) for one in components):
        said = ", ".join(sorted(strange)) or "components"
        raise DraftRefused(
            [Draft(page.id, 0, f"Berkas formulir tidak terbaca: {said}.", f"The form file cannot be read: {said}.")]
        )
    rows = [one["layout"].get("row") for one in components if isinstance(one.get("layout"), dict)]
    return [
        {key: value for key, value in one.items() if key != "id" and not (key == "layout" and _alone(value, rows))}
        for one in components
    ]


def _sound(component: Any) -> bool:
    """Whether it is a component whose key is a text."""
    return isinstance(component, dict) and isinstance(component.get("key", ""), str)


def _alone(layout: Any, rows: Sequence[Any]) -> bool:
    """Whether the editor only noted that a component has a line of its own."""
    return (
        isinstance(layout, dict)
        and set(layout) <= {"row", "columns"}
        and layout.get("columns") is None
        and rows.count(layout.get("row")) == 1
    )


def _page(page: Page, components: list[Component], asked: Mapping[str, Component]) -> Page:
    worded = replace(page, questions=tuple(_worded(one, components, page) for one in page.questions))
    wanted = question_components(worded)
    at = _run(components, wanted)
    if at is None:
        items = _items(worded, components, asked)
        lacking = {one["key"] for one in wanted} - {one.get("key") for one in components}
        return replace(worded, items=(*items, *([{MARK: NONE}] if lacking else [])))
    before = _items(worded, components[:at], asked)
    after = _items(worded, components[at + len(wanted) :], asked)
    marked = (*before, {MARK: ""}, *after) if after and wanted else (*before, *after)
    return replace(worded, items=tuple(marked))


def _worded(question: Question, components: Sequence[Component], page: Page) -> Question:
    """The question with the label, help, words and reasons of its field, where there is one."""
    field = next((one for one in components if one.get("key") == question.key), None)
    reason = next((one for one in components if one.get("key") == f"alasan_{page.number}"), None)
    options = question.options
    if field is not None:
        labels = {one.get("value"): str(one.get("label")) for one in _values(field)}
        options = tuple(
            replace(one, words=labels.get(one.name, "").removeprefix(one.name).removeprefix(" – ")) for one in options
        )
        question = replace(question, label=str(field.get("label", "")), help=str(field.get("description", "")))
    told = None if reason is None else str(reason.get("description", ""))
    condition = "" if reason is None else json.dumps(reason.get("properties", {}), ensure_ascii=False)
    return replace(
        question,
        options=tuple(
            replace(one, reason=told if _named(question.key, one.name, condition) else None) for one in options
        ),
    )


def _named(key: str, answer: str, condition: str) -> bool:
    """Whether a condition, as JSON, asks for that answer of that key."""
    return key in condition and json.dumps(answer, ensure_ascii=False).replace('"', '\\"') in condition


def _run(components: Sequence[Component], wanted: Sequence[Component]) -> int | None:
    """Where these components stand one behind the other, None where they do not."""
    if not wanted:
        return len(components)
    size = len(wanted)
    places = (at for at in range(len(components) - size + 1) if list(components[at : at + size]) == list(wanted))
    return next(places, None)


def _items(page: Page, components: Sequence[Component], asked: Mapping[str, Component]) -> list[Item]:
    """The items of components, those of one kind that follow each other as one."""
    found: list[dict[str, Any]] = []
    for component in components:
        item = _item(page, component, asked)
        last = found[-1] if found else {}
        for kind in ("lihat", "periksa"):
            if kind in item and kind in last and item.get("wajib") == last.get("wajib"):
                last[kind] += item[kind]
                break
        else:
            found.append(item)
    return [*found]


def _item(page: Page, component: Component, asked: Mapping[str, Component]) -> dict[str, Any]:
    for item in _guesses(page, component, asked):
        desk = Desk(replace(page, items=(item,), questions=page.questions))
        alone = replace(page, items=(item, {MARK: NONE}))
        if components_of(alone, asked, desk) == [component] and not desk.problems:
            return item
    return {"komponen": component}


def _guesses(page: Page, component: Component, asked: Mapping[str, Component]) -> Iterator[dict[str, Any]]:
    """What a component could be in words, the likeliest first."""
    key, label = (
        str(component.get("key")),
        component.get("label") or component.get("dateLabel") or component.get("timeLabel"),
    )
    if component.get("type") == "text":
        text = str(component.get("text"))
        supplies, declares = SUPPLIES.split("{}"), declared(page).split("{}")
        if text.startswith(supplies[0]):
            listed = text.removeprefix(supplies[0]).removesuffix(supplies[1]).split(", ")
            yield {"perlengkapan": listed[0] if len(listed) == 1 else listed}
        if text.startswith(declares[0]):
            yield {"menyatakan": text.removeprefix(declares[0]).removesuffix(declares[1])}
        yield {"tulisan": text}
    elif component.get("readonly"):
        if key in asked and shown(asked[key]) == component:
            yield {"lihat": [key]}
        yield {"lihat": [{"kunci": key, "label": label}]}
    else:
        yield from _checks(page, component)
        for kind in TYPES:
            yield _field(kind, component)


def _checks(page: Page, component: Component) -> Iterator[dict[str, Any]]:
    key, label = str(component.get("key")), str(component.get("label"))
    for required in (True, False):
        if component == check(label, key, required):
            usual = required == bool(page.questions)
            more = {} if usual else {"wajib": "ya" if required else "tidak"}
            named: object = label if document_key(label, page) == key else {"dokumen": label, "kunci": key}
            yield {"periksa": [named], **more}


def _field(kind: str, component: Component) -> dict[str, Any]:
    """The field that a component would be if it were of that kind."""
    validate, properties = _inner(component, "validate"), _inner(component, "properties")
    label = component.get("label") or component.get("dateLabel") or component.get("timeLabel") or ""
    found: dict[str, Any] = {"kunci": component.get("key"), "jenis": kind}
    usual = USUAL.get(kind, ("", ""))
    found |= {"label": label} if label != usual[0] else {}
    found |= {"bantuan": component.get("description", "")} if component.get("description", "") != usual[1] else {}
    wanted = properties.pop("wajib_jika", "")
    if bool(validate.get("required")) != (kind != "centang" and not wanted):
        found["wajib"] = "ya" if validate.get("required") else "tidak"
    found |= {"wajib-jika": wanted} if wanted else {}
    hide = _inner(component, "conditional").get("hide", "")
    found |= {"sembunyi-jika": str(hide).removeprefix("=")} if hide else {}
    found |= _own(kind, component, validate)
    for column, name in (("paling-awal", EARLIEST), ("paling-lambat", LATEST)):
        if kind in ("tanggal", "tanggal-jam") and name in properties:
            found[column] = properties.pop(name)
    for name in LIST if kind == "daftar" else ():
        properties.pop(name, None)
    return {**found, **({"sifat": properties} if properties else {})}


def _inner(component: Component, name: str) -> dict[str, Any]:
    found = component.get(name)
    return dict(found) if isinstance(found, dict) else {}


def _values(component: Component) -> list[dict[str, str]]:
    """The options of a choice, none where one is no pair of texts."""
    found = component.get("values")
    sound = isinstance(found, list) and all(
        isinstance(one, dict) and isinstance(one.get("value"), str) and isinstance(one.get("label"), str)
        for one in found
    )
    return found if isinstance(found, list) and sound else []


def _own(kind: str, component: Component, validate: Component) -> dict[str, Any]:
    """The columns of a kind."""
    found: dict[str, Any] = {}
    bounds = ("min", "max") if kind in ("angka", "rupiah") else ("minLength", "maxLength")
    for column, name in zip(("min", "maks"), bounds, strict=True):
        if name in validate and not (kind == "rupiah" and name == "min" and validate[name] == 0):
            found[column] = str(validate[name])
    if kind == "teks" and "pattern" in validate:
        found["pola"] = validate["pattern"]
        found |= {"pola-pesan": validate["patternErrorMessage"]} if "patternErrorMessage" in validate else {}
    values = _values(component)
    if values:
        plain = all(one.get("label") == one.get("value") for one in values)
        found["pilihan"] = (
            [one.get("value") for one in values]
            if plain
            else {str(one.get("value")): one.get("label") for one in values}
        )
    if kind == "angka" and component.get("decimalDigits"):
        found["desimal"] = str(component["decimalDigits"])
    around = _inner(component, "appearance")
    pairs = (("awalan", "prefixAdorner"), ("satuan", "suffixAdorner")) if kind == "angka" else ()
    found |= {column: around[name] for column, name in pairs if name in around}
    if kind == "unggah":
        found |= {"banyak": "ya"} if component.get("multiple") else {}
        found |= {"tipe": component["accept"]} if component.get("accept") else {}
    default = component.get("defaultValue")
    if default is not None:
        found["awal"] = default if isinstance(default, list) else ("ya" if default is True else str(default))
    return found
