"""Rules about the file as a whole: processes, and ids that stand twice or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from bpmn.document import Document
from bpmn.findings import Finding


def _no_process(document: Document) -> Iterator[Finding]:
    if not document.processes:
        yield Finding(
            "no-process",
            "error",
            None,
            None,
            "Berkas ini tidak memuat proses. Gambar langkah-langkahnya di dalam satu kolam lalu simpan lagi.",
            "The file holds no process. Draw its steps inside a pool and save again.",
        )


def _not_executable(document: Document) -> Iterator[Finding]:
    if document.processes and not any(process.executable for process in document.processes):
        first = document.processes[0]
        yield Finding(
            "not-executable",
            "error",
            first.id,
            first.line,
            "Tidak ada proses yang ditandai dapat dijalankan. Centang “Executable” pada proses atau kolamnya.",
            "No process is marked as executable. Tick “Executable” on the process or its pool.",
        )


def _duplicate_id(document: Document) -> Iterator[Finding]:
    for flaw in document.flaws:
        if flaw.kind == "duplicate":
            yield Finding(
                "duplicate-id",
                "error",
                flaw.id,
                flaw.line,
                f"Id {flaw.id} dipakai lebih dari satu kali. Beri {flaw.tag} di baris {flaw.line} id yang lain.",
                f"The id {flaw.id} is used more than once. Give the {flaw.tag} in line {flaw.line} another id.",
            )


def _missing_id(document: Document) -> Iterator[Finding]:
    for flaw in document.flaws:
        if flaw.kind == "missing":
            yield Finding(
                "missing-id",
                "error",
                None,
                flaw.line,
                f"{flaw.tag} di baris {flaw.line} tidak mempunyai id. Isi id-nya agar riwayat dapat menyebutnya.",
                f"The {flaw.tag} in line {flaw.line} has no id. Give it one, so that the history can name it.",
            )


WHOLE: Final[dict[str, Callable[[Document], Iterator[Finding]]]] = {
    "no-process": _no_process,
    "not-executable": _not_executable,
    "duplicate-id": _duplicate_id,
    "missing-id": _missing_id,
}
