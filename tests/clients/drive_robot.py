"""What robotframework-camunda does: Robot Framework runs layanan.robot with its keywords."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import robot

from tests.clients.work import DIAGRAM, FILES, MACHINE, OFFICE, OWNER, SERVICE, SKM, Work

SUITE: Final = Path(__file__).with_name("layanan.robot")
DONE: Final = ("deploy", "start", "fetchAndLock", "bpmnError", "external complete", "message", "file in", "file out")
LONG: Final = ("unlock", "failure", "incident")


def main() -> None:
    """Runs the suite; the folder of the client gets its log."""
    work = Work.from_environment()
    given = {
        "URL": work.root,
        "OWNER_TOKEN": work.tokens[OWNER],
        "WORKER_TOKEN": work.tokens[MACHINE],
        "DIAGRAM": str(DIAGRAM),
        "OFFICE": OFFICE,
        "SERVICE": SERVICE,
        "SKM": SKM,
    }
    file = work.folder / "berkas.py"
    file.write_text(f"LIST__FILES = {[str(one) for one in FILES]!r}\n")
    code = robot.run(
        str(SUITE),
        variable=[f"{name}:{value}" for name, value in given.items()],
        variablefile=str(file),
        exclude=["long"] if work.short else [],
        outputdir=str(work.folder),
        consolecolors="off",
        exitonfailure=True,
    )
    if code:
        sys.exit(code)
    work.did(*DONE, *(() if work.short else LONG))
    work.lacks("tasks of people", "retries of an incident", "history")
    work.tell()


if __name__ == "__main__":
    main()
