"""The content policy of the modeler page: what its libraries need beyond that of all other pages, by name."""

from __future__ import annotations

from typing import Final

from flask import g

__all__ = ["EXCEPTIONS", "permit"]

EXCEPTIONS: Final = {
    "style-src-elem": (
        "'self' 'nonce-{nonce}'",
        "CodeMirror, in the panel and the form editor, makes style elements while it runs; "
        "engine/web/browser/perancang/nonce.js gives each of them the nonce of the page",
    ),
}
"""Directive -> its sources, and the reason why this page alone has it."""


def permit() -> None:
    """Lets the answer to this request have the exceptions; engine.app.headers writes the policy."""
    g.csp_more = "".join(f"; {directive} {sources}" for directive, (sources, _) in EXCEPTIONS.items())
