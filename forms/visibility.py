"""Which fields are hidden by the answers to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.fields import Field


def in_order(fields: Sequence[Field]) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The fields so that each stands after those that its conditions name, and the fields that go around in circles."""
    left = list(fields)
    ordered: list[Field] = []
    while left:
        waiting = {field.key for field in left}
        free = [field for field in left if not names_that_hide(field) & waiting]
        if not free:
            return (*ordered, *left), tuple(left)
        ordered.extend(free)
        left = [field for field in left if field not in free]
    return tuple(ordered), ()


def names_that_hide(field: Field) -> frozenset[str]:
    """The names that decide whether a field is shown."""
    return frozenset().union(*(condition.names for condition in field.hidden_when))


def hidden(field: Field, answers: Mapping[str, object]) -> bool:
    """Whether one of its conditions holds."""
    return any(condition(answers) is True for condition in field.hidden_when)
