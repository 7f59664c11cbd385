"""What a remark or attachment says that it is about: a task of the case, open or closed."""

from __future__ import annotations

from engine.commands.desk import Work
from engine.commands.refusals import NotFound
from engine.store.cases import LOCK_TASK

__all__ = ["element_of"]


def element_of(work: Work, case: int, n: int) -> str:
    """The element of a task of a case that was locked; NotFound when there is none."""
    row = work.tx.one(LOCK_TASK, case=case, n=n)
    if row is None:
        raise NotFound("no-task", f"Tugas {case}-{n} tidak ada.", f"There is no task {case}-{n}.")
    element: str = row["element"]
    return element
