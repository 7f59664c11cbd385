"""Ids of the dialect as query parameters; one that cannot be is the id of nothing."""

from __future__ import annotations

from typing import Final

from engine.api import asking
from engine.api.asking import Reader
from engine.commands.refusals import NotFound

__all__ = ["NOTHING", "case_number", "definition_number", "deployment_number", "parsed_definition"]

NOTHING: Final = -1


def _case(value: str) -> int:
    try:
        return asking.number(value)
    except NotFound:
        return NOTHING


def _definition(value: str) -> int:
    return parsed_definition(value)[2]


def parsed_definition(value: str) -> tuple[str, int, int]:
    """Key, version and number of a definition's id; (value, -1, -1) for what is none."""
    key, _, rest = value.partition(":")
    version, _, number = rest.partition(":")
    if not (version.isdigit() and number.isdigit()) or len(version) > 9:
        return value, NOTHING, NOTHING
    return key, int(version), _case(number)


case_number: Final = Reader(_case)
"""The case of a process instance's id."""
deployment_number: Final = Reader(_case)
"""The number of a deployment's id."""
definition_number: Final = Reader(_definition)
"""The number of a definition's id `key:version:number`."""
