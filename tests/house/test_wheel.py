"""The wheel carries everything, and run from a folder of other packages with our names it imports ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.running import Server
from tests.house.tree import ROOT, SHIPPED, Tree

UV = str(next(filter(Path.exists, [ROOT / ".uv" / "bin" / "uv"]), shutil.which("uv") or "uv"))
CLEAN = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}


def _do(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=CLEAN, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Installed:
    """A wheel, an environment that holds it alone, and a folder where other packages bear our names."""

    wheel: Path
    environment: Path
    elsewhere: Path

    @property
    def lajur(self) -> Path:
        """The command."""
        return self.environment / "bin" / "lajur"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    _do(UV, "build", "--quiet", "--wheel", "--out-dir", folder)
    (wheel,) = folder.glob("lajur-*.whl")
    locked = folder / "locked.txt"
    _do(UV, "export", "--quiet", "--locked", "--no-dev", "--no-emit-project", "--no-hashes", "--output-file", locked)
    _do(UV, "venv", "--quiet", folder / "env")
    python = folder / "env" / "bin" / "python"
    _do(UV, "pip", "install", "--quiet", "--python", python, "--constraints", locked, wheel)
    for name in SHIPPED:
        other = folder / "elsewhere" / name
        other.mkdir(parents=True)
        (other / "__init__.py").write_text(f"raise SystemExit('the wrong {name} was imported')\n")
    return Installed(wheel, folder / "env", folder / "elsewhere")


def test_the_wheel_carries_every_file_of_its_packages(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    ours = {path for path in Tree.tracked().paths if path.startswith(tuple(f"{name}/" for name in SHIPPED))}
    assert {path.rpartition(".")[2] for path in ours} >= {"py", "bpmn", "form", "html", "css", "yaml"}
    assert sorted(ours - names) == []


def test_the_wheel_carries_no_tests_and_no_database(installed: Installed) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(installed.wheel).namelist()}
    assert sorted(top for top in tops if not top.startswith("lajur-")) == sorted(SHIPPED)


def test_the_command_says_its_version_there(installed: Installed) -> None:
    assert _do(installed.lajur, "--version", cwd=installed.elsewhere).startswith("lajur, version 0.")


def test_the_command_checks_a_diagram_there(installed: Installed) -> None:
    diagram = next((ROOT / "bpmn" / "sop").glob("*/*.bpmn"))
    assert "no errors" in _do(installed.lajur, "check", diagram, cwd=installed.elsewhere)


def test_a_server_serves_its_demo_there(installed: Installed) -> None:
    with Server(installed.elsewhere, command=(str(installed.lajur),), environment=CLEAN) as server:
        assert server.get("/readyz").text == "ok\n"
        assert "bunut-hilir" in server.get("/masuk").text
