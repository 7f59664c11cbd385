"""What happened, in one plain sentence for each kind of event: who did what to which step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.queries.replayed import Told
from engine.queries.steps import Step
from engine.web.filters import listed
from engine.web.replay_words_more import MORE
from engine.web.replay_words_parts import doer, of_item, system, titled
from engine.web.words import say

__all__ = ["SENTENCES", "heading", "sentence"]

Say = Callable[[Told], str]


def sentence(told: Told) -> str:
    """The sentence of a moment in the language of the request, without a full stop."""
    return SENTENCES[told.event.kind](told)


def heading(step: Step) -> str:
    """`Kegiatan 6` of a step with a number; nothing for others."""
    return say("Kegiatan {no}", no=step.no) if step.no else ""


def _started(told: Told) -> str:
    data = told.event.data
    if "caller" in data:
        return say("Kasus dimulai oleh kasus lain yang memanggilnya")
    if "message" in data:
        return say("Kasus dimulai oleh pesan “{name}”", name=data["message"])
    if "signal" in data:
        return say("Kasus dimulai oleh sinyal “{name}”", name=data["signal"])
    if "condition" in data:
        return say("Kasus dimulai karena syaratnya terpenuhi")
    if "due" in data:
        return say("Kasus dimulai oleh waktu yang dijadwalkan")
    return say("{who} membuka kasus", who=doer(told))


def _completed(told: Told) -> str:
    who, what = doer(told), of_item(told)
    if told.back:
        places = listed([titled(one) for one in told.back])
        return say("{who} mengembalikan kasus dari {step} ke {places}", who=who, step=what, places=places)
    if told.moment.decisions:
        chosen = listed(list(told.moment.decisions))
        return say("{who} memutuskan “{chosen}” pada {step}", who=who, chosen=chosen, step=what)
    return say("{who} menyelesaikan {step}", who=who, step=what)


def _delegated(told: Told) -> str:
    who, what, to = doer(told), of_item(told), told.to.name if told.to else "–"
    if told.event.data.get("delegation"):
        return say("{who} meminta {to} menyiapkan {step}", who=who, to=to, step=what)
    return say("{who} menyerahkan {step} kepada {to}", who=who, to=to, step=what)


def _assigned(told: Told) -> str:
    who, what = doer(told), of_item(told)
    if told.to is None:
        return say("{who} membuka kembali {step} bagi para calonnya", who=who, step=what)
    return say("{who} menugaskan {step} kepada {to}", who=who, step=what, to=told.to.name)


def _changed_task(told: Told) -> str:
    named: Mapping[str, str] = {
        "due": say("tenggat"),
        "follow_up": say("waktu tindak lanjut"),
        "priority": say("prioritas"),
        "owner": say("pemilik tugas"),
        "delegation": say("penyerahan"),
    }
    what = listed([named[name] for name in named if name in told.event.data])
    return say("{who} mengubah {what} {step}", who=doer(told), what=what, step=of_item(told))


def _candidates(told: Told) -> str:
    who, what = doer(told), of_item(told)
    if not told.event.data.get("candidates"):
        return say("{who} mengosongkan daftar yang boleh mengerjakan {step}", who=who, step=what)
    posts = listed([post.name for post in told.group])
    return say("{who} menetapkan bahwa {step} dikerjakan {posts}", who=who, step=what, posts=posts)


def _items(told: Told) -> str:
    return say("{who} menambah {n} butir pada {step}", who=doer(told), n=told.event.data["count"], step=of_item(told))


def _modified(told: Told) -> str:
    return say("{who} memindahkan posisi kasus pada diagram dengan tangan", who=doer(told))


def _variables(told: Told) -> str:
    who = doer(told)
    if told.moment.task is None:
        return say("{who} mengubah isian kasus", who=who)
    return say("{who} mengubah isian pada {step}", who=who, step=of_item(told))


def _remark(told: Told) -> str:
    return say("{who} menulis catatan", who=doer(told))


def _attached(told: Told) -> str:
    name = told.papers[0].name if told.papers else ""
    if not name:
        return say("{who} melampirkan berkas", who=doer(told))
    return say("{who} melampirkan “{name}”", who=doer(told), name=name)


def _by(text: Callable[[str, str], str]) -> Say:
    """A sentence of who did it and to which step."""
    return lambda told: text(doer(told), of_item(told))


def _at(text: Callable[[str], str]) -> Say:
    """A sentence of a step at which something happened by itself."""
    return lambda told: text(of_item(told))


def _ended(told: Told) -> str:
    return say("Kasus selesai: {outcome}", outcome=told.event.data.get("outcome") or "–")


def _service(told: Told) -> str:
    return say("{system} menyelesaikan {step}", system=system(told), step=of_item(told))


def _service_failed(told: Told) -> str:
    return say("{system} gagal mengerjakan {step}", system=system(told), step=of_item(told))


def _told(data: Mapping[str, Any], key: str) -> str:
    return str(data.get(key) or "–")


SENTENCES: Final[Mapping[str, Say]] = {
    "CaseStarted": _started,
    "CaseCompleted": _ended,
    "CaseCancelled": lambda told: say("{who} membatalkan kasus", who=doer(told)),
    "CaseModified": _modified,
    "CaseSuspended": lambda told: say("{who} menangguhkan kasus", who=doer(told)),
    "CaseResumed": lambda told: say("{who} melanjutkan kasus yang ditangguhkan", who=doer(told)),
    "TaskCompleted": _completed,
    "TaskClaimed": _by(lambda who, step: say("{who} mengambil {step}", who=who, step=step)),
    "TaskReleased": _by(lambda who, step: say("{who} melepas {step} bagi para calonnya", who=who, step=step)),
    "TaskAssigned": _assigned,
    "TaskDelegated": _delegated,
    "TaskResolved": _by(lambda who, step: say("{who} mengembalikan {step} yang disiapkannya", who=who, step=step)),
    "TaskChanged": _changed_task,
    "TaskCandidatesChanged": _candidates,
    "ItemsAdded": _items,
    "VariablesChanged": _variables,
    "CommentAdded": _remark,
    "DocumentAttached": _attached,
    "DocumentDetached": lambda told: say("{who} melepas lampiran", who=doer(told)),
    "ExternalTaskCompleted": _service,
    "ExternalTaskFailed": _service_failed,
    "TimerFired": _at(lambda step: say("Waktu yang ditunggu tiba: {step}", step=step)),
    "MessageReceived": lambda told: say(
        "Pesan “{name}” diterima pada {step}", name=_told(told.event.data, "message"), step=of_item(told)
    ),
    "SignalReceived": lambda told: say(
        "Sinyal “{name}” diterima pada {step}", name=_told(told.event.data, "signal"), step=of_item(told)
    ),
    **MORE,
}
"""Kind of event -> its sentence. Events of the installation alone have none."""
