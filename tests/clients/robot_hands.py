"""Keywords for Robot Framework: what the clients' library has no keyword for is done by our hands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.clients.hands import Hands
from tests.clients.work import LETTER, OWNER, SCAN, STAFF, Work

__all__ = ["robot_hands"]


class robot_hands:
    """Each public method is a keyword; Robot Framework finds a library's class by the name of its module."""

    ROBOT_LIBRARY_SCOPE = "GLOBAL"

    def __init__(self) -> None:
        self._work = Work.from_environment()
        self._hands = Hands(self._work.direct, self._work.tokens)

    def people_walk_the_procedure(self, case: str) -> None:
        """The people of the office take a case of the SKM SOP to its end."""
        self._hands.walk_skm(case)

    def staff_complete(self, case: str, **answers: Any) -> str:
        """The staff take and complete the task that waits for them; its step."""
        return self._hands.complete(STAFF, case, answers)

    def state_of(self, case: str) -> str:
        """What the history says of a case."""
        return self._hands.state(case)

    def owner_allows_a_retry(self, task: str) -> None:
        """The process owner sets the retries of a task of a worker."""
        self._hands.ask(OWNER, "PUT", f"/external-task/{task}/retries", {"retries": 1})

    def bytes_are(self, file: str, what: str) -> None:
        """A file that the client has loaded is the scan or the letter, byte by byte."""
        assert Path(file).read_bytes() == {"scan": SCAN, "letter": LETTER}[what]

    def file_of(self, what: str) -> str:
        """The scan or the letter as a file."""
        name, data = {"scan": ("pindaian.pdf", SCAN), "letter": ("surat.pdf", LETTER)}[what]
        file = self._work.folder / name
        file.write_bytes(data)
        return str(file)
