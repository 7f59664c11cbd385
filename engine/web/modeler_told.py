"""What the modeler's script asks the server: findings, a tidy drawing, a preview; and how it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import PurePosixPath
from typing import Any, Final

from flask import jsonify, request
from werkzeug.wrappers import Response

from bpmn import document
from bpmn.document import Bounds, Document, Shape
from bpmn.findings import DocumentRefused, Finding
from engine.commands.candidates import posts_of
from engine.commands.definition import Deploy, DiagramRefused
from engine.commands.refusals import FieldProblem, Invalid, Refusal
from engine.queries.look import Look
from engine.store import StoreError
from engine.web.pages import refused
from engine.web.words import both, language

__all__ = ["Asked", "Sent", "answered", "asked", "drawing", "findings"]

MOST_FILES: Final = 300
Answer = Response | tuple[Response, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """A diagram with the texts of its forms by file name, as the page holds them."""

    bpmn: bytes
    forms: Mapping[str, str]

    def resources(self, name: str) -> dict[str, bytes]:
        """The files of a deployment."""
        return {name: self.bpmn} | {form: text.encode() for form, text in self.forms.items()}


class Asked:
    """The JSON that the script sent; each part is read with its kind, or refused."""

    def __init__(self, body: object) -> None:
        if not isinstance(body, dict):
            raise _unreadable("body")
        self._body: dict[str, Any] = body

    def text(self, key: str) -> str:
        """A text."""
        found = self._body.get(key)
        if not isinstance(found, str):
            raise _unreadable(key)
        return found

    def number(self, key: str) -> int | None:
        """A whole number or None."""
        found = self._body.get(key)
        if found is not None and (not isinstance(found, int) or isinstance(found, bool)):
            raise _unreadable(key)
        return found

    def flag(self, key: str) -> bool:
        """True when it says so."""
        return self._body.get(key) is True

    def sent(self) -> Sent:
        """The diagram and its forms."""
        forms = self._body.get("forms", {})
        if not isinstance(forms, dict) or len(forms) > MOST_FILES:
            raise _unreadable("forms")
        for name, text in forms.items():
            if not name.lower().endswith(".form") or len(name) > 200 or not isinstance(text, str):
                raise _unreadable("forms")
        return Sent(self.text("bpmn").encode(), forms)


def asked() -> Asked:
    """What this request asks; raises Invalid."""
    return Asked(request.get_json(silent=True))


def answered(view: Callable[..., dict[str, Any] | str]) -> Callable[..., Answer | str]:
    """Answers a script: JSON, or what refused it as `message` with its status."""

    @wraps(view)
    def inner(*args: Any, **kwargs: Any) -> Answer | str:
        try:
            found = view(*args, **kwargs)
        except Invalid as error:
            said = " ".join(both(problem) for problem in error.problems) or both(error)
            return jsonify(message=said, code=error.code), refused(error)
        except Refusal as error:
            return jsonify(message=both(error), code=error.code, **_plain(error)), refused(error)
        except StoreError as error:
            return jsonify(message=both(error)), 503
        return found if isinstance(found, str) else jsonify(found)

    return inner


def findings(look: Look, where: tuple[str, str, str], sent: Sent) -> list[dict[str, Any]]:
    """What a deployment would say of it, in the language of the page. `where`: office, key and file name."""
    office, key, name = where
    try:
        found = list((Deploy(office, name, sent.resources(name)).prepared().findings or {}).get(name, ()))
    except DiagramRefused as error:
        found = [one for several in error.files.values() for one in several]
    except DocumentRefused as error:
        found = list(error.findings)
    found += _unknown_posts(look, office, (key, sent.bpmn))
    return [_shown(one) for one in found]


def drawing(data: bytes, key: str, lay_out: Callable[[Document, str], Document]) -> dict[str, Any]:
    """The drawing of a process laid out anew: bounds and labels of shapes, points of edges, by element id."""
    try:
        found = lay_out(document.read(data), key)
    except DocumentRefused as error:
        raise Invalid([FieldProblem("bpmn", error.findings[0].id, error.findings[0].en)]) from error
    except KeyError as error:
        raise _unreadable("bpmn") from error
    shapes = {one.element: _shape(one) for diagram in found.diagrams for one in diagram.shapes.values()}
    edges = {
        one.element: {"points": [{"x": x, "y": y} for x, y in one.points], "label": _box(one.label)}
        for diagram in found.diagrams
        for one in diagram.edges.values()
    }
    return {"shapes": shapes, "edges": edges}


def _shape(one: Shape) -> dict[str, Any]:
    return {"bounds": _box(one.bounds), "label": _box(one.label)}


def _box(bounds: Bounds | None) -> dict[str, float] | None:
    if bounds is None:
        return None
    return {"x": bounds.x, "y": bounds.y, "width": bounds.width, "height": bounds.height}


def _unknown_posts(look: Look, office: str, what: tuple[str, bytes]) -> list[Finding]:
    """A lane that no post answers for holds a version back too."""
    key, data = what
    try:
        process = document.read(data).process(key)
        posts_of(look.reading, office, process)
    except (DocumentRefused, KeyError):
        return []
    except Refusal as error:
        return [
            Finding("unknown-lane", "error", str(error.facts.get("element") or "") or None, None, error.id, error.en)
        ]
    return []


def _shown(one: Finding) -> dict[str, Any]:
    text = one.en if language() == "en" else one.id
    element = one.element
    if element and ".form" in element:
        element = PurePosixPath(element.partition(":")[0]).stem  # a form is called like its step
    return {"rule": one.rule, "severity": one.severity, "element": element, "text": text}


def _plain(error: Refusal) -> dict[str, Any]:
    return {name: value for name, value in error.facts.items() if isinstance(value, str | int)}


def _unreadable(key: str) -> Invalid:
    kata = f"Bagian “{key}” tidak terbaca. Muat ulang halaman, lalu coba lagi."
    return Invalid([FieldProblem(key, kata, f"The part “{key}” cannot be read. Reload the page and try again.")])
