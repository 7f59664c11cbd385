"""What Camunda Modeler 5 sends when a person presses Deploy and Start, call for call, with its limit of 5 seconds."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

__all__ = ["LIMIT", "Deployed", "Failed", "Modeler"]

LIMIT: Final = 5.0  # seconds; after that the modeler says that there is no engine
PARSE_ERROR: Final = "ENGINE-09005 Could not parse BPMN process."
# A window of Electron: a page of a file, whose requests carry no Origin.
_WINDOW: Final = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "id-ID",
}
_CODES: Final = {
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    500: "INTERNAL_SERVER_ERROR",
    503: "UNAVAILABLE_ERROR",
}


class Failed(Exception):
    """What the modeler shows instead of a success: its code, and the text in its log."""

    def __init__(self, response: httpx.Response) -> None:
        try:
            body: Any = response.json()
        except ValueError:
            body = {}
        self.problems: str = body.get("message", "") if isinstance(body, dict) else ""
        known = _CODES.get(response.status_code, "CONNECTION_FAILED")
        self.code = "DIAGRAM_PARSE_ERROR" if self.problems.startswith(PARSE_ERROR) else known
        self.body = body
        super().__init__(f"{self.code}: {self.problems}")


@dataclass(frozen=True)
class Deployed:
    """What it remembers of a deployment: its id, and the definition that Start will use; None when nothing changed."""

    id: str
    definition: dict[str, Any] | None


@dataclass(frozen=True)
class Modeler:
    """A modeler with an address and, once a person typed them in, the value of `Authorization`."""

    url: str
    authorization: str | None = None
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=LIMIT, headers=_WINDOW))

    def check(self) -> None:
        """Is there an engine? Asked while the address is typed, and before each start."""
        self._json("GET", "/deployment?maxResults=0")

    def version(self) -> str:
        """The engine's version, held against that of the diagram."""
        return str(self._json("GET", "/version")["version"])

    def deploy(self, files: dict[str, bytes], name: str = "uji", tenant: str | None = None) -> Deployed:
        """Deploys a diagram, the first of the files, with those that are attached to it."""
        parts: list[tuple[str, Any]] = [
            ("deployment-name", (None, name)),
            ("deployment-source", (None, "Camunda Modeler")),
            ("enable-duplicate-filtering", (None, "true")),
        ]
        parts += [("tenant-id", (None, tenant))] if tenant else []
        kinds = ["text/xml", *["application/octet-stream"] * (len(files) - 1)]
        parts += [(file, (file, data, kind)) for (file, data), kind in zip(files.items(), kinds, strict=True)]
        told = self._json("POST", "/deployment/create", files=parts)
        made = told["deployedProcessDefinitions"] or {}
        return Deployed(told["id"], next(iter(made.values()), None))

    def start(self, definition: str, business_key: str = "default", variables: Any = None) -> dict[str, Any]:
        """Starts a case; without variables there is no such key."""
        body = {"businessKey": business_key} | ({} if variables is None else {"variables": variables})
        headers = {"content-type": "application/json"}
        sent = self._json("POST", f"/process-definition/{definition}/start", content=json.dumps(body), headers=headers)
        assert isinstance(sent, dict)
        return sent

    def link(self, path: str) -> str:
        """Where its link to a case or a deployment leads."""
        where = urlsplit(self.url)
        address = f"{where.scheme}://{where.netloc}/.well-known/camunda-automation-platform/webapps"
        response = self.client.get(address, headers={"accept": "application/json"})
        if not response.is_success:
            raise Failed(response)
        told = re.sub("/?$", "/", response.json()["cockpitUrl"], count=1)
        return re.sub("cockpit/$", "cockpit/default/#/", told) + path

    def _json(self, method: str, path: str, **more: Any) -> Any:
        headers = {**more.pop("headers", {}), "accept": "application/json"}
        if self.authorization is not None:
            headers["authorization"] = self.authorization
        base = re.sub("/deployment/create/?", "", self.url)
        response = self.client.request(method, base + path, headers=headers, **more)
        if not response.is_success:
            raise Failed(response)
        return response.json()
