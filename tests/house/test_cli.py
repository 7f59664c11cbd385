"""The command line does what it says, in two languages, and never shows a traceback."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from engine.cli import command
from tests.house.running import lajur
from tests.house.tree import ROOT

SKM = ROOT / "bpmn" / "sop" / "bunut-hilir" / "pengesahan-surat-keterangan-miskin.bpmn"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's database."""
    folder = tmp_path_factory.mktemp("demo")
    done = lajur("init", "--demo", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def demo(template: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    shutil.copytree(template, tmp_path / "demo")
    return tmp_path / "demo"


def test_every_command_has_a_heading_in_the_docs() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [name for name in command.lajur.commands if f"\n## `lajur {name}`\n" not in text] == []
    assert sorted(command.lajur.commands) == sorted(
        ["serve", "work", "init", "load", "check", "deploy", "start", "replay", "verify", "backup", "restore", "user"]
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nonsens"], 2),
        (["serve", "--port", "banyak"], 2),
        (["check"], 2),
        (["check", "tidak-ada.bpmn"], 2),
        (["verify"], 1),
        (["replay", "1"], 1),
        (["user", "list"], 1),
        (["backup", "salinan.sqlite"], 1),
        (["restore", "tidak-ada.sqlite"], 1),
        (["init", "--database", "mysql://a/b"], 1),
        (["init", "--database", "sqlite:///"], 1),
        (["init", "--database", "postgresql://localhost:1/tidak-ada"], 1),
    ],
)
def test_what_cannot_be_done_is_said_in_two_sentences(arguments: list[str], code: int, tmp_path: Path) -> None:
    done = lajur(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("Galat: ")
    assert "\nError: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "var").exists()


def test_a_mistake_of_ours_is_one_sentence_and_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    done = lajur("verify", "--database", "a.sqlite", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Galat: ")


def test_a_misspelt_setting_is_warned_of(tmp_path: Path) -> None:
    assert "LAJUR_DATABSE_URL" in lajur("verify", cwd=tmp_path, LAJUR_DATABSE_URL="x").stderr


def test_a_sound_diagram_passes_and_a_broken_one_is_refused_with_its_line(tmp_path: Path) -> None:
    sound = lajur("check", SKM, cwd=tmp_path)
    assert sound.returncode == 0, sound.stderr
    broken = tmp_path / SKM.name
    broken.write_text(SKM.read_text(encoding="utf-8").replace('targetRef="langkah_2"', 'targetRef="langkah_99"'))
    refused = lajur("check", broken, cwd=tmp_path)
    assert refused.returncode == 1
    assert f"{broken}:" in refused.stderr
    assert "error [" in refused.stderr


def test_a_case_starts_is_told_again_and_verified(demo: Path) -> None:
    started = lajur("start", "pengesahan_surat_keterangan_miskin", "--as", "staf.bunut-hilir", cwd=demo)
    assert started.returncode == 0, started.stderr
    number = started.stdout.split()[1]
    told = lajur("replay", number, cwd=demo)
    assert told.returncode == 0, told.stderr
    assert "CaseStarted" in told.stdout
    assert "staf.bunut-hilir" in told.stdout
    assert "lead to the same state" in told.stdout
    assert "1 cases checked" in lajur("verify", cwd=demo).stdout


def test_an_altered_history_is_found(demo: Path) -> None:
    lajur("start", "pengesahan_surat_keterangan_miskin", "--as", "staf.bunut-hilir", cwd=demo)
    with sqlite3.connect(demo / "var" / "lajur.sqlite") as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE event SET actor = 'orang.lain' WHERE case_id = 1 AND number = 1")
    for arguments in (["verify"], ["replay", "1"]):
        refused = lajur(*arguments, cwd=demo)
        assert refused.returncode == 1
        assert "diubah" in refused.stdout + refused.stderr


def test_somebody_without_the_post_cannot_start_a_case(demo: Path) -> None:
    refused = lajur("start", "pengesahan_surat_keterangan_miskin", "--as", "camat.bunut-hilir", cwd=demo)
    unknown = lajur("start", "pengesahan_surat_keterangan_miskin", "--as", "siapa", cwd=demo)
    assert (refused.returncode, unknown.returncode) == (1, 1)


def test_deploying_the_same_diagram_makes_no_new_version(demo: Path) -> None:
    same = lajur("deploy", "--office", "bunut-hilir", SKM, cwd=demo)
    again = lajur("deploy", "--office", "bunut-hilir", "--again", SKM, cwd=demo)
    assert "unchanged" in same.stdout, same.stderr
    assert "pengesahan_surat_keterangan_miskin:1:" in same.stdout
    assert "pengesahan_surat_keterangan_miskin:2:" in again.stdout


def test_loading_again_changes_nothing(demo: Path) -> None:
    before = lajur("user", "list", cwd=demo).stdout
    assert lajur("load", cwd=demo).returncode == 0
    assert lajur("init", "--demo", cwd=demo).returncode == 0
    assert lajur("user", "list", cwd=demo).stdout == before


def test_the_demo_has_one_account_a_post_and_three_more(demo: Path) -> None:
    lines = lajur("user", "list", cwd=demo).stdout.splitlines()
    held = {line.split()[0]: line for line in lines}
    assert "bunut-hilir/camat" in held["camat.bunut-hilir"]
    assert "pemilik@*" in held["pemilik"]
    assert "auditor@*" in held["auditor"]
    assert "administrator@*" in held["admin"]
    with sqlite3.connect(demo / "var" / "lajur.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM post").fetchone()[0] + 3 == len(lines)
        assert connection.execute("SELECT count(*) FROM office").fetchone()[0] == 5


def test_an_account_is_added_holds_a_post_and_is_shut(demo: Path) -> None:
    password = "sandi-yang-panjang\n" * 2
    added = lajur("user", "add", "budi", "--name", "Budi", "--office", "bunut-hilir", cwd=demo, stdin=password)
    assert added.returncode == 0, added.stderr
    assert lajur("user", "hold", "budi", "bunut-hilir/staf", cwd=demo).returncode == 0
    assert lajur("user", "grant", "budi", "auditor", cwd=demo).returncode == 0
    listed = next(line for line in lajur("user", "list", cwd=demo).stdout.splitlines() if line.startswith("budi"))
    assert listed.split()[2:] == ["bunut-hilir/staf", "auditor@*"]
    assert lajur("user", "disable", "budi", cwd=demo).returncode == 0
    assert lajur("start", "pengesahan_surat_keterangan_miskin", "--as", "budi", cwd=demo).returncode == 1
    short = lajur("user", "password", "budi", cwd=demo, stdin="pendek\npendek\n")
    assert short.returncode == 1
    assert "Galat: " in short.stderr


def test_a_backup_comes_back_whole_and_overwrites_nothing(demo: Path) -> None:
    lajur("start", "pengesahan_surat_keterangan_miskin", "--as", "staf.bunut-hilir", cwd=demo)
    assert lajur("backup", "salinan.sqlite", cwd=demo).returncode == 0
    assert lajur("backup", "salinan.sqlite", cwd=demo).returncode == 1
    assert lajur("restore", "salinan.sqlite", cwd=demo).returncode == 1
    restored = lajur("restore", "salinan.sqlite", "--database", "lain/b.sqlite", cwd=demo)
    assert restored.returncode == 0, restored.stderr
    before, after = (
        lajur("replay", "1", "--database", name, cwd=demo) for name in ("var/lajur.sqlite", "lain/b.sqlite")
    )
    assert after.stdout == before.stdout
    assert after.returncode == 0
