"""The words of the modeler's script, and our element templates in the language of the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from engine.web.words import language, say

__all__ = ["template_words", "templates_in", "words"]

ENGLISH: Final = Path(__file__).parent / "modeler_templates_en.json"
SPOKEN: Final = ("name", "label", "description", "message")


def words() -> dict[str, str]:
    """What the script says, by the name under which it asks for it."""
    return {
        "putus": say("Server tidak menjawab. Perubahan Anda tetap ada di peramban ini; coba lagi sebentar lagi."),
        "keluar": say("Sesi Anda berakhir. Masuk lagi di jendela lain; perubahan Anda tetap ada di peramban ini."),
        "dirapikan": say("Diagram dirapikan. Urungkan dengan Ctrl+Z."),
        "galat": say("{n} galat"),
        "peringatan": say("{n} peringatan"),
        "satu-galat": say("Galat"),
        "satu-peringatan": say("Peringatan"),
        "tunjukkan": say("Tunjukkan"),
        "belum": say("Belum tersimpan …"),
        "tersimpan": say("Draf tersimpan {time}"),
        "ulang": say("Belum tersimpan: server tidak menjawab. Dicoba lagi sebentar lagi."),
        "gagal": say("Belum tersimpan. {why}"),
        "berhenti": say("Tidak disimpan otomatis."),
        "pulih": say("Peramban ini menyimpan perubahan pukul {time} yang belum sampai ke server."),
        "buang": say("Buang draf ini? Perubahan sejak versi yang berlaku hilang."),
        "bukan": say("Berkas tidak dapat dibaca: {why}"),
        "bukan-formulir": say("Berkas ini bukan formulir (.form)."),
        "terimpor": say("Dibaca: {files}. Peringatan saat membaca: {n}."),
        "tanpa-proses": say("Berkas ini tidak memuat proses."),
        "nama-sop": say("Nama SOP"),
        "sebaris": say("Satu butir satu baris."),
        "wajib": say("wajib"),
        "tampil": say("hanya ditampilkan"),
        "putusan-label": say("Putusan"),
        "alasan-label": say("Alasan"),
        "catatan-label": say("Catatan"),
    }


def templates_in(templates: Sequence[dict[str, Any]]) -> list[Any]:
    """The element templates with their labels in the language of the page; Indonesian is how they are written."""
    return [_said(one) for one in templates] if language() == "en" else list(templates)


@cache
def template_words() -> dict[str, str]:
    """What the templates say in Indonesian -> English."""
    found: dict[str, str] = json.loads(ENGLISH.read_text(encoding="utf-8"))
    return found


def _said(value: Any, key: str = "") -> Any:
    """The same with its spoken texts in English; names of bindings stay."""
    if isinstance(value, dict):
        return {name: one if name == "binding" else _said(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_said(one, key) for one in value]
    return template_words().get(value, value) if key in SPOKEN and isinstance(value, str) else value
