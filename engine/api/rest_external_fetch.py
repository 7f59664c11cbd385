"""Fetching service tasks in the dialect: locked for a worker, who may wait for them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, cast

from flask import Flask, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from engine.api import asking, parts
from engine.api.answers import answer
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_external_shapes import LOCKED_TASK, locked_task
from engine.api.rest_ids import definition_number
from engine.api.rest_shapes import Shapes
from engine.api.schema import many
from engine.api.typed import write_all
from engine.canonical import NotCanonical, dumps
from engine.commands.external_task_lock import FetchExternal, Wanted, offices_of, seen
from engine.commands.refusals import NotAllowed
from engine.polling import Fetcher, Ticket, Want
from engine.polling.fetch import rows_of
from engine.polling.room import TICKET
from engine.queries.external import local_values, seen_values
from engine.store import Reading
from engine.store.external_offers import Offer, Order
from engine.store.reading import Row

__all__ = ["FETCHER"]

FETCHER: Final = "lajur.fetcher"
"""The key of an application's extensions that holds who lends its service tasks."""
MOST: Final = 1_000  # tasks of one answer
TOPICS: Final = 100  # topics of one request
LONGEST: Final = 1_800_000  # milliseconds that a request may wait
TOPIC: Final = {
    "topicName": parts.need(parts.WORDS),
    "lockDuration": parts.need(parts.WHOLE),
    "variables": parts.NAMES,
    "localVariables": parts.FLAG,
    "deserializeValues": parts.FLAG,
    "businessKey": parts.WORDS,
    "processDefinitionId": parts.WORDS,
    "processDefinitionIdIn": parts.NAMES,
    "processDefinitionKey": parts.WORDS,
    "processDefinitionKeyIn": parts.NAMES,
    "processDefinitionVersionTag": parts.WORDS,
    "processVariables": parts.OBJECT,
    "withoutTenantId": parts.FLAG,
    "tenantIdIn": parts.NAMES,
    "includeExtensionProperties": parts.FLAG,
}
_SORT: Final = {"sortBy": parts.need(parts.one_of({"createTime": "opened"})), "sortOrder": parts.WORDS}
FETCH: Final = {
    "workerId": parts.need(parts.WORDS),
    "maxTasks": parts.need(parts.WHOLE),
    "usePriority": parts.FLAG,
    "asyncResponseTimeout": parts.WHOLE,
    "sorting": parts.each(parts.inside(_SORT)),
    "includeExtensionProperties": parts.FLAG,
    "topics": parts.each(parts.inside(TOPIC)),
}


@rest.record
def _prepare(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    app.extensions[FETCHER] = Fetcher(app.extensions["lajur"])


@rest.post("/external-task/fetchAndLock")
@operation("External Task", body=FETCH, answers={200: many(LOCKED_TASK)})
def fetch_and_lock(asked: Asked) -> Response:
    """Locks tasks for a worker; where there is none and he may wait, the server asks again when one comes."""
    command, seconds = _command(asked.body), _patience(asked.body)
    mine = offices_of(asking.me())
    if mine is not None and not mine:
        raise NotAllowed("not-allowed", "Hanya akun dengan peran worker.", "Only for accounts with the role worker.")
    tasks = fetcher().fetch(asking.context(), command)
    ticket = cast("Ticket | None", request.environ.get(TICKET))
    if not tasks:
        if ticket is not None and seconds > 0 and command.most > 0 and command.wanted:
            want = Want(tuple(seen(one.offer, mine) for one in command.wanted))
            ticket.ask(want, _worker(command.worker), command.most, seconds)
        return answer([])
    asks = {topic["topicName"]: topic for topic in reversed(asked.body["topics"])}
    with asking.desk().store.reading() as reading:
        return answer(_lent(reading, rows_of(reading, tasks), asks))


def fetcher() -> Fetcher:
    """Who lends the service tasks of this application."""
    return cast(Fetcher, current_app.extensions[FETCHER])


def _lent(reading: Reading, rows: list[Row], asks: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The tasks with the variables that their topic asks for."""
    shapes, library = Shapes(reading, asking.zone()), asking.desk().library
    values: dict[tuple[int, int], dict[str, Any]] = {}
    for topic, ask in asks.items():
        here, names = [row for row in rows if row["topic"] == topic], ask.get("variables")
        if ask.get("localVariables"):
            values |= {(row["case_id"], row["n"]): local_values(reading, library, row, names) for row in here}
        else:
            values |= seen_values(reading, library, here, names)
    return [
        locked_task(
            shapes,
            row,
            write_all(values[row["case_id"], row["n"]], asking.zone()),
            properties=bool(asks[row["topic"]].get("includeExtensionProperties")),
        )
        for row in rows
    ]


def _command(body: Mapping[str, Any]) -> FetchExternal:
    topics = body.get("topics") or []
    if len(topics) > TOPICS:
        raise BadInput(f"Paling banyak {TOPICS} topik.", f"At most {TOPICS} topics.")
    if not body["workerId"]:
        raise BadInput("Sebutkan workerId.", "workerId is null")
    if body["maxTasks"] < 0:
        raise BadInput("maxTasks tidak boleh negatif.", "maxResults is not greater than or equal to 0")
    ways = [one.get("sortOrder") or "asc" for one in body.get("sorting") or []]
    if not {*ways} <= {"asc", "desc"}:
        raise BadInput("sortOrder: asc atau desc.", "Cannot set query sortOrder parameter to another value")
    order = Order(body.get("usePriority") is not False, ways[0] == "asc" if ways else None)
    return FetchExternal(body["workerId"], tuple(map(_wanted, topics)), min(body["maxTasks"], MOST), order)


def _wanted(topic: Mapping[str, Any]) -> Wanted:
    if topic["lockDuration"] <= 0:
        raise BadInput("lockDuration harus lebih dari 0.", "lockTime is not greater than 0")
    tenants = topic.get("tenantIdIn")
    offices = frozenset() if topic.get("withoutTenantId") else None if tenants is None else frozenset(tenants)
    definitions = _narrowed(topic.get("processDefinitionId"), topic.get("processDefinitionIdIn"))
    offer = Offer(
        topic["topicName"],
        offices,
        topic.get("businessKey"),
        None if definitions is None else frozenset(map(definition_number, definitions)),
        _narrowed(topic.get("processDefinitionKey"), topic.get("processDefinitionKeyIn")),
        topic.get("processDefinitionVersionTag"),
        _values(topic.get("processVariables") or {}),
    )
    return Wanted(offer, topic["lockDuration"])


def _narrowed(one: str | None, several: list[str] | None) -> frozenset[str] | None:
    """What both parameters leave; None when neither is there."""
    if one is None:
        return None if several is None else frozenset(several)
    return frozenset({one} if several is None else {one} & {*several})


def _values(found: Mapping[str, Any]) -> tuple[tuple[str, bytes], ...]:
    try:
        return tuple((name, dumps(value)) for name, value in sorted(found.items()))
    except NotCanonical as error:
        raise BadInput("processVariables tidak dapat dibaca.", "processVariables cannot be read.") from error


def _patience(body: Mapping[str, Any]) -> float:
    """Seconds that the request may wait."""
    asked = body.get("asyncResponseTimeout") or 0
    if asked > LONGEST:
        raise BadInput(
            f"asyncResponseTimeout paling besar {LONGEST} milidetik.",
            f"The asynchronous response timeout cannot be set to a value greater than {LONGEST} milliseconds",
        )
    return asked / 1000


def _worker(id: str) -> str:
    """Who waits, in few letters: the account and the worker as which it polls."""
    return hashlib.sha256(f"{asking.me().login}\0{id}".encode()).hexdigest()[:24]
