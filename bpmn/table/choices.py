"""Reads the decisions of a table: Ya and Tidak, the three outcomes of a verification, other answers."""

from __future__ import annotations

from typing import Final

from bpmn.table.columns import BLANK, Places, ordered, read_properties
from bpmn.table.model import Answer, Choice
from bpmn.table.notation import GATE, SETUJU, TINDAK_LANJUT, reason_of
from bpmn.table.reading import Place

_SAID: Final = tuple(name for name in GATE if name != "waktu-kerja")
_ASKED: Final = ("tanya", "label", "bantuan", *_SAID, "sifat")
_FURTHER: Final = ("dilengkapi", "ditolak", "jawaban")
_ANSWER: Final = ("ke", "teks", "alasan", "syarat")
NONE: Final = "tanpa"
"""Written for `alasan` where a Tidak asks for no reason."""

NAMED: Final = {"ya": "Ya", "tidak": "Tidak", "dilengkapi": "Dilengkapi", "ditolak": "Ditolak"}
"""Answers that have a column of their own."""


def read_choice(place: Place) -> Choice:
    """The decision of a row, perhaps with a second one behind an answer."""
    keys = place.keys((*_ASKED, "ya", "tidak", "jawaban"))
    if "jawaban" in keys and ("ya" in keys or "tidak" in keys):
        keys["jawaban"].bad(
            "Tulis ya dan tidak, atau jawaban; bukan keduanya.", "Write ya and tidak, or jawaban; not both."
        )
    if "jawaban" not in keys and "tidak" not in keys:
        place.bad(
            "Tulis tujuan bila Tidak, misalnya tidak: 3. Bila tidak tercetak: langkah yang hasilnya diperiksa.",
            "Write where a Tidak leads, such as tidak: 3. If none is printed: the step whose output is checked.",
        )
    answers = [_answer("Ya", keys.get("ya"), place), _answer("Tidak", keys.get("tidak"), place)]
    if "jawaban" in keys:
        answers = _others(keys["jawaban"])
    if sum(answer.then is not None for answer in answers) > 1:
        place.bad("Hanya satu jawaban yang boleh bercabang lagi.", "Only one answer may branch further.")
    return _choice(keys, tuple(answers), SETUJU, "teks")


def _choice(keys: Places, answers: tuple[Answer, ...], ask: str, evidence: str) -> Choice:
    given = read_properties(keys, _SAID)
    if "bukti" not in keys:
        given["sop:bukti"] = evidence
    if "bukti" not in keys and evidence == "simpulan" and "sop:pertanyaan" not in given:
        next(iter(keys.values())).bad(
            "Yang disimpulkan harus ditanyakan: isi pertanyaan pada putusan ini.",
            "What is concluded has to be asked: fill pertanyaan in this decision.",
        )
    told = {name: keys[name].text() if name in keys else "" for name in ("tanya", "label", "bantuan")}
    asked = "" if told["tanya"] == BLANK else told["tanya"] or ask
    label = "" if told["label"] == asked else told["label"]
    return Choice(asked, answers, label, told["bantuan"], ordered(given, keys.get("sifat")))


def _answer(name: str, place: Place | None, around: Place) -> Answer:
    """One answer: a target alone, or a mapping; without a place it leads to the next row."""
    if place is None or place.kind == "text":
        return Answer(name, place.text() if place else "", reason=reason_of(name, None))
    keys = place.keys((*_ANSWER, *_ASKED, *_FURTHER))
    told = {key: keys[key].text() if key in keys else None for key in _ANSWER}
    then = _further(keys, place)
    if then is not None and told["ke"]:
        keys["ke"].bad(
            "Jawaban ini bercabang lagi, jadi ke tidak ditulis.", "This answer branches further, so ke is not written."
        )
    if then is None:
        for key in keys:
            if key in _ASKED:
                keys[key].bad(
                    f"{key} milik putusan; di sini hanya bila ada dilengkapi, ditolak atau jawaban.",
                    f"{key} belongs to the decision; here only with dilengkapi, ditolak or jawaban.",
                )
    reason = None if told["alasan"] == NONE else reason_of(name, told["alasan"])
    return Answer(name, told["ke"] or "", told["teks"] or "", reason, then, told["syarat"] or None)


def _further(keys: Places, place: Place) -> Choice | None:
    """The second decision behind an answer, where one is written."""
    if not any(key in keys for key in _FURTHER):
        return None
    answers = [_answer(NAMED[key], keys[key], place) for key in ("dilengkapi", "ditolak") if key in keys]
    if "jawaban" in keys:
        answers += _others(keys["jawaban"])
    for answer in answers:
        if answer.then is not None:
            place.bad(
                "Putusan ketiga tidak dapat ditulis dalam satu baris.", "A third decision cannot be written in one row."
            )
        if not answer.to and answer.then is None:
            place.bad(f"Tulis tujuan {answer.name}.", f"Write where {answer.name} leads.")
    asked = {key: value for key, value in keys.items() if key in _ASKED}
    return _choice(asked or {"dilengkapi": place}, tuple(answers), TINDAK_LANJUT, "simpulan")


def _others(place: Place) -> list[Answer]:
    found = [_answer(name, one, place) for name, one in place.keys().items()]
    if len(found) < 2:
        place.bad("Tulis paling sedikit dua jawaban.", "Write two answers at least.")
    return found
