"""Of which item of a list a task is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.spiff import ITEMS
from engine.store import Reading
from engine.store.scopes import look

__all__ = ["item_names"]


def item_names(reading: Reading, tasks: Iterable[Mapping[str, Any]]) -> dict[tuple[int, int], str]:
    """For each task of a list, by case and number, the words for its item; tasks of no list are left out."""
    lists: dict[tuple[int, int], object] = {}
    found: dict[tuple[int, int], str] = {}
    for row in tasks:
        scopes = [int(part) for part in (row["scope"] or "").split(",") if part]
        if row["item"] is None or len(scopes) < 2:
            continue
        place = (row["case_id"], scopes[1])
        if place not in lists:
            lists[place] = look(reading, place[0])([place[1]], ITEMS).get(place[1])
        items = lists[place]
        name = _said(items[row["item"]]) if isinstance(items, list) and row["item"] < len(items) else ""
        found[row["case_id"], row["n"]] = name or f"{row['item'] + 1}"
    return found


def _said(item: object) -> str:
    """A text as it is, the first text of an object, a number in digits."""
    if isinstance(item, Mapping):
        item = next((value for value in item.values() if isinstance(value, str)), "")
    return str(item)[:120] if isinstance(item, str | int) and not isinstance(item, bool) else ""
