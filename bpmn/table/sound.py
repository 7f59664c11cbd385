"""Holds a table that was read against itself: numbers, targets, joins, lists and dates that rows rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bpmn.table.model import Choice, Entry, Problem, Row, Table
from bpmn.table.plan import FIXED, message_id, plan_of
from bpmn.table.reading import Place

LISTS = ("daftar", "pilihan-banyak")
"""Kinds of fields that give a list."""


def check_table(table: Table, whole: Place) -> None:
    """Notes what does not fit together; `whole` is the place of the table."""
    whole.problems.found += _problems(table)
    if not whole.problems.found:
        whole.problems.found += _twice(table)


def _twice(table: Table) -> Iterator[Problem]:
    """Ids that two things of the diagram would have."""
    plan = plan_of(table)
    messages = dict.fromkeys(row.wait for row in table.rows if row.wait is not None)
    made = [*(node.id for node in plan.nodes), *(arrow.id for arrow in plan.arrows)]
    made += [table.id, *FIXED, *(column.id for column in table.columns), *(message_id(name) for name in messages)]
    for id, times in Counter(made).items():
        if times > 1:
            yield Problem(
                0, "", "id", f"Id {id} dipakai {times} kali. Beri yang lain.", f"The id {id} is used {times} times."
            )


def _problems(table: Table) -> Iterator[Problem]:
    counted = Counter(row.no for row in table.rows)
    known = {row.no for row in table.rows} | {end.id for end in table.ends}
    for above, row in pairwise(table.rows):
        if _order(row) <= _order(above) and counted[row.no] == 1:
            yield _bad(
                row,
                "no",
                f"Baris {row.no} berdiri di bawah baris {above.no}. Urutkan menurut nomornya.",
                f"Row {row.no} stands below row {above.no}. Put the rows in order.",
            )
    for row in table.rows:
        if counted[row.no] > 1:
            yield _bad(
                row,
                "no",
                f"Nomor {row.no} tertulis {counted[row.no]} kali.",
                f"The number {row.no} stands {counted[row.no]} times.",
            )
        if row.choice is not None and row.next:
            yield _bad(
                row,
                "lanjut",
                "Baris dengan putusan tidak punya lanjut; tulis tujuannya di ya dan tidak.",
                "A row with a decision has no lanjut; write the targets in ya and tidak.",
            )
        for column, to in targets(row):
            if to not in known:
                yield _bad(
                    row,
                    column,
                    f"Tujuan {to} tidak ada. Tulis nomor baris, selesai, ditolak atau id akhir.",
                    f"There is no {to}. Write a row's number, selesai, ditolak or the id of an end.",
                )
        yield from _joins(row, table.rows)
        yield from _names(row)
        yield from _relies(row, table)


def _order(row: Row) -> tuple[int, str]:
    digits = row.no.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), row.no[len(digits) :]


def targets(row: Row) -> Iterator[tuple[str, str]]:
    """Column and target of each way out of a row."""
    yield from (("lanjut", to) for to in row.next)
    yield from ((limit.kind, limit.to) for limit in row.limits if limit.to)
    if row.choice is not None:
        yield from (("putusan", to) for to in _led(row.choice))


def _led(choice: Choice) -> Iterator[str]:
    for answer in choice.answers:
        if answer.then is None:
            yield answer.to
        else:
            yield from _led(answer.then)


def _joins(row: Row, rows: Sequence[Row]) -> Iterator[Problem]:
    if len(row.joins) == 1:
        yield _bad(row, "gabung", "Gabung menyebut paling sedikit dua baris.", "gabung names two rows at least.")
    for no in row.joins:
        source = next((one for one in rows if one.no == no), None)
        if source is None or row.no not in [to for _, to in targets(source)]:
            yield _bad(
                row,
                "gabung",
                f"Baris {no} tidak menuju baris {row.no}. Tulis lanjut: {row.no} di sana.",
                f"Row {no} does not lead to row {row.no}. Write lanjut: {row.no} there.",
            )


def _names(row: Row) -> Iterator[Problem]:
    """Answers with the same name, flows with the same id."""
    if row.choice is None:
        return
    inner = [answer.then for answer in row.choice.answers if answer.then]
    names = [answer.name for choice in (row.choice, *inner) for answer in choice.answers]
    for name, times in Counter(names).items():
        if times > 1:
            yield _bad(row, "putusan", f"Dua jawaban bernama {name}.", f"Two answers are called {name}.")
    reasons = {answer.reason for choice in (row.choice, *inner) for answer in choice.answers} - {None}
    if len(reasons) > 1:
        yield _bad(
            row,
            "alasan",
            "Alasan ditanyakan satu kali. Tulis petunjuk yang sama pada semua jawaban yang memintanya.",
            "The reason is asked for once. Write the same help for all answers that ask for it.",
        )


def _relies(row: Row, table: Table) -> Iterator[Problem]:
    """A list or a date that no form supplies before."""
    before = list(table.start.form or ())
    for one in table.rows:
        if one is row:
            break
        before += one.form or ()
    if row.repeat is not None and not _asked(before, row.repeat.collection, LISTS):
        wanted = row.repeat.collection
        yield _bad(
            row,
            "ulang",
            f"Tidak ada formulir sebelumnya yang memberi daftar {wanted}. "
            f"Tambahkan isian {{kunci: {wanted}, jenis: daftar}}.",
            f"No form before supplies the list {wanted}. Add a field {{kunci: {wanted}, jenis: daftar}}.",
        )
    for limit in row.limits:
        kind, text = limit.timer
        name = text.removeprefix("=").split(" ")[0]
        if kind == "tanggal" and text.startswith("=") and not _asked(before, name, ("tanggal", "tanggal-jam")):
            yield _bad(
                row,
                limit.kind,
                f"Tidak ada formulir sebelumnya yang menanyakan tanggal {name}.",
                f"No form before asks for the date {name}.",
            )


def _asked(entries: Sequence[Entry], key: str, kinds: Sequence[str]) -> bool:
    for entry in entries:
        raw = entry.data.get("komponen")
        if isinstance(raw, dict) and raw.get("key") == key:
            return True
        if entry.data.get("kunci") == key and entry.data.get("jenis") in kinds:
            return True
    return False


def _bad(row: Row, column: str, id: str, en: str) -> Problem:
    return Problem(row.line, row.no, column, id, en)
