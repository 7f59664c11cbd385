"""Finds the open task that a path names, with its definition and its form, for who asks."""

from __future__ import annotations

from pathlib import PurePosixPath

from engine.api import asking, sight
from engine.commands.refusals import NotFound
from engine.library import Definition
from engine.store import Reading
from engine.store.definitions import RESOURCES
from engine.store.reading import Row
from forms.library import Library

__all__ = ["definition_of", "form_file", "open_task"]


def open_task(reading: Reading, id: str) -> Row:
    """The open task with its case; NotFound for one that was closed or that the actor may not read."""
    row = sight.task_row(reading, asking.me(), *asking.task_id(id))
    if row["status"] != "OPEN":
        raise NotFound("no-task", f"Tugas {id} sudah ditutup.", f"No matching task with id {id}")
    return row


def definition_of(reading: Reading, row: Row) -> Definition:
    """The definition that the task's case runs on."""
    return asking.desk().library.definition(reading, row["definition_id"])


def form_file(reading: Reading, row: Row) -> tuple[str, bytes] | None:
    """The name and the bytes of the form that a task asks, as it was deployed; None for a task without a form."""
    definition = definition_of(reading, row)
    element = definition.process.elements.get(row["element"])
    if element is None or element.id not in definition.forms:
        return None
    files = {row["name"]: bytes(row["body"]) for row in reading.all(RESOURCES, deployment=definition.deployment)}
    name = Library(files).name_of(element, PurePosixPath(definition.resource).stem)
    return None if name is None else (name, files[name])
