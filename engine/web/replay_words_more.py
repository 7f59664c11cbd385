"""The sentences of what seldom happens in a case: calls, errors, incidents, jobs that people touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engine.queries.replayed import Told
from engine.web.replay_words_parts import doer, of_item, system
from engine.web.words import say, several

__all__ = ["MORE"]


def _returned(told: Told) -> str:
    return say("Kasus yang dipanggil selesai dan hasilnya kembali ke {step}", step=of_item(told))


def _error(told: Told) -> str:
    data, step = told.event.data, of_item(told)
    if "worker" in data:
        return say("{system} melaporkan galat “{code}” pada {step}", system=system(told), code=data["code"], step=step)
    return say("Galat “{code}” diterima pada {step}", code=data["code"], step=step)


def _escalation(told: Told) -> str:
    code = told.event.data.get("code") or "–"
    return say("Eskalasi “{code}” diterima dari kasus yang dipanggil pada {step}", code=code, step=of_item(told))


def _raised(told: Told) -> str:
    if told.event.data.get("kind") == "stuck":
        return say("Kasus berhenti: tidak ada jalan lanjutan pada {step}", step=of_item(told))
    return say("Kendala pada {step}: sistem tidak dapat melanjutkan sendiri", step=of_item(told))


def _solved(told: Told) -> str:
    if told.who is None or told.who.login == "lajur":
        return say("Kendala pada {step} tidak berlaku lagi", step=of_item(told))
    return say("{who} meminta sistem mencoba lagi pada {step}", who=doer(told), step=of_item(told))


def _annotated(told: Told) -> str:
    if not told.event.data.get("answers"):
        return say("{who} menghapus catatan pada kendala", who=doer(told))
    return say("{who} menulis catatan pada kendala", who=doer(told))


def _retries(told: Told) -> str:
    left = several("{n} kali", told.event.data["retries"])
    return say("{who} mengubah sisa percobaan sistem menjadi {left}", who=doer(told), left=left)


def _due(told: Told) -> str:
    return say("{who} mengubah waktu pekerjaan sistem pada {step}", who=doer(told), step=of_item(told))


def _withdrawn(told: Told) -> str:
    return say("{who} menarik kembali jawabannya atas {step}", who=doer(told), step=of_item(told))


def _erased(told: Told) -> str:
    return say("{who} menghapus data pribadi dalam kasus ini (UU 27/2022)", who=doer(told))


def _signed(told: Told) -> str:
    return say("{who} mengesahkan {step}", who=doer(told), step=of_item(told))


def _void(told: Told) -> str:
    return say("Pengesahan gugur karena yang disahkan berubah")


def _numbered(told: Told) -> str:
    return say("Surat pada {step} mendapat nomor agenda", step=of_item(told))


def _number_void(told: Told) -> str:
    return say("Nomor agenda pada {step} tidak dipakai lagi", step=of_item(told))


def _linked(told: Told) -> str:
    return say("{who} membuat tautan bagi pihak luar untuk menjawab {step}", who=doer(told), step=of_item(told))


def _unlinked(told: Told) -> str:
    return say("{who} mencabut tautan bagi pihak luar untuk {step}", who=doer(told), step=of_item(told))


def _by_link(told: Told) -> str:
    return say("Pihak luar menjawab {step} lewat tautan", step=of_item(told))


MORE: Final[Mapping[str, Callable[[Told], str]]] = {
    "CallReturned": _returned,
    "CompletionWithdrawn": _withdrawn,
    "ErrorReceived": _error,
    "EscalationReceived": _escalation,
    "IncidentRaised": _raised,
    "IncidentResolved": _solved,
    "IncidentAnnotated": _annotated,
    "JobRetriesSet": _retries,
    "JobDueSet": _due,
    "JobHastened": lambda told: say("{who} menjalankan pekerjaan sistem sekarang juga", who=doer(told)),
    "JobHeld": lambda told: say("{who} menahan pekerjaan sistem", who=doer(told)),
    "JobReleased": lambda told: say("{who} melepas pekerjaan sistem yang ditahan", who=doer(told)),
    "LegalHoldLifted": lambda told: say("{who} mengizinkan lagi penghapusan data kasus ini", who=doer(told)),
    "LegalHoldSet": lambda told: say("{who} melarang penghapusan data kasus ini", who=doer(told)),
    "LinkMade": _linked,
    "LinkRevoked": _unlinked,
    "LinkUsed": _by_link,
    "RegisterNumberTaken": _numbered,
    "RegisterNumberVoided": _number_void,
    "SignOffGiven": _signed,
    "SignOffVoided": _void,
    "ValuesErased": _erased,
}
