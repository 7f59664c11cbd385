"""What a step needs: documents that somebody has to bring, apart from the supplies of the office."""

from __future__ import annotations

import re
from typing import Final

from engine.library import Definition
from engine.queries.steps import step
from forms.drafts import SUPPLIES

__all__ = ["needed"]

_SAID, _END = SUPPLIES.split("{}")
_OR: Final = re.compile(r"\s+atau\s+|\s*/\s*")
_EDGE: Final = " .;:,"
# What the seeds print beside documents; no SOP means that an applicant brings his own.
_OFFICE: Final = re.compile(
    r"pulpen|bal+poin|ballpoint|kertas( hvs)?|atk|alat tulis( kantor)?|map|amplop|clips? ?board|printer|telepon|"
    r"internet|(bantalan )?stempel|cap|laptop|komputer|kendaraan|sarana.*transportasi|buku agenda.*|lembar disposisi",
    re.IGNORECASE,
)


def needed(definition: Definition, element: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Documents and supplies of a step, as printed and in their order.

    A supply is what the step's form calls one, or what every office has on its desks.
    """
    named = {_plain(one) for text in _texts(definition, element) for one in text.split(", ")}
    documents: list[str] = []
    supplies: list[str] = []
    for printed in step(definition, element).bring:
        one = printed.strip(_EDGE)
        parts = _OR.split(one)
        supply = _plain(one) in named or all(_OFFICE.fullmatch(part) for part in parts)
        (supplies if supply else documents).append(one)
    return tuple(dict.fromkeys(documents)), tuple(dict.fromkeys(supplies))


def _texts(definition: Definition, element: str) -> list[str]:
    form = definition.forms.get(element)
    texts = (item.text for item in form.items if item.kind == "text") if form is not None else ()
    return [text.removeprefix(_SAID).removesuffix(_END) for text in texts if text.startswith(_SAID)]


def _plain(text: str) -> str:
    return "/".join(sorted(_OR.split(text.strip(_EDGE).casefold())))
