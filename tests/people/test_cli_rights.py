"""Rights on the command line: acting officials, ends of holdings, regions, and what cannot be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.house.running import inside

CAMAT, STAF = "bunut-hilir/camat", "bunut-hilir/staf"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration in it."""
    folder = tmp_path_factory.mktemp("hak") / "contoh"
    folder.mkdir()
    done = inside("init", "--demo", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def demo(template: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    shutil.copytree(template, tmp_path / "demo")
    return tmp_path / "demo"


def said(demo: Path, *arguments: str) -> str:
    """What a command says that does what it is told."""
    done = inside("user", *arguments, cwd=demo)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(demo: Path, *arguments: str) -> str:
    """What a command says that is refused."""
    done = inside("user", *arguments, cwd=demo)
    assert done.returncode == 1
    assert done.stderr.startswith("Galat: ")
    assert "\nError: " in done.stderr
    return done.stderr


def line(demo: Path, login: str) -> str:
    """The line of an account."""
    return next(one for one in said(demo, "list").splitlines() if one.split()[0] == login)


def test_somebody_is_let_act_is_listed_and_ends_early(demo: Path) -> None:
    who = ("sekcam.bunut-hilir", CAMAT, "plh", "--holder", "camat.bunut-hilir")
    letter = ("--letter", "800/17/2026", "--reason", "Cuti")
    assert "Plh" in said(demo, "act", *who, "--until", "2999-01-31", *letter)
    assert f"Plh:{CAMAT}" in line(demo, "sekcam.bunut-hilir")
    listed = said(demo, "acting", "--office", "bunut-hilir")
    assert "Plh Camat: Sekcam, mewakili Camat" in listed
    assert "..2999-01-31" in listed
    assert said(demo, "acting", "--office", "kukar-kb") == ""
    assert "sudah Plh" in refused(demo, "act", *who, "--until", "2999-02-01", *letter)
    number = listed.split()[0]
    assert "Plh Camat: Sekcam" in said(demo, "end-act", number)
    assert f"Plh:{CAMAT}" not in line(demo, "sekcam.bunut-hilir")
    refused(demo, "end-act", number)
    refused(demo, "end-act", "999")


def test_mistakes_are_named_in_both_languages(demo: Path) -> None:
    text = refused(demo, "act", "sekcam.bunut-hilir", CAMAT, "plh", "--letter", "1", "--reason", "x")
    assert "until: " in text
    assert "holder: Plh mewakili pejabat yang berhalangan: sebutkan siapa. / A Plh stands for" in text


def test_a_post_is_let_go_of(demo: Path) -> None:
    said(demo, "release", "staf.bunut-hilir", STAF)
    assert STAF not in line(demo, "staf.bunut-hilir")
    refused(demo, "release", "staf.bunut-hilir", STAF)
    said(demo, "hold", "staf.bunut-hilir", STAF)
    assert STAF in line(demo, "staf.bunut-hilir")


def test_a_role_is_given_for_a_region_and_taken(demo: Path) -> None:
    region = ("--region", "kabupaten kapuas hulu")
    said(demo, "grant", "camat.bunut-hilir", "auditor", *region)
    assert "auditor@region:Kabupaten Kapuas Hulu" in line(demo, "camat.bunut-hilir")
    said(demo, "grant", "camat.bunut-hilir", "auditor", *region, "--take")
    assert "auditor@" not in line(demo, "camat.bunut-hilir")
    refused(demo, "grant", "camat.bunut-hilir", "auditor", "--region", "Kabupaten Tidak Ada")


def test_name_and_office_are_changed(demo: Path) -> None:
    said(demo, "change", "camat.bunut-hilir", "--name", "Camat Baru", "--office", "kukar-kb")
    assert "Camat Baru" in line(demo, "camat.bunut-hilir")
    refused(demo, "change", "camat.bunut-hilir", "--office", "tidak-ada")


def test_the_last_administrator_stays(demo: Path) -> None:
    refused(demo, "disable", "admin")
    refused(demo, "grant", "admin", "administrator", "--take")
    said(demo, "grant", "camat.bunut-hilir", "administrator")
    said(demo, "disable", "admin")
