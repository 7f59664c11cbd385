"""How a history tells what somebody moved by hand."""

from __future__ import annotations

from typing import Any

from engine.spiff import Before, Instruction, Stop

__all__ = ["told"]


def told(one: Instruction) -> list[Any]:
    """As an event holds it: [stop, token], [before, element, scope], [after, element, scope]."""
    if isinstance(one, Stop):
        return ["stop", one.token]
    return ["before" if isinstance(one, Before) else "after", one.element, one.scope]
