"""What stands in the way of running one element, whatever is around it: its kind, loop, call, event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bpmn.document_types import Element
from bpmn.names import ACTIVITIES, CHOREOGRAPHY
from bpmn.prepare_events import event_words

Words = tuple[str, str]
RULE: Final = "not-runnable"
PROGRAM: Final = "program-text"
MAX_ITEMS: Final = 100_000
_NUMBER: Final = re.compile(r"[-+]?\d+([.,]\d+)?", re.ASCII)
_KINDS: Final[Mapping[str, Words]] = {
    "adHocSubProcess": (
        "Subproses ad hoc tidak dijalankan: urutan langkahnya tidak tertulis. Pakai subproses biasa dengan alur.",
        "An ad-hoc sub-process does not run: the order of its steps is not written. Use a sub-process with flows.",
    ),
    "complexGateway": (
        "Gerbang kompleks tidak dijalankan. Pakai gerbang inklusif.",
        "A complex gateway does not run. Use an inclusive gateway.",
    ),
}
_FOREIGN: Final = (
    "Elemen ini tidak dijalankan. Gambar sebagai langkah di dalam proses.",
    "This element does not run. Draw it as a step of a process.",
)
_WORKERS: Final[Mapping[str, Words]] = {
    "serviceTask": (
        "Tugas layanan tanpa topik tidak dikerjakan siapa pun. Pilih jenis External dan isi topiknya.",
        "A service task without a topic is done by nobody. Choose the type External and fill in its topic.",
    ),
    "businessRuleTask": (
        "Tabel keputusan (DMN) belum dijalankan. Isi topik agar program di luar mengerjakannya, atau pakai tugas "
        "orang dengan formulir dan gerbang sesudahnya.",
        "Decision tables (DMN) do not run yet. Fill in a topic for a program outside, or use a user task with a form "
        "and a gateway after it.",
    ),
}
_COMPENSATION: Final = (
    "Kompensasi tidak dijalankan. Gambar langkah pembatalan sebagai langkah biasa, misalnya sesudah kejadian galat.",
    "Compensation does not run. Draw the undoing as ordinary steps, for example behind an error event.",
)


def element_obstacles(element: Element) -> Iterator[tuple[str, Words]]:
    """Gives the rule and the words for what keeps the element itself from running."""
    if element.code or element.kind == "scriptTask":
        yield PROGRAM, _program(element)
        return
    found = (_kind(element), _worker(element), _quantity(element), _loop(element), _call(element), event_words(element))
    for words in found:
        if words is not None:
            yield RULE, words


def _program(element: Element) -> Words:
    what = ", ".join(element.code) or element.kind
    return (
        f"Teks program ({what}) tidak pernah dijalankan. Pakai tugas layanan bertopik yang dikerjakan program di luar, "
        "atau formulir dan syarat pada gerbang.",
        f"Program text ({what}) is never run. Use a service task with a topic that a program outside does, or a form "
        "and conditions on a gateway.",
    )


def _kind(element: Element) -> Words | None:
    if element.compensation or "compensateEventDefinition" in element.events:
        return _COMPENSATION
    if element.kind in CHOREOGRAPHY | {"event", "implicitThrowEvent"}:
        return _FOREIGN
    if element.kind == "eventBasedGateway" and "eventGatewayType=Parallel" in element.marks:
        return (
            "Gerbang kejadian paralel tidak dijalankan. Pakai jenis eksklusif, atau satu proses untuk tiap kejadian.",
            "A parallel event-based gateway does not run. Use the exclusive one, or a process for each event.",
        )
    return _KINDS.get(element.kind)


def _worker(element: Element) -> Words | None:
    if element.kind == "receiveTask" and (element.trigger is None or not element.trigger.name):
        return (
            "Tugas terima tanpa nama pesan tidak menunggu apa pun. Pilih pesannya.",
            "A receive task without a message name waits for nothing. Choose its message.",
        )
    if element.topic is not None:
        return None
    if element.kind == "sendTask" and (element.throw is None or not element.throw.name):
        return (
            "Tugas kirim tanpa pesan dan tanpa topik tidak mengirim apa pun. Pilih pesannya, atau isi topik.",
            "A send task without a message and without a topic sends nothing. Choose its message, or fill in a topic.",
        )
    return _WORKERS.get(element.kind)


def _quantity(element: Element) -> Words | None:
    """An activity that needs or makes several tokens (13.3.2)."""
    for mark in element.marks:
        if mark.startswith("startQuantity="):
            return (
                f"{mark[:40]} tidak dijalankan: tiap token memulai langkah ini. Tulis 1; gabungkan alur yang harus "
                "ditunggu dengan gerbang paralel di depannya.",
                f"{mark[:40]} does not run: each token begins this step. Write 1, and join the flows to wait for with "
                "a parallel gateway before it.",
            )
        if mark.startswith("completionQuantity="):
            return (
                f"{mark[:40]} tidak dijalankan: langkah ini meneruskan satu token. Tulis 1; pakai gerbang paralel "
                "sesudahnya, atau ulangan multi-instance pada langkah berikutnya.",
                f"{mark[:40]} does not run: this step passes on one token. Write 1, and use a parallel gateway after "
                "it, or make the next step multi-instance.",
            )
    return None


def _loop(element: Element) -> Words | None:
    loop = element.loop
    if loop is None:
        return None
    if element.kind not in ACTIVITIES or element.triggered or element.instantiate:
        return (
            "Elemen ini tidak dapat diulang. Hapus tanda ulangan, atau pasang pada langkah atau subproses.",
            "This element cannot be repeated. Remove the loop marker, or put it on a step or sub-process.",
        )
    behaviour = next((mark for mark in element.marks if mark.startswith("behavior=")), None)
    if behaviour is not None:
        return (
            f"Perilaku {behaviour} pada ulangan tidak dijalankan. Pilih All.",
            f"The loop's {behaviour} does not run. Choose All.",
        )
    if loop.kind == "standard":
        return _standard(loop.condition, loop.maximum)
    if loop.collection is None and loop.cardinality is None:
        return (
            "Ulangan ini tidak menyebut daftar atau jumlahnya. Isi Collection, misalnya ${daftar}, atau Loop "
            "cardinality.",
            "The multi-instance marker names no list and no number. Fill in the collection, for example ${daftar}, or "
            "the loop cardinality.",
        )
    return None if loop.collection is not None else _number(loop.cardinality)


def _standard(condition: str | None, maximum: str | None) -> Words | None:
    if condition is None and maximum is None:
        return (
            "Ulangan tanpa syarat dan tanpa batas tidak pernah selesai. Isi syarat lanjut atau jumlah paling banyak.",
            "A loop without a condition and without a maximum never ends. Fill in a loop condition or maximum.",
        )
    return _number(maximum)


def _number(text: str | None) -> Words | None:
    if text is None or not _NUMBER.fullmatch(text) or (text.isdecimal() and int(text[:9]) <= MAX_ITEMS):
        return None
    return (
        f"“{text[:30]}” bukan jumlah ulangan. Tulis angka bulat dari 0 sampai {MAX_ITEMS:,}, atau nama isian.",
        f"“{text[:30]}” is no number of turns. Write a whole number from 0 to {MAX_ITEMS:,}, or name a field.",
    )


def _call(element: Element) -> Words | None:
    call = element.call
    if call is None:
        return None
    if not call.process:
        return (
            "Pemanggilan ini tidak menyebut proses. Isi Called element dengan id proses yang dipanggil.",
            "The call activity names no process. Fill in the called element with the id of the process.",
        )
    if call.binding in ("version", "versionTag") and call.version is None:
        return (
            "Pemanggilan ini meminta versi tertentu tetapi tidak menyebutnya. Isi versinya, atau pilih latest.",
            "The call activity wants a certain version and does not name it. Fill in the version, or choose latest.",
        )
    return None
