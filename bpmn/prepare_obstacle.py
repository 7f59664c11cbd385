"""What stands in the way of running a process: one place, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Obstacle:
    """`element` is the id of the element, flow or process, `rule` the rule of bpmn.check that tells it.

    `id` and `en` are sentences: why it does not run, and what to do.
    """

    element: str
    rule: str
    id: str
    en: str


class NotRunnable(ValueError):
    """The process holds something that does not run: `element` is its id, the texts say why and what to do."""

    def __init__(self, element: str, id: str, en: str) -> None:
        self.element, self.id, self.en = element, id, en
        super().__init__(f"{element}: {en}")
