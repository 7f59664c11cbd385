"""The files of the repository as the rules of the house look at them."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

__all__ = ["ROOT", "SHIPPED", "Module", "Tree"]

ROOT: Final = Path(__file__).resolve().parents[2]
SHIPPED: Final = ("bpmn", "engine", "forms", "webhooks")
GENERATED: Final = frozenset({"LICENSE", "uv.lock", "package-lock.json"})


@dataclass(frozen=True)
class Module:
    """A Python file, parsed."""

    path: str
    syntax: ast.Module
    lines: int

    @property
    def name(self) -> str:
        """Its dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        """The package that its relative imports start from."""
        return self.name if self.path.endswith("/__init__.py") else self.name.rpartition(".")[0]


@dataclass(frozen=True)
class Tree:
    """A folder and those of its files that count, as paths relative to it."""

    root: Path
    paths: tuple[str, ...]

    @classmethod
    def tracked(cls) -> Tree:
        """The files that git knows; without git (a source archive) all that are no build products."""
        found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            names = [name for name in found.stdout.split("\0") if name and (ROOT / name).is_file()]
            return cls(ROOT, tuple(names))
        return cls.folder(ROOT)

    @classmethod
    def folder(cls, root: Path) -> Tree:
        """All files below a folder but hidden ones and npm's."""
        found = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file())
        kept = (path for path in found if not any(part[0] == "." or part == "node_modules" for part in path.parts))
        return cls(root, tuple(path.as_posix() for path in kept))

    def text(self, path: str) -> str | None:
        """The text of a file; None for bytes that are no text."""
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return None

    def written(self, *suffixes: str) -> list[str]:
        """The paths with one of these suffixes (all without) that people wrote."""
        return [p for p in self.paths if Path(p).name not in GENERATED and (not suffixes or p.endswith(suffixes))]

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """Every Python file."""
        found = ((path, self.text(path) or "") for path in self.written(".py"))
        return tuple(Module(path, ast.parse(text, path), text.count("\n")) for path, text in found)

    @cached_property
    def shipped(self) -> tuple[Module, ...]:
        """The Python files that the wheel carries."""
        return tuple(module for module in self.modules if module.path.split("/")[0] in SHIPPED)
