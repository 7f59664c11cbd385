"""The content policy of the modeler page: what its libraries need beyond that of all other pages, by name."""

from __future__ import annotations

from typing import Final

from flask import g

__all__ = ["EXCEPTIONS", "permit"]

_STYLES: Final = (
    "nR5hyLltSjfvi2rqC26RbcredWrJvTaPA1yqPX96jpY=",  # height: 100%, the frame of the properties panel
    "yCTUeVKU6CD7LMSHPoB5JSg4Cl/BZ8jCyNCepX770PY=",  # the rest: strokes in the pictures of bpmn-js's align menu
    "d2xoiruNEGKe7tm8eQYZ4wZfl8lYgb2Sr9xKlvmCmcU=",
    "YYsquP+xqomqgdAIk5J+Ecd2u1EqIWPCaE4ltXAtPYE=",
    "HXhQM6ELrVUcZms/DLHL1dH06lIksex0j+VgqIIlSmM=",
)
EXCEPTIONS: Final = {
    "style-src-elem": (
        "'self' 'nonce-{nonce}'",
        "CodeMirror, in the panel and the form editor, makes style elements while it runs; "
        "engine/web/browser/perancang/nonce.js gives each of them the nonce of the page",
    ),
    "style-src-attr": (
        " ".join(("'unsafe-hashes'", *(f"'sha256-{one}'" for one in _STYLES))),
        "five style attributes that stand in the markup of bpmn.io's libraries, each by its hash and no other",
    ),
}
"""Directive -> its sources, and the reason why this page alone has it."""


def permit() -> None:
    """Lets the answer to this request have the exceptions; engine.app.headers writes the policy."""
    g.csp_more = "".join(f"; {directive} {sources}" for directive, (sources, _) in EXCEPTIONS.items())
