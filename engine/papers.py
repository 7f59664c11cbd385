"""What a paper is, by its bytes: only kinds that are harmless to keep and to show."""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

__all__ = ["INLINE", "MAX_BYTES", "Paper", "PaperRefused", "encoding_of", "examined", "is_papers", "plain_name"]

MAX_BYTES: Final = 10 * 1024 * 1024
"""Of one paper."""

_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_OFFICE: Final = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OPEN: Final = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet")
INLINE: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
"""Kinds that a browser may show; all others are only handed out."""
_KEYS: Final = frozenset({"name", "sha256", "size", "type"})
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")


_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_TAGS: Final = re.compile(r"<[A-Za-z!/?]")
_ODD_XML: Final = re.compile(
    r"<[!?]|&#|w3\.org|<[\w.-]*:?(?:script|html|svg|body|iframe|object|embed|stylesheet)\b", re.I
)
_XML: Final = re.compile(
    r"<\?xml\s+version=[\"']1\.0[\"'](?:\s+encoding=[\"']utf-8[\"'])?\s*\?>\s*(?=<[A-Za-z_])", re.I
)
_FORMULA: Final = re.compile(r"(?:\A|[,;\t\r\n])[ \"']*(?:[=@＝＠]|[+\-＋－][^,;\t\r\n]*?[A-Za-z|!])")
"""A cell that an office program reckons with; a number, also of a telephone, is none."""
_PLAIN: Final = frozenset({"txt", "csv", "tsv", "md", "log", "json"})
"""Endings that no program runs or shows as a page, whatever the text says; `xml` is one only for what is XML."""
_OF_PEOPLE: Final = ("text/plain", "text/csv")
_ENCODINGS: Final = frozenset(
    {"ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "iso8859-15", "cp1252"}
)


class PaperRefused(ValueError):
    """A paper that is not kept; `id` and `en` say why and what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that may be kept: its digest (64 hexadecimal digits), size in bytes and media type."""

    name: str
    sha256: str
    size: int
    type: str


def examined(name: str, body: bytes, encoding: str | None = None, *, program: bool = False) -> Paper:
    """The paper of some bytes; raises PaperRefused for empty, large or unknown ones.

    People bring texts and tables without tags and formulas. A `program` brings any text, in UTF-8 or in the `encoding`
    that it names; one whose ending could make it run gets `.txt` behind its name. The kind hangs on the bytes alone.
    """
    if not body:
        raise PaperRefused(f"Berkas {name} kosong.", f"The file {name} is empty.")
    if len(body) > MAX_BYTES:
        raise PaperRefused(
            f"Berkas {name} lebih dari 10 MB. Kecilkan atau pindai ulang dengan mutu lebih rendah.",
            f"The file {name} is over 10 MB. Make it smaller or scan it again at a lower quality.",
        )
    plain = plain_name(name)
    kind = _kind(body)
    if kind is None:
        kind, plain = _text(plain, body, encoding, program)
    if kind is None:
        raise PaperRefused(
            f"Jenis berkas {name} tidak dikenal. Pakai PDF, foto (JPG, PNG), dokumen Word, Excel, LibreOffice, "
            "atau teks biasa (TXT, CSV) tanpa kode dan rumus.",
            f"The kind of {name} is not known. Use PDF, a photo (JPG, PNG), a Word, Excel or LibreOffice document, "
            "or plain text (TXT, CSV) without code and formulas.",
        )
    return Paper(plain, hashlib.sha256(body).hexdigest(), len(body), kind)


def is_papers(value: object) -> bool:
    """True for what an answer holds that names papers: a list of objects with name, sha256, size and type."""
    return isinstance(value, list) and bool(value) and all(_is_paper(one) for one in value)


def encoding_of(name: str) -> str:
    """The name under which `examined` takes a declared encoding of a text; ValueError for one that it does not."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise ValueError(name) from error
    if found not in _ENCODINGS:
        raise ValueError(name)
    return found


def plain_name(name: str) -> str:
    """The name of a file without folders and without what hides its ending; at most 150 letters."""
    bare = _CONTROL.sub(" ", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, ending = bare.rpartition(".")
    short = f"{stem[: 149 - len(ending)]}.{ending}" if dot and len(ending) < 10 else bare[:150]
    return short or "berkas"


def _is_paper(one: object) -> bool:
    if not isinstance(one, Mapping) or one.keys() != _KEYS:
        return False
    texts = all(isinstance(one[key], str) for key in ("name", "sha256", "type"))
    return texts and type(one["size"]) is int and _SHA256.fullmatch(one["sha256"]) is not None


def _kind(body: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            return kind
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body.startswith(b"PK\x03\x04"):
        return _office(body)
    return None


def _text(name: str, body: bytes, encoding: str | None, program: bool) -> tuple[str | None, str]:
    """The kind of a text, None for one that is not taken; and its name, with an ending that nothing runs."""
    text = _decoded(body, "utf-8")
    kind = "text/plain" if text is None else _text_kind(text)
    if text is None and encoding is not None:
        text = _decoded(body, encoding)
    if text is None:
        return None, name
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    safe = ending in _PLAIN or (ending, kind) == ("xml", "text/xml")
    if program:
        return kind, name if safe else plain_name(f"{name[:146]}.txt")
    harmless = kind in _OF_PEOPLE and not _TAGS.search(text) and (ending == "txt" or not _FORMULA.search(text))
    return kind if harmless and ending in ("txt", "csv") else None, name


def _decoded(body: bytes, encoding: str) -> str | None:
    """The text, without the mark of its encoding; None for bytes that are none, or hold what nobody sees."""
    try:
        text = body.decode(encoding).removeprefix("\ufeff")
    except UnicodeError:
        return None
    return None if not text or _UNSEEN.search(text) else text


def _text_kind(text: str) -> str:
    """Plain text, unless it is for certain something else that no browser runs."""
    start = _XML.match(text)
    if start is not None and not _ODD_XML.search(text, start.end()):
        return "text/xml"
    if _TAGS.search(text):
        return "text/plain"
    if text.lstrip()[:1] in ("{", "["):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return "text/plain"
        return "application/json"
    return "text/csv" if any(_is_table(text, between) for between in ",;\t") else "text/plain"


def _is_table(text: str, between: str) -> bool:
    """True for at least two rows, all with as many cells, more than one."""
    lines = text.splitlines()
    if len(lines) < 2 or between not in lines[0]:
        return False
    try:
        return len({len(row) for row in csv.reader(lines, delimiter=between, strict=True) if row}) == 1
    except csv.Error:
        return False


def _office(body: bytes) -> str | None:
    """The kind of an office document; one that carries macros is none."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as found:
            names = set(found.namelist())
            if any(name.endswith("vbaProject.bin") for name in names):
                return None
            if "mimetype" in names:
                with found.open("mimetype") as file:
                    said = file.read(100).decode("ascii", "replace")
                return said if said in _OPEN else None
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    return next((kind for part, kind in _OFFICE.items() if part in names), None)
