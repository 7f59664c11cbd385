"""The named few functions that an expression may call, under their FEEL names."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from engine.expressions.spans import duration
from engine.expressions.values import equal, text

Function = Callable[..., object]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE.match(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _contains(value: object, part: object) -> bool:
    return isinstance(value, str) and isinstance(part, str) and part in value


def _starts_with(value: object, part: object) -> bool:
    return isinstance(value, str) and isinstance(part, str) and value.startswith(part)


def _ends_with(value: object, part: object) -> bool:
    return isinstance(value, str) and isinstance(part, str) and value.endswith(part)


def _lower_case(value: object) -> str | None:
    return text(value.lower()) if isinstance(value, str) else None


def _upper_case(value: object) -> str | None:
    return text(value.upper()) if isinstance(value, str) else None


def _string_length(value: object) -> int | None:
    return len(value) if isinstance(value, str) else None


def _count(values: object) -> int | None:
    return len(values) if isinstance(values, (list, tuple)) else None


def _list_contains(values: object, wanted: object) -> bool:
    return _is_list(values) and any(equal(value, wanted) for value in _items(values))


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()


FUNCTIONS: Mapping[str, tuple[int, Function]] = MappingProxyType(
    {
        "contains": (2, _contains),
        "count": (1, _count),
        "date": (1, _date),
        "duration": (1, duration),
        "ends with": (2, _ends_with),
        "list contains": (2, _list_contains),
        "lower case": (1, _lower_case),
        "starts with": (2, _starts_with),
        "string length": (1, _string_length),
        "upper case": (1, _upper_case),
    }
)
"""FEEL name -> (number of arguments, function). A function never raises."""
