"""The one refusal of the condition language, with the bounds it speaks of."""

MAX_TEXT = 2_000
"""Characters of an expression."""

MAX_DEPTH = 50
"""Levels of nesting: parentheses, lists, calls, signs."""


class ExpressionRefused(ValueError):
    """An expression cannot be compiled. `id` and `en` say where and what to write instead."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(f"{id} / {en}")
        self.id = id
        self.en = en
