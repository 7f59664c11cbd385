"""Handlers of service tasks for operaton-tasks, registered as its documentation says."""

from __future__ import annotations

import base64
from collections import deque
from typing import Final

import operaton.tasks
from operaton.tasks.runtime import ExternalTaskComplete, ExternalTaskFailure
from operaton.tasks.types import (
    CompleteExternalTaskDto,
    ExternalTaskBpmnError,
    ExternalTaskFailureDto,
    LockedExternalTaskDto,
    VariableValueDto,
)

from tests.clients.work import LETTER, NIK_ERROR

__all__ = ["PLAN", "SEEN"]

PLAN: Final[deque[str]] = deque()
"""What the next tasks of `cek-nik` shall meet: `fail`, `crash`, `error`, `done`."""
SEEN: Final[list[LockedExternalTaskDto]] = []


@operaton.tasks.register("cek-nik", localVariables=False)  # type: ignore[untyped-decorator]
async def check_number(task: LockedExternalTaskDto) -> ExternalTaskComplete | ExternalTaskFailure:
    """Does what the plan says; `crash` is an exception, which the library makes a failure without retries of."""
    SEEN.append(task)
    step = PLAN.popleft()
    if step == "crash":
        raise RuntimeError("Layanan sibuk")
    if step == "fail":
        failure = ExternalTaskFailureDto(
            workerId=task.workerId, errorMessage="Layanan sibuk", errorDetails="rinci", retries=1, retryTimeout=1
        )
        return ExternalTaskFailure(task=task, response=failure)
    if step == "error":
        error = ExternalTaskBpmnError(
            workerId=task.workerId,
            errorCode=NIK_ERROR,
            errorMessage="tidak terdaftar",
            variables={"dicoba": VariableValueDto(value=1, type="Integer")},
        )
        return ExternalTaskComplete(task=task, response=error)
    results = {"nik_sah": VariableValueDto(value=True, type="Boolean")}
    return ExternalTaskComplete(task=task, response=CompleteExternalTaskDto(workerId=task.workerId, variables=results))


@operaton.tasks.register("cetak-surat", localVariables=False)  # type: ignore[untyped-decorator]
async def print_letter(task: LockedExternalTaskDto) -> ExternalTaskComplete:
    """Hands the letter in as a file."""
    SEEN.append(task)
    info = {"filename": "surat.pdf", "mimetype": "application/pdf"}
    letter = VariableValueDto(value=base64.b64encode(LETTER).decode(), type="File", valueInfo=info)
    body = CompleteExternalTaskDto(workerId=task.workerId, variables={"surat": letter})
    return ExternalTaskComplete(task=task, response=body)
