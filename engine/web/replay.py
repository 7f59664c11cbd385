"""Putar ulang: a case on the diagram version it ran on, moment by moment, and its printable story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import Blueprint, Response, jsonify, render_template, request
from flask_login import login_required

from engine.calendars import Calendars
from engine.commands.finding import case_facts
from engine.commands.refusals import NotFound, NotPossible
from engine.policy import may
from engine.queries.look import Look
from engine.queries.replayed import Replay, Told, replayed
from engine.store.cases import CASE_BY_NUMBER
from engine.web.desk import looking
from engine.web.replay_picture import heads, picture, small, whole
from engine.web.replay_proof import Proof, proof_of
from engine.web.replay_view import PAGE, facts

__all__ = ["blueprint"]

blueprint: Final = Blueprint("replay", __name__)
STORY: Final = 200
"""Moments on one page of the printed story."""
COMPARED: Final = 1_000
"""Moments up to which each answer compares the case with the checkpoint again; longer ones on the page of the proof."""
_DIGITS: Final = 9
_UNREADABLE: Final = (
    "Riwayat kasus ini tidak dapat dibaca: ada yang diubah di luar Lajur. Tekan Periksa pada halaman Bukti, jangan "
    "memulihkan apa pun, dan laporkan kepada administrator.",
    "The history of this case cannot be read: something was altered outside Lajur. Examine it on the page Bukti, "
    "restore nothing, and tell the administrator.",
)
_CALENDARS: Final = Calendars()


@blueprint.get("/putar-ulang/<number>")
@login_required  # type: ignore[untyped-decorator]
def show(number: str) -> str:
    """The page at one moment: `m` counts from 1, without it the last; beyond the ends stands the nearest."""
    with looking() as look:
        replay, m = _window(look, number, _asked("m"))
        proof = _proof(look, replay)
    told = replay.at(m)
    shown = picture(replay, told)
    return render_template(
        "web/replay.html",
        **facts(replay, m),
        proof=proof,
        drawing=whole(replay.chart, shown),
        map=small(replay.chart, shown),
        heads=heads(replay.chart),
        story=request.args.get("tampil") == "cerita",
    )


@blueprint.get("/putar-ulang/<number>/momen")
@login_required  # type: ignore[untyped-decorator]
def moments(number: str) -> Response:
    """The moments around `m` for the script: marks, words and panel of each, as the page has them."""
    with looking() as look:
        replay, m = _window(look, number, _asked("m"))
        proof = proof_of(look, replay, compared=False)
    flows = replay.chart.process.flows
    taken = {id for told in replay.told for id in told.moment.flows if id in flows}
    body = {
        "first": replay.reel.window.start,
        "total": replay.total,
        "ends": {id: [flows[id].source, flows[id].target] for id in sorted(taken)},
        "moments": [_moment(replay, told, proof) for told in replay.told],
        "timeline": render_template("web/replay_timeline.html", **facts(replay, m)),
        "story": render_template("web/replay_told.html", **facts(replay, m)),
    }
    return jsonify(body)


def _moment(replay: Replay, told: Told, proof: Proof | None) -> dict[str, Any]:
    m, shown = told.moment.m, picture(replay, told)
    found = facts(replay, m)
    return {
        "m": m,
        "marks": shown.marks,
        "over": shown.over,
        "flows": shown.flows,
        "back": told.moment.returned,
        "text": found["said"],
        "next": [found["next_return"], found["next_late"]],
        "panel": render_template("web/replay_panel.html", **found, proof=proof),
    }


@blueprint.get("/putar-ulang/<number>/cerita")
@login_required  # type: ignore[untyped-decorator]
def story(number: str) -> str:
    """The story of the case as paragraphs, for print; long ones in parts (`bagian`)."""
    part = _asked("bagian") or 1

    def window(total: int) -> range:
        last = max(1, -(-total // STORY))
        first = (min(part, last) - 1) * STORY + 1
        return range(first, min(first + STORY, total + 1))

    with looking() as look:
        replay = _replay(look, number, window)
        proof = _proof(look, replay)
    return render_template(
        "web/replay_story.html",
        proof=proof,
        **facts(replay, replay.reel.window.start),
        part=(replay.reel.window.start - 1) // STORY + 1,
        parts=max(1, -(-replay.total // STORY)),
    )


def _window(look: Look, number: str, m: int | None) -> tuple[Replay, int]:
    """The case with the moments around one, and which one that is."""
    chosen: list[int] = []

    def window(total: int) -> range:
        chosen.append(min(max(m or total, 1), total))
        first = (chosen[0] - 1) // PAGE * PAGE + 1
        return range(first, min(first + PAGE, total + 1))

    replay = _replay(look, number, window)
    return replay, chosen[0]


def _replay(look: Look, number: str, window: Callable[[int], range]) -> Replay:
    row = look.reading.one(CASE_BY_NUMBER, number=number.strip().upper())
    found = None if row is None else case_facts(look.reading, look.actor, row)
    if row is None or found is None or not may(look.actor, "read-case", found):
        raise NotFound("no-case", f"Kasus {number} tidak ada.", f"There is no case {number}.", number=number)
    with _readable(number):
        return replayed(look.reading, row, window, _CALENDARS)


@contextmanager
def _readable(number: str) -> Iterator[None]:
    """Says so where events or values cannot be read: Lajur never writes such."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise NotPossible("unreadable-history", *_UNREADABLE, number=number) from error


def _proof(look: Look, replay: Replay) -> Proof | None:
    with _readable(replay.number):
        return proof_of(look, replay, compared=replay.total <= COMPARED)


def _asked(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else None
