"""What a rule is handed: one process, its forms, the expression compiler, and how to name things to people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol, TypeVar, cast

from bpmn.check.catching import Catching
from bpmn.check.graph import Graph
from bpmn.check.uses import Use, uses
from bpmn.document import Document
from bpmn.document_types import Element, Flow, Process
from bpmn.prepare import Obstacle, obstacles

SOP: Final = "sop:"
MAX_EXPRESSIONS: Final = 100_000
"""Characters of all different expressions of one process."""


class Option(Protocol):
    """One of several answers."""

    @property
    def value(self) -> object:
        """What is stored."""


class FormField(Protocol):
    """One question of a form."""

    @property
    def key(self) -> str:
        """The name that its answer gets."""

    @property
    def options(self) -> Sequence[Option]:
        """What may be chosen; empty where the answer is free."""


class FormFields(Protocol):
    """What a form supplies. `forms.form.Form` is one."""

    @property
    def fields(self) -> Sequence[FormField]:
        """The questions in order."""

    @property
    def supplies(self) -> frozenset[str]:
        """The names under which answers come back."""


T = TypeVar("T")
FieldsOf = Callable[[Element], FormFields | None]
Compile = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Note:
    """What one place has wrong, in Indonesian and English; `at` is the element, flow or None for the process."""

    at: Element | Flow | None
    id: str
    en: str


class Scope:
    """One process under examination. Everything that costs is worked out once."""

    def __init__(self, document: Document, process: Process, fields: FieldsOf, compile: Compile) -> None:
        self.document = document
        self.process = process
        self.graph = Graph(process)
        self.catching = Catching(self.graph)
        self._fields = fields
        self._compile = compile
        self._known: dict[str, object] = {}
        self._forms: dict[str, FormFields | None] = {}
        self._names: dict[str, frozenset[str] | ValueError] = {}

    @cached_property
    def sop(self) -> bool:
        """Whether the process is held to the rules of an SOP: it or an element has a property of ours."""
        owners = (self.process.properties, *(element.properties for element in self.process.elements.values()))
        return any(name.startswith(SOP) for properties in owners for name in properties)

    def remember(self, what: str, work: Callable[[], T]) -> T:
        """Gives what `work` gives, which is done once for each name."""
        if what not in self._known:
            self._known[what] = work()
        return cast(T, self._known[what])

    def form(self, element: Element) -> FormFields | None:
        """Gives the form of an element, None where it has none or it cannot be read."""
        if element.id not in self._forms:
            self._forms[element.id] = self._fields(element)
        return self._forms[element.id]

    def names(self, text: str) -> frozenset[str] | ValueError:
        """Gives the names in an expression, or the compiler's refusal, which has `.id` and `.en`."""
        if text not in self._names:
            try:
                self._names[text] = self._compile(text)
            except ValueError as error:
                self._names[text] = error
        return self._names[text]

    def obstacles(self, rule: str) -> Iterator[Note]:
        """Gives what keeps the process from running, as far as that rule tells it."""
        for obstacle in self._obstacles.get(rule, ()):
            element, flow = self.process.elements.get(obstacle.element), self.process.flows.get(obstacle.element)
            if element is not None:
                yield Note(element, f"{called(element)}: {obstacle.id}", f"{called(element)}: {obstacle.en}")
            elif flow is not None:
                yield Note(flow, f"{flow_called(flow)}: {obstacle.id}", f"{flow_called(flow)}: {obstacle.en}")
            else:
                yield Note(None, obstacle.id, obstacle.en)

    @cached_property
    def _obstacles(self) -> dict[str, list[Obstacle]]:
        found: dict[str, list[Obstacle]] = {}
        for obstacle in obstacles(self.process):
            found.setdefault(obstacle.rule, []).append(obstacle)
        return found

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """All expressions of the process that run, in document order; none when there are too many to compile."""
        return () if self.wordy else self._uses

    @cached_property
    def wordy(self) -> bool:
        """Whether the expressions together are longer than we are willing to compile."""
        return sum(len(text) for text in {use.text for use in self._uses}) > MAX_EXPRESSIONS

    @cached_property
    def _uses(self) -> tuple[Use, ...]:
        return tuple(uses(self.process))


def called(element: Element) -> str:
    """Gives how an element is named to people: its name and id."""
    return f"“{element.name}” ({element.id})" if element.name else element.id


def flow_called(flow: Flow) -> str:
    """Gives how a flow is named to people: its name and id."""
    return f"“{flow.name}” ({flow.id})" if flow.name else flow.id
