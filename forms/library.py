"""The form of an element: from its reference to a file among those of the deployment."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Protocol

from forms.findings import Finding, FormRefused, refused
from forms.form import Compile, Form, read

__all__ = ["Asking", "Asks", "Library", "fields_of", "findings_of", "forms_of"]

SUFFIX = ".form"
_PREFIXES = ("camunda-forms:deployment:", "camunda-forms:app:", "camunda-forms:", "deployment:", "app:")


class Asking(Protocol):
    """What a form is found by: an element of a diagram has it."""

    @property
    def id(self) -> str:
        """The element's id."""

    @property
    def form_ref(self) -> str | None:
        """The id that stands in the form file."""

    @property
    def form_key(self) -> str | None:
        """The path of the form file, with or without `camunda-forms:deployment:`."""


class Asks(Protocol):
    """A process: elements by id."""

    @property
    def elements(self) -> Mapping[str, Asking]:
        """The elements by id."""


class Library:
    """The form files of one deployment, read once. `folder` is the slug whose forms are meant when two fit."""

    def __init__(self, resources: Mapping[str, bytes], compile: Compile | None = None) -> None:
        self._data = {name: body for name, body in sorted(resources.items()) if name.lower().endswith(SUFFIX)}
        self._compile = compile
        self._ids: dict[str, list[str]] = {}
        self._read: dict[str, Form] = {}
        for name, body in self._data.items():
            self._ids.setdefault(_id_of(body), []).append(name)

    def name_of(self, asking: Asking, folder: str = "") -> str | None:
        """The file of an element; None when it asks for none and none bears its id. Raises FormRefused."""
        wanted = asking.form_ref or asking.form_key
        if asking.form_ref:
            names = self._ids.get(asking.form_ref, [])
        elif asking.form_key:
            names = self._ending(_path_of(asking.form_key))
        else:
            names = self._ending(asking.id + SUFFIX)
        inside = [name for name in names if folder and PurePosixPath(name).parent.name == folder]
        found = inside or names
        if len(found) == 1 or (found and not wanted):
            return found[0]
        if found:
            raise refused(
                "form-twice",
                f"Ada {len(found)} formulir bernama {wanted} untuk {asking.id}: {', '.join(found)}. Beri id yang lain.",
                f"There are {len(found)} forms called {wanted} for {asking.id}: {', '.join(found)}. Change one id.",
            )
        if wanted:
            raise refused(
                "form-missing",
                f"Formulir {wanted} untuk {asking.id} tidak ada. Sertakan berkas .form-nya.",
                f"There is no form {wanted} for {asking.id}. Send its .form file along.",
            )
        return None

    def form_of(self, asking: Asking, folder: str = "") -> Form | None:
        """The form of an element, or None; raises FormRefused when it is missing or unreadable."""
        name = self.name_of(asking, folder)
        return None if name is None else self.form(name)

    def form(self, name: str) -> Form:
        """The form in a file; raises FormRefused."""
        if name not in self._read:
            self._read[name] = read(self._data[name], self._compile)
        return self._read[name]

    def findings(self) -> list[Finding]:
        """What is wrong in all form files; `element` names the file and the field."""
        found: list[Finding] = []
        for name in self._data:
            try:
                found.extend(_in_file(name, self.form(name).findings))
            except FormRefused as error:
                found.extend(_in_file(name, error.findings))
        return found

    def _ending(self, path: str) -> list[str]:
        exact = [name for name in self._data if name == path]
        return exact or [name for name in self._data if name.endswith("/" + path)]


def forms_of(
    process: Asks, resources: Mapping[str, bytes], compile: Compile | None = None, folder: str = ""
) -> dict[str, Form]:
    """The forms of a process by element id; raises FormRefused when one is missing or unreadable."""
    library = Library(resources, compile)
    found = {id: library.form_of(element, folder) for id, element in process.elements.items()}
    return {id: form for id, form in found.items() if form is not None}


def fields_of(
    resources: Mapping[str, bytes], compile: Compile | None = None, folder: str = ""
) -> Callable[[Asking], Form | None]:
    """A look-up of an element's form for checks; None also for one that is missing or unreadable (see findings_of)."""
    library = Library(resources, compile)

    def look_up(asking: Asking) -> Form | None:
        try:
            return library.form_of(asking, folder)
        except FormRefused:
            return None

    return look_up


def findings_of(resources: Mapping[str, bytes], compile: Compile | None = None) -> list[Finding]:
    """What is wrong in the form files of a deployment."""
    return Library(resources, compile).findings()


def _id_of(data: bytes) -> str:
    try:
        root = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    found = root.get("id") if isinstance(root, dict) else None
    return found if isinstance(found, str) else ""


def _path_of(key: str) -> str:
    for prefix in _PREFIXES:
        if key.startswith(prefix):
            return key[len(prefix) :].lstrip("/")
    return key.lstrip("/")


def _in_file(name: str, findings: Iterable[Finding]) -> list[Finding]:
    return [
        Finding(
            one.rule,
            one.severity,
            name if one.element is None else f"{name}: {one.element}",
            one.line,
            f"{name}: {one.id}",
            f"{name}: {one.en}",
        )
        for one in findings
    ]
