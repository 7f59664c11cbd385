"""Runs a node script as an oracle: JSON lines in, JSON lines out."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def ask(script: Path, package: str, questions: Iterable[Any]) -> list[Any]:
    """The answers of a script to questions, in their order. Skips without node or the npm package, fails under CI."""
    modules = Path(os.environ.get("LAJUR_NODE_MODULES", ROOT / "node_modules"))
    node = shutil.which("node")
    if node is None or not (modules / package).is_dir():
        reason = f"needs node and the npm package {package} in {modules.name}: npm install --ignore-scripts"
        if os.environ.get("LAJUR_CI") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    lines = "\n".join(json.dumps(question) for question in questions)
    done = subprocess.run([node, str(script), str(modules)], input=lines, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
