"""What operaton-tasks does: its worker works, and its session and types let it do everything else too."""

from __future__ import annotations

import asyncio
import base64
import logging
import os
from typing import Any, Final

from tests.clients.work import (
    AUDITOR,
    DIAGRAM,
    FILES,
    LETTER,
    MACHINE,
    MESSAGE,
    OFFICE,
    OWNER,
    SCAN,
    SERVICE,
    SKM,
    SKM_STEPS,
    STAFF,
    Work,
    awaited,
    typed,
)

WORKER: Final = "pekerja-operaton"


def configured(work: Work) -> None:
    """The library reads its settings from the environment when it is imported."""
    os.environ |= {
        "ENGINE_REST_BASE_URL": work.rest,
        "ENGINE_REST_AUTHORIZATION": work.authorization(MACHINE),
        "ENGINE_REST_POLL_TTL_SECONDS": "5",
        "TASKS_WORKER_ID": WORKER,
        "LOG_LEVEL": "CRITICAL",
    }


class Driver:
    """Speaks through the library's session; answers are read by its types."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def ask(self, who: str, method: str, path: str, **given: Any) -> Any:
        """The JSON, text or bytes of an answer to somebody."""
        return asyncio.run(self._asked(who, method, path, given))

    async def _asked(self, who: str, method: str, path: str, given: dict[str, Any]) -> Any:
        from operaton.tasks import utils

        authorization = None if who == MACHINE else self.work.authorization(who)
        headers = given.pop("headers", None)
        async with utils.operaton_session(headers=headers) as http:
            url = self.work.rest + path
            answer = await utils.request_with_auth_retry(http, method, url, authorization=authorization, **given)
            await utils.verify_response_status(answer)
            if answer.status == 204:
                return None
            return await answer.json() if answer.content_type == "application/json" else await answer.read()

    def posted(self, who: str, path: str, body: Any) -> Any:
        """What comes of a body that is one of the library's types."""
        return self.ask(who, "POST", path, data=body.model_dump_json())

    def deploy(self) -> None:
        """Deploys both diagrams through the session."""
        from operaton.tasks import types

        for name, files in (("SKM", FILES), ("Layanan", (DIAGRAM,))):
            edge = "batas-bagian-operaton"
            fields = {"deployment-name": name, "tenant-id": OFFICE, "enable-duplicate-filtering": "true"}
            parts = [(f'name="{key}"', value.encode()) for key, value in fields.items()]
            parts += [(f'name="{one.name}"; filename="{one.name}"', one.read_bytes()) for one in files]
            lines = [
                f"--{edge}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data for head, data in parts
            ]
            body = b"\r\n".join([*lines, f"--{edge}--\r\n".encode()])
            headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
            got = self.ask(OWNER, "POST", "/deployment/create", data=body, headers=headers)
            assert types.DeploymentWithDefinitionsDto(**got).tenantId == OFFICE
        self.work.did("deploy")

    def start(self, who: str, key: str, variables: dict[str, Any]) -> str:
        """Starts a case; its id."""
        from operaton.tasks import types

        given = {name: types.VariableValueDto(**value) for name, value in variables.items()}
        body = types.StartProcessInstanceDto(businessKey=self.work.key(key), variables=given)
        got = self.posted(who, f"/process-definition/key/{key}/start", body)
        self.work.did("start")
        return str(types.ProcessInstanceWithVariablesDto(**got).id)

    def do(self, who: str, case: str, step: str, answers: dict[str, Any]) -> None:
        """Finds the task that waits for somebody, takes it and completes it."""
        from operaton.tasks import types

        find = {"processInstanceId": case, "candidateUser": who}
        (found,) = awaited(lambda: self.ask(who, "GET", "/task", params=find))
        task = types.TaskDto(**found)
        assert task.taskDefinitionKey == step
        self.posted(who, f"/task/{task.id}/claim", types.UserIdDto(userId=who))
        given = {name: types.VariableValueDto(**value) for name, value in typed(answers).items()}
        self.posted(who, f"/task/{task.id}/complete", types.CompleteTaskDto(variables=given))
        self.work.did("list", "claim", "complete")

    def walk_skm(self) -> None:
        """The SKM SOP from its start to its end, with a return."""
        from operaton.tasks import types

        case = self.start(STAFF, SKM, {})
        for step, who, answers in SKM_STEPS:
            self.do(who, case, step, answers)
        self.ended(case)
        seen = self.ask(AUDITOR, "GET", "/history/activity-instance", params={"processInstanceId": case})
        steps = [str(types.HistoricActivityInstanceDto(**one).activityId) for one in seen]
        assert [one for one in steps if one.startswith("langkah")] == [step for step, _, _ in SKM_STEPS]

    def ended(self, case: str) -> None:
        """The history says that a case has ended well."""
        from operaton.tasks import types

        past = types.HistoricProcessInstanceDto(**self.ask(AUDITOR, "GET", f"/history/process-instance/{case}"))
        assert past.state is not None
        assert past.state.value == "COMPLETED"
        self.work.did("history")

    def works(self, *plan: str) -> Any:
        """Lets the library's worker run until it has done what is planned; the last task that it saw."""
        from operaton.tasks.main import run_worker_once

        from tests.clients import operaton_handlers as handlers

        handlers.PLAN.extend(one for one in plan if one != "print")
        before = len(handlers.SEEN)
        assert asyncio.run(run_worker_once(limit=len(plan), timeout_seconds=60)) == 0
        assert len(handlers.SEEN) == before + len(plan)
        self.work.did("fetchAndLock")
        return handlers.SEEN[-1]

    def walk_service(self) -> None:
        """The diagram with service tasks: failure, retry, error, message, files, end."""
        info = {"filename": "pindaian.pdf", "mimetype": "application/pdf"}
        scan = {"value": base64.b64encode(SCAN).decode(), "type": "File", "valueInfo": info}
        case = self.start(MACHINE, SERVICE, {"nik": {"value": "000"}, "pindaian": scan})
        if not self.work.short:
            self.fail_and_retry(case)
        task = self.works("error")
        assert task.variables["nik"].value == "000"
        self.do(STAFF, case, "perbaiki", {"nik": "6106010101900001"})
        assert self.works("done").variables["nik"].value == "6106010101900001"
        self.message(case)
        data = f"/process-instance/{case}/variables"
        assert self.ask(MACHINE, "GET", f"{data}/pindaian/data") == SCAN
        assert self.works("print").processInstanceId == case
        assert self.ask(STAFF, "GET", f"{data}/surat/data") in (LETTER, LETTER.decode())
        self.do(STAFF, case, "serahkan", {})
        self.ended(case)
        self.work.did("bpmnError", "external complete", "file in", "file out")

    def fail_and_retry(self, case: str) -> None:
        """A failure with a retry left, then a handler that crashes: an incident, until retries are set."""
        from operaton.tasks import types

        task = self.works("fail", "crash")
        assert (task.retries, task.errorMessage) == (1, "Layanan sibuk")
        found = self.ask(OWNER, "GET", "/incident", params={"processInstanceId": case})
        (incident,) = [types.IncidentDto(**one) for one in found]
        assert incident.incidentMessage == "Layanan sibuk"
        again = types.RetriesDto(retries=1).model_dump_json()
        self.ask(OWNER, "PUT", f"/external-task/{task.id}/retries", data=again)
        assert self.ask(OWNER, "GET", "/incident", params={"processInstanceId": case}) == []
        self.work.did("failure", "crash", "retries", "incident")

    def message(self, case: str) -> None:
        """The message that the case waits for."""
        from operaton.tasks import types

        key = self.work.key(SERVICE)
        body = types.CorrelationMessageDto(messageName=MESSAGE, businessKey=key, resultEnabled=True)
        (result,) = self.posted(MACHINE, "/message", body)
        assert types.MessageCorrelationResultWithVariableDto(**result).execution.processInstanceId == case
        self.work.did("message")


def main() -> None:
    """Deploys and walks."""
    logging.disable(logging.CRITICAL)
    work = Work.from_environment()
    configured(work)
    driver = Driver(work)
    driver.deploy()
    if not work.short:
        driver.walk_skm()
    driver.walk_service()
    work.tell()


if __name__ == "__main__":
    main()
