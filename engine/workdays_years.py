"""National holidays, cuti bersama and Ramadan, year by year: from a file with its decree, else as estimated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import yaml

from engine.workdays_hours import CalendarRefused, read_date

__all__ = ["Year", "national", "read_facts", "read_year"]

Named = tuple[tuple[date, str], ...]

_FILES: Final = Path(__file__).with_name("kalender")
_KEYS: Final = frozenset({"tahun", "dasar", "sumber", "pasti", "libur", "cuti_bersama", "ramadan"})
_ESTIMATED: Final = (1946, 2077)  # the years for which the package knows the Hijri calendar


@dataclass(frozen=True, slots=True)
class Year:
    """What is decided for a year: by which decree, read from what source, and whether all of it is certain.

    `holidays` and `joint_leave` are days with their names, `ramadan` the spans (last days included) that touch it.
    """

    year: int
    decree: str
    source: str
    certain: bool
    holidays: Named
    joint_leave: Named
    ramadan: tuple[tuple[date, date], ...]


@cache
def national(year: int) -> Year:
    """The year as its file has it; without one as the package `holidays` estimates it (then `certain` is false)."""
    file = _FILES / f"{year:04}.yaml"
    return read_year(file.read_text(encoding="utf-8")) if file.is_file() else _estimated(year)


def read_year(text: str) -> Year:
    """The year of a file such as those beside this module, in YAML. Raises CalendarRefused."""
    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise CalendarRefused(f"Berkas tidak terbaca: {error}", f"The file cannot be read: {error}") from None
    return read_facts(said)


def read_facts(said: object) -> Year:
    """The year of such a mapping. Raises CalendarRefused."""
    if not isinstance(said, Mapping) or type(said.get("tahun")) is not int or not said.get("dasar"):
        raise CalendarRefused("Berkas memerlukan tahun dan dasar.", "The file needs tahun and dasar (its decree).")
    if unknown := sorted(str(key) for key in said if key not in _KEYS):
        raise CalendarRefused(f"Tidak dikenal: {', '.join(unknown)}.", f"Not known: {', '.join(unknown)}.")
    year = said["tahun"]
    return Year(
        year=year,
        decree=str(said["dasar"]).strip(),
        source=str(said.get("sumber") or "").strip(),
        certain=said.get("pasti") is True,
        holidays=_named(year, said.get("libur")),
        joint_leave=_named(year, said.get("cuti_bersama")),
        ramadan=tuple(_months(said.get("ramadan") or ())),
    )


def _named(year: int, said: object) -> Named:
    if not isinstance(said, Mapping | None):
        raise CalendarRefused("Tulis tiap hari sebagai tanggal: nama.", "Write each day as date: name.")
    days = sorted((read_date(day), str(name or "")) for day, name in (said or {}).items())
    for day, _ in days:
        if day.year != year:
            raise CalendarRefused(f"{day} bukan tanggal tahun {year}.", f"{day} is no day of {year}.")
    return tuple(days)


def _months(said: object) -> Iterator[tuple[date, date]]:
    for one in said if isinstance(said, list | tuple) else (said,):
        if not isinstance(one, Mapping) or set(one) != {"mulai", "sampai"}:
            raise CalendarRefused("Ramadan memerlukan mulai dan sampai.", "Ramadan needs mulai and sampai.")
        since, until = read_date(one["mulai"]), read_date(one["sampai"])
        if not 29 <= (until - since).days + 1 <= 30:
            raise CalendarRefused(
                f"Ramadan mulai {since} lamanya 29 atau 30 hari.", f"Ramadan from {since} has 29 or 30 days."
            )
        yield since, until


def _estimated(year: int) -> Year:
    """What the package has; nothing for years that lie outside its knowledge."""
    first, last = _ESTIMATED
    if not first <= year <= last:
        return Year(year, "", "", False, (), (), ())
    from holidays import country_holidays

    public = country_holidays("ID", years=year, categories=("public",), language="id")
    both: dict[date, Any] = country_holidays("ID", years=year, categories=("public", "government"), language="id")
    return Year(
        year=year,
        decree="",
        source=f"paket holidays {version('holidays')}: perkiraan, tanpa berkas keputusan",
        certain=False,
        holidays=tuple(sorted(public.items())),
        joint_leave=tuple(sorted((day, name) for day, name in both.items() if day not in public)),
        ramadan=tuple(_estimated_months(year)),
    )


def _estimated_months(year: int) -> Iterator[tuple[date, date]]:
    from holidays.countries.indonesia import IndonesiaIslamicHolidays

    known = IndonesiaIslamicHolidays()
    feasts = sorted({day for near in (year, year + 1) for day, _ in known.eid_al_fitr_dates(near)})
    for begin in sorted({day for near in (year, year + 1) for day, _ in known.ramadan_beginning_dates(near)}):
        end = next((day - timedelta(days=1) for day in feasts if day > begin), begin + timedelta(days=29))
        if begin.year <= year <= end.year:
            yield begin, end
