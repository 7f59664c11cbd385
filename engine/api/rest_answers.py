"""Variables of the dialect as answers of a form, and the other way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.api import asking
from engine.api.typed import write_all
from engine.canonical import loads
from engine.library import Definition
from engine.store import Reading
from engine.store.scopes import VALUES

__all__ = ["fitted", "present_values"]


def fitted(definition: Definition, element: str | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the form of an element (None: of the start) takes them: the dialect's Date for a date field."""
    if element is None:
        element = next((found.id for found in definition.process.starts), None)
    form = definition.forms.get(element or "")
    dates = {field.key for field in form.fields if field.kind == "date"} if form else set()
    return {
        name: value.date() if name in dates and isinstance(value, datetime) else value for name, value in values.items()
    }


def present_values(reading: Reading, case: int) -> dict[str, Any]:
    """The present variables of a case, typed; erased ones and what is no variable (`$…`) are left out."""
    rows = [row for row in reading.all(VALUES, case=case) if not row["name"].startswith("$")]
    values = {row["name"]: loads(bytes(row["value"])) for row in rows if row["value"] is not None}
    return write_all(values, asking.zone())
