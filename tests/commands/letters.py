"""An office in which a letter is drafted, initialled and signed, and the people who do it."""

from __future__ import annotations

from typing import Any, Final

from engine.commands.definition import Deploy
from engine.commands.document import StoreDocument
from engine.commands.office import LoadOffice
from engine.policy import Actor
from engine.store import Store
from engine.store.cases import CASE
from engine.store.history import stream
from tests.commands.world import HERE, KASI, OFFICE, OWNER, STAF, World, person

_FORM: Final = """{"id": "langkah_%d", "type": "default", "schemaVersion": 18, "components": [
  {"type": "radio", "id": "F1", "key": "keputusan_%d", "label": "Sesuai?", "validate": {"required": true},
   "values": [{"value": "Ya", "label": "Ya"}, {"value": "Tidak", "label": "Tidak"}]},
  {"type": "textarea", "id": "F2", "key": "alasan_%d", "label": "Alasan"}]}"""

_DRAFT: Final = b"""{"id": "langkah_1", "type": "default", "schemaVersion": 18, "components": [
  {"type": "textfield", "id": "F1", "key": "nomor_agenda", "label": "Nomor agenda",
   "properties": {"register": "surat-masuk"}},
  {"type": "textfield", "id": "F2", "key": "isi", "label": "Isi"},
  {"type": "textfield", "id": "F3", "key": "hal", "label": "Hal"},
  {"type": "filepicker", "id": "F4", "key": "surat", "label": "Surat"}]}"""
FILES: Final = {
    "paraf.bpmn": (HERE / "paraf.bpmn").read_bytes(),
    "langkah_1.form": _DRAFT,
    **{f"langkah_{n}.form": (_FORM % (n, n, n)).encode() for n in (2, 3)},
}
"""The diagram and its forms."""

__all__ = ["CAMAT", "FILES", "KASI", "STAF", "Letter", "letters"]

CAMAT: Final = person("camat", "camat")


def letters(store: Store) -> World:
    """The office with `paraf.bpmn` in force."""
    world = World(store)
    world.run(OWNER, LoadOffice(OFFICE))
    world.run(OWNER, Deploy("uji", "paraf", FILES))
    return world


class Letter:
    """One case: its steps are done by whom the diagram names, unless a test says otherwise."""

    def __init__(self, world: World) -> None:
        self.world = world
        body = world.start("paraf")
        self.case: int = body["case"]
        self.opened: list[dict[str, Any]] = body["opened"]

    @property
    def task(self) -> str:
        """The open task."""
        found: str = self.opened[0]["task"]
        return found

    def do(self, who: Actor, **answers: Any) -> dict[str, Any]:
        """Answers the open task; the command's body."""
        body = self.world.complete(who, self.task, **answers)
        self.opened = body["opened"]
        return body

    def paper(self, name: str, text: str) -> dict[str, Any]:
        """A paper that Staf brings."""
        return self.world.run(STAF, StoreDocument(name, b"%PDF-1.7 " + text.encode()))

    def events(self, *kinds: str) -> list[Any]:
        """The events of the case, of these kinds."""
        with self.world.store.reading() as reading:
            return [event for event in stream(reading, self.case) if not kinds or event.kind in kinds]

    def row(self) -> dict[str, Any]:
        """The row of the case."""
        with self.world.store.reading() as reading:
            found = reading.one(CASE, case=self.case)
        assert found is not None
        return found
