"""`lajur table` writes what it promises, overwrites nothing unasked, and says what is wrong where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.cli.command import run
from tests.sop.library import ROOT
from tests.table.samples import EVERYTHING

SKM = ROOT / "bpmn" / "sop" / "bunut-hilir" / "pengesahan-surat-keterangan-miskin.bpmn"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table in an empty folder."""
    file = tmp_path / "pembinaan.yaml"
    file.write_text(EVERYTHING, encoding="utf-8")
    return file


def state(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_diagram_and_forms_stand_beside_the_table(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", str(table)]) == 0
    forms = {
        f"pembinaan-desa/{id}.form"
        for id in ("mulai", "langkah_1", "langkah_2", "langkah_3", "langkah_4a", "langkah_4b")
    }
    assert set(state(table.parent)) == {"pembinaan.yaml", "pembinaan-desa.bpmn", *forms}
    assert "ditulis" in capsys.readouterr().out
    files = [str(table.parent / name) for name in state(table.parent) if not name.endswith(".yaml")]
    assert run(["check", *files]) == 0


def test_in_the_library_the_forms_stand_in_the_forms_folder(table: Path) -> None:
    into = table.parent / "bpmn" / "sop" / "kantor"
    assert run(["table", str(table), "--to", str(into)]) == 0
    found = set(state(table.parent))
    assert {"bpmn/sop/kantor/pembinaan-desa.bpmn", "forms/sop/kantor/pembinaan-desa/langkah_1.form"} <= found


def test_a_second_time_nothing_changes(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", str(table)]) == 0
    before = state(table.parent)
    capsys.readouterr()
    assert run(["table", str(table)]) == 0
    assert state(table.parent) == before
    out = capsys.readouterr().out
    assert "tidak berubah" in out
    assert "ditulis" not in out


def test_a_later_edit_is_not_overwritten_and_nothing_else_is_written(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = table.parent / "pembinaan-desa" / "langkah_2.form"
    form.parent.mkdir()
    form.write_text("{}", encoding="utf-8")
    before = state(table.parent)
    assert run(["table", str(table)]) == 1
    assert state(table.parent) == before
    told = capsys.readouterr().err
    assert str(form) in told
    assert "--force" in told
    assert run(["table", str(table), "--force"]) == 0
    assert form.read_bytes() != b"{}"


def test_a_dry_run_says_what_it_would_do_and_does_nothing(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (table.parent / "pembinaan-desa.bpmn").write_text("x", encoding="utf-8")
    before = state(table.parent)
    assert run(["table", str(table), "--dry-run"]) == 0
    assert state(table.parent) == before
    out = capsys.readouterr().out
    assert "perlu --force: " in out
    assert "akan ditulis" in out
    assert run(["table", str(table), "--dry-run", "--force"]) == 0
    assert "akan ditimpa" in capsys.readouterr().out


def test_a_diagram_becomes_a_table_that_makes_the_same_diagram(tmp_path: Path) -> None:
    library = tmp_path / "lama" / "bpmn" / "sop" / "bunut-hilir"
    library.mkdir(parents=True)
    shutil.copy(SKM, library)
    forms = ROOT / "forms" / "sop" / "bunut-hilir" / SKM.stem
    shutil.copytree(forms, tmp_path / "lama" / "forms" / "sop" / "bunut-hilir" / SKM.stem)
    assert run(["table", str(library / SKM.name), "--to", str(tmp_path)]) == 0
    made = tmp_path / "baru" / "bpmn" / "sop" / "bunut-hilir"
    assert run(["table", str(tmp_path / f"{SKM.stem}.yaml"), "--to", str(made)]) == 0
    new, old = state(tmp_path / "baru"), state(tmp_path / "lama")
    assert set(new) == set(old)
    assert len(new) == 1 + len(list(forms.glob("*.form")))


def test_a_form_that_no_row_has_any_more_is_named_and_left(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", str(table)]) == 0
    old = table.parent / "pembinaan-desa" / "langkah_9.form"
    old.write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert run(["table", str(table)]) == 0
    assert str(old) in capsys.readouterr().out
    assert old.exists()


BAD = [
    ("pelaksana: Ketua Tim", "pelaksana: Ketua", ("kegiatan 1", "kolom pelaksana", "Choose one of")),
    ("jenis: email", "jenis: surel", ("kegiatan 1", "kolom formulir butir 6", "is not known")),
    ("lihat: [tanggal_kegiatan,", "lihat: [tanggal,", ("kegiatan 2", "kolom formulir butir 1", "No form asks")),
]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case[1])
def test_a_bad_table_is_told_with_file_line_row_and_column(
    table: Path, capsys: pytest.CaptureFixture[str], case: tuple[str, str, tuple[str, ...]]
) -> None:
    old, new, words = case
    text = EVERYTHING.replace(old, new, 1)
    assert text != EVERYTHING
    table.write_text(text, encoding="utf-8")
    line = EVERYTHING[: EVERYTHING.index(old)].count("\n") + 1
    assert run(["table", str(table)]) == 1
    told = capsys.readouterr().err
    assert f"{table}:{line}:" in told
    assert all(word in told for word in words), told
    assert list(state(table.parent)) == ["pembinaan.yaml"]


def test_what_the_check_finds_is_shown(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = EVERYTHING.replace("ya: 4b", 'ya: {ke: 4b, syarat: "=((jumlah"}')
    table.write_text(text, encoding="utf-8")
    assert run(["table", str(table)]) == 1
    assert "[expression] ya_4a" in capsys.readouterr().err


def test_a_diagram_that_a_table_cannot_hold_is_refused_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "skm.bpmn"
    file.write_bytes(SKM.read_bytes().replace(b"</bpmn:process>", b'<bpmn:dataObject id="d" /></bpmn:process>'))
    assert run(["table", str(file)]) == 1
    assert "dataObject" in capsys.readouterr().err
    assert list(state(tmp_path)) == ["skm.bpmn"]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"<a/>", b""])
def test_what_is_neither_table_nor_diagram_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    for name in ("a.yaml", "a.bpmn"):
        (tmp_path / name).write_bytes(data)
        assert run(["table", str(tmp_path / name)]) == 1
