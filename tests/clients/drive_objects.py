"""What pycamunda does: everything but history, for which it has no function."""

from __future__ import annotations

import base64
from typing import Any, Final

import pycamunda
import pycamunda.deployment
import pycamunda.externaltask
import pycamunda.identity
import pycamunda.incident
import pycamunda.message
import pycamunda.processdef
import pycamunda.processinst
import pycamunda.task
import pycamunda.variable
import pycamunda.version
import requests
import requests.auth

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
    SKM_STEPS,
    STAFF,
    Work,
    awaited,
)

WORKER: Final = "pekerja-pycamunda"


class Bearer(requests.auth.AuthBase):
    """A token, in the way of requests: pycamunda knows no other."""

    def __init__(self, header: str) -> None:
        self.header = header

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self.header
        return request


class Driver:
    """Speaks through pycamunda as several people, one of whom comes with a token."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.hands = Hands(work.direct, work.tokens)

    def ask(self, who: str, made: type, **given: Any) -> Any:
        """Sends a request of pycamunda as somebody."""
        return self.sent(who, made(self.work.rest, **given))

    def sent(self, who: str, request: Any) -> Any:
        """Sends a request that is made already: machines with their tokens, people with their passwords."""
        request.auth = (who, PASSWORD)
        if who in self.work.tokens:
            request.auth = Bearer(self.work.authorization(who))
        return request()

    def deploy(self) -> None:
        """Deploys both diagrams, looks at what came of it, and learns what a broken one is."""
        for name, files in (("SKM", FILES), ("Layanan", (DIAGRAM,))):
            request = pycamunda.deployment.Create(
                self.work.rest, name, source="pycamunda", enable_duplicate_filtering=True, tenant_id=OFFICE
            )
            for file in files:
                request.add_resource(file.open("rb"))
            made = self.sent(OWNER, request)
            assert made.tenant_id == OFFICE
            resources = self.ask(OWNER, pycamunda.deployment.GetResources, id_=made.id_)
            assert {one.name for one in resources} == {file.name for file in files}
            kept = next(one for one in resources if one.name == files[0].name)
            data = self.ask(OWNER, pycamunda.deployment.GetResource, id_=made.id_, resource_id=kept.id_, binary=True)
            assert data == files[0].read_bytes()
        found = self.ask(OWNER, pycamunda.processdef.GetList, key=SERVICE, latest_version=True)
        assert [one.key for one in found] == [SERVICE]
        self.work.did("deploy", "read back")
        broken = pycamunda.deployment.Create(self.work.rest, "Rusak", tenant_id=OFFICE)
        broken.add_resource(("rusak.bpmn", b"<bpmn"))
        assert "ENGINE-09005" in self.refused(OWNER, broken)

    def refused(self, who: str, request: Any) -> str:
        """What the client tells of a request that the server takes for a bad one."""
        try:
            self.sent(who, request)
        except pycamunda.BadRequest as error:
            return str(error)
        raise AssertionError("it was not refused")

    def walk_skm(self) -> None:
        """The SKM SOP from its start to its end, with a return."""
        started = self.ask(STAFF, pycamunda.processdef.StartInstance, key=SKM, business_key=self.work.key("SKM"))
        self.work.did("start")
        for step, who, answers in SKM_STEPS:
            self.do(who, started.id_, step, answers)
        assert self.hands.state(started.id_) == "COMPLETED"
        self.work.did("list", "claim", "complete")

    def do(self, who: str, case: str, step: str, answers: dict[str, Any]) -> None:
        """Finds the task that waits for somebody, takes it and completes it."""
        find = pycamunda.task.GetList
        (task,) = awaited(lambda: self.ask(who, find, process_instance_id=case, candidate_user=who))
        assert task.task_definition_key == step
        self.ask(who, pycamunda.task.Claim, id_=task.id_, user_id=who)
        assert self.ask(who, pycamunda.task.Get, id_=task.id_).assignee == who
        if step == "langkah_4":
            self.ask(who, pycamunda.task.CommentCreate, task_id=task.id_, message="Sesuai berkas")
            assert [one.message for one in self.ask(who, pycamunda.task.CommentGetList, task_id=task.id_)]
            links = self.ask(who, pycamunda.task.IdentityLinksGetList, task_id=task.id_)
            assert who in [one.user_id for one in links]
            self.work.did("comment")
        request = pycamunda.task.Complete(self.work.rest, task.id_)
        for name, value in answers.items():
            if isinstance(value, list):
                request.add_variable(name, str(value).replace("'", '"'), "Json")
            else:
                request.add_variable(name, value)
        self.sent(who, request)

    def walk_service(self) -> None:
        """The diagram with service tasks: failure, retry, error, message, files, end."""
        start = pycamunda.processdef.StartInstance(
            self.work.rest, key=SERVICE, business_key=self.work.key("layanan"), with_variables_in_return=True
        )
        start.add_variable("nik", "000")
        scan = base64.b64encode(SCAN).decode()
        start.add_variable("pindaian", scan, "File", {"filename": "pindaian.pdf", "mimeType": "application/pdf"})
        started = self.sent(MACHINE, start)
        assert started.variables["nik"].value == "000"
        case = started.id_
        if not self.work.short:
            further(self, case)
            self.fail_and_retry(case)
        self.catch_error(case)
        task = self.fetched(case, "cek-nik")
        assert task.variables["nik"].value == "6106010101900001"
        self.finished(task, nik_sah=(True, "Boolean", None))
        self.message(case)
        self.print_letter(case)
        self.do(STAFF, case, "serahkan", {})
        assert self.hands.state(case) == "COMPLETED"

    def fetched(self, case: str, topic: str) -> Any:
        """The task of a topic, locked by this worker."""

        def fetch() -> list[Any]:
            request = pycamunda.externaltask.FetchAndLock(self.work.rest, WORKER, 10, async_response_timeout=5000)
            request.add_topic(topic, 60_000)
            return [one for one in self.sent(MACHINE, request) if one.process_instance_id == case]

        (task,) = awaited(fetch)
        self.work.did("fetchAndLock")
        return task

    def finished(self, task: Any, **results: tuple[Any, str, Any]) -> None:
        """Completes a task of a worker."""
        request = pycamunda.externaltask.Complete(self.work.rest, task.id_, WORKER)
        for name, (value, kind, info) in results.items():
            request.add_variable(name, value, kind, info)
        self.sent(MACHINE, request)
        self.work.did("external complete")

    def fail_and_retry(self, case: str) -> None:
        """A failure with a retry left comes back; one without raises an incident, until retries are set."""
        task = self.fetched(case, "cek-nik")
        self.ask(MACHINE, pycamunda.externaltask.ExtendLock, id_=task.id_, worker_id=WORKER, new_duration=90_000)
        for left in (1, 0):
            failure = {"error_message": "Layanan tidak menjawab", "error_details": "rinci", "retries": left}
            self.ask(
                MACHINE,
                pycamunda.externaltask.HandleFailure,
                id_=task.id_,
                worker_id=WORKER,
                retry_timeout=0,
                **failure,
            )
            if left:
                task = self.fetched(case, "cek-nik")
                assert (task.retries, task.error_message) == (1, "Layanan tidak menjawab")
        (incident,) = self.ask(OWNER, pycamunda.incident.GetList, process_instance_id=case)
        assert incident.incident_message == "Layanan tidak menjawab"
        self.ask(OWNER, pycamunda.externaltask.SetRetries, id_=task.id_, retries=1)
        assert not self.ask(OWNER, pycamunda.incident.GetList, process_instance_id=case)
        self.work.did("failure", "retries", "incident")

    def catch_error(self, case: str) -> None:
        """A BPMN error leads to the person who puts the number right."""
        task = self.fetched(case, "cek-nik")
        request = pycamunda.externaltask.HandleBPMNError(self.work.rest, task.id_, WORKER, NIK_ERROR, "tidak ada")
        request.add_variable("dicoba", 1, "Integer")
        self.sent(MACHINE, request)
        self.do(STAFF, case, "perbaiki", {"nik": "6106010101900001"})
        self.work.did("bpmnError")

    def message(self, case: str) -> None:
        """The message that the case waits for."""
        correlate = pycamunda.message.CorrelateSingle(
            self.work.rest, MESSAGE, business_key=self.work.key("layanan"), result_enabled=True
        )
        correlate.add_process_variable("loket", "2")
        (result,) = self.sent(MACHINE, correlate)
        assert result.execution.process_instance_id == case
        self.work.did("message")

    def print_letter(self, case: str) -> None:
        """Reads the scan, hands the letter in, and reads it back."""
        task = self.fetched(case, "cetak-surat")
        get = pycamunda.processinst.VariablesGet
        scan = self.ask(MACHINE, get, process_instance_id=case, var_name="pindaian", binary=True)
        assert scan == SCAN
        info = {"filename": "surat.pdf", "mimetype": "application/pdf"}
        self.finished(task, surat=(base64.b64encode(LETTER).decode(), "File", info))
        letter = self.ask(STAFF, get, process_instance_id=case, var_name="surat")
        assert letter.value_info["filename"] == "surat.pdf"
        assert self.ask(STAFF, get, process_instance_id=case, var_name="surat", binary=True) == LETTER
        tree = self.ask(STAFF, pycamunda.processinst.GetActivityInstance, id_=case)
        assert [one.activity_id for one in tree.child_activity_instances] == ["serahkan"]
        self.work.did("file in", "file out", "activity tree")


def further(driver: Driver, case: str) -> None:
    """Who one is, and a case held and let go on, its variables changed, taken away, set to bytes."""
    find, instance = driver.ask, pycamunda.processinst
    assert find(STAFF, pycamunda.version.Get).startswith("7.")
    assert find(STAFF, pycamunda.identity.VerifyUser, username=STAFF, password=PASSWORD).authenticated
    groups = find(STAFF, pycamunda.identity.GetGroups, user_id=STAFF).groups
    assert f"{OFFICE}/staf" in [one.id_ for one in groups]
    find(OWNER, instance.Suspend, id_=case)
    assert find(OWNER, instance.Get, id_=case).suspended
    find(OWNER, instance.Activate, id_=case)
    change = instance.VariablesModify(driver.work.rest, case)
    change.add_variable("catatan", "diperiksa ulang")
    driver.sent(OWNER, change)
    assert find(OWNER, instance.VariablesGetList, process_instance_id=case)["catatan"].value == "diperiksa ulang"
    find(OWNER, instance.VariablesDelete, process_instance_id=case, var_name="catatan")
    given = {"process_instance_id": case, "var_name": "cap"}
    find(OWNER, instance.VariablesUpdate, value=("cap.bin", SCAN), type_="Bytes", **given)
    assert find(OWNER, instance.VariablesGet, binary=True, **given) == SCAN
    driver.work.did("verify", "groups", "suspend", "change variables")


def main() -> None:
    """Deploys and walks."""
    work = Work.from_environment()
    driver = Driver(work)
    driver.deploy()
    if not work.short:
        driver.walk_skm()
    driver.walk_service()
    work.lacks("history")
    work.tell()


if __name__ == "__main__":
    main()
