"""The command line does what it says, in two languages, and never shows a traceback."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from engine.cli import command
from tests.house.running import inside, lajur
from tests.house.tree import ROOT

SKM = ROOT / "bpmn" / "sop" / "bunut-hilir" / "pengesahan-surat-keterangan-miskin.bpmn"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("LAJUR_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's database."""
    folder = tmp_path_factory.mktemp("demo")
    done = inside("init", "--demo", cwd=folder)
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
    assert len(command.lajur.commands) > 15


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
        (["restore", "tidak-ada.sqlite"], 2),
        (["init", "--database", "mysql://a/b"], 1),
        (["init", "--database", "sqlite:///"], 1),
    ],
)
def test_what_cannot_be_done_is_said_in_two_sentences(arguments: list[str], code: int, tmp_path: Path) -> None:
    done = inside(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("Galat: ")
    assert "\nError: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "var").exists()


def test_the_exit_code_reaches_the_shell(tmp_path: Path) -> None:
    assert lajur("nonsens", cwd=tmp_path).returncode == 2


def test_a_damaged_database_is_said_in_two_sentences(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    done = inside("verify", "--database", "a.sqlite", cwd=tmp_path)
    assert done.returncode == 1
    assert "Galat: Berkas ini bukan basis data SQLite, atau rusak." in done.stderr
    assert "Error: This file is no SQLite database, or damaged." in done.stderr


def test_a_database_that_does_not_answer_is_said_in_two_sentences(tmp_path: Path) -> None:
    done = inside("init", "--database", "postgresql://localhost:1/tidak-ada", cwd=tmp_path)
    assert done.returncode == 1
    assert "Galat: Basis data tidak menjawab." in done.stderr


def test_a_misspelt_setting_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAJUR_DATABSE_URL", "x")
    assert "LAJUR_DATABSE_URL" in inside("verify", cwd=tmp_path).stderr


def test_a_sound_diagram_passes_and_a_broken_one_is_refused_with_its_line(tmp_path: Path) -> None:
    sound = inside("check", SKM, cwd=tmp_path)
    assert sound.returncode == 0, sound.stderr
    broken = tmp_path / SKM.name
    broken.write_text(SKM.read_text(encoding="utf-8").replace('targetRef="langkah_2"', 'targetRef="langkah_99"'))
    refused = inside("check", broken, cwd=tmp_path)
    assert refused.returncode == 1
    assert f"{broken}:" in refused.stderr
    assert "error [" in refused.stderr


def test_a_case_starts_is_told_again_and_verified(demo: Path) -> None:
    started = inside("start", "pengesahan_surat_keterangan_miskin", "--as", "staf.bunut-hilir", cwd=demo)
    assert started.returncode == 0, started.stderr
    number = started.stdout.split()[1]
    told = inside("replay", number, cwd=demo)
    assert told.returncode == 0, told.stderr
    assert "CaseStarted" in told.stdout
    assert "\n      +mulai -mulai >alur_mulai +langkah_1\n" in told.stdout
    assert "staf.bunut-hilir" in told.stdout
    assert "lead to the same state" in told.stdout
    proven = inside("verify", cwd=demo)
    assert proven.returncode == 0
    assert proven.stdout.startswith("Utuh. / Sound.\n")
    assert "1 cases" in proven.stdout


def test_an_altered_history_is_found(demo: Path) -> None:
    inside("start", "pengesahan_surat_keterangan_miskin", "--as", "staf.bunut-hilir", cwd=demo)
    with sqlite3.connect(demo / "var" / "lajur.sqlite") as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE event SET actor = 'orang.lain' WHERE case_id = 1 AND number = 1")
    for arguments, code in ((["verify"], 3), (["replay", "1"], 1)):
        refused = inside(*arguments, cwd=demo)
        assert refused.returncode == code
        assert "diubah" in refused.stdout + refused.stderr


def test_a_state_that_the_answers_do_not_lead_to_is_found(demo: Path) -> None:
    inside("start", "pengesahan_surat_keterangan_miskin", "--as", "staf.bunut-hilir", cwd=demo)
    with sqlite3.connect(demo / "var" / "lajur.sqlite") as connection:
        (state,) = connection.execute("SELECT state FROM process_instance WHERE id = 1").fetchone()
        connection.execute("UPDATE process_instance SET state = ? WHERE id = 1", (state + b" ",))
    refused = inside("replay", "1", cwd=demo)
    assert refused.returncode == 1
    assert "do not lead to the stored state" in refused.stderr


def test_somebody_without_the_post_cannot_start_a_case(demo: Path) -> None:
    refused = inside("start", "pengesahan_surat_keterangan_miskin", "--as", "camat.bunut-hilir", cwd=demo)
    unknown = inside("start", "pengesahan_surat_keterangan_miskin", "--as", "siapa", cwd=demo)
    assert (refused.returncode, unknown.returncode) == (1, 1)


def test_deploying_the_same_diagram_makes_no_new_version(demo: Path) -> None:
    same = inside("deploy", "--office", "bunut-hilir", SKM, cwd=demo)
    again = inside("deploy", "--office", "bunut-hilir", "--again", SKM, cwd=demo)
    assert "unchanged" in same.stdout, same.stderr
    assert "pengesahan_surat_keterangan_miskin:1:" in same.stdout
    assert "pengesahan_surat_keterangan_miskin:2:" in again.stdout


def test_loading_again_changes_nothing(demo: Path) -> None:
    before = inside("user", "list", cwd=demo).stdout
    assert inside("load", cwd=demo).returncode == 0
    assert inside("init", "--demo", cwd=demo).returncode == 0
    assert inside("user", "list", cwd=demo).stdout == before


def test_the_demo_has_one_account_a_post_and_three_more(demo: Path) -> None:
    lines = inside("user", "list", cwd=demo).stdout.splitlines()
    held = {line.split()[0]: line for line in lines}
    assert "bunut-hilir/camat" in held["camat.bunut-hilir"]
    assert "pemilik@*" in held["pemilik"]
    assert "auditor@*" in held["auditor"]
    assert "administrator@*" in held["admin"]
    with sqlite3.connect(demo / "var" / "lajur.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM post").fetchone()[0] + 3 == len(lines)
        assert connection.execute("SELECT count(*) FROM office").fetchone()[0] == 5


def test_an_account_is_added_holds_a_post_and_is_shut(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["sandi-yang-panjang", "sandi-yang-panjang", "pendek", "pendek"])
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: next(typed))
    added = inside("user", "add", "budi", "--name", "Budi", "--office", "bunut-hilir", cwd=demo)
    assert added.returncode == 0, added.stderr
    assert inside("user", "hold", "budi", "bunut-hilir/staf", cwd=demo).returncode == 0
    assert inside("user", "grant", "budi", "auditor", cwd=demo).returncode == 0
    listed = next(line for line in inside("user", "list", cwd=demo).stdout.splitlines() if line.startswith("budi"))
    assert listed.split()[2:] == ["bunut-hilir/staf", "auditor@*"]
    assert inside("user", "disable", "budi", cwd=demo).returncode == 0
    assert inside("start", "pengesahan_surat_keterangan_miskin", "--as", "budi", cwd=demo).returncode == 1
    short = inside("user", "password", "budi", cwd=demo)
    assert short.returncode == 1
    assert "Galat: " in short.stderr


def test_a_backup_comes_back_whole_and_overwrites_nothing(demo: Path) -> None:
    inside("start", "pengesahan_surat_keterangan_miskin", "--as", "staf.bunut-hilir", cwd=demo)
    assert inside("backup", "salinan.sqlite", cwd=demo).returncode == 0
    assert inside("backup", "salinan.sqlite", cwd=demo).returncode == 1
    assert inside("restore", "salinan.sqlite", cwd=demo).returncode == 1
    restored = inside("restore", "salinan.sqlite", "--database", "lain/b.sqlite", cwd=demo)
    assert restored.returncode == 0, restored.stderr
    before, after = (
        inside("replay", "1", "--database", name, cwd=demo) for name in ("var/lajur.sqlite", "lain/b.sqlite")
    )
    assert after.stdout == before.stdout
    assert after.returncode == 0
