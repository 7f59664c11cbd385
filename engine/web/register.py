"""Numbers of registers on pages: shown before they are taken, and taken as the engine gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask import request

from engine.commands.register import AUTOMATIC, register_of
from engine.queries.registers import stale
from engine.queries.task import TaskView
from engine.web.desk import looking

__all__ = ["automatic", "proposed", "typed"]

SHOWN: Final = "_usul-"
"""The names under which a page says again which number it proposed."""


def automatic(given: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """What was sent; a number that stands as it was proposed is the next one, whichever that is by now."""
    return {name: [AUTOMATIC] if _untouched(name, values) else values for name, values in given.items()}


def typed(given: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """What was sent, without the numbers that were only proposed."""
    return {name: values for name, values in given.items() if not _untouched(name, values)}


def proposed(view: TaskView, given: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """What the form held; a number that was only proposed, or that another letter has by now, is the present one."""
    form = view.form.fields if view.form is not None else ()
    found = dict(given)
    for one in form:
        values, number = given.get(one.key, ()), view.numbers.get(one.key)
        if number is None or not values or not register_of(one) or values[-1] == view.values.get(one.key):
            continue
        if _untouched(one.key, values) or _stale(view, register_of(one), values[-1]):
            found[one.key] = [number]
    return found


def _untouched(name: str, values: Sequence[str]) -> bool:
    shown = request.form.get(SHOWN + name)
    return shown is not None and list(values) == [shown]


def _stale(view: TaskView, register: str, written: str) -> bool:
    if request.method == "POST":  # what was typed and refused stays as it was typed
        return False
    with looking() as look:
        return stale(look, view.definition.office, register, written)
