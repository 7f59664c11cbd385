"""What each kind of event is called in a list of acts."""

from __future__ import annotations

from engine.norms import Span
from engine.web.words import language, say
from engine.workdays_words import span_words

__all__ = ["kind_words", "spent"]


def kind_words() -> dict[str, str]:
    """Kind -> what somebody did, in the language of the request, by its words."""
    found = {**_of_cases(), **_of_tasks(), **_of_machines(), **_of_the_installation()}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def spent(minutes: int) -> str:
    """Working minutes in words."""
    return span_words(Span(minutes=minutes))[language() == "en"] or say("kurang dari 1 menit kerja")


def _of_cases() -> dict[str, str]:
    return {
        "CaseStarted": say("Memulai kasus"),
        "CaseCompleted": say("Kasus selesai"),
        "CaseCancelled": say("Membatalkan kasus"),
        "CaseModified": say("Memindahkan posisi kasus"),
        "CaseSuspended": say("Menangguhkan kasus"),
        "CaseResumed": say("Melanjutkan kasus"),
        "CommentAdded": say("Menulis catatan"),
        "DocumentAttached": say("Melampirkan berkas"),
        "DocumentDetached": say("Melepas berkas"),
        "VariablesChanged": say("Mengubah isian"),
        "ItemsAdded": say("Menambah butir daftar"),
        "LegalHoldSet": say("Menahan isi kasus"),
        "LegalHoldLifted": say("Mencabut penahanan"),
        "ValuesErased": say("Menghapus data pribadi"),
    }


def _of_tasks() -> dict[str, str]:
    return {
        "TaskCompleted": say("Menyelesaikan langkah"),
        "CompletionWithdrawn": say("Menarik kembali jawaban"),
        "SignOffGiven": say("Mengesahkan"),
        "SignOffVoided": say("Pengesahan gugur"),
        "RegisterNumberTaken": say("Mengambil nomor agenda"),
        "RegisterNumberVoided": say("Nomor agenda batal"),
        "TaskClaimed": say("Mengambil tugas"),
        "TaskReleased": say("Melepas tugas"),
        "TaskAssigned": say("Menugaskan"),
        "TaskDelegated": say("Menyerahkan tugas"),
        "TaskResolved": say("Mengembalikan tugas titipan"),
        "TaskChanged": say("Mengubah tenggat atau prioritas"),
        "TaskCandidatesChanged": say("Mengubah siapa yang boleh mengerjakan"),
        "LinkMade": say("Membuat tautan untuk pihak luar"),
        "LinkUsed": say("Menjawab lewat tautan"),
        "LinkRevoked": say("Mencabut tautan"),
    }


def _of_machines() -> dict[str, str]:
    return {
        "TimerFired": say("Waktu tunggu habis"),
        "MessageReceived": say("Pesan diterima"),
        "SignalReceived": say("Sinyal diterima"),
        "CallReturned": say("Kasus yang dipanggil kembali"),
        "ErrorReceived": say("Galat diterima"),
        "EscalationReceived": say("Eskalasi diterima"),
        "MessageKept": say("Pesan disimpan"),
        "MessageExpired": say("Pesan kedaluwarsa"),
        "ExternalTaskCompleted": say("Layanan selesai"),
        "ExternalTaskFailed": say("Layanan gagal"),
        "IncidentRaised": say("Kendala timbul"),
        "IncidentResolved": say("Kendala dicoba lagi"),
        "IncidentAnnotated": say("Mencatat kendala"),
        "JobRetriesSet": say("Mengubah jumlah percobaan"),
        "JobDueSet": say("Mengubah waktu pekerjaan"),
        "JobHastened": say("Mempercepat pekerjaan"),
        "JobHeld": say("Menahan pekerjaan"),
        "JobReleased": say("Melepas pekerjaan"),
    }


def _of_the_installation() -> dict[str, str]:
    return {
        "AccountChanged": say("Mengubah akun, jabatan, atau hak"),
        "CalendarChanged": say("Mengubah kalender"),
        "ClockConfirmed": say("Membenarkan jam"),
        "DefinitionDeployed": say("Memberlakukan SOP"),
        "DefinitionSuspended": say("Menahan versi SOP"),
        "DefinitionResumed": say("Membuka lagi versi SOP"),
        "DefinitionWithdrawn": say("Mencabut versi SOP"),
        "DeploymentWithdrawn": say("Mencabut kiriman SOP"),
        "InboundChanged": say("Mengubah pesan masuk"),
        "WebhookChanged": say("Mengubah kabar keluar"),
        "RegisterSet": say("Mengatur nomor agenda"),
        "PersonalDataRead": say("Membaca data pribadi"),
        "CasesExported": say("Mengekspor kasus"),
    }
