"""Where the project is tested, nothing is skipped in silence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.running import PATIENCE, bare_environment
from tests.house.tree import ROOT

SKIPS = """
import pytest


@pytest.fixture
def browser() -> None:
    pytest.skip("no browser here")


def test_needs_a_browser(browser: None) -> None: ...


def test_needs_what_is_no_part_of_this_repository() -> None:
    pytest.skip("not here")
"""


@pytest.mark.parametrize(("ci", "code", "words"), [("1", 1, "1 error"), ("0", 0, "2 skipped")])
def test_a_test_that_finds_no_browser_fails_there_and_only_there(
    ci: str, code: int, words: str, tmp_path: Path
) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPS)
    hooks = "pytest_collection_modifyitems, pytest_runtest_makereport"
    (tmp_path / "conftest.py").write_text(f"from tests.conftest import {hooks}\n")
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", str(tmp_path)]
    environment = bare_environment(LAJUR_CI=ci, PYTHONPATH=str(ROOT))
    done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout
