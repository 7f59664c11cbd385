"""How values compare and add: two-valued, never raising, bounded.

A value is what JSON holds, or a `date`, `datetime` or `Decimal`. What is none of these equals nothing.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow

from engine.expressions.spans import shifted

MAX_CHARACTERS = 100_000
"""Characters of a text that an expression may build; a longer one is null."""

MAX_DIGITS = 4_000
"""Digits of a number that an expression may build; a longer one is null. Python prints up to 4,300."""

MAX_NESTING = 50
"""Levels of lists and objects that are compared; what is deeper is unequal."""

_MAX_BITS = int(MAX_DIGITS * math.log2(10))
_EXACT = Context(prec=MAX_DIGITS, rounding=ROUND_HALF_EVEN, traps=[Inexact, InvalidOperation, Overflow])
_QUOTIENT = Context(prec=34, rounding=ROUND_HALF_EVEN, traps=[])

_KINDS = {
    bool: "boolean",
    int: "number",
    float: "number",
    Decimal: "number",
    str: "string",
    date: "date",
    datetime: "instant",
    list: "list",
    tuple: "list",
    dict: "object",
}


def kind(value: object) -> str:
    """The kind of a value: boolean, number, string, date, instant, list, object, or `other` (null is other)."""
    known = _KINDS.get(type(value))
    if known is not None:
        return known
    return "object" if isinstance(value, Mapping) else "other"


def number(value: object) -> int | Decimal | None:
    """The value as an exact number; null for what is none. A float counts as the decimal that it prints as."""
    if type(value) is int:
        return value
    if type(value) is Decimal:
        return value if value.is_finite() else None
    if type(value) is float:
        return Decimal(repr(value)) if math.isfinite(value) else None
    return None


def equal(left: object, right: object, nesting: int = 0) -> bool:
    """Whether two values are the same; values of two kinds never are, null equals null only."""
    if left is None or right is None:
        return left is right
    left_kind = kind(left)
    if left_kind != kind(right) or left_kind == "other":
        return False
    if left_kind == "number":
        one, other = number(left), number(right)
        return one is not None and other is not None and one == other
    if left_kind in ("list", "object"):
        return nesting < MAX_NESTING and _equal_inside(left, right, nesting + 1)
    return left == right


def _equal_inside(left: object, right: object, nesting: int) -> bool:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(equal(left[key], right[key], nesting) for key in left)
    if isinstance(left, Sequence) and isinstance(right, Sequence):
        return len(left) == len(right) and all(
            equal(one, other, nesting) for one, other in zip(left, right, strict=True)
        )
    return False


def order(left: object, right: object) -> int | None:
    """-1, 0 or 1 for two numbers, two texts, two dates or two instants; null for everything else."""
    if type(left) is int and type(right) is int:
        return (left > right) - (left < right)
    shared = kind(left)
    if shared != kind(right):
        return None
    if shared == "number":
        one, other = number(left), number(right)
        return None if one is None or other is None else (one > other) - (one < other)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return _order_of_instants(left, right)
    if isinstance(left, date) and isinstance(right, date):
        return (left > right) - (left < right)
    return None


def _order_of_instants(left: datetime, right: datetime) -> int | None:
    if (left.utcoffset() is None) != (right.utcoffset() is None):
        return None
    return (left > right) - (left < right)


def less(left: object, right: object) -> bool:
    """left < right, false when the two cannot be ordered."""
    return order(left, right) == -1


def less_or_equal(left: object, right: object) -> bool:
    """left <= right, false when the two cannot be ordered."""
    return order(left, right) in (-1, 0)


def more(left: object, right: object) -> bool:
    """left > right, false when the two cannot be ordered."""
    return order(left, right) == 1


def more_or_equal(left: object, right: object) -> bool:
    """left >= right, false when the two cannot be ordered."""
    return order(left, right) in (0, 1)


def unequal(left: object, right: object) -> bool:
    """The opposite of `equal`, also for values of two kinds."""
    return not equal(left, right)


def text(value: str) -> str | None:
    """The text, or null when it is longer than an expression may build."""
    return value if len(value) <= MAX_CHARACTERS else None


def add(left: object, right: object) -> object:
    """The sum of two numbers, two texts joined, a date and a duration; null for all else and past the bounds."""
    if isinstance(left, date):
        return shifted(left, right, 1)
    if isinstance(right, date):
        return shifted(right, left, 1)
    if isinstance(left, str) and isinstance(right, str):
        return text(left + right) if len(left) + len(right) <= MAX_CHARACTERS else None
    return _exactly(left, right, int.__add__, _EXACT.add)


def subtract(left: object, right: object) -> object:
    """The difference of two numbers, a date less a duration; null for everything else and past the bounds."""
    if isinstance(left, date):
        return shifted(left, right, -1)
    return _exactly(left, right, int.__sub__, _EXACT.subtract)


def multiply(left: object, right: object) -> object:
    """The product of two numbers; null for everything else and past the bounds."""
    return _exactly(left, right, int.__mul__, _EXACT.multiply)


def negative(value: object) -> object:
    """The number with the other sign; null for what is none."""
    return subtract(0, value)


def _exactly(
    left: object,
    right: object,
    whole: Callable[[int, int], int],
    exact: Callable[[Decimal, Decimal], Decimal],
) -> int | Decimal | None:
    one, other = number(left), number(right)
    if one is None or other is None or _too_long(one) or _too_long(other):
        return None
    if type(one) is int and type(other) is int:
        result = whole(one, other)
        return None if _too_long(result) else result
    try:
        return exact(Decimal(one), Decimal(other))
    except DecimalException:
        return None


def _too_long(value: int | Decimal) -> bool:
    return isinstance(value, int) and value.bit_length() > _MAX_BITS


def divide(left: object, right: object) -> object:
    """The quotient of two numbers, whole when it is, else to 34 digits; null when the divisor is zero."""
    one, other = number(left), number(right)
    if one is None or other is None or not other or _too_long(one) or _too_long(other):
        return None
    if type(one) is int and type(other) is int and one % other == 0:
        return one // other
    found = _QUOTIENT.divide(Decimal(one), Decimal(other))
    return found if found.is_finite() else None
