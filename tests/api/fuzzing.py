"""Requests made at random from an OpenAPI document, and what their answers break of it."""

from __future__ import annotations

import itertools
import random
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.failures import FailureGroup

from tests.api.fuzz_ids import Ids

__all__ = ["Case", "Plan", "fuzz"]

METHODS: Final = ("get", "post", "put", "patch", "delete")
CHECKED: Final = (
    "allow_header_conformance",
    "content_type_conformance",
    "missing_required_header",
    "negative_data_rejection",
    "response_headers_conformance",
    "response_schema_conformance",
    "status_code_conformance",
    "unsupported_method",
)
"""What an answer is held against; the 500 of the dialect is declared, any other is an undocumented status."""
MODES: Final = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
_SHOWN: Final = 600
_WAIT: Final = "asyncResponseTimeout"

Case = AnyCase[Any]
Send = Callable[[Case, str], Any]


@dataclass(frozen=True)
class Plan:
    """How a document is tried: who asks, what sends, how many examples of each kind, from which seed.

    `fresh` makes things that are there, before each operation.
    """

    people: Sequence[str]
    send: Send
    fresh: Callable[[], Ids]
    examples: int
    seed: int = 1
    covered: int = 0


def fuzz(document: Mapping[str, Any], plan: Plan) -> tuple[int, list[str]]:
    """How many requests were made, and what was wrong with their answers."""
    load_all_checks()
    checks: list[Any] = list(CHECKS.get_by_names(list(CHECKED)))
    made, complaints = 0, []
    for path, method in operations(document):
        people = itertools.cycle(plan.people)
        wrong: dict[str, str] = {}
        for case in cases(document, (path, method), plan):
            made += 1
            _hasten(case)
            login = next(people)
            try:
                response = plan.send(case, login)
                case.validate_response(response, checks=checks)
            except FailureGroup as group:
                for error in group.exceptions:
                    wrong.setdefault(type(error).__name__, f"{login}: {error}\n{case.as_curl_command()}"[:_SHOWN])
            except Exception as error:  # noqa: BLE001 - the outer loop: a request that broke is told, and the others go on
                place = traceback.extract_tb(error.__traceback__)[-1]
                told = f"{login}: {error} at {place.filename}:{place.lineno}\n{case.as_curl_command()}"
                wrong.setdefault(type(error).__name__, told[:_SHOWN])
        complaints += [f"{method.upper()} {path}: {kind}: {text}" for kind, text in wrong.items()]
    return made, complaints


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and method of every operation."""
    for path, item in document["paths"].items():
        yield from ((path, method) for method in METHODS if method in item)


def cases(document: Mapping[str, Any], place: tuple[str, str], plan: Plan) -> Iterator[Case]:
    """The requests to one operation: good ones, bad ones, and those that cover its schemas one by one."""
    path, method = place
    alone = {**document, "paths": {path: document["paths"][path]}}
    schema = schemathesis.openapi.from_dict(alone)
    operation = schema[path][method.upper()]
    ids, chance = plan.fresh(), random.Random(plan.seed)
    for mode in MODES:
        for case in drawn(operation, mode, plan):
            _seasoned(case, ids, chance, good=mode is GenerationMode.POSITIVE)
            yield case
    covering = schema.iter_coverage_cases(
        operation, generation_modes=list(MODES), generation_config=schema.config.generation
    )
    yield from itertools.islice(covering, plan.covered)


def drawn(operation: Any, mode: GenerationMode, plan: Plan) -> list[Case]:
    """Requests that the document allows, or forbids; none where nothing can be forbidden."""
    found: list[Case] = []

    @hypothesis.seed(plan.seed)
    @hypothesis.settings(
        max_examples=plan.examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def draw(case: Case) -> None:
        found.append(case)

    try:
        draw()
    except (InvalidSchema, hypothesis.errors.Unsatisfiable):
        return []
    return found


def _hasten(case: Case) -> None:
    """Lets no request wait for work that never comes."""
    given: Any = case.body
    if isinstance(given, dict) and isinstance(given.get(_WAIT), int | float):
        given[_WAIT] = min(given[_WAIT], 10)


def _seasoned(case: Case, ids: Ids, chance: random.Random, *, good: bool) -> None:
    """Puts ids of things that are there into most paths, and into what a good request gives besides."""
    for name in case.path_parameters:
        before = case.operation.path.split(f"/{{{name}}}")[0].rpartition("/")[2]
        if before in ids.paths and chance.random() < 0.8:
            case.path_parameters[name] = chance.choice(ids.paths[before])
    if not good:
        return
    if chance.random() < 0.6:  # alone they are refused, which the bad ones prove
        case.query.pop("sortBy", None)
        case.query.pop("sortOrder", None)
    _fill(case.query, [one.name for one in case.operation.query], ids, chance)
    if isinstance(case.body, dict):
        keys, needed = _keys(case)
        if chance.random() < 0.6:  # what is given beside the rest is often refused
            for name in set(case.body) - needed - set(ids.names):
                del case.body[name]
        _fill(case.body, keys, ids, chance)


def _keys(case: Case) -> tuple[list[str], set[str]]:
    """The keys that the body of a request may have, and those that it must."""
    content = case.operation.definition.raw.get("requestBody", {}).get("content", {})
    schemas = [body["schema"] for body in content.values()]
    keys = [name for schema in schemas for name in schema.get("properties", {})]
    return keys, {name for schema in schemas for name in schema.get("required", ())}


def _fill(given: dict[str, Any], names: Sequence[str], ids: Ids, chance: random.Random) -> None:
    for name in names:
        if name in ids.names and chance.random() < (0.7 if name in given else 0.2):
            given[name] = chance.choice(ids.names[name])
