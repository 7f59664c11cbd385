"""The form of a kabupaten's document: paper, labels and numbering, read from a YAML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

_PLAIN: Final = re.compile(r"[a-z0-9-]+")
SMALLEST: Final = 8.0
"""Points; no text of the document is smaller."""


class TemplateRefused(ValueError):
    """A template that cannot be used; `id` and `en` say why."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(id)
        self.id, self.en = id, en


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper in mm: its size, the margins at its sides, above and below."""

    width: float
    height: float
    side: float
    above: float


@dataclass(frozen=True, slots=True)
class Template:
    """One form: sizes in points by use, widths of columns in mm, labels by the names of what they stand over."""

    paper: Paper
    letterhead: tuple[str, ...]
    title: str
    sizes: Mapping[str, float]
    widths: Mapping[str, float]
    performer: tuple[float, float]
    numbering: str
    labels: Mapping[str, str]
    foot: Mapping[str, str]
    note: str

    def label(self, name: str) -> str:
        """What is printed over something."""
        return self.labels.get(name, name)


@cache
def usual() -> Template:
    """The form of the regulation itself."""
    return read_template((files("bpmn.sheet") / "templates" / "umum.yaml").read_text("utf-8"))


def read_template(text: str) -> Template:
    """The template in a YAML text; what it leaves out is as in the regulation. Raises TemplateRefused."""
    base = yaml.safe_load((files("bpmn.sheet") / "templates" / "umum.yaml").read_text("utf-8"))
    try:
        given = yaml.safe_load(text)
        whole = _merged(base, given if isinstance(given, dict) else {})
        return _built(whole)
    except (yaml.YAMLError, TypeError, ValueError, KeyError) as error:
        raise TemplateRefused(
            f"Berkas bentuk dokumen tidak dapat dipakai: {error}.", f"The document template cannot be used: {error}."
        ) from error


def _merged(base: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _merged(value, given[key])
        if isinstance(value, dict) and isinstance(given.get(key), dict)
        else given.get(key, value)
        for key, value in base.items()
    }


def _built(whole: Mapping[str, Any]) -> Template:
    paper = {key: float(value) for key, value in whole["kertas"].items()}
    sizes = {key: float(value) for key, value in whole["huruf"].items()}
    if any(size < SMALLEST for size in sizes.values()):
        raise ValueError(f"huruf paling kecil {SMALLEST:g} poin")
    least, most = (float(one) for one in whole["lebar"]["pelaksana"])
    widths = {key: float(value) for key, value in whole["lebar"].items() if key != "pelaksana"}
    if (
        not 150 <= paper["lebar"] - 2 * paper["samping"] <= 1000
        or not 120 <= paper["tinggi"] - 2 * paper["atas"] <= 1000
    ):
        raise ValueError("kertas terlalu kecil atau terlalu besar")
    return Template(
        paper=Paper(paper["lebar"], paper["tinggi"], paper["samping"], paper["atas"]),
        letterhead=tuple(str(one) for one in whole["kop"]),
        title=str(whole["judul"]),
        sizes=sizes,
        widths=widths,
        performer=(least, most),
        numbering=str(whole["penomoran"]),
        labels={key: str(value) for key, value in whole["label"].items()},
        foot={key: str(value) for key, value in whole["kaki"].items()},
        note=str(whole["catatan"]),
    )


def chosen(folder: Path | None, office: str) -> Template:
    """The form of an office: `<office>.yaml` in a folder, else its `umum.yaml`, else that of the regulation.

    Raises TemplateRefused.
    """
    for name in (office, "umum") if folder is not None else ():
        file = folder / f"{name}.yaml" if folder is not None and _PLAIN.fullmatch(name) else None
        if file is not None and file.is_file():
            return _kept(str(file), file.stat().st_mtime_ns)
    return usual()


@cache
def _kept(file: str, changed: int) -> Template:
    """A template by its file and when that changed."""
    return read_template(Path(file).read_text("utf-8"))
