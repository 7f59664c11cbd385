"""What a paper is, by its bytes: only kinds that are harmless to keep and to show."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

__all__ = ["INLINE", "MAX_BYTES", "Paper", "PaperRefused", "examined", "is_papers", "plain_name"]

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


def examined(name: str, body: bytes) -> Paper:
    """The paper of some bytes; raises PaperRefused for empty, large or unknown ones."""
    if not body:
        raise PaperRefused(f"Berkas {name} kosong.", f"The file {name} is empty.")
    if len(body) > MAX_BYTES:
        raise PaperRefused(
            f"Berkas {name} lebih dari 10 MB. Kecilkan atau pindai ulang dengan mutu lebih rendah.",
            f"The file {name} is over 10 MB. Make it smaller or scan it again at a lower quality.",
        )
    kind = _kind(body)
    if kind is None:
        raise PaperRefused(
            f"Jenis berkas {name} tidak dikenal. Pakai PDF, foto (JPG, PNG), atau dokumen Word, Excel, LibreOffice.",
            f"The kind of {name} is not known. Use PDF, a photo (JPG, PNG), or a Word, Excel or LibreOffice document.",
        )
    return Paper(plain_name(name), hashlib.sha256(body).hexdigest(), len(body), kind)


def is_papers(value: object) -> bool:
    """True for what an answer holds that names papers: a list of objects with name, sha256, size and type."""
    return isinstance(value, list) and bool(value) and all(_is_paper(one) for one in value)


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
