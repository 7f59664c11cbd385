"""Files that come as values of variables: their bytes are kept, and the value names the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.api import asking
from engine.api.typed import File
from engine.commands.document import StoreDocument

__all__ = ["kept", "kept_paper"]


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with each file kept as a paper (`[{name, sha256, size, type}]`); raises Invalid by its name.

    What nobody names afterwards is forgotten within a day.
    """
    return {name: [kept_paper(name, value)] if isinstance(value, File) else value for name, value in values.items()}


def kept_paper(field: str, file: File) -> dict[str, Any]:
    """The paper of a file: name, sha256, size, type. Raises Invalid that names the field."""
    command = StoreDocument(file.name, file.body, field, program=True, encoding=file.encoding)
    return asking.desk().run(asking.context(), command).body
