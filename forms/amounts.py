"""Numbers as people in Indonesia write them, and as programs send them."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation

MAX_DIGITS = 100
"""Digits of a number that can be answered."""

_PLAIN = re.compile(r"[+-]?\d+\Z", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?\Z", re.ASCII)
_FRACTION = re.compile(r"[+-]?\d+[.,]\d+\Z", re.ASCII)
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}\Z", re.ASCII)

Number = int | Decimal


class NotANumber(ValueError):
    """The text is no number; say how to write one."""


class Ambiguous(ValueError):
    """The text can be read as two numbers: `readings` holds both as they should have been written."""

    def __init__(self, readings: tuple[str, str]) -> None:
        super().__init__(" or ".join(readings))
        self.readings = readings


def read_amount(raw: object, whole: bool) -> Number:
    """The exact number; an int when it is whole. `whole` says that only whole numbers are asked for.

    `45.000.000`, `45000000`, `1,5`, `1.5`, `1.234,5` are read. `45.000` is 45000 where only whole numbers are asked
    for, else Ambiguous; so is `1,500`, which is no whole number. Raises NotANumber for everything else.
    """
    if isinstance(raw, str):
        return _from_text(raw.strip(), whole)
    if isinstance(raw, bool):
        raise NotANumber
    if isinstance(raw, float):
        if not math.isfinite(raw):
            raise NotANumber
        return exact(Decimal(repr(raw)))
    if isinstance(raw, (int, Decimal)):
        return exact(raw)
    raise NotANumber


def exact(value: Number) -> Number:
    """The number without needless zeros; an int when it is whole. Raises NotANumber past the bounds."""
    if isinstance(value, int):
        if value.bit_length() > MAX_DIGITS * 10 // 3:
            raise NotANumber
        return value
    if not value.is_finite():
        raise NotANumber
    if not value:
        return 0
    digits = value.as_tuple()
    assert isinstance(digits.exponent, int)
    if value.adjusted() > MAX_DIGITS or len(digits.digits) > MAX_DIGITS or digits.exponent < -MAX_DIGITS:
        raise NotANumber
    return int(value) if value == value.to_integral_value() else _shortest(value)


def _shortest(value: Decimal) -> Decimal:
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    while digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    return Decimal((sign, digits, exponent))


def _from_text(text: str, whole: bool) -> Number:
    if len(text) > 2 * MAX_DIGITS:
        raise NotANumber
    if _AMBIGUOUS.match(text) and not whole:
        raise Ambiguous((re.sub("[.,]", "", text), text.replace(".", ",").rstrip("0").rstrip(",")))
    if _PLAIN.match(text):
        plain = text
    elif _GROUPED.match(text):
        plain = text.replace(".", "").replace(",", ".")
    elif _FRACTION.match(text) and not (whole and _AMBIGUOUS.match(text)):
        plain = text.replace(",", ".")
    else:
        raise NotANumber
    try:
        return exact(Decimal(plain))
    except InvalidOperation:  # pragma: no cover - the patterns above let only numbers through
        raise NotANumber from None


def written(value: Number) -> str:
    """The number as an Indonesian page writes it, without separators for thousands: `45000000`, `1,5`."""
    return str(value) if isinstance(value, int) else format(value, "f").replace(".", ",")
