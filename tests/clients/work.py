"""The work that every client does, told once; only the standard library, since each client has its own environment."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeVar

__all__ = [
    "AUDITOR",
    "DIAGRAM",
    "FILES",
    "LETTER",
    "MACHINE",
    "MESSAGE",
    "NIK_ERROR",
    "OFFICE",
    "OWNER",
    "PASSWORD",
    "SCAN",
    "SERVICE",
    "SKM",
    "SKM_STEPS",
    "STAFF",
    "Work",
    "authorization",
    "awaited",
    "typed",
]

Found = TypeVar("Found")
_ROOT: Final = Path(__file__).parents[2]
OFFICE: Final = "bunut-hilir"
STAFF: Final = f"staf.{OFFICE}"
OWNER: Final = "pemilik.klien"
"""A process owner of this one office: most clients have no way to name the office of a deployment."""
MACHINE: Final = "mesin.klien"
"""The account of a worker."""
AUDITOR: Final = "auditor"
PASSWORD: Final = "lajur"
"""Of everybody in the demo."""
_SLUG: Final = "pengesahan-surat-keterangan-miskin"
SKM: Final = _SLUG.replace("-", "_")
FILES: Final = (
    _ROOT / "bpmn" / "sop" / OFFICE / f"{_SLUG}.bpmn",
    *sorted((_ROOT / "forms" / "sop" / OFFICE / _SLUG).glob("*.form")),
)
DIAGRAM: Final = Path(__file__).with_name("layanan.bpmn")
SERVICE: Final = "surat_dengan_layanan"
NIK_ERROR: Final = "NIK_TIDAK_TERDAFTAR"
MESSAGE: Final = "berkas_asli_diterima"
SCAN: Final = b"%PDF-1.4\n" + bytes(range(256)) + b"\n%%EOF\n"
"""A scan that a person brings: bytes of every value, so that no way of writing them goes unnoticed."""
LETTER: Final = b"%PDF-1.4\nSurat keterangan untuk Ani Suryani\n%%EOF\n"
_APPLICANT: Final = {"nama_pemohon": "Ani Suryani", "nik": "6106010101900001", "desa": "Bunut Tengah"}
_PAPERS: Final = {"skm_3": "ada", "foto_copy_ktp_3": "ada", "foto_copy_kk_3": "ada"}
_RETURNED: Final = {"keputusan_3": "Tidak", "tindak_lanjut_3": "Dilengkapi", "alasan_3": "KK tidak terbaca"}
_BROUGHT: Final = _APPLICANT | {"berkas_dibawa": ["SKM", "Foto Copy KTP", "Foto Copy KK"]}
_AGENDA: Final = {"nomor_agenda": "otomatis", "tanggal_agenda": "2026-11-20"}
_HANDED: Final = {"nama_penerima": "Ani Suryani", "tanggal_penyerahan": "2026-11-21"}
SKM_STEPS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("langkah_1", f"staf.{OFFICE}", _BROUGHT),
    ("langkah_2", f"staf.{OFFICE}", _AGENDA),
    ("langkah_3", f"kasi-kesra.{OFFICE}", _PAPERS | _RETURNED),
    ("langkah_1", f"staf.{OFFICE}", _BROUGHT),
    ("langkah_2", f"staf.{OFFICE}", _AGENDA),
    ("langkah_3", f"kasi-kesra.{OFFICE}", _PAPERS | {"keputusan_3": "Ya"}),
    ("langkah_4", f"sekcam.{OFFICE}", {}),
    ("langkah_5", f"camat.{OFFICE}", {}),
    ("langkah_6", f"staf.{OFFICE}", _HANDED),
)
"""One case of the SOP with a return: step, who does it, his answers."""


def authorization(who: str, tokens: dict[str, str]) -> str:
    """The header of somebody: a Bearer token where he has one, as machines have, else login and password."""
    if who in tokens:
        return f"Bearer {tokens[who]}"
    return "Basic " + base64.b64encode(f"{who}:{PASSWORD}".encode()).decode()


def typed(answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Answers as typed variables of the dialect; a list is Json."""
    return {
        name: {"value": json.dumps(value), "type": "Json"} if isinstance(value, list) else {"value": value}
        for name, value in answers.items()
    }


@dataclass
class Work:
    """One run of one client: where it goes, who it is, and what it tells.

    `root` is the recorder, `direct` the server itself for what the client has no function for; `tokens` are Bearer
    tokens by login; `short` asks for the shortest walk.
    """

    client: str
    root: str
    direct: str
    folder: Path
    short: bool
    tokens: dict[str, str]
    done: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    @classmethod
    def from_environment(cls) -> Work:
        """What the harness asks for, from KLIEN_* variables."""
        given = json.loads(os.environ["KLIEN"])
        return cls(**given | {"folder": Path(given["folder"])})

    @property
    def rest(self) -> str:
        """The base URL of the dialect."""
        return f"{self.root}/engine-rest"

    def authorization(self, who: str) -> str:
        """The header of somebody."""
        return authorization(who, self.tokens)

    def key(self, about: str) -> str:
        """A business key of this client's own case."""
        return f"{self.client} {about}"

    def did(self, *what: str) -> None:
        """Notes steps that the client has done itself."""
        self.done += [one for one in what if one not in self.done]

    def lacks(self, *what: str) -> None:
        """Notes steps that the client has no function for."""
        self.lacking += what

    def tell(self) -> None:
        """The last line that a driver prints."""
        told = {"version": version(self.client), "done": self.done, "lacking": self.lacking}
        print(json.dumps(told), flush=True)


def awaited(ask: Callable[[], Found], seconds: float = 30.0) -> Found:
    """Asks again and again until something is found, and gives it; raises TimeoutError when the time is over."""
    end = time.monotonic() + seconds
    while not (found := ask()):
        if time.monotonic() > end:
            raise TimeoutError("what was waited for did not come")
        time.sleep(0.05)
    return found
