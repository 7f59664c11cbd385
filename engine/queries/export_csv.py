"""Cases and acts as lines of a CSV: documented columns, times in UTC and ISO 8601."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from engine.queries.acts import Act
from engine.queries.exported import Written
from engine.queries.safe_cells import MARK, line
from engine.queries.search_rows import cases_found
from engine.store.reading import Row

__all__ = ["ACTS_HEAD", "CASES_HEAD", "act_lines", "case_lines"]

_CASES: Final = (
    "nomor",
    "kode_sop",
    "sop",
    "versi",
    "kantor",
    "keadaan",
    "hasil",
    "dimulai",
    "berakhir",
    "menit_kerja",
    "langkah_lewat_norma",
    "kali_dikembalikan",
    "langkah_terbuka",
    "dimulai_oleh",
    "perihal",
)
_ACTS: Final = (
    "kasus",
    "peristiwa",
    "jenis",
    "elemen",
    "siapa",
    "jabatan",
    "sebagai",
    "terjadi",
    "dicatat",
    "pada",
)
CASES_HEAD: Final = MARK + line(_CASES)
ACTS_HEAD: Final = MARK + line(_ACTS)


def case_lines(rows: Iterable[Row], written: Written) -> Iterator[str]:
    """A line for each case; what it is about only where the order says so."""
    found = list(rows)
    by = {row["id"]: row["started_by"] for row in found}
    keys = {row["id"]: row["definition_id"] for row in found}
    for one in cases_found(written.look, found, about=written.order.about):
        started_by = by[one.id]
        written.cases += 1
        written.events += next(row["events"] for row in found if row["id"] == one.id)
        yield line(
            (
                one.number,
                written.look.definition(keys[one.id]).key,
                one.sop,
                one.version,
                one.office,
                one.status,
                one.outcome,
                _at(one.started_at),
                _at(one.ended_at),
                one.minutes,
                one.late,
                one.returns,
                " / ".join(step.title for step in one.steps),
                written.person(started_by) if started_by else "",
                one.about,
            )
        )


def act_lines(acts: Iterable[Act], written: Written) -> Iterator[str]:
    """A line for each act."""
    for act in acts:
        event = act.event
        written.events += 1
        yield line(
            (
                act.number,
                event.number,
                event.kind,
                event.element,
                written.person(event.actor) if event.actor else "",
                act.post.name if act.post else "",
                act.standing.name if act.standing else "",
                _at(event.happened_at),
                _at(event.recorded_at),
                _about(act, written),
            )
        )


def _about(act: Act, written: Written) -> str:
    """What the act names; a login is a person, who may have a pseudonym."""
    said = act.event.data.get("login")
    return written.person(said) if said == act.about and isinstance(said, str) else act.about


def _at(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")
