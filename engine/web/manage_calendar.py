"""Kelola: the working calendar: holidays and joint leave of a year, special days, Ramadan, the hours of an office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import request, url_for
from werkzeug.wrappers import Response

from engine.calendars import ALL
from engine.commands.office_calendar import (
    AddCalendarDays,
    ChangeCalendarHours,
    ChangeCalendarYear,
    RemoveCalendarDays,
)
from engine.commands.refusals import NotFound
from engine.queries.calendar_days import CalendarView, calendar_view
from engine.queries.managing import OfficeLine, offices_managed
from engine.web.clock import day_names, long_date
from engine.web.desk import looking, now
from engine.web.manage import Sheet, blueprint, day_here, done, framed
from engine.web.words import say
from engine.workdays_hours import DAY_NAMES
from engine.workdays_years import Year

Answer = str | Response | tuple[str, int]
HOLIDAY, LEAVE = "libur", "cuti_bersama"
YEAR: Final = {"facts": "tanggal", "year": "tanggal"}


@blueprint.get("/kalender")
def calendar() -> str:
    """The calendar of an office in a year: `kantor`, `tahun`."""
    return _page()


@blueprint.post("/kalender/libur")
def add_holiday() -> Answer:
    """Adds a holiday or a day of joint leave to a year."""
    sheet = Sheet("libur")
    day, name, kind = sheet.day("tanggal"), sheet.text("nama"), request.form.get("jenis", HOLIDAY)
    if not name:
        sheet.mistakes["nama"] = say("Tulis nama harinya.")
    if day is None or sheet.mistakes:
        return _page(sheet), sheet.status

    def add(facts: dict[str, Any]) -> None:
        facts[LEAVE if kind == LEAVE else HOLIDAY][day.isoformat()] = name
        facts["dasar"] = facts["dasar"] or sheet.text("dasar")

    return _changed(sheet, day.year, add) or _done(say("{day} ditambahkan: {name}.", day=long_date(day), name=name))


@blueprint.post("/kalender/libur/pindah")
def move_holiday() -> Answer:
    """Moves a holiday to another day of its year, or takes it away where no day is given."""
    sheet = Sheet("pindah")
    old, kind = sheet.day("dari"), request.form.get("jenis", HOLIDAY)
    gone = request.form.get("hapus") == "1"
    new = None if gone else sheet.day("tanggal")
    if old is None or sheet.mistakes:
        return _page(sheet), sheet.status
    if new is not None and new.year != old.year:
        sheet.mistakes["tanggal"] = say("Pindahkan di tahun yang sama; untuk tahun lain, tambahkan di sana.")
        return _page(sheet), sheet.status
    name: list[str] = []

    def move(facts: dict[str, Any]) -> None:
        found = facts[LEAVE if kind == LEAVE else HOLIDAY].pop(old.isoformat(), None)
        if found is not None:
            name.append(found)
            if new is not None:
                facts[LEAVE if kind == LEAVE else HOLIDAY][new.isoformat()] = found

    refused = _changed(sheet, old.year, move)
    if refused is not None:
        return refused
    if new is not None:
        again = [("dari", new.isoformat()), ("tanggal", old.isoformat()), ("jenis", kind), *_place()]
        to = url_for("web.manage.move_holiday")
        said = say("Dipindah ke {day}.", day=long_date(new))
        return _done(said, (say("Kembalikan ke {day}", day=long_date(old)), to, again))
    again = [("tanggal", old.isoformat()), ("nama", "".join(name)), ("jenis", kind), *_place()]
    return _done(
        say("{day} dihapus.", day=long_date(old)), (say("Kembalikan"), url_for("web.manage.add_holiday"), again)
    )


@blueprint.post("/kalender/tahun")
def write_year() -> Answer:
    """Writes what a year rests on, and its Ramadan; or lets its file count again."""
    sheet = Sheet("tahun")
    year = request.form.get("tahun", 0, type=int)
    if request.form.get("bawaan") == "1":
        if sheet.run(ChangeCalendarYear(year, None)) is None:
            return _page(sheet), sheet.status
        return _done(say("Kalender {year} kembali seperti bawaan.", year=year))
    since, until = sheet.day("mulai", needed=False), sheet.day("sampai", needed=False)
    if (since is None) != (until is None) and not sheet.mistakes:
        sheet.mistakes["sampai"] = say("Tulis kedua tanggal Ramadan, atau kosongkan keduanya.")
    if sheet.mistakes:
        return _page(sheet), sheet.status

    def write(facts: dict[str, Any]) -> None:
        facts |= {"dasar": sheet.text("dasar"), "sumber": sheet.text("sumber"), "pasti": bool(sheet.text("pasti"))}
        if since is not None and until is not None:
            others = facts["ramadan"][1:]
            facts["ramadan"] = [{"mulai": since.isoformat(), "sampai": until.isoformat()}, *others]

    return _changed(sheet, year, write) or _done(say("Kalender {year} disimpan.", year=year))


@blueprint.post("/kalender/hari")
def add_days() -> Answer:
    """Lets one office, or all, be closed or work other hours on some days."""
    sheet = Sheet("hari")
    since, until = sheet.day("mulai"), sheet.day("sampai", needed=False)
    if since is None or sheet.mistakes:
        return _page(sheet), sheet.status
    texts = (sheet.text(key) for key in ("jam", "alasan", "dasar"))
    command = AddCalendarDays(request.form.get("untuk", ""), since, until or since, *texts)
    fields = {"since": "mulai", "until": "sampai", "hours": "jam", "reason": "alasan", "no-office": "untuk"}
    if sheet.run(command, fields) is None:
        return _page(sheet), sheet.status
    return _done(say("Hari khusus dicatat. Tenggat tugas yang sudah terbuka tetap."))


@blueprint.post("/kalender/hari/<int:id>/hapus")
def remove_days(id: int) -> Answer:
    """Takes special days away; can be taken back."""
    sheet = Sheet("hapus-hari")
    view, _ = _view()
    row = next((one for one in view.changed if one.id == id), None) if view else None
    if sheet.run(RemoveCalendarDays(id)) is None:
        return _page(sheet), sheet.status
    if row is None:
        return _done(say("Hari khusus dihapus."))
    again = [("untuk", row.office), ("mulai", row.since.isoformat()), ("sampai", row.until.isoformat())]
    again += [("jam", row.hours), ("alasan", row.reason), ("dasar", row.decree), *_place()]
    return _done(say("Hari khusus dihapus."), (say("Kembalikan"), url_for("web.manage.add_days"), again))


@blueprint.post("/kalender/jam")
def write_hours() -> Answer:
    """Writes the hours of an office, or lets the lawful ones count again."""
    sheet, office = Sheet("jam"), request.form.get("kantor", "")
    if request.form.get("bawaan") == "1":
        if sheet.run(ChangeCalendarHours(office, None)) is None:
            return _page(sheet), sheet.status
        return _done(say("Jam kantor kembali seperti Perpres 21/2023."))
    weeks = {
        key: {name: sheet.text(f"{key}-{name}") for name in DAY_NAMES if sheet.text(f"{key}-{name}")}
        for key in ("jam", "jam_ramadan")
    }
    facts: dict[str, Any] = {**weeks, "cuti_bersama": "masuk" if request.form.get("masuk") else "libur"}
    facts["hampir"] = int(sheet.text("hampir")) if sheet.text("hampir").isdigit() else 0
    if sheet.run(ChangeCalendarHours(office, facts), {"facts": "jam-senin"}) is None:
        return _page(sheet), sheet.status
    return _done(say("Jam kantor disimpan. Berlaku bagi tugas yang dibuka sesudah ini."))


def _changed(sheet: Sheet, year: int, change: Callable[[dict[str, Any]], None]) -> tuple[str, int] | None:
    """Changes what is written of a year; None when it was done, else the page that says what is wrong."""
    view, _ = _view(year)
    if view is None:
        raise NotFound("no-office", "Belum ada kantor.", "There is no office yet.")
    facts = _facts(view.year)
    change(facts)
    if not facts["dasar"]:
        sheet.mistakes["dasar"] = say("Tulis keputusan yang menjadi dasarnya.")
    if sheet.mistakes or sheet.run(ChangeCalendarYear(year, facts), YEAR) is None:
        return _page(sheet), sheet.status
    return None


def _facts(year: Year) -> dict[str, Any]:
    return {
        "dasar": year.decree,
        "sumber": year.source,
        "pasti": year.certain,
        HOLIDAY: {day.isoformat(): name for day, name in year.holidays},
        LEAVE: {day.isoformat(): name for day, name in year.joint_leave},
        "ramadan": [{"mulai": since.isoformat(), "sampai": until.isoformat()} for since, until in year.ramadan],
    }


def _place() -> list[tuple[str, str]]:
    """The fields that lead back to the page."""
    return [(key, request.values.get(key, "")) for key in ("kantor", "tahun")]


def _done(said: str, undo: tuple[str, str, list[tuple[str, str]]] | None = None) -> Response:
    office, year = (value or None for _, value in _place())
    return done(said, url_for("web.manage.calendar", kantor=office, tahun=year), undo)


def _view(year: int | None = None) -> tuple[CalendarView | None, list[OfficeLine]]:
    """The calendar of the office and year that are asked for; of the first office where none is."""
    with looking() as look:
        offices = offices_managed(look)
        wanted = request.values.get("kantor", "") or (offices[0].office.id if offices else "")
        if not any(one.office.id == wanted for one in offices):
            if offices or wanted:
                raise NotFound("no-office", f"Kantor {wanted} tidak ada.", f"There is no office {wanted}.")
            return None, offices
        office = next(one.office for one in offices if one.office.id == wanted)
        shown = year or request.values.get("tahun", 0, type=int) or day_here(office, look.now).year
        return calendar_view(look, wanted, shown), offices


def _page(sheet: Sheet | None = None) -> str:
    view, offices = _view()
    if view is None:
        return framed("calendar", "web/manage/calendar_none.html")
    days = [(day, name, HOLIDAY) for day, name in view.year.holidays]
    days += [(day, name, LEAVE) for day, name in view.year.joint_leave]
    places = [(one.office.id, one.office.name) for one in offices]
    office = next(one.office for one in offices if one.office.id == view.office)
    current = day_here(office, now()).year
    return framed(
        "calendar",
        "web/manage/calendar.html",
        view=view,
        office=office,
        offices=offices,
        holidays=sorted(days),
        places=([(ALL, say("semua kantor"))] if view.may_change_all else []) + places,
        years=sorted({*range(current - 1, current + 3), view.year.year}),
        weekdays=list(zip(DAY_NAMES, day_names(), strict=True)),
        sheet=sheet,
    )
