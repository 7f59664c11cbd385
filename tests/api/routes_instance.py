"""How the routes of process instances, executions and variable instances are tried by every role."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any, Final

from engine.policy import Actor, Facts, may
from tests.api.office import HOME
from tests.api.route import REST, Route, Try, case, case_in, nothing_counted

__all__ = ["ROUTES"]

CASE: Final = f"{REST}/process-instance/{{case}}"
_NIK: Final = base64.urlsafe_b64encode(b"nik").decode().rstrip("=")
VARIABLE: Final = f"{REST}/variable-instance/{{case}}-0-{_NIK}"


def _key(one: Try) -> Any:
    return {"businessKey": one.business_key}


def _mine(one: Try) -> Any:
    return {"processInstanceIdIn": [str(one.case)], "variableName": "nik"}


def _no_bytes(actor: Actor) -> str:
    """There is nothing of bytes in a text."""
    part = actor.login in ("staf", "kasi")
    return "asked wrongly" if may(actor, "read-case", Facts(HOME, takes_part=part)) else "not there"


def _nobody(_: Actor) -> str:
    return "not there"


def _variable_in(one: Try, text: str) -> bool:
    return f'"id":"{one.case}-0-{_NIK}"' in text


def _variables(path: str, here: str) -> dict[str, Route]:
    def pdf(_: object, __: Try) -> dict[str, Any]:
        return {"data": {"data": (BytesIO(b"%PDF-1.7 uji"), "uji.pdf"), "valueType": "File"}}

    values = {"modifications": {"nik": {"value": "1"}}, "deletions": ["desa"]}
    return {
        f"GET {path}": case(here),
        f"POST {path}": case(here, "variables", json=lambda _: values),
        f"GET {path}/{{name}}": case(f"{here}/nik"),
        f"PUT {path}/{{name}}": case(f"{here}/nik", "variables", json=lambda _: {"value": "1", "type": "String"}),
        f"DELETE {path}/{{name}}": case(f"{here}/nik", "variables"),
        f"GET {path}/{{name}}/data": case(f"{here}/nik/data", expected=_no_bytes),
        f"POST {path}/{{name}}/data": case(f"{here}/berkas/data", "variables", options=pdf),
    }


def _modified(_: Try) -> Any:
    return {"instructions": [{"type": "startBeforeActivity", "activityId": "langkah_2"}], "annotation": "uji"}


def _named(one: Try) -> Any:
    return {"suspended": True, "processInstanceIds": [str(one.case)]}


ROUTES: Final[dict[str, Route]] = {
    f"GET {REST}/process-instance": case(f"{REST}/process-instance", seen=case_in),
    f"POST {REST}/process-instance": case(f"{REST}/process-instance", json=_key, seen=case_in),
    f"GET {REST}/process-instance/count": case(
        f"{REST}/process-instance/count?businessKey={{business_key}}", seen=nothing_counted
    ),
    f"POST {REST}/process-instance/count": case(f"{REST}/process-instance/count", json=_key, seen=nothing_counted),
    f"GET {REST}/process-instance/{{id}}": case(CASE),
    f"DELETE {REST}/process-instance/{{id}}": case(CASE, "cancel"),
    f"PUT {REST}/process-instance/{{id}}/suspended": case(
        f"{CASE}/suspended", "suspend", json=lambda _: {"suspended": True}
    ),
    f"PUT {REST}/process-instance/suspended": case(f"{REST}/process-instance/suspended", "suspend", json=_named),
    f"GET {REST}/process-instance/{{id}}/activity-instances": case(f"{CASE}/activity-instances"),
    f"GET {REST}/process-instance/{{id}}/comment": case(f"{CASE}/comment"),
    f"POST {REST}/process-instance/{{id}}/modification": case(f"{CASE}/modification", "modify", json=_modified),
    **_variables(f"{REST}/process-instance/{{id}}/variables", f"{CASE}/variables"),
    **_variables(f"{REST}/execution/{{id}}/localVariables", f"{REST}/execution/{{case}}/localVariables"),
    f"GET {REST}/execution": case(f"{REST}/execution?processInstanceId={{case}}", seen=case_in),
    f"POST {REST}/execution": case(
        f"{REST}/execution", json=lambda one: {"processInstanceId": str(one.case)}, seen=case_in
    ),
    f"GET {REST}/execution/count": case(f"{REST}/execution/count?processInstanceId={{case}}", seen=nothing_counted),
    f"POST {REST}/execution/count": case(
        f"{REST}/execution/count", json=lambda one: {"processInstanceId": str(one.case)}, seen=nothing_counted
    ),
    f"GET {REST}/execution/{{id}}": case(f"{REST}/execution/{{case}}"),
    f"POST {REST}/execution/{{id}}/signal": case(f"{REST}/execution/{{case}}/signal", expected=_nobody),
    f"GET {REST}/execution/{{id}}/messageSubscriptions/{{name}}": case(
        f"{REST}/execution/{{case}}/messageSubscriptions/surat", expected=_nobody
    ),
    f"POST {REST}/execution/{{id}}/messageSubscriptions/{{name}}/trigger": case(
        f"{REST}/execution/{{case}}/messageSubscriptions/surat/trigger", expected=_nobody
    ),
    f"GET {REST}/variable-instance": case(
        f"{REST}/variable-instance?processInstanceIdIn={{case}}&variableName=nik", seen=_variable_in
    ),
    f"POST {REST}/variable-instance": case(f"{REST}/variable-instance", json=_mine, seen=_variable_in),
    f"GET {REST}/variable-instance/count": case(
        f"{REST}/variable-instance/count?processInstanceIdIn={{case}}", seen=nothing_counted
    ),
    f"POST {REST}/variable-instance/count": case(f"{REST}/variable-instance/count", json=_mine, seen=nothing_counted),
    f"GET {REST}/variable-instance/{{id}}": case(VARIABLE),
    f"GET {REST}/variable-instance/{{id}}/data": case(f"{VARIABLE}/data", expected=_no_bytes),
}
