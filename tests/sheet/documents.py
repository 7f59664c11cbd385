"""The documents that the proofs lay out: the 27 SOPs, and any number of invented ones."""

from __future__ import annotations

from pathlib import Path

from bpmn.document import Process, read
from bpmn.sheet import Facts, Sheet, lay_sheet

SOPS = tuple(sorted((Path(__file__).parents[2] / "bpmn" / "sop").glob("*/*.bpmn")))


def process_of(path: Path) -> Process:
    """The process of a file."""
    return read(path.read_bytes()).processes[0]


def facts_of(process: Process) -> Facts:
    """What a document of it shows, with an invented office and signer."""
    fields = {
        name.removeprefix("sop:"): tuple(text.split(" | ")) if text else ()
        for name, text in process.properties.items()
        if name.startswith("sop:")
    }
    return Facts(
        name=process.name or process.id,
        version="3",
        digest="9f2c71e04a5b83d69f2c71e0",
        letterhead=("PEMERINTAH KABUPATEN TIRTAWANA", "KECAMATAN SUNGAI MELATI"),
        signer_post="Camat Sungai Melati",
        signer_name="Bambang Irawan",
        signer_number="UJI-0304-1998-1-004",
        fields=fields,
    )


def sheet_of(process: Process) -> Sheet:
    """The document of a process on the usual paper."""
    return lay_sheet(process, facts_of(process))
