"""Drafts the forms of an SOP from its table: what is known is shown, what is decided is asked with its reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from forms.draft_fields import KEY, draft_field, head_of, shown
from forms.draft_page import CHECKED, Component, Desk, Draft, DraftRefused, Item, Page, Question, radio_values, slug_of

__all__ = ["asked_by", "components_of", "draft", "question_components"]

SUPPLIES: Final = "Perlengkapan kerja (tidak diperiksa): {}."
DONE: Final = "Dengan menyelesaikan tugas ini Anda menyatakan bahwa {}."
AGREED: Final = "Dengan menjawab Ya Anda menyatakan bahwa {}."
MARK: Final = "putusan"
NONE: Final = "tanpa"
KINDS: Final = ("lihat", "periksa", "perlengkapan", "menyatakan", "tulisan", MARK, "komponen", "kunci")
"""What an item can be, by its first column."""


def draft(pages: Sequence[Page]) -> dict[str, bytes]:
    """The form file of each page by element id; raises DraftRefused."""
    asked, problems = asked_by(pages)
    found: dict[str, bytes] = {}
    for page in pages:
        desk = Desk(page)
        components = components_of(page, asked, desk)
        problems += desk.problems
        found[page.id] = _file(page.id, components)
    if problems:
        raise DraftRefused(problems)
    return found


def asked_by(pages: Sequence[Page]) -> tuple[dict[str, Component], list[Draft]]:
    """The component that asks for each key, and the problems of keys that are asked for twice."""
    asked: dict[str, Component] = {}
    where: dict[str, str] = {}
    problems: list[Draft] = []
    for page in pages:
        desk = Desk(page)
        for at, component in _drafted(page, {}, Desk(page)):
            key = component.get("key")
            if not isinstance(key, str) or component.get("readonly"):
                continue
            if key in asked:
                desk.item = at
                desk.bad(
                    f"{key} sudah ditanyakan pada {where[key]}. "
                    f"Tampilkan dengan lihat: [{key}], atau pakai kunci lain.",
                    f"{key} is asked for in {where[key]}. Show it with lihat: [{key}], or use another key.",
                )
            asked.setdefault(key, component)
            where.setdefault(key, page.id)
        problems += desk.problems
    return asked, problems


def components_of(page: Page, asked: Mapping[str, Component], desk: Desk) -> list[Component]:
    """The components of a page without their ids."""
    return [component for _, component in _drafted(page, asked, desk)]


def _drafted(page: Page, asked: Mapping[str, Component], desk: Desk) -> list[tuple[int, Component]]:
    """The components of a page, each with the place of its item from 1; 0 for what comes by itself."""
    written: list[tuple[int, Component]] = []
    place: int | None = None
    wanted = question_components(page)
    for at, item in enumerate(page.items, 1):
        desk.item = at
        if MARK not in item:
            written += [(at, component) for component in _item(item, asked, desk)]
        elif place is not None:
            desk.bad("Butir putusan hanya satu kali.", "The item putusan stands once.")
        else:
            place = len(written)
            wanted = wanted if item[MARK] != NONE else []
    own = {component.get("key") for _, component in written}
    alone = [(0, component) for component in wanted if component["key"] not in own]
    place = len(written) if place is None else place
    return written[:place] + alone + written[place:]


def _item(item: Item, asked: Mapping[str, Component], desk: Desk) -> list[Component]:
    kind = next((one for one in KINDS if one in item), "")
    if kind == "kunci":
        return [draft_field(item, desk)]
    if kind == "komponen":
        raw = item["komponen"]
        if isinstance(raw, dict) and isinstance(raw.get("type"), str) and isinstance(raw.get("key", ""), str):
            return [dict(raw)]
        desk.bad(
            "Tulis komponen form-js dengan type dan key-nya.", "Write a component of form-js with its type and key."
        )
    elif kind in ("perlengkapan", "menyatakan", "tulisan"):
        desk.keys(item, (kind,))
        return [{"type": "text", "text": _words(kind, item, desk)}]
    elif kind == "periksa":
        return _checks(item, desk)
    elif kind == "lihat":
        return _shown(item, asked, desk)
    else:
        desk.bad(
            f"Mulai butir dengan salah satu: {', '.join(KINDS)}.", f"Begin an item with one of: {', '.join(KINDS)}."
        )
    return []


def _words(kind: str, item: Item, desk: Desk) -> str:
    if kind == "perlengkapan":
        return SUPPLIES.format(", ".join(desk.texts(item[kind], kind)))
    text = desk.text(item, kind)
    if not text:
        desk.bad(f"Isi {kind} dengan satu kalimat.", f"Fill {kind} with one sentence.")
    return text if kind == "tulisan" else declared(desk.page).format(text.rstrip("."))


def declared(page: Page) -> str:
    """How a page declares what was done: by answering Ya where that is an answer."""
    first = page.questions[0].options if page.questions else ()
    return AGREED if any(option.name == "Ya" for option in first) else DONE


def _checks(item: Item, desk: Desk) -> list[Component]:
    desk.keys(item, ("periksa", "wajib"))
    required = desk.truth(item, "wajib", bool(desk.page.questions))
    documents = item["periksa"] if isinstance(item["periksa"], list) else [item["periksa"]]
    return [check(*_document(one, desk), _wanted(one, desk, required)) for one in documents]


def _wanted(one: object, desk: Desk, default: bool) -> bool:
    return desk.truth(one, "wajib", default) if isinstance(one, dict) else default


def check(label: str, key: str, required: bool) -> Component:
    """The question whether a document is there."""
    found = {**head_of("pilihan", key, label), "values": radio_values([(value, value) for value in CHECKED])}
    return {**found, "validate": {"required": True}} if required else found


def _document(one: object, desk: Desk) -> tuple[str, str]:
    if isinstance(one, str) and one.strip():
        return one.strip(), document_key(one.strip(), desk.page)
    if isinstance(one, dict) and one.get("dokumen"):
        desk.keys(one, ("dokumen", "kunci", "wajib"))
        label = desk.text(one, "dokumen")
        key = desk.text(one, "kunci") or document_key(label, desk.page)
        if not KEY.match(key):
            desk.bad(f"Kunci “{key}” tidak sah.", f"The key “{key}” cannot be used.")
        return label, key
    desk.bad("Tulis nama dokumen.", "Write the name of a document.")
    return "?", "berkas"


def document_key(label: str, page: Page) -> str:
    """The key under which a document is checked in a row."""
    return f"{slug_of(label)}_{page.number}" if page.number else slug_of(label)


def _shown(item: Item, asked: Mapping[str, Component], desk: Desk) -> list[Component]:
    desk.keys(item, ("lihat",))
    found = []
    for one in item["lihat"] if isinstance(item["lihat"], list) else [item["lihat"]]:
        named: Item = one if isinstance(one, dict) else {"kunci": one}
        desk.keys(named, ("kunci", "label"))
        key, label = desk.text(named, "kunci"), desk.text(named, "label")
        if key in desk.page.given:
            found.append({**head_of("teks", key, label or key), "readonly": True})
        elif key in asked:
            found.append(shown(asked[key], label))
        else:
            desk.bad(
                f"Tidak ada formulir yang menanyakan {key}. Periksa kuncinya, atau tanyakan di langkah sebelumnya.",
                f"No form asks for {key}. Check the key, or ask for it in a step before.",
            )
    return found


def question_components(page: Page) -> list[Component]:
    """The decisions of a page and the reason of those answers that have to give one."""
    found: list[Component] = []
    reasons: list[tuple[str, str]] = []
    helps: list[str] = []
    for question in page.questions:
        found.append(_question(question))
        for option in question.options:
            if option.reason is not None:
                reasons.append((question.key, option.name))
                helps.append(option.reason)
    if reasons:
        holds, hidden = _when(reasons)
        reason = {**head_of("paragraf", f"alasan_{page.number}", "Alasan"), "description": helps[0]}
        found.append(
            {
                **{key: value for key, value in reason.items() if value},
                "conditional": {"hide": f"={hidden}"},
                "properties": {"wajib_jika": holds},
            }
        )
    return found


def _question(question: Question) -> Component:
    values = [(one.name, f"{one.name} – {one.words}" if one.words else one.name) for one in question.options]
    found = {**head_of("pilihan", question.key, question.label), "values": radio_values(values)}
    if question.help:
        found["description"] = question.help
    if question.behind is None:
        return {**found, "validate": {"required": True}}
    holds, hidden = _when([question.behind])
    return {**found, "conditional": {"hide": f"={hidden}"}, "properties": {"wajib_jika": holds}}


def _when(answers: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The condition that one of these answers was given, and that none was."""
    if len(answers) == 1:
        key, value = answers[0]
        return f"{key} = {quoted(value)}", f"{key} != {quoted(value)}"
    keys = dict.fromkeys(key for key, _ in answers)
    parts = []
    for key in keys:
        values = [quoted(value) for one, value in answers if one == key]
        parts.append(f"{key} in ({', '.join(values)})" if len(values) > 1 else f"{key} = {values[0]}")
    holds = " or ".join(parts)
    return holds, f"not({holds})"


def quoted(text: str) -> str:
    """A text as conditions write it."""
    return json.dumps(text, ensure_ascii=False)


def _file(id: str, components: Sequence[Component]) -> bytes:
    numbered = [
        {"id": f"{id}_{at}", **{k: v for k, v in one.items() if k != "id"}} for at, one in enumerate(components, 1)
    ]
    page = {"schemaVersion": 16, "id": id, "type": "default", "components": numbered}
    return (json.dumps(page, ensure_ascii=False, indent=2) + "\n").encode()
