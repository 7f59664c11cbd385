"""The blueprint of `/engine-rest`: the REST dialect of Camunda 7, as far as this floor goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, request
from flask.blueprints import BlueprintSetupState

from engine.api import asking, auth, errors
from engine.api.answers import answer
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.methods import METHODS, options, refuse
from engine.api.operation import OPEN, Asked, operation
from engine.api.released import record as record_reads
from engine.api.schema import TEXT, many, record
from engine.store.listings import Filters
from engine.store.lists import EVERYTHING, Page, listed

__all__ = ["PAGING", "filters_of", "paged", "paging", "rest", "reversed_order"]

VERSION: Final = "7.24.0"  # of the dialect that is spoken, not of Lajur
_PREFIX: Final = "/engine-rest/engine/default"

rest: Final = Blueprint("rest", __name__, url_prefix="/engine-rest")
errors.install(rest, dialect=True)

PAGING: Final[dict[str, Reader]] = {
    "sortBy": asking.text,
    "sortOrder": asking.one_of({"asc": "asc", "desc": "desc"}),
    "firstResult": asking.whole,
    "maxResults": asking.whole,
}


@rest.record
def _understand_prefix(state: BlueprintSetupState) -> None:
    """`/engine-rest/engine/default/…` means `/engine-rest/…`: there is one engine and it is called default."""
    app = cast(Flask, state.app)
    inner: Callable[..., Iterable[bytes]] = app.wsgi_app

    def outer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(_PREFIX + "/"):
            environ["PATH_INFO"] = "/engine-rest" + path[len(_PREFIX) :]
        return inner(environ, start)

    app.wsgi_app = outer  # type: ignore[method-assign, assignment]


rest.after_request(errors.guarded(record_reads, dialect=True))


@rest.before_request
def _who() -> Response | None:
    """Everybody has to say who he is; whoever asks what a path takes is told."""
    if request.endpoint not in OPEN:
        auth.authenticate()
    return options()


@rest.get("/version")
@operation("Version", answers={200: record("Version", {"version": TEXT})})
def version(asked: Asked) -> Response:
    """The version of the dialect."""
    return answer({"version": VERSION})


@rest.get("/engine")
@operation("Engine", answers={200: many(record("ProcessEngine", {"name": TEXT}))})
def engines(asked: Asked) -> Response:
    """The one engine."""
    return answer([{"name": "default"}])


@rest.route("/", methods=METHODS, defaults={"unknown": ""})
@rest.route("/<path:unknown>", methods=METHODS)
def nowhere(unknown: str) -> Response:
    """Whatever is not there."""
    refuse()


def paging(orders: Collection[str]) -> dict[str, Reader]:
    """What a list takes besides its filters, with the orders that it knows; none of both without any."""
    if not orders:
        return {name: PAGING[name] for name in ("firstResult", "maxResults")}
    return PAGING | {"sortBy": asking.one_of({name: name for name in orders})}


def filters_of(found: Mapping[str, Any], known: Mapping[str, tuple[Reader, str]]) -> Filters:
    """The filters of a listing for the parameters that were given; `active=false` and its like leave all."""
    filters: Filters = {}
    for name, (reader, filter) in known.items():
        if name not in found or found[name] is False:
            continue
        if reader is asking.flag:
            filters[filter] = {}
        else:
            filters[filter] = {filter: listed(found[name]) if reader is asking.names else found[name]}
    return filters


def paged(found: Mapping[str, Any], filters: Filters, orders: Mapping[str, str]) -> Page:
    """The page that the parameters ask for; raises BadInput for an order that is not known."""
    by = found.get("sortBy")
    falling = reversed_order(found)
    if by is not None and by not in orders:
        raise BadInput(
            f"Tidak dapat diurutkan menurut “{by}”.", f"Cannot set query parameter 'sortBy' to value '{by}'."
        )
    order = ((orders[by], not falling),) if by is not None else ()
    return Page(filters, order, found.get("firstResult", 0), found.get("maxResults", EVERYTHING))


def reversed_order(found: Mapping[str, Any]) -> bool:
    """True for `sortOrder=desc`; raises BadInput when only one of both sorting parameters is there."""
    if ("sortBy" in found) != ("sortOrder" in found):
        raise BadInput(
            "sortBy dan sortOrder harus ada bersama.",
            "Only a single sorting parameter specified. sortBy and sortOrder required",
        )
    return found.get("sortOrder") == "desc"
