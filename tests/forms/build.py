"""Small forms for tests."""

from __future__ import annotations

import json
from typing import Any

from engine.expressions import compile
from forms.form import Form, read


def component(type: str = "textfield", key: str = "isian", **more: Any) -> dict[str, Any]:
    """One component of form-js, with a label and, where it chooses, with options."""
    label = {"date": "dateLabel", "time": "timeLabel", "datetime": "dateLabel"}.get(type, "label")
    options: dict[str, Any] = {}
    if type in ("radio", "select", "checklist", "taglist"):
        options["values"] = [{"value": "Ya", "label": "Ya"}, {"value": "Tidak", "label": "Tidak"}]
    moment = {"type": "datetime", "subtype": type} if label != "label" else {"type": type}
    return {**moment, "key": key, label: "Isian", **options, **more}


def raw_form(*components: Any) -> bytes:
    """The bytes of a form file."""
    return json.dumps({"type": "default", "id": "formulir", "components": components}).encode()


def form_of(*components: Any, sound: bool = True) -> Form:
    """A form; by default one without a finding."""
    form = read(raw_form(*components), compile)
    assert not sound or form.findings == ()
    return form


def answer(field: dict[str, Any], raw: object) -> object:
    """The cleaned answer to a form of one field; a KeyError when it was refused."""
    return form_of(field).clean({field["key"]: raw}).values[field["key"]]


def refusal(field: dict[str, Any], raw: object) -> str:
    """The Indonesian text of the one error of a form of one field."""
    (error,) = form_of(field).clean({field["key"]: raw}).errors
    assert error.key == field["key"]
    assert error.en != ""
    return error.id
