"""What the pages of connections call things: kinds of events, states of deliveries and messages, proofs of senders."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint

from engine.queries.names import Office
from engine.queries.occurrences import KINDS
from engine.web.words import say

__all__ = ["install", "kind_words"]


def install(blueprint: Blueprint) -> None:
    """Gives the templates these words."""
    for function in (kind_words, kind_choices, place_choices, state_words, state_look, fate_words, proof_words):
        blueprint.add_app_template_global(function)


def kind_choices() -> list[tuple[str, str]]:
    """The kinds that a subscription may ask for, with their words."""
    return [(kind, kind_words(kind)) for kind in KINDS]


def place_choices(places: Iterable[Office]) -> list[tuple[str, str]]:
    """Offices as a field offers them."""
    return [(one.id, one.name) for one in places]


def kind_words(kind: str) -> str:
    """A kind of event in words."""
    words = {
        "CaseStarted": say("Berkas dimulai"),
        "CaseCompleted": say("Berkas selesai"),
        "CaseCancelled": say("Berkas dibatalkan"),
        "CaseSuspended": say("Berkas ditangguhkan"),
        "CaseResumed": say("Berkas dilanjutkan"),
        "CompletionWithdrawn": say("Kiriman dibatalkan"),
        "TaskCompleted": say("Langkah selesai"),
        "TaskClaimed": say("Tugas diambil"),
        "TaskReleased": say("Tugas dilepas"),
        "TaskAssigned": say("Tugas ditugaskan"),
        "TaskDelegated": say("Tugas diserahkan kepada rekan"),
        "MessageReceived": say("Pesan atau jawaban pihak luar datang"),
        "SignalReceived": say("Sinyal datang"),
        "TimerFired": say("Waktu jatuh tempo"),
        "ExternalTaskCompleted": say("Tugas layanan selesai"),
        "ExternalTaskFailed": say("Tugas layanan gagal"),
        "IncidentRaised": say("Kendala muncul"),
        "IncidentResolved": say("Kendala selesai"),
        "CommentAdded": say("Komentar ditulis"),
        "DocumentAttached": say("Surat dilampirkan"),
        "SignOffGiven": say("Pengesahan diberikan"),
        "SignOffVoided": say("Pengesahan gugur"),
        "DefinitionDeployed": say("SOP diberlakukan"),
        "DefinitionWithdrawn": say("SOP dicabut"),
        "Ping": say("Pesan uji coba"),
        "ServiceTask": say("Tugas layanan"),
    }
    return words.get(kind, kind)


def state_words(state: str) -> str:
    """How a delivery stands."""
    words = {"WAITING": say("menunggu"), "DONE": say("diterima"), "PARKED": say("diparkir"), "DROPPED": say("dibuang")}
    return words.get(state, state)


def state_look(state: str) -> str:
    """The look of its tag."""
    return {"DONE": "ok", "PARKED": "late", "WAITING": "soon"}.get(state, "calm")


def fate_words(fate: str) -> str:
    """What became of a message that came."""
    words = {
        "KEPT": say("menunggu petugas"),
        "MATCHED": say("masuk ke berkas"),
        "STARTED": say("memulai berkas"),
        "ASSIGNED": say("diserahkan petugas"),
        "DROPPED": say("disisihkan"),
        "IGNORED": say("diabaikan pemetaan"),
    }
    return words.get(fate, fate)


def proof_words(verify: str) -> str:
    """How a sender proves himself."""
    words = {
        "standard": say("Standard Webhooks (disarankan)"),
        "hmac": say("HMAC-SHA256 atas isi kiriman"),
        "token": say("Token bersama di kepala HTTP"),
    }
    return words.get(verify, verify)
