"""The rules of the house about sizes, words and places; each gives the sentences that say what breaks it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final

from tests.house.tree import Module, Tree

__all__ = ["RULES", "Rule"]

Rule = Callable[[Tree], list[str]]

MAX_FILE: Final = 400
MAX_FUNCTION: Final = 40
MAX_CLASS: Final = 200
COMMIT: Final = "engine/store/transaction.py"
SQL_COMMIT: Final = re.compile(r"\s*COMMIT\b.*", re.IGNORECASE)
MACHINE_PATH: Final = re.compile(r"(?<![\w.>])/(?:work|farm|root|home/\w+|Users/\w+|tmp/bash_jobs)/")
REGISTRY: Final = re.compile(r"(?:pypi|pythonhosted|npmjs|yarnpkg)\.(?:org|com)\b")
NIP: Final = re.compile(r"(?<!\d)(?:19[3-9]|20[01])\d{5} ?(?:19|20)\d{4} ?[12] ?\d{3}(?!\d)")


def files_are_short(tree: Tree) -> list[str]:
    """No file that people write is longer than 400 lines."""
    counted = ((path, (tree.text(path) or "").count("\n")) for path in tree.written(".py", ".js", ".css", ".html"))
    return [f"{path} has {lines} lines, at most {MAX_FILE}" for path, lines in counted if lines > MAX_FILE]


def functions_are_short(tree: Tree) -> list[str]:
    """No function is longer than 40 lines."""
    return _long(tree, (ast.FunctionDef, ast.AsyncFunctionDef), MAX_FUNCTION)


def classes_are_short(tree: Tree) -> list[str]:
    """No class is longer than 200 lines."""
    return _long(tree, (ast.ClassDef,), MAX_CLASS)


def _long(tree: Tree, kinds: tuple[type[ast.stmt], ...], most: int) -> list[str]:
    found = []
    for module in tree.modules:
        for node in ast.walk(module.syntax):
            if isinstance(node, kinds) and (lines := (node.end_lineno or 0) - node.lineno + 1) > most:
                found.append(
                    f"{module.path}:{node.lineno} {getattr(node, 'name', '')} has {lines} lines, at most {most}"
                )
    return found


def files_say_their_subject(tree: Tree) -> list[str]:
    """The first line of a Python file says its subject, in three words at least."""
    return [
        f"{module.path} does not say its subject in its first line"
        for module in tree.modules
        if module.syntax.body and len((ast.get_docstring(module.syntax) or "").partition("\n")[0].split()) < 3
    ]


def commit_stands_in_one_place(tree: Tree) -> list[str]:
    """Only the store's transaction says COMMIT, as a call or as SQL."""
    elsewhere = [module for module in tree.shipped if module.path != COMMIT]
    return [f"{module.path}:{line} commits; only {COMMIT} may" for module in elsewhere for line in _commits(module)]


def _commits(module: Module) -> Iterator[int]:
    for node in ast.walk(module.syntax):
        word = node.attr if isinstance(node, ast.Attribute) else ""
        sql = str(node.value) if isinstance(node, ast.Constant) else ""
        if isinstance(node, ast.expr) and (word == "commit" or SQL_COMMIT.fullmatch(sql)):
            yield node.lineno


def no_paths_of_a_machine(tree: Tree) -> list[str]:
    """No file names a folder of somebody's machine."""
    return _words(tree.written(), tree, MACHINE_PATH, "names a path of a machine")


def no_registry_hosts(tree: Tree) -> list[str]:
    """Only the lock files name the hosts of package registries."""
    return _words(tree.written(), tree, REGISTRY, "names the host of a package registry")


def no_civil_servants(tree: Tree) -> list[str]:
    """No file holds the number of a civil servant (NIP, 18 digits)."""
    return _words(tree.written(), tree, NIP, "holds what looks like a NIP")


def _words(paths: list[str], tree: Tree, pattern: re.Pattern[str], complaint: str) -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate((tree.text(path) or "").split("\n"), 1):
            if pattern.search(line):
                found.append(f"{path}:{number} {complaint}")
    return found


def no_product_is_named_after_another(tree: Tree) -> list[str]:
    """No file or package bears the name of a product of others whose dialect we speak."""
    return [f"{path} is named after another product" for path in tree.paths if "camunda" in path.lower()]


RULES: Final[tuple[Rule, ...]] = (
    files_are_short,
    functions_are_short,
    classes_are_short,
    files_say_their_subject,
    commit_stands_in_one_place,
    no_paths_of_a_machine,
    no_registry_hosts,
    no_civil_servants,
    no_product_is_named_after_another,
)
