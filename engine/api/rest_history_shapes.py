"""What the objects of the history have in common: of which case they are, and which case is at its root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.api.rest_shapes import definition_id
from engine.api.schema import INSTANT, TEXT, Schema, maybe
from engine.store import Reading
from engine.store.history_lists import roots
from engine.store.reading import Row

__all__ = ["OF_CASE", "TEXT_OR_NONE", "TIME", "Origins", "of_case"]

TEXT_OR_NONE: Final = maybe(TEXT)
TIME: Final = maybe(INSTANT)
OF_CASE: Final[dict[str, Schema]] = {
    "processDefinitionKey": TEXT_OR_NONE,
    "processDefinitionId": TEXT_OR_NONE,
    "processInstanceId": TEXT_OR_NONE,
    "executionId": TEXT_OR_NONE,
    "rootProcessInstanceId": TEXT_OR_NONE,
    "tenantId": TEXT_OR_NONE,
    "removalTime": TIME,
}
"""The keys that `of_case` gives."""


class Origins:
    """The cases at the root of some cases: of a case that no other called itself."""

    def __init__(self, reading: Reading, rows: Iterable[Mapping[str, Any]], key: str = "id") -> None:
        self._roots = roots(reading, {row[key]: row["parent_case"] for row in rows})

    def of(self, case: int) -> str:
        """The id of the process instance at the root."""
        return str(self._roots.get(case, case))


def of_case(row: Row, case: int, root: str) -> dict[str, Any]:
    """The keys of OF_CASE for a row with a definition's `key`, `version`, `definition_id` and an `office`."""
    return {
        "processDefinitionKey": row["key"],
        "processDefinitionId": definition_id(row),
        "processInstanceId": str(case),
        "executionId": str(case),
        "rootProcessInstanceId": root,
        "tenantId": row["office"],
        "removalTime": None,
    }
