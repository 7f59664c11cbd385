"""What camunda-external-task-client-python3 does: it starts, works and sends messages."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Callable
from typing import Any, Final

from camunda.client.engine_client import EngineClient
from camunda.external_task.async_external_task_worker import AsyncExternalTaskWorker
from camunda.external_task.external_task import ExternalTask, TaskResult
from camunda.external_task.external_task_worker import ExternalTaskWorker, NoExternalTaskFound
from camunda.process_definition.process_definition_client import ProcessDefinitionClient

from tests.clients.hands import Hands
from tests.clients.work import (
    DIAGRAM,
    FILES,
    LETTER,
    MACHINE,
    MESSAGE,
    NIK_ERROR,
    OFFICE,
    OWNER,
    PASSWORD,
    SCAN,
    SERVICE,
    SKM,
    STAFF,
    Work,
)

WORKER: Final = "pekerja-python"
Action = Callable[[ExternalTask], TaskResult]


class Driver:
    """The worker comes with a Bearer token, the people with their passwords; our hands do what they cannot."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.hands = Hands(work.direct, work.tokens)
        basic = {"auth_basic": {"username": STAFF, "password": PASSWORD}}
        bearer = {"auth_bearer": {"access_token": work.tokens[MACHINE]}}
        self.staff = EngineClient(work.rest, config=basic)
        self.starter = ProcessDefinitionClient(work.rest, config=bearer)
        self.machine = EngineClient(work.rest, config=bearer)
        self.config = bearer | {"asyncResponseTimeout": 5000, "lockDuration": 60_000, "retries": 2}
        self.worker = ExternalTaskWorker(WORKER, work.rest, self.config)

    def works(self, topic: str, action: Action) -> Any:
        """Waits for one task of a topic, and does with it what `action` says."""
        seen: list[ExternalTask] = []

        def acted(task: ExternalTask) -> TaskResult:
            seen.append(task)
            return action(task)

        for _ in range(6):
            try:
                self.worker.fetch_and_execute(topic, acted)
            except NoExternalTaskFound:
                continue
            self.work.did("fetchAndLock")
            return seen[0]
        raise TimeoutError(f"no task of {topic} came")

    def walk_skm(self) -> None:
        """Starts the SKM SOP and finds it; its people do it."""
        business_key = self.work.key("SKM")
        started = self.staff.start_process(SKM, {}, tenant_id=OFFICE, business_key=business_key)
        found = self.staff.get_process_instance(SKM, tenant_ids=[OFFICE])
        assert business_key in [one["businessKey"] for one in found]
        self.hands.walk_skm(started["id"])
        assert self.hands.state(started["id"]) == "COMPLETED"
        assert isinstance(self.machine.get_jobs(0, 10, process_instance_id=started["id"]), list)
        self.work.did("start by tenant", "find cases", "list jobs")

    def walk_service(self) -> None:
        """The diagram with service tasks, from its start by version tag to its end."""
        key = self.work.key("layanan")
        info = {"filename": "pindaian.pdf", "mimetype": "application/pdf"}
        scan = {"type": "File", "value": base64.b64encode(SCAN).decode(), "valueInfo": info}
        given = {"nik": "000", "pindaian": scan}
        case = self.starter.start_process_by_version(SERVICE, "1.0", given, OFFICE, key)["id"]
        if not self.work.short:
            self.fail_and_retry(case)
        found = self.machine.get_process_instance(SERVICE, variables=["nik_eq_000"])
        assert case in [one["id"] for one in found]
        self.works("cek-nik", lambda task: task.bpmn_error(NIK_ERROR, "tidak terdaftar", {"dicoba": 1}))
        assert self.hands.complete(STAFF, case, {"nik": "6106010101900001"}) == "perbaiki"
        task = self.works("cek-nik", lambda one: one.complete({"nik_sah": True}))
        assert task.get_variable("nik") == "6106010101900001"
        assert task.get_extension_property("layanan") == "kependudukan"
        assert (task.get_tenant_id(), task.get_business_key()) == (OFFICE, key)
        result = self.machine.correlate_message(
            MESSAGE, business_key=key, tenant_id=OFFICE, process_variables={"loket": "2"}
        )
        assert result[0]["resultType"] == "Execution"
        self.read_file(case, "pindaian", SCAN)
        asyncio.run(self.print_letter())
        self.read_file(case, "surat", LETTER)
        assert self.hands.complete(STAFF, case, {}) == "serahkan"
        assert self.hands.state(case) == "COMPLETED"
        self.work.did("start by version tag", "bpmnError", "complete", "message", "file in", "file out", "async worker")

    def read_file(self, case: str, name: str, data: bytes) -> None:
        """What is in a file variable: the client asks for its description and then for its bytes."""
        assert base64.b64decode(self.machine.get_process_instance_variable(case, name)) == data

    def fail_and_retry(self, case: str) -> None:
        """Two failures, the second without a retry left: an incident, until somebody sets retries."""
        for left in (1, 0):
            task = self.works("cek-nik", lambda one: one.failure("Layanan sibuk", "rinci", 1, 0))
            assert task.get_task_result().retries == left, task
        (incident,) = self.hands.ask(OWNER, "GET", f"/incident?processInstanceId={case}")
        assert incident["incidentMessage"] == "Layanan sibuk"
        self.hands.ask(OWNER, "PUT", f"/external-task/{task.get_task_id()}/retries", {"retries": 1})
        self.work.did("failure")

    async def print_letter(self) -> None:
        """The worker of the asynchronous kind does the last service task."""
        surat = {"type": "File", "value": base64.b64encode(LETTER).decode(), "valueInfo": {"filename": "surat.pdf"}}
        done = asyncio.Event()

        async def cetak(task: ExternalTask) -> TaskResult:
            done.set()
            return task.complete({"surat": surat})

        worker = AsyncExternalTaskWorker(f"{WORKER}-async", self.work.rest, self.config)
        loop = asyncio.create_task(worker.subscribe({"cetak-surat": cetak}))
        await asyncio.wait_for(done.wait(), 60)
        while worker.running_tasks:
            await asyncio.sleep(0.05)
        loop.cancel()
        await worker.stop()


def main() -> None:
    """Walks both."""
    logging.disable(logging.CRITICAL)
    work = Work.from_environment()
    driver = Driver(work)
    driver.hands.deploy("SKM", FILES)
    driver.hands.deploy("Layanan", (DIAGRAM,))
    if not work.short:
        driver.walk_skm()
    driver.walk_service()
    work.lacks("deploy", "tasks of people", "retries of an incident", "history")
    work.tell()


if __name__ == "__main__":
    main()
