"""Holds each answer against the class that the generated client reads it into: every key, every type, every value."""

from __future__ import annotations

import json
from typing import Any, Final

import generic_camunda_client as generated

from tests.clients.work import Work

__all__ = ["Strict"]

_FIELD: Final = frozenset({"fieldId", "fieldValue"})
_UPDATE: Final = frozenset({"errorMessage", "initial", "revision", "value", "valueInfo", "variableInstanceId"})
_ABSENT: Final[dict[str, frozenset[str]]] = {
    "MessageCorrelationResultWithVariableDto": frozenset({"variables"}),  # with variablesInResultEnabled
    "ProcessInstanceWithVariablesDto": frozenset({"variables"}),  # there when a start asks for them
}
"""Keys of a class that the dialect's own servers leave out."""
_KINDS: Final = {"formField": _UPDATE | {"variableName", "variableType"}, "variableUpdate": _FIELD}
"""Keys that a detail of the history has not, by its type: one class stands for both kinds."""


class Strict:
    """One generated client a person; every answer is read by it and then compared with its class key by key."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._clients: dict[str, Any] = {}

    def ask(self, who: str, call: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What a method gives; raises AssertionError for an answer that lacks a key of its class."""
        api, method = call.split(".")
        client = self._client(who)
        found = getattr(getattr(generated, f"{api}Api")(client), method)(*args, **kwargs)
        data = client.last_response.data
        if found is not None and isinstance(data, str) and data[:1] in "[{":
            _compare(call, found, json.loads(data))
        return found

    def raw(self, who: str, call: str, *args: Any) -> bytes:
        """The bytes of an answer that is no JSON."""
        api, method = call.split(".")
        made = getattr(generated, f"{api}Api")(self._client(who))
        return bytes(getattr(made, method)(*args, _preload_content=False).data)

    def _client(self, who: str) -> Any:
        if who not in self._clients:
            configuration = generated.Configuration(host=self.work.rest)
            configuration.temp_folder_path = str(self.work.folder)
            client = generated.ApiClient(configuration)
            client.set_default_header("Authorization", self.work.authorization(who))
            self._clients[who] = client
        return self._clients[who]


def _compare(where: str, found: Any, data: Any) -> None:
    if isinstance(found, list):
        for number, (one, raw) in enumerate(zip(found, data, strict=True)):
            _compare(f"{where}[{number}]", one, raw)
    elif isinstance(found, dict) and isinstance(data, dict):
        for name, one in found.items():
            _compare(f"{where}.{name}", one, data[name])
    elif hasattr(found, "openapi_types") and isinstance(data, dict):
        name = type(found).__name__
        absent = _KINDS[data["type"]] if name == "HistoricDetailDto" else _ABSENT.get(name, frozenset())
        lacking = set(found.attribute_map.values()) - set(data) - absent
        assert not lacking, f"{where}: {name} lacks {sorted(lacking)}: {data}"
        for attribute, key in found.attribute_map.items():
            if key in data:
                _typed(f"{where}.{key}", found.openapi_types[attribute], data[key])
                _compare(f"{where}.{key}", getattr(found, attribute), data[key])


def _typed(where: str, kind: str, value: Any) -> None:
    """The generated client takes the text "5" for an int and 5 for a text: this does not."""
    known: dict[str, tuple[type, ...]] = {
        "str": (str,),
        "int": (int,),
        "bool": (bool,),
        "datetime": (str,),
        "float": (int, float),
    }
    if value is None or kind not in known:
        return
    right = isinstance(value, known[kind]) and (kind == "bool" or not isinstance(value, bool))
    assert right, f"{where}: {value!r} is no {kind}"
