"""From bytes to text and to the place of each tag in it, with the limits that keep a hostile file cheap."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final, NoReturn

from bpmn.findings import refused

MAX_BYTES: Final = 5_000_000
MAX_ELEMENTS: Final = 20_000
MAX_DEPTH: Final = 200
MAX_MARKUP: Final = 20_000  # comments, processing instructions and CDATA sections together
MAX_ATTRIBUTES: Final = 200  # of one element
MAX_ATTRIBUTE: Final = 65_536  # characters of one value

# Only codecs that give back the same bytes; never a name out of the file handed to the codec registry.
_CODECS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    **{f"iso-8859-{n}": f"iso-8859-{n}" for n in (*range(1, 12), 13, 14, 15, 16)},
    **{f"windows-{n}": f"cp{n}" for n in range(1250, 1259)},
}
_DECLARED = re.compile(r"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_TAG = re.compile(
    rf"""<([^\s/>"'=<!?&]++)((?:\s++[^\s/>"'=<&]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')){{0,{MAX_ATTRIBUTES}}}+)\s*+(/?)>"""
)
_OTHER: Final = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
ATTRIBUTE = re.compile(r"""\s+([^\s/>"'=<&]+)\s*=\s*("[^"<]*"|'[^'<]*')""")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the text stands in the file: a codec that we chose and the byte order mark before it."""

    codec: str
    mark: bytes

    def encode(self, text: str) -> bytes:
        """Gives the file's bytes; a character that the codec lacks becomes a character reference."""
        return self.mark + text.encode(self.codec, "xmlcharrefreplace")


@dataclass(slots=True)
class Span:
    """Where an element stands in the text: `start:open_end` is its start tag, `close_start:end` its end tag.

    An element without an end tag has `open_end == close_start == end`.
    """

    tag: str
    parent: int
    start: int
    open_end: int
    close_start: int = -1
    end: int = -1

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag."""
        return self.open_end == self.end


def decode(data: bytes) -> tuple[str, Encoding]:
    """Gives the text without its byte order mark, and how to write it back; raises DocumentRefused."""
    if len(data) > MAX_BYTES:
        raise refused(
            "too-large",
            None,
            f"Berkas lebih besar dari {MAX_BYTES:,} bita. Pecah diagram atau hapus gambar yang disisipkan.",
            f"The file is larger than {MAX_BYTES:,} bytes. Split the diagram or remove embedded pictures.",
        )
    encoding = _encoding(data)
    try:
        return data[len(encoding.mark) :].decode(encoding.codec), encoding
    except UnicodeError:
        _bad_encoding(encoding.codec)


def _encoding(data: bytes) -> Encoding:
    if data.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8", codecs.BOM_UTF8)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        _bad_encoding("utf-32")
    if data.startswith(codecs.BOM_UTF16_LE):
        return Encoding("utf-16-le", codecs.BOM_UTF16_LE)
    if data.startswith(codecs.BOM_UTF16_BE):
        return Encoding("utf-16-be", codecs.BOM_UTF16_BE)
    if data[:2] == b"<\x00":
        return Encoding("utf-16-le", b"")
    if data[:2] == b"\x00<":
        return Encoding("utf-16-be", b"")
    declared = _DECLARED.match(data[:400].decode("latin-1"))
    name = declared.group(1).lower() if declared else "utf-8"
    codec = _CODECS.get(name)
    if codec is None or codec.startswith("utf-16"):  # UTF-16 without a mark and without null bytes is not UTF-16
        _bad_encoding(name)
    return Encoding(codec, b"")


def _bad_encoding(name: str) -> NoReturn:
    raise refused(
        "encoding",
        1,
        f"Berkas tidak dapat dibaca sebagai {name}. Simpan ulang dari perangkat lunak pemodel sebagai UTF-8.",
        f"The file cannot be read as {name}. Save it again from the modeler as UTF-8.",
    )


def scan(text: str) -> list[Span]:
    """Gives the place of each element in document order; raises DocumentRefused.

    It does not judge whether the text is well-formed (the parser does), but what passes it has no DOCTYPE,
    no entity of its own, and no more elements, depth, attributes and markup than the limits above.
    """
    return _Scanner(text).run()


class _Scanner:
    """One pass over the markup, without recursion and without ever looking at a character twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        self.open: list[int] = []
        self.markup = 0

    def run(self) -> list[Span]:
        """Gives the spans in document order."""
        text, here = self.text, self.text.find("<")
        while here >= 0:
            mark = text[here + 1 : here + 2]
            if mark == "/":
                after = self._close(here)
            elif mark in ("!", "?"):
                after = self._other(here)
            else:
                after = self._start(here)
            here = text.find("<", after)
        if self.open:
            self._broken(self.spans[self.open[-1]].start)
        return self.spans

    def _start(self, here: int) -> int:
        found = _TAG.match(self.text, here)
        if found is None:
            self._broken(here)
        parent = self.open[-1] if self.open else -1
        span = Span(found.group(1), parent, here, found.end())
        if len(self.spans) >= MAX_ELEMENTS:
            self._too_many(here, f"{MAX_ELEMENTS:,} elemen", f"{MAX_ELEMENTS:,} elements")
        self._check_values(here, found.group(2))
        self.spans.append(span)
        if found.group(3):
            span.close_start = span.end = span.open_end
        else:
            self.open.append(len(self.spans) - 1)
            if len(self.open) > MAX_DEPTH:
                self._too_many(here, f"{MAX_DEPTH} tingkat sarang", f"{MAX_DEPTH} levels of nesting")
        return found.end()

    def _check_values(self, here: int, attributes: str) -> None:
        if len(attributes) <= MAX_ATTRIBUTE:
            return
        if any(len(found.group(2)) - 2 > MAX_ATTRIBUTE for found in ATTRIBUTE.finditer(attributes)):
            self._too_many(
                here, f"{MAX_ATTRIBUTE:,} huruf dalam satu atribut", f"{MAX_ATTRIBUTE:,} characters in one attribute"
            )

    def _close(self, here: int) -> int:
        end = self.text.find(">", here) + 1
        if not end or not self.open:
            self._broken(here)
        span = self.spans[self.open.pop()]
        if self.text[here + 2 : end - 1].rstrip() != span.tag:
            self._broken(here)
        span.close_start, span.end = here, end
        return end

    def _other(self, here: int) -> int:
        begin = next((begin for begin in _OTHER if self.text.startswith(begin, here)), None)
        if begin is None:
            raise refused(
                "doctype",
                self._line(here),
                "Berkas memuat DOCTYPE atau entitas. Hapus baris itu: diagram BPMN tidak memerlukannya.",
                "The file holds a DOCTYPE or an entity. Remove that line: a BPMN diagram needs none.",
            )
        self.markup += 1
        if self.markup > MAX_MARKUP:
            self._too_many(here, f"{MAX_MARKUP:,} komentar", f"{MAX_MARKUP:,} comments")
        after = self.text.find(_OTHER[begin], here + len(begin))
        if after < 0:
            self._broken(here)
        return after + len(_OTHER[begin])

    def _line(self, here: int) -> int:
        return self.text.count("\n", 0, here) + 1

    def _broken(self, here: int) -> NoReturn:
        raise broken(self._line(here))

    def _too_many(self, here: int, id: str, en: str) -> NoReturn:
        raise refused(
            "too-large",
            self._line(here),
            f"Diagram melebihi {id}. Pecah menjadi beberapa diagram.",
            f"The diagram has more than {en}. Split it into several diagrams.",
        )


def broken(line: int | None, reason: str = "") -> Exception:
    """Gives the refusal of text that is not well-formed XML; `reason` is the parser's own English sentence."""
    note = f" ({reason})" if reason else ""
    return refused(
        "not-xml",
        line,
        f"Berkas bukan XML yang utuh{note}. Simpan ulang dari perangkat lunak pemodel.",
        f"The file is not well-formed XML{note}. Save it again from the modeler.",
    )
