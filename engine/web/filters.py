"""What templates may call: words, times, addresses of files and values as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request, url_for
from markupsafe import Markup, escape

from engine.papers import MAX_BYTES
from engine.queries.catalogue import Length
from engine.queries.steps import Target
from engine.web import clock, words
from engine.web.due import alerts, deadline, due_mark, due_words, tally
from engine.web.files import asset, script, style
from engine.web.measures import size, took_words
from engine.web.notice import told
from engine.web.script_words import script_words
from engine.web.words import say, several

__all__ = ["duration", "install", "shown", "to_whom"]


def install(web: Blueprint) -> None:
    """Gives the templates their words and helpers."""
    found: dict[str, Callable[..., Any]] = {
        "_": words.say,
        "n_": words.several,
        "h_": words.html,
        "both": words.both,
        "lang": words.language,
        "asset": asset,
        "script": script,
        "script_words": script_words,
        "most_bytes": lambda: MAX_BYTES,
        "size": size,
        "took_words": took_words,
        "style": style,
        "clock": clock.clock,
        "when": clock.when,
        "lately": clock.lately,
        "long_day": clock.long_day,
        "long_date": clock.long_date,
        "shown": shown,
        "paragraphs": paragraphs,
        "to_whom": to_whom,
        "duration": duration,
        "here": here,
        "told": told,
        "due_words": due_words,
        "due_mark": due_mark,
        "deadline": deadline,
        "tally": tally,
        "alerts": alerts,
    }
    for name, function in found.items():
        web.add_app_template_global(function, name)


def shown(value: Any, number: str | None = None) -> str | Markup:
    """An answer as people read it: dates in words, lists with commas, a decimal comma, papers of a case as links."""
    if isinstance(value, bool):
        return say("ya") if value else say("tidak")
    if isinstance(value, datetime):
        return f"{clock.long_date(value.date())} {value:%H.%M}"
    if isinstance(value, date):
        return clock.long_date(value)
    if isinstance(value, list):
        return Markup(", ").join(shown(one, number) for one in value)
    if isinstance(value, dict) and "sha256" in value:
        if number is None:
            return str(value["name"])
        to = url_for("web.papers.show", number=number, sha256=value["sha256"])
        return Markup('<a href="{}">{}</a>').format(to, value["name"])
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",") if words.language() == "id" else str(value)
    return "" if value is None else str(value)


def paragraphs(text: str) -> Markup:
    """A text of a form or diagram: an empty line begins a paragraph; nothing in it is markup."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(escape(part)) for part in parts)


def to_whom(targets: tuple[Target, ...]) -> str:
    """Where a way leads, in words: `teruskan ke Sekcam`, `berkas selesai`."""
    lanes = list(dict.fromkeys(target.lane for target in targets if target.kind == "step" and target.lane))
    if lanes:
        return say("teruskan ke {lanes}", lanes=listed(lanes))
    ends = [target.title for target in targets if target.kind == "end"]
    if ends:
        return say("berkas berakhir: {outcome}", outcome=listed(ends))
    return ""


def listed(names: list[str]) -> str:
    """`A`, `A dan B`, `A, B dan C`."""
    if len(names) < 2:
        return "".join(names)
    return say("{first} dan {last}", first=", ".join(names[:-1]), last=names[-1])


def duration(length: Length) -> str:
    """How long an SOP takes: `2 bulan, 5 hari kerja, 3 jam 20 menit kerja`; the printed total as it is printed."""
    if length.printed:
        return length.printed
    parts = []
    if length.months:
        parts.append(several("{n} bulan", length.months))
    if length.days:
        parts.append(several("{n} hari kerja", length.days))
    hours, minutes = divmod(length.minutes, 60)
    if hours and minutes:
        parts.append(say("{hours} jam {minutes} menit kerja", hours=hours, minutes=minutes))
    elif hours:
        parts.append(several("{n} jam kerja", hours))
    elif minutes:
        parts.append(several("{n} menit kerja", minutes))
    return ", ".join(parts)


def here(**changed: Any) -> str:
    """The address of this page with some of its questions changed; None drops one."""
    asked = {**request.args.to_dict(), **changed}
    kept = {name: value for name, value in asked.items() if value not in (None, "")}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
