"""What is said when a version is put in force: number, day, reason, and the post that approves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from engine.canonical import Json
from engine.commands.desk import Work
from engine.commands.refusals import Conflict, FieldProblem, Invalid
from engine.events import instant, moment
from engine.library import zone_of
from engine.store.people import POST
from engine.store.reading import Row

__all__ = ["VersionFacts", "columns", "said"]

MOST: Final = 2000  # characters of a reason
_NO_DAY: Final = FieldProblem("effective", "Isi tanggal mulai berlaku.", "Enter the day from which it is in force.")


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a process owner says of a version.

    `label` is the number that is printed on it (may be empty), `effective` the day from which it is in force, in the
    office's zone: today or earlier, never before that of the version it follows. `approver` is a post that the actor
    does not hold. `based_on` is the definition that it was made from: refused when another one came meanwhile.
    """

    label: str
    effective: date | None
    reason: str
    approver: str
    based_on: int | None


def columns(work: Work, facts: VersionFacts | None, office: str, last: Row | None) -> dict[str, Any]:
    """The facts as columns of a definition. Raises Invalid with each field, Conflict for an outdated basis."""
    if facts is None:
        return {"label": None, "reason": None, "approver": None, "effective_at": instant(work.now)}
    if facts.based_on != (None if last is None else last["id"]):
        raise _overtaken(last)
    zone = zone_of(work.tx, office)
    today = work.now.astimezone(zone).date()
    since = None if last is None or last["effective_at"] is None else moment(last["effective_at"]).astimezone(zone)
    problems = [*_day(facts.effective, today, since), *_words(facts), *_post(work, facts.approver, office)]
    if problems or facts.effective is None:
        raise Invalid(problems)
    begins = work.now if facts.effective == today else datetime.combine(facts.effective, time(), zone)
    return {
        "label": facts.label.strip() or None,
        "reason": facts.reason.strip(),
        "approver": facts.approver,
        "effective_at": instant(begins),
    }


def said(row: Row) -> dict[str, Json]:
    """The facts as data of an event: what nobody said is left out."""
    data: dict[str, Json] = {name: row[name] for name in ("label", "reason", "approver") if row[name] is not None}
    return {"effective_at": row["effective_at"], **data}


def _day(day: date | None, today: date, since: datetime | None) -> list[FieldProblem]:
    if day is None:
        return [_NO_DAY]
    if day > today:
        return [
            FieldProblem(
                "effective",
                "Tanggal ini belum tiba. Berlakukan pada hari itu; draf tetap tersimpan sampai saat itu.",
                "This day has not come yet. Put it in force on that day; the draft is kept until then.",
            )
        ]
    if since is not None and day < since.date():
        return [
            FieldProblem(
                "effective",
                f"Versi sebelumnya berlaku sejak {since:%d-%m-%Y}. Isi tanggal itu atau sesudahnya.",
                f"The version before is in force since {since:%d-%m-%Y}. Enter that day or a later one.",
            )
        ]
    return []


def _words(facts: VersionFacts) -> list[FieldProblem]:
    if not facts.reason.strip():
        return [FieldProblem("reason", "Isi alasan perubahan.", "Enter the reason for the change.")]
    if max(len(facts.reason), len(facts.label)) > MOST:
        return [FieldProblem("reason", f"Paling panjang {MOST} huruf.", f"At most {MOST} characters.")]
    return []


def _post(work: Work, post: str, office: str) -> list[FieldProblem]:
    row = work.tx.one(POST, id=post) if post else None
    if row is None or row["office"] != office:
        return [FieldProblem("approver", "Pilih jabatan yang mengesahkan.", "Choose the post that approves it.")]
    if post in work.context.actor.posts:
        return [
            FieldProblem(
                "approver",
                "Penyusun tidak dapat mengesahkan versinya sendiri. Pilih jabatan lain.",
                "Nobody approves a version of his own. Choose another post.",
            )
        ]
    return []


def _overtaken(last: Row | None) -> Conflict:
    version = 0 if last is None else last["version"]
    return Conflict(
        "version-overtaken",
        f"Versi {version} diberlakukan sementara Anda menyunting. Unduh draf Anda, buang drafnya, lalu muat versi itu.",
        f"Version {version} was put in force while you were editing. Download your draft, discard it, then load it.",
        version=version,
    )
