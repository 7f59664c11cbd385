"""The open questions of SOPs (`sop:pertanyaan`), and the page that puts them before their process owners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bpmn.document import Element, Process

__all__ = ["Asked", "Office", "Sop", "page", "questions"]

_BAR: Final = " | "
_MARKUP: Final = re.compile(r"([\\`*_<\[])")
_SECOND: Final = "tindak_lanjut_"

_HEAD: Final = """\
# Pertanyaan kepada pemilik proses / Open questions

SOP yang tercetak di beberapa tempat kosong, terpotong, tidak terbaca atau saling bertentangan. Di tempat itu diagram
memuat dugaan yang paling sederhana, dan dugaan itu ditanyakan di sini.
**{all} pertanyaan ({different} yang berbeda) dalam {sops} SOP dari {offices} instansi.**

Halaman ini dibuat oleh `lajur pertanyaan`; jangan disunting. Jawaban ditulis ke dalam diagram: perbaiki isinya di
pemodel, lalu hapus pertanyaannya (`sop:pertanyaan`). Pertanyaan tentang jabatan dijawab dalam `instansi.yaml`.

*In English: where the printed SOPs are blank, cut off, unreadable or contradict themselves, the diagrams hold the
plainest guess and ask their owners. `lajur pertanyaan` makes this page of the diagrams and of each `instansi.yaml`;
an answer goes into the diagram, and its question out of it.*
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the place in the SOP that it is about, in Indonesian."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Sop:
    """One SOP: the name of its file, and its process."""

    file: str
    process: Process

    @property
    def source(self) -> tuple[str, int]:
        """File and first line of the printed text that it was made from; what names none comes last."""
        name, _, lines = self.process.properties.get("sop:sumber", "").rpartition(":")
        first = re.match(r"\d+", lines)
        return (name, int(first[0])) if name and first else ("~", 0)


@dataclass(frozen=True, slots=True)
class Office:
    """One office: its name, what is asked about its posts, and its SOPs."""

    name: str
    asked: Sequence[str]
    sops: Sequence[Sop]


def questions(process: Process) -> tuple[Asked, ...]:
    """What an SOP asks: first about its header, then about its elements in the order of the file."""
    asked = [Asked("Kepala SOP", text) for text in _texts(process.properties.get("sop:pertanyaan", ""))]
    for element in process.elements.values():
        place = _place(process, element)
        asked += [Asked(place, text) for text in _texts(element.properties.get("sop:pertanyaan", ""))]
    return tuple(asked)


def page(offices: Sequence[Office]) -> str:
    """The page as Markdown: all offices as given, the SOPs of each in the order in which they are printed."""
    told = [(office, [(sop, questions(sop.process)) for sop in _printed(office)]) for office in offices]
    texts = [text for office, _ in told for text in office.asked]
    texts += [one.text for _, sops in told for _, asked in sops for one in asked]
    head = _HEAD.format(
        all=len(texts), different=len(set(texts)), sops=sum(len(sops) for _, sops in told), offices=len(offices)
    )
    parts = (part for office, sops in told for part in _office(office, sops))
    return "\n".join(chain([head], parts))


def _printed(office: Office) -> list[Sop]:
    return sorted(office.sops, key=lambda sop: (sop.source, sop.file))


def _office(office: Office, sops: Sequence[tuple[Sop, Sequence[Asked]]]) -> Iterator[str]:
    yield f"## {_plain(office.name)}\n"
    if office.asked:
        yield "### Jabatan dan kolom\n"
        yield from (f"{at}. {_plain(text)}" for at, text in enumerate(office.asked, 1))
        yield ""
    for sop, asked in sops:
        yield f"### {_plain(sop.process.name)}\n"
        yield f"`{sop.file}` · sumber `{sop.process.properties.get('sop:sumber') or 'tidak disebut'}`\n"
        yield from (f"{at}. **{_plain(one.place)}.** {_plain(one.text)}" for at, one in enumerate(asked, 1))
        yield "" if asked else "Tidak ada pertanyaan.\n"


def _texts(value: str) -> list[str]:
    return [text for part in value.split(_BAR) if (text := " ".join(part.split()))]


def _plain(text: str) -> str:
    """The text without a meaning in Markdown."""
    return _MARKUP.sub(r"\\\1", text)


def _place(process: Process, element: Element) -> str:
    """Which step, whose, and whether it is its decision or a time on its edge that is asked about."""
    step = _step(process, element)
    if step is None:
        return element.name or element.id
    lane = next((lane.name for lane in process.lanes if lane.id == step.lane), "")
    number = f"langkah {step.properties['sop:no']}" + (f" ({lane})" if lane else "")
    if step is element:
        return f"L{number[1:]}: {step.name}"
    if element.kind == "boundaryEvent":
        return f"{element.name or 'Waktu'} pada {number}"
    return f"Tindak lanjut setelah {number}" if element.id.startswith(_SECOND) else f"Putusan {number}"


def _step(process: Process, element: Element) -> Element | None:
    """The numbered step itself, the one that the element stands on, or the last one before it."""
    seen: set[str] = set()
    while not element.properties.get("sop:no"):
        seen.add(element.id)
        before = [element.attached_to] if element.attached_to else [process.flows[id].source for id in element.incoming]
        found = next((process.elements[id] for id in before if id in process.elements and id not in seen), None)
        if found is None:
            return None
        element = found
    return element
