"""What tools ask before all else: where the pages are, whether we count them, which schema stands."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Redirect

from engine.api import asking, parts
from engine.api.answers import answer, nothing
from engine.api.errors import BadInput
from engine.api.operation import Asked, operation
from engine.api.rest import paging, rest
from engine.api.schema import FLAG, INSTANT, TEXT, many, record

__all__ = ["welcome"]

welcome: Final = Blueprint("welcome", __name__)
TELEMETRY: Final = record("TelemetryConfiguration", {"enableTelemetry": FLAG})
SCHEMA: Final = record("SchemaLogEntry", {"id": TEXT, "timestamp": INSTANT, "version": TEXT})
_CASE: Final = "process-instance/"


@welcome.get("/.well-known/camunda-automation-platform/webapps")
def web_apps() -> Response:
    """Where a modeler's links lead; open to everybody, as it asks without credentials."""
    here = f"{request.host_url}buka/"
    return answer({"adminUrl": f"{here}akun/", "cockpitUrl": here, "tasklistUrl": f"{here}kotak-tugas/"})


@welcome.get("/buka/")
@welcome.get("/buka/<path:rest>")
@welcome.get("/camunda/app/<path:rest>")
def opened(rest: str = "") -> Redirect:
    """The page that a tool means: a case, the catalogue, one's account, or the inbox."""
    place = rest.strip("/")
    case = place.removeprefix(_CASE)
    if case != place and case.isascii() and case.isdigit():
        return redirect(f"/berkas/{case}")
    return redirect({"akun": "/akun", "repository": "/mulai"}.get(place, "/kotak-tugas"))


@rest.get("/telemetry/configuration")
@operation("Telemetry", answers={200: TELEMETRY})
def get_telemetry(asked: Asked) -> Response:
    """Nothing is counted for anybody."""
    return answer({"enableTelemetry": False})


@rest.post("/telemetry/configuration")
@operation("Telemetry", body={"enableTelemetry": parts.need(parts.FLAG)}, answers={204: None})
def set_telemetry(asked: Asked) -> Response:
    """Refused unless it stays as it is."""
    if asked.body["enableTelemetry"]:
        raise BadInput("Lajur tidak mengirim telemetri.", "Lajur sends no telemetry.")
    return nothing()


@rest.get("/schema/log")
@operation("Schema Log", query=paging(()) | {"version": asking.text}, answers={200: many(SCHEMA)})
def list_schemas(asked: Asked) -> Response:
    """Empty: the schema is ours and not that of the dialect."""
    return answer([])


@rest.post("/schema/log")
@operation("Schema Log", query=paging(()), body={"version": parts.WORDS}, answers={200: many(SCHEMA)})
def query_schemas(asked: Asked) -> Response:
    """Empty as well."""
    return answer([])
