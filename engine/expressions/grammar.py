"""The grammar of both dialects, and the parser that is built once for each."""

from functools import cache
from typing import Any

from lark import Lark, Transformer

from engine.expressions.functions import FUNCTIONS

_START = (
    r"A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
"""Letters that begin a name: DMN 1.3 table 'FEEL grammar', rule 28, without the question mark."""

_RULES = r"""
start: choice
?choice: every (%(or)s every)*
?every: relation (%(and)s relation)*
?relation: sum
    | sum COMPARED sum -> compared
    | sum "in" sum -> member
    | sum "between" sum "and" sum -> between
?sum: product ((PLUS|MINUS) product)*
?product: signed ((TIMES|OVER) signed)*
?signed: single
    | "-" signed -> negated
    %(signed)s
?single: STRING -> string
    | NUMBER -> number
    | "true" -> true
    | "false" -> false
    | "null" -> null
    | NAME ("." NAME)* -> path
    | FUNCTION "(" (choice ("," choice)*)? ")" -> call
    | "not" "(" choice ")" -> opposite
    | "(" choice ")" -> group
    | "(" choice ("," choice)+ ")" -> listed
    | "[" (choice ("," choice)*)? "]" -> listed
    | (OPEN|OPEN_ROUND) choice ".." choice (CLOSE|CLOSE_ROUND) -> span

COMPARED: %(compared)s
STRING: %(string)s
PLUS: "+"
MINUS: "-"
TIMES: "*"
OVER: "/"
OPEN: "["
CLOSE: "]"
OPEN_ROUND: "("
CLOSE_ROUND: ")"
FUNCTION.2: /(%(functions)s)(?=\s*\()/
NUMBER: /[0-9]+(\.[0-9]+)?|\.[0-9]+/
NAME: /[%(start)s][%(start)s0-9\u00b7\u0300-\u036f\u203f\u2040]*/
%%ignore /[ \t\r\n\f]+/
"""

_DOUBLE = r'"(?:[^"\\]|\\.)*"'
_SINGLE = r"'(?:[^'\\]|\\.)*'"

_FEEL = {
    "signed": "",
    "and": '"and"',
    "or": '"or"',
    "compared": '"=" | "!=" | "<=" | ">=" | "<" | ">"',
    "string": f"/{_DOUBLE}/s",
}
_DOLLAR = {
    "signed": '| "!" signed -> opposite',
    "and": '("and" | "&&")',
    "or": '("or" | "||")',
    "compared": '"==" | "!=" | "<=" | ">=" | "<" | ">"',
    "string": f"/{_DOUBLE}|{_SINGLE}/s",
}


def _grammar(dialect: dict[str, str]) -> str:
    names = sorted(FUNCTIONS, key=len, reverse=True)
    functions = "|".join(name.replace(" ", r"[ \t\r\n]+") for name in names)
    return _RULES % {**dialect, "functions": functions, "start": _START}


@cache
def parser(dollar: bool, transformer: Transformer[Any, Any]) -> Lark:
    """The LALR parser of FEEL, or of what stands in `${…}`. The transformer runs inside it, so nothing recurses."""
    grammar = _grammar(_DOLLAR if dollar else _FEEL)
    return Lark(grammar, parser="lalr", lexer="basic", transformer=transformer)
