"""Nothing is compared with printed texts that are not there, and nobody is told that it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sop import library


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without the folder of the printed texts."""
    monkeypatch.setattr(library, "SEEDS", tmp_path / "seeds")


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("ci", ["0", None])
def test_without_the_printed_texts_a_comparison_says_so_and_does_not_run(
    ci: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAJUR_CI", ci) if ci else monkeypatch.delenv("LAJUR_CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"The printed texts .* are not on this machine"):
        library.seed("000_ce59d16c04a7256b.txt")


@pytest.mark.usefixtures("nowhere")
def test_where_the_project_is_tested_it_fails_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAJUR_CI", "1")
    with pytest.raises(pytest.fail.Exception, match="LAJUR_CI=1"):
        library.seed("000_ce59d16c04a7256b.txt")
