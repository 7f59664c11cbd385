"""What is held on a person in words: its values as people read them, erased ones, and who read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.queries.personal import Held, Kept, Read
from engine.web.clock import long_date
from engine.web.filters import shown
from engine.web.words import say

__all__ = ["kept_lines", "pages", "reads_line", "worth"]


def pages() -> dict[str, str]:
    """By what a case was read, in words."""
    return {
        "api": say("lewat program"),
        "case": say("halaman berkas"),
        "export": say("ekspor"),
        "paper": say("membuka lampiran"),
        "personal": say("pencarian data pribadi"),
        "replay": say("putar ulang"),
        "search": say("pencarian"),
        "story": say("cetakan atau cerita"),
    }


def worth(kept: Kept) -> str:
    """The value as people read it; of an erased one, when that was."""
    if kept.gone:
        if kept.erased is None:
            return say("Dihapus (UU 27/2022). Bukti tetap utuh.")
        return say("Dihapus {day} (UU 27/2022). Bukti tetap utuh.", day=long_date(kept.erased.date()))
    return ", ".join(kept.papers) if kept.papers else str(shown(kept.value))


def reads_line(read: Read) -> str:
    """By which page it was read."""
    return pages().get(read.page, read.page)


def kept_lines(held: Held) -> Iterator[tuple[str, ...]]:
    """Everything as lines of a table."""
    for case in held.cases:
        for kept in case.values:
            at = kept.at.isoformat(timespec="seconds")
            mark = say("cocok") if kept.matches else ""
            yield say("isian"), case.number, case.sop, kept.step.title, kept.label, worth(kept), at, "", mark
        for read in case.reads:
            at = read.at.isoformat(timespec="seconds")
            yield say("dibaca"), case.number, case.sop, "", "", "", at, read.who.name, reads_line(read)
    for account in held.accounts:
        posts = "; ".join(f"{name} ({since} – {until or ''})" for name, since, until in account.posts)
        yield say("akun"), "", "", "", account.login, account.name, "", account.nip or "", posts
