"""Rules about the fields of an SOP: row numbers, ids of steps, names and values of properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bpmn.check.people import STAFF
from bpmn.check.rule import Note, rule
from bpmn.check.scope import SOP, Scope, called
from bpmn.document_types import Element

STEP: Final = (
    "no",
    "kelengkapan",
    "waktu",
    "durasi",
    "norma",
    "output",
    "keterangan",
    "pengesahan",
    "bersama",
    "bukti",
    "pertanyaan",
    "penjawab",
    "pengingat",
    "memberi",
    "waktu-kerja",
    "sumber",
)
IDENTITY: Final = (
    "nomor",
    "tanggal-pembuatan",
    "tanggal-revisi",
    "tanggal-efektif",
    "disahkan-oleh",
    "instansi",
    "dasar-hukum",
    "kualifikasi-pelaksana",
    "keterkaitan",
    "peralatan",
    "peringatan",
    "pencatatan",
)
"""What the identity page of an SOP has a place for."""
PRINTED: Final = (
    *IDENTITY,
    "pengertian",
    "tujuan",
    "referensi",
    "unit-terkait",
    "sumber",
    "pertanyaan",
)
"""What stands at the head of an SOP: its identity page and what is told beside it."""
HEADER: Final = (*PRINTED, "waktu-kerja")
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "sop:norma": ("langkah", "total"),
    "sop:bukti": ("tanda", "teks", "simpulan"),
    "sop:waktu-kerja": ("true", "false"),
}
SIGNATURES: Final = ("paraf", "tanda tangan", "stempel", "penetapan")
_STEP_ID: Final = re.compile(r"langkah_\w+")


def _steps(scope: Scope) -> Iterator[Element]:
    return (element for element in scope.process.elements.values() if element.kind in STAFF)


@rule("step-number", "warning", None)
def step_number(scope: Scope) -> Iterator[Note]:
    """A step without the number of its row, or with that of another step."""
    seen: dict[str, Element] = {}
    for element in _steps(scope):
        number = element.properties.get("sop:no", "").strip()
        if not number:
            yield Note(
                element,
                f"{called(element)} tidak bernomor. Isi sop:no dengan nomor barisnya.",
                f"{called(element)} has no number. Fill in sop:no with the number of its row.",
            )
        elif number in seen:
            yield Note(
                element,
                f"Nomor {number} sudah dipakai {called(seen[number])}. Bedakan: {number}a, {number}b.",
                f"The number {number} is taken by {called(seen[number])}. Tell them apart: {number}a, {number}b.",
            )
        seen.setdefault(number, element)


@rule("step-id", "warning", None)
def step_id(scope: Scope) -> Iterator[Note]:
    """A step whose id does not say its row, which reports and forms are found by."""
    for element in _steps(scope):
        number = element.properties.get("sop:no", "").strip()
        wanted = f"langkah_{number}"
        if number and element.id != wanted and _STEP_ID.fullmatch(wanted):
            yield Note(
                element,
                f"Langkah nomor {number} ber-id {element.id}. Ganti id-nya menjadi {wanted}.",
                f"The step of number {number} has the id {element.id}. Change it to {wanted}.",
            )


@rule("unknown-property", "warning", None)
def unknown_property(scope: Scope) -> Iterator[Note]:
    """A property of ours that nothing reads: most often a slip of the pen."""
    owners: list[tuple[Element | None, Mapping[str, str], tuple[str, ...]]] = [
        (None, scope.process.properties, HEADER),
        *((element, element.properties, STEP) for element in scope.process.elements.values()),
    ]
    for at, properties, known in owners:
        for name in properties:
            if name.startswith(SOP) and name.removeprefix(SOP) not in known:
                where = "proses" if at is None else called(at)
                place = "the process" if at is None else called(at)
                yield Note(
                    at,
                    f"Isian {name} pada {where} tidak dikenal. Periksa ejaannya atau hapus.",
                    f"The property {name} on {place} is not known. Check its spelling or remove it.",
                )


@rule("property-value", "error", None)
def property_value(scope: Scope) -> Iterator[Note]:
    """A property that takes one of a few values and has another."""
    for element in (None, *scope.process.elements.values()):
        properties = scope.process.properties if element is None else element.properties
        for name, values in VALUES.items():
            value = properties.get(name, "").strip()
            if value and value not in values:
                yield _not_one_of(element, name, value, values)
        for part in properties.get("sop:pengesahan", "").split("|"):
            if part.strip() and part.strip().lower() not in SIGNATURES:
                yield _not_one_of(element, "sop:pengesahan", part.strip(), SIGNATURES)


def _not_one_of(element: Element | None, name: str, value: str, values: tuple[str, ...]) -> Note:
    where = "proses" if element is None else called(element)
    place = "the process" if element is None else called(element)
    return Note(
        element,
        f"{name} pada {where} berisi “{value[:60]}”. Pilih: {', '.join(values)}.",
        f"{name} on {place} is “{value[:60]}”. Choose one of: {', '.join(values)}.",
    )


RULES: Final = (step_number, step_id, unknown_property, property_value)
