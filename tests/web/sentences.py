"""The sentences that templates and code of the pages say, and the words that nobody could translate."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jinja2 import Environment, nodes

__all__ = ["bare_words", "hidden_words", "scripted_words", "sentences"]

WEB: Final = Path(__file__).resolve().parents[2] / "engine" / "web"
MANY: Final = frozenset({"n_", "several"})
IN_TEMPLATES: Final = frozenset({"_", "n_", "h_"})
IN_CODE: Final = frozenset({"say", "several", "html"})
# The block `frame` holds names of styles.
ASKED: Final = re.compile(r"\{% block frame %\}.*?\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
MARKUP: Final = re.compile(r"<!doctype[^>]*>|<[^>]*>|&\w+;", re.DOTALL)
ATTRIBUTE: Final = re.compile(r"""[\w-]+="[^"]*"?""")
SPOKEN: Final = re.compile(r"""(?:aria-label|placeholder|title|alt)="[^"{]+""")
WORDS: Final = re.compile(
    r"[A-Z][a-z]{2,}(?![a-z]*[A-Z][a-z])[^/:]*|.*[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}.*", re.DOTALL
)
SCRIPT: Final = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""", re.DOTALL
)
# What is the same in both languages, and the names of the languages.
FREE: Final = frozenset({"Lajur", "SOP", "SHA", "Indonesia", "English"})
# Names that a browser gives to keys and things, which nobody reads.
NAMES: Final = re.compile(
    r"Enter|Escape|Tab|Home|End|Delete|Backspace|Page(Up|Down)|Arrow(Up|Down|Left|Right)?|[A-Z]\w+-\w+"
)


def sentences() -> dict[str, bool]:
    """Every sentence; true where it depends on a number. Raises ValueError for one that is put together."""
    found: dict[str, bool] = {}
    for call, sentence in (*_of_templates(), *_of_code()):
        found[sentence] = found.get(sentence, False) or call in MANY
    return found


def bare_words() -> Iterator[str]:
    """Words that stand in a template outside of every call, so that nobody could translate them."""
    for file in _templates():
        text = file.read_text(encoding="utf-8")
        rest = text
        for part in (ASKED, MARKUP):  # an expression may hold a sign that would end a tag
            rest = part.sub(lambda found: "\n" * found[0].count("\n"), rest)
        for number, line in enumerate(rest.split("\n"), 1):
            for word in re.findall(r"[^\W\d_]{2,}", ATTRIBUTE.sub("", line)):
                if word not in FREE:
                    yield f"{file.name}:{number} {word}"
        for read_aloud in SPOKEN.findall(text):
            if set(re.findall(r"[^\W\d_]{2,}", read_aloud.partition("=")[2])) - FREE:
                yield f"{file.name} {read_aloud}"


def hidden_words() -> Iterator[str]:
    """Texts in expressions of templates that look as if somebody read them, outside of every call that translates."""
    for file in _templates():
        tree = Environment().parse(file.read_text(encoding="utf-8"))  # noqa: S701 - nothing is rendered
        compared = tree.find_all((nodes.Compare, nodes.Getitem, nodes.Test))
        said = {id(part) for whole in (*_calls(tree), *compared) for part in whole.find_all(nodes.Const)}
        for one in tree.find_all(nodes.Const):
            text = one.value
            if id(one) not in said and isinstance(text, str) and WORDS.fullmatch(text) and text not in FREE:
                yield f"{file.name}:{one.lineno} {text}"


def scripted_words() -> Iterator[str]:
    """Texts in scripts of the pages that look as if somebody read them: those come from the server.

    The words of bpmn.io's libraries stand in maps of the modeler, `kata*.js`.
    """
    for file in sorted(one for one in (WEB / "browser").rglob("*.js") if not one.name.startswith("kata")):
        for found in SCRIPT.finditer(file.read_text(encoding="utf-8")):
            text = found[0][1:-1]
            if found[0][0] != "/" and WORDS.fullmatch(text) and not NAMES.fullmatch(text):
                yield f"{file.relative_to(WEB)}: {text}"


def _templates() -> list[Path]:
    return sorted(WEB.rglob("*.html"))


def _calls(tree: nodes.Node) -> list[nodes.Call]:
    found = tree.find_all(nodes.Call)
    return [call for call in found if isinstance(call.node, nodes.Name) and call.node.name in IN_TEMPLATES]


def _of_templates() -> Iterator[tuple[str, str]]:
    for file in _templates():
        for call in _calls(Environment().parse(file.read_text(encoding="utf-8"))):  # noqa: S701 - nothing is rendered
            assert isinstance(call.node, nodes.Name)
            for part in _ways(call.args[0]):
                if not isinstance(part, nodes.Const) or not isinstance(part.value, str):
                    raise ValueError(f"{file.name}:{call.lineno} says what no table can have")
                yield call.node.name, part.value


def _ways(one: nodes.Expr) -> list[nodes.Expr]:
    """Both sides of a condition, a text by itself."""
    if isinstance(one, nodes.CondExpr):
        return [part for side in (one.expr1, one.expr2) if side is not None for part in _ways(side)]
    return [one]


def _of_code() -> Iterator[tuple[str, str]]:
    for file in sorted(WEB.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and (name := _name(call.func)) in IN_CODE and call.args:
                for part in _sides(call.args[0]):
                    if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
                        raise ValueError(f"{file.name}:{call.lineno} says what no table can have")
                    yield name, part.value


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _sides(one: ast.expr) -> list[ast.expr]:
    return [*_sides(one.body), *_sides(one.orelse)] if isinstance(one, ast.IfExp) else [one]
