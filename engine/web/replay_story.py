"""The story of a case as paragraphs: whole sentences about each moment, and how it went as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.queries.replayed import Changed, Replay, SignOff, Told
from engine.web.clock import clock, long_day
from engine.web.filters import listed
from engine.web.replay_values import normed, plain, working
from engine.web.replay_words import sentence
from engine.web.replay_words_parts import titled
from engine.web.words import say, several

__all__ = ["opening", "paragraph", "worth"]

_SHOWN: Final = 12  # changed answers that a paragraph tells one by one


def opening(replay: Replay) -> Iterator[str]:
    """How the case went as a whole."""
    tz = replay.office.tz
    began, name = long_day(replay.started_at, tz), replay.chart.name
    yield say("Kasus {number} menjalankan SOP {name}.", number=replay.number, name=name)
    if replay.ended_at is None:
        held = say("Sekarang kasus ini ditangguhkan.") if replay.status == "SUSPENDED" else say("Kasus masih berjalan.")
        yield f"{say('Kasus dibuka pada {day}.', day=began)} {held}"
    else:
        ended = long_day(replay.ended_at, tz)
        words = (
            say("Kasus dibuka pada {day} dan dibatalkan pada {last}.", day=began, last=ended)
            if replay.status == "CANCELLED"
            else say(
                "Kasus dibuka pada {day} dan berakhir pada {last} dengan hasil {outcome}.",
                day=began,
                last=ended,
                outcome=replay.outcome or "–",
            )
        )
        yield words
    yield f"{_returns(replay)} {_late(replay)}"


def _returns(replay: Replay) -> str:
    n = replay.reel.returns
    return several("Kasus dikembalikan {n} kali.", n) if n else say("Kasus tidak pernah dikembalikan.")


def _late(replay: Replay) -> str:
    n = replay.reel.late
    return (
        several("{n} langkah melewati norma waktunya.", n) if n else say("Semua langkah selesai dalam norma waktunya.")
    )


def paragraph(told: Told, replay: Replay) -> Iterator[str]:
    """The sentences about one moment."""
    at = f"{clock(told.event.happened_at, replay.office.tz)} {replay.office.zone}"
    yield say("Pukul {time}: {what}.", time=at, what=sentence(told))
    yield from _standing(told)
    if told.reason:
        yield say("Alasan atau catatannya: “{text}”.", text=plain(told.reason))
    if told.error:
        yield say("Pesannya: “{text}”.", text=plain(told.error))
    yield from _time(told)
    yield from _waited(told)
    yield from _changes(told)
    yield from (_signed(one) for one in told.signed)
    yield from (_void(one) for one in told.voided)
    if told.letters:
        yield say("Nomor agendanya {numbers}.", numbers=listed(list(told.letters)))
    if told.next and not told.back:
        yield say("Kasus berlanjut ke {places}.", places=listed([titled(one) for one in told.next]))
    if told.event.recorded_at != told.event.happened_at:
        day = long_day(told.event.recorded_at, replay.office.tz)
        yield say("Hal ini baru dicatat pada {day}.", day=day)


def worth(replay: Replay) -> list[Told]:
    """What a story tells: not that somebody took a task that he then did himself; its time says so."""
    later = {(one.moment.task, one.event.actor) for one in replay.told if one.event.kind == "TaskCompleted"}
    return [
        one for one in replay.told if one.event.kind != "TaskClaimed" or (one.moment.task, one.event.actor) not in later
    ]


def _standing(told: Told) -> Iterator[str]:
    if told.standing is None or told.who is None:
        return
    if told.standing.holder is not None:
        yield say(
            "{who} bertindak sebagai {what}, menggantikan {holder}.",
            who=told.who.name,
            what=told.standing.name,
            holder=told.standing.holder.name,
        )
    if told.letter:
        yield say("Dasarnya {letter}.", letter=told.letter)


def _time(told: Told) -> Iterator[str]:
    spent = told.moment.spent
    if spent is None:
        return
    if spent.outside:
        yield say("Waktu pihak luar tidak dihitung bagi pegawai.")
    elif not spent.allowed:
        yield say("Langkah ini memakan {time}.", time=working(spent.minutes))
    elif spent.late:
        yield say(
            "Langkah ini memakan {time}, lewat {over} dari norma {norm}.",
            time=working(spent.minutes),
            over=working(spent.over),
            norm=normed(told),
        )
    else:
        yield say("Langkah ini memakan {time} dari norma {norm}.", time=working(spent.minutes), norm=normed(told))


def _waited(told: Told) -> Iterator[str]:
    spent = told.moment.spent
    if spent is not None and spent.waited and not spent.outside:
        yield say("Sebelum diambil, tugas ini menunggu {time}.", time=working(spent.waited))


def _changes(told: Told) -> Iterator[str]:
    if told.changed:
        yield say("Isian: {changes}.", changes="; ".join(_change(one) for one in told.changed[:_SHOWN]))
    if len(told.changed) > _SHOWN:
        yield several("Masih ada {n} isian lain yang berubah.", len(told.changed) - _SHOWN)
    if told.unchanged:
        if told.changed:
            yield several("{n} isian lain tidak berubah.", told.unchanged)
        else:
            yield several("{n} isian tidak berubah.", told.unchanged)


def _change(one: Changed) -> str:
    if one.before is None:
        return say("{label} diisi {after}", label=one.label, after=plain(one.after))
    return say(
        "{label} dari {before} menjadi {after}", label=one.label, before=plain(one.before), after=plain(one.after)
    )


def _signed(one: SignOff) -> str:
    what = one.standing.name if one.standing else one.post.name if one.post else "–"
    kinds = listed(list(one.kinds))
    if not one.papers:
        return say("{what} membubuhkan {kinds}.", what=what, kinds=kinds)
    return several("{what} membubuhkan {kinds} atas {n} berkas.", len(one.papers), what=what, kinds=kinds)


def _void(one: SignOff) -> str:
    what = one.post.name if one.post else "–"
    return say("Karena itu {kinds} {what} gugur.", kinds=listed(list(one.kinds)), what=what)
