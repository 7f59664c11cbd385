"""Where the project is tested, nothing is skipped in silence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.running import PATIENCE, bare_environment
from tests.house.tree import ROOT

SKIPS = "import pytest\n\n\ndef test_a() -> None:\n    pytest.skip('no browser here')\n\n\n"
SKIPS += (
    "@pytest.fixture\ndef browser() -> None:\n    pytest.skip('none')\n\n\ndef test_b(browser: None) -> None: ...\n"
)


@pytest.mark.parametrize(("ci", "code", "words"), [("1", 1, "under LAJUR_CI=1 nothing may be"), ("0", 0, "2 skipped")])
def test_a_skip_fails_there_and_only_there(ci: str, code: int, words: str, tmp_path: Path) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPS)
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport\n")
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", str(tmp_path)]
    environment = bare_environment(LAJUR_CI=ci, PYTHONPATH=str(ROOT))
    done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout
