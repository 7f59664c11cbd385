"""What became of an attempt to deliver, and why, in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

__all__ = ["REASONS", "Kind", "Outcome", "Reason"]


class Kind(Enum):
    """What to do with the delivery now."""

    DELIVERED = "delivered"
    RETRY = "retry"  # at Outcome.at
    BUSY = "busy"  # nothing was tried and no attempt counts; ask again at Outcome.at
    PARKED = "parked"  # nothing more until a person replays or drops it
    DISABLED = "disabled"  # parked, and the subscription with it


@dataclass(frozen=True, slots=True)
class Reason:
    """A code for programs and a sentence for people in two languages."""

    code: str
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """An attempt: what to do now, the reason, the status (None: no answer), how long it took (ms), what was answered.

    `answer` holds at most the first 64 KB of the body, `cut` whether there was more; `at` is aware.
    """

    kind: Kind
    reason: Reason
    at: datetime | None = None
    status: int | None = None
    ms: int = 0
    answer: bytes = b""
    answer_type: str = ""
    cut: bool = False


REASONS: Final = {
    reason.code: reason
    for reason in (
        Reason("delivered", "Penerima menerimanya.", "The receiver has accepted it."),
        Reason("status", "Penerima menjawab dengan galat {status}.", "The receiver answered with the error {status}."),
        Reason(
            "asked",
            "Penerima menjawab {status} dan minta dicoba lagi nanti.",
            "The receiver answered {status} and asks to try again later.",
        ),
        Reason(
            "redirect",
            "Penerima mengalihkan ke alamat lain ({status}); pengalihan tidak diikuti, perbaiki URL langganannya.",
            "The receiver redirects ({status}); redirects are not followed, correct the URL of the subscription.",
        ),
        Reason(
            "gone",
            "Penerima menjawab 410: ia tidak mau menerima lagi. Langganan dimatikan.",
            "The receiver answered 410: it wants nothing any more. The subscription is switched off.",
        ),
        Reason(
            "timeout",
            "Penerima tidak selesai menjawab dalam {seconds} detik.",
            "The receiver did not finish its answer within {seconds} seconds.",
        ),
        Reason(
            "unreachable",
            "Penerima tidak dapat dihubungi, atau sambungan terputus di tengah jawaban.",
            "The receiver cannot be reached, or the connection broke off within the answer.",
        ),
        Reason(
            "tls",
            "Sertifikat atau sambungan TLS penerima tidak sah.",
            "The certificate or the TLS connection of the receiver is not valid.",
        ),
        Reason("dns", "Nama penerima tidak ditemukan di DNS.", "The name of the receiver is not found in the DNS."),
        Reason(
            "busy",
            "Terlalu banyak kiriman ke penerima ini pada saat yang sama; menunggu giliran.",
            "Too many deliveries to this receiver at the same time; it waits for its turn.",
        ),
        Reason(
            "broken",
            "Kiriman ini tidak dapat disiapkan; lihat log. Dicoba lagi.",
            "This delivery could not be made up; see the log. It is tried again.",
        ),
        Reason("nothing", "Peristiwanya tidak ada.", "There is no such event."),
    )
}
