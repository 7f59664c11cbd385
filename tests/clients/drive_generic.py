"""What generic-camunda-client does: all of the work, and every answer that it can read, read strictly."""

from __future__ import annotations

import base64
from typing import Any, Final

import generic_camunda_client as generated

from tests.clients.generic_reads import ONES, reads
from tests.clients.generic_strict import Strict
from tests.clients.work import (
    AUDITOR,
    DIAGRAM,
    FILES,
    LETTER,
    MACHINE,
    MESSAGE,
    NIK_ERROR,
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

WORKER: Final = "pekerja-generic"


def variables(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as the client's own objects."""
    return {name: generated.VariableValueDto(**given) for name, given in typed(answers).items()}


def file_of(name: str, kind: str, data: bytes) -> Any:
    """A file as a value."""
    info = {"filename": name, "mimetype": kind}
    return generated.VariableValueDto(value=base64.b64encode(data).decode(), type="File", value_info=info)


class Driver:
    """Speaks through the generated classes; each answer is held against what its class says."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.strict = Strict(work)

    def ask(self, who: str, call: str, *args: Any, **kwargs: Any) -> Any:
        """Calls `Api.method` as somebody."""
        return self.strict.ask(who, call, args, kwargs)

    def deploy(self) -> tuple[str, str]:
        """Deploys both diagrams and reads them back; the deployment and the definition of ours."""
        for form in FILES:
            assert form.exists()
        given = {"tenant_id": OFFICE, "deployment_source": "generic", "enable_duplicate_filtering": True}
        made = self.ask(OWNER, "Deployment.create_deployment", data=str(DIAGRAM), deployment_name="Layanan", **given)
        if made.deployed_process_definitions:
            assert next(iter(made.deployed_process_definitions)).startswith(SERVICE)
        again = self.ask(OWNER, "Deployment.create_deployment", data=str(DIAGRAM), deployment_name="Layanan", **given)
        assert again.deployed_process_definitions is None
        assert again.id == made.id
        definition = self.ask(OWNER, "ProcessDefinition.get_process_definition_by_key", SERVICE)
        self.work.did("deploy")
        return made.id, definition.id

    def start(self, who: str, key: str, **given: Any) -> Any:
        """Starts a case of a key."""
        body = generated.StartProcessInstanceDto(business_key=self.work.key(key), **given)
        self.work.did("start")
        call = "ProcessDefinition.start_process_instance_by_key"
        return self.ask(who, call, key, start_process_instance_dto=body)

    def walk_skm(self) -> str:
        """The SKM SOP from its start to its end, with a return; the case."""
        case = str(self.start(STAFF, SKM).id)
        for step, who, answers in SKM_STEPS:
            self.do(who, case, step, answers)
        past = self.ask(AUDITOR, "HistoricProcessInstance.get_historic_process_instance", case)
        assert past.state == "COMPLETED"
        call = "HistoricActivityInstance.get_historic_activity_instances"
        seen = self.ask(AUDITOR, call, process_instance_id=case, activity_type="userTask")
        assert [one.activity_id for one in seen] == [step for step, _, _ in SKM_STEPS]
        self.work.did("list", "claim", "complete", "history")
        return case

    def do(self, who: str, case: str, step: str, answers: dict[str, Any]) -> None:
        """Finds the task that waits for somebody, takes it and completes it."""
        find = {"process_instance_id": case, "candidate_user": who}
        (task,) = awaited(lambda: self.ask(who, "Task.get_tasks", **find))
        assert task.task_definition_key == step
        self.ask(who, "Task.claim", task.id, user_id_dto=generated.UserIdDto(user_id=who))
        # The client cannot read the empty answer that a completion without variables has.
        body = generated.CompleteTaskDto(variables=variables(answers), with_variables_in_return=True)
        self.ask(who, "Task.complete", task.id, complete_task_dto=body)

    def fetched(self, case: str, topic: str) -> Any:
        """The task of a topic, locked by this worker."""
        wanted = generated.FetchExternalTaskTopicDto(
            topic_name=topic, lock_duration=60_000, process_definition_key=SERVICE
        )
        body = generated.FetchExternalTasksDto(
            worker_id=WORKER, max_tasks=10, use_priority=True, async_response_timeout=5000, topics=[wanted]
        )
        call = "ExternalTask.fetch_and_lock"
        (task,) = awaited(
            lambda: [
                one for one in self.ask(MACHINE, call, fetch_external_tasks_dto=body) if one.process_instance_id == case
            ]
        )
        self.work.did("fetchAndLock")
        return task

    def fail_and_retry(self, case: str) -> None:
        """A failure with a retry left comes back; one without raises an incident, until retries are set."""
        task = self.fetched(case, "cek-nik")
        longer = generated.ExtendLockOnExternalTaskDto(worker_id=WORKER, new_duration=90_000)
        self.ask(MACHINE, "ExternalTask.extend_lock", task.id, extend_lock_on_external_task_dto=longer)
        for left in (1, 0):
            failure = generated.ExternalTaskFailureDto(
                worker_id=WORKER, error_message="Layanan sibuk", error_details="rinci", retries=left, retry_timeout=0
            )
            self.ask(MACHINE, "ExternalTask.handle_failure", task.id, external_task_failure_dto=failure)
            if left:
                task = self.fetched(case, "cek-nik")
                assert (task.retries, task.error_message) == (1, "Layanan sibuk")
        assert self.ask(MACHINE, "ExternalTask.get_external_task_error_details", task.id) == "rinci"
        (incident,) = self.ask(OWNER, "Incident.get_incidents", process_instance_id=case)
        assert incident.incident_message == "Layanan sibuk"
        again = generated.RetriesDto(retries=2)
        self.ask(OWNER, "ExternalTask.set_external_task_resource_retries", task.id, retries_dto=again)
        assert not self.ask(OWNER, "Incident.get_incidents", process_instance_id=case)
        self.work.did("failure", "retries", "incident")

    def walk_service(self, facts: dict[str, str]) -> None:
        """The diagram with service tasks, with reads of everything while it runs and when it has ended."""
        scan = file_of("pindaian.pdf", "application/pdf", SCAN)
        given = {"nik": generated.VariableValueDto(value="000"), "pindaian": scan}
        case = facts["case"] = str(self.start(MACHINE, SERVICE, variables=given, with_variables_in_return=True).id)
        if not self.work.short:
            self.fail_and_retry(case)
        task = self.fetched(case, "cek-nik")
        facts["external"] = task.id
        error = generated.ExternalTaskBpmnError(worker_id=WORKER, error_code=NIK_ERROR, error_message="tidak ada")
        self.ask(MACHINE, "ExternalTask.handle_external_task_bpmn_error", task.id, external_task_bpmn_error=error)
        (open_task,) = awaited(lambda: self.ask(STAFF, "Task.get_tasks", process_instance_id=case))
        facts["task"] = open_task.id
        if not self.work.short:
            self.read(facts)
        self.do(STAFF, case, "perbaiki", {"nik": "6106010101900001"})
        self.finished(
            self.fetched(case, "cek-nik"), {"nik_sah": generated.VariableValueDto(value=True, type="Boolean")}
        )
        self.message(case)
        self.letter(case)
        self.do(STAFF, case, "serahkan", {})
        past = self.ask(AUDITOR, "HistoricProcessInstance.get_historic_process_instance", case)
        assert past.state == "COMPLETED"
        self.work.did("bpmnError", "external complete")

    def finished(self, task: Any, results: dict[str, Any]) -> None:
        """Completes a task of a worker."""
        body = generated.CompleteExternalTaskDto(worker_id=WORKER, variables=results)
        self.ask(MACHINE, "ExternalTask.complete_external_task_resource", task.id, complete_external_task_dto=body)

    def message(self, case: str) -> None:
        """The message that the case waits for."""
        body = generated.CorrelationMessageDto(
            message_name=MESSAGE, business_key=self.work.key(SERVICE), result_enabled=True
        )
        (result,) = self.ask(MACHINE, "Message.deliver_message", correlation_message_dto=body)
        assert result.execution.process_instance_id == case
        self.work.did("message")

    def letter(self, case: str) -> None:
        """Reads the scan, hands the letter in, and reads it back."""
        task = self.fetched(case, "cetak-surat")
        call = "ProcessInstance.get_process_instance_variable_binary"
        assert self.strict.raw(MACHINE, call, case, "pindaian") == SCAN
        self.finished(task, {"surat": file_of("surat.pdf", "application/pdf", LETTER)})
        assert self.strict.raw(STAFF, call, case, "surat") == LETTER
        self.work.did("file in", "file out")

    def stuck(self) -> str:
        """A case whose service task has failed for good, with a note on its incident; the case."""
        case = str(self.start(MACHINE, SERVICE, variables={"nik": generated.VariableValueDto(value="000")}).id)
        task = self.fetched(case, "cek-nik")
        words = {"error_message": "Layanan sibuk", "error_details": "rinci", "retries": 0, "retry_timeout": 0}
        failure = generated.ExternalTaskFailureDto(worker_id=WORKER, **words)
        self.ask(MACHINE, "ExternalTask.handle_failure", task.id, external_task_failure_dto=failure)
        (incident,) = self.ask(OWNER, "Incident.get_incidents", process_instance_id=case)
        note = generated.AnnotationDto(annotation="Sudah ditelepon")
        self.ask(OWNER, "Incident.set_incident_annotation", incident.id, annotation_dto=note)
        return case

    def read(self, facts: dict[str, str]) -> None:
        """Every list, count and single thing that the client can read, each held against its class."""
        facts["stuck"] = self.stuck()
        calls = set()
        for who, call, args, kwargs in reads(facts):
            calls.add(call)
            self.ask(who, call, *args, **kwargs)
        for who, api, (method, given), one in ONES:
            filters = {key: facts.get(str(value), value) for key, value in given.items()}
            first, *_ = self.ask(who, f"{api}.{method}", **filters)
            calls.add(f"{api}.{one}")
            self.ask(who, f"{api}.{one}", first.id)
        self.ask(OWNER, "ProcessInstance.delete_process_instance", facts["stuck"])
        self.work.did(f"{len(calls)} kinds of answers read strictly", "cancel")


def main() -> None:
    """Deploys, walks and reads."""
    work = Work.from_environment()
    driver = Driver(work)
    deployment, definition = driver.deploy()
    facts = {"deployment": deployment, "definition": definition}
    if not work.short:
        facts["ended"] = driver.walk_skm()
    driver.walk_service(facts)
    work.tell()


if __name__ == "__main__":
    main()
