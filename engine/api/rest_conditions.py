"""Conditions on variables in the dialect: `name_operator_value` in a parameter, objects in a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from engine.api import asking, parts, schema
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.parts import Part
from engine.store.held_values import MOST, OPERATORS, Condition, conditions
from engine.store.listings import Filters

__all__ = ["CONDITIONS", "condition_filters", "conditions_text"]

_OBJECT: Final = parts.inside(
    {
        "name": parts.need(parts.WORDS),
        "operator": parts.need(parts.one_of({name: name for name in OPERATORS})),
        "value": parts.JSON,
    }
)


def _parsed(value: str) -> list[Condition]:
    found = []
    for one in asking.names(value):
        pieces = one.split("_")
        if len(pieces) != 3 or pieces[1] not in OPERATORS or not pieces[0]:
            raise ValueError(one)
        found.append(Condition(*pieces))
    return found


def _given(value: Any) -> list[Condition]:
    return [Condition(one["name"], one["operator"], one.get("value")) for one in _LIST.read(value)]


_LIST: Final = parts.each(_OBJECT)
conditions_text: Final = Reader(_parsed)
"""`a_eq_b,c_like_%25d%25`: neither name nor value holds `_` or `,`, and each value is a text."""
CONDITIONS: Final = Part(_given, schema.many(_OBJECT.schema))
"""`[{name, operator, value}]`: the value is a text, a number, a truth value or null."""


def condition_filters(prefix: str, wanted: Sequence[Condition]) -> Filters:
    """The filters of a list that was made with `held_values.parts(prefix, …)`; BadInput for what none can ask."""
    for one in wanted:
        if isinstance(one.value, dict | list):
            raise BadInput(f"Nilai untuk “{one.name}” harus tunggal.", f"'{one.name}' is compared with a single value.")
        if isinstance(one.value, str):
            _demand_readable(one)
    try:
        return conditions(prefix, wanted)
    except KeyError as error:
        raise BadInput(
            f"{error} tidak membandingkan nilai semacam itu.", f"The operator {error} does not compare such a value."
        ) from error
    except ValueError as error:
        raise BadInput(
            f"Paling banyak {MOST} syarat atas variabel, dengan bilangan 64 bit.",
            f"At most {MOST} conditions on variables, with numbers of 64 bits.",
        ) from error


def _demand_readable(one: Condition) -> None:
    try:
        (asking.pattern if one.operator in ("like", "notLike") else asking.text)(one.value)
    except ValueError as error:
        raise BadInput(
            f"Nilai untuk “{one.name}” tidak dapat dibaca.", f"The value of '{one.name}' cannot be read."
        ) from error
