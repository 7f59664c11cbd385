"""What the names of parameters, keys and parts of paths take: ids of a kind, words, or one of a few texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ["CHOICES", "FORMS", "KINDS", "PATHS", "QUERIES", "WORDS", "kind_of_path"]

_CASE: Final = ("process-instance",)
_LOGIN: Final = ("login",)
_POST: Final = ("post",)
_OFFICE: Final = ("office",)
_KEY: Final = ("key",)
_INCIDENT: Final = ("incident",)

KINDS: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(("processInstanceId", "processInstanceIdIn", "processInstanceIds", "case"), _CASE),
    **dict.fromkeys(("superProcessInstance", "subProcessInstance", "superProcessInstanceId"), _CASE),
    **dict.fromkeys(("subProcessInstanceId", "rootProcessInstanceId", "caseInstanceId"), _CASE),
    **dict.fromkeys(("taskId", "taskIdIn", "parentTaskId"), ("task",)),
    **dict.fromkeys(("executionId", "executionIdIn"), ("execution", "process-instance", "activity-instance")),
    **dict.fromkeys(("variableScopeIdIn", "activityInstanceId", "activityInstanceIdIn"), ("activity-instance",)),
    **dict.fromkeys(("processDefinitionId", "processDefinitionIdIn"), ("process-definition",)),
    **dict.fromkeys(("processDefinitionKey", "processDefinitionKeyIn", "processDefinitionKeyNotIn"), _KEY),
    **dict.fromkeys(("key", "keysIn", "keyLike", "sop"), _KEY),
    "deploymentId": ("deployment",),
    **dict.fromkeys(("userId", "userIdIn", "assignee", "assigneeIn", "assigneeNotIn", "assigneeLike"), _LOGIN),
    **dict.fromkeys(("owner", "candidateUser", "involvedUser", "startedBy", "taskAssignee", "taskOwner"), _LOGIN),
    **dict.fromkeys(("taskAssigneeLike", "taskOwnerLike", "assignerId", "username", "account", "holder"), _LOGIN),
    **dict.fromkeys(("login", "to", "member", "userMember", "startableBy", "idIn"), _LOGIN),
    **dict.fromkeys(("groupId", "groupIdIn", "candidateGroup", "candidateGroups", "memberOfGroup"), _POST),
    **dict.fromkeys(("groupMember", "taskHadCandidateGroup", "post"), _POST),
    **dict.fromkeys(("tenantId", "tenantIdIn", "tenant-id", "memberOfTenant", "office"), _OFFICE),
    "processDefinitionTenantId": _OFFICE,
    **dict.fromkeys(("businessKey", "businessKeyLike", "business_key"), ("business-key",)),
    **dict.fromkeys(("processInstanceBusinessKey", "processInstanceBusinessKeyIn"), ("business-key",)),
    "processInstanceBusinessKeyLike": ("business-key",),
    **dict.fromkeys(("jobId", "jobIds"), ("job",)),
    "jobDefinitionId": ("job-definition",),
    **dict.fromkeys(("externalTaskId", "externalTaskIdIn", "externalTaskIds"), ("external-task",)),
    **dict.fromkeys(("incidentId", "causeIncidentId", "rootCauseIncidentId"), _INCIDENT),
    "configuration": ("external-task", "job"),
    "filterId": ("filter",),
    "eventSubscriptionId": ("event-subscription",),
    "logId": ("job-log", "external-task-log"),
    **dict.fromkeys(("operationId", "userOperationId"), ("user-operation",)),
    "variableInstanceId": ("variable-instance",),
    "resourceId": ("login", "post", "process-definition", "process-instance", "task", "filter", "deployment"),
    "resourceIds": ("resources",),
    **dict.fromkeys(("resourceName", "resourceNameLike", "resourceNames"), ("resource-name",)),
    "id": ("process-definition", "deployment", "login", "post", "office", "filter", "authorization", "task"),
}
"""Names that take an id, and of what."""
WORDS: Final = frozenset(
    {"name", "nameLike", "nameNotEqual", "nameNotLike", "firstName", "firstNameLike", "lastName", "lastNameLike"}
    | {"email", "emailLike", "description", "descriptionLike", "incidentMessage", "incidentMessageLike"}
    | {"exceptionMessage", "jobExceptionMessage", "source", "workerId", "processDefinitionName"}
    | {"processDefinitionNameLike", "variableNameLike", "text", "reason", "annotation"}
)
"""Names that take what somebody wrote."""
CHOICES: Final[Mapping[tuple[str, str], Sequence[str]]] = {
    ("", "topicName"): ("kirim",),
    ("", "messageName"): ("kabar", "permohonan"),
    ("/api/v1/messages", "message"): ("kabar", "permohonan"),
    ("/engine-rest/signal", "name"): ("libur",),
    ("", "eventName"): ("kabar", "libur", "permohonan"),
    ("", "messageEventSubscriptionName"): ("kabar",),
    ("", "signalEventSubscriptionName"): ("libur",),
    ("", "variableName"): ("catatan", "nama", "alasan", "berkas", "daftar"),
    ("", "activityId"): ("isi", "periksa", "catat", "kirim", "tunggu", "tiap"),
    ("", "taskDefinitionKey"): ("isi", "periksa", "catat", "tiap"),
    ("", "password"): ("kata sandi uji 1",),
    ("", "authenticatedUserPassword"): ("bukan ini",),
    ("", "cursor"): ("1", "5", "2026"),
    ("", "resourceType"): ("Task",),
    ("", "asyncResponseTimeout"): ("0",),
    ("", "firstResult"): ("0", "1"),
    ("", "maxResults"): ("5", "100"),
}
"""Route and name (of all routes: no route) to the texts that it takes."""
PATHS: Final[Mapping[str, Sequence[str]]] = {
    "name": ("catatan", "nama", "berkas", "daftar", "isi", "alasan", "catatan_tugas"),
    "unknown": ("uji", "task/1/uji", "case-definition"),
    "language": ("id", "en"),
    "rest": ("welcome/default", "cockpit/default/", "tasklist/default/#/?task=1-1"),
    "version": ("1",),
    "a": ("1",),
    "b": ("1",),
}
"""Names in paths that take one of a few texts."""
_BEFORE: Final = {
    "accounts": "login",
    "user": "login",
    "members": "login",
    "group": "post",
    "tenant": "office",
    "tenant-id": "office",
    "offices": "office",
    "incidents": "incident",
    "mulai": "key",
    "sop": "key",
    "versi": "version",
    "dokumen": "dokumen",
    "token": "tokens",
}


def kind_of_path(path: str, name: str) -> str:
    """What stands in that place of a path."""
    before = path.partition(f"{{{name}}}")[0].rstrip("/").rpartition("/")[2]
    return _BEFORE.get(before, before)


FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "/masuk": {"nama": "login", "sandi": "bukan ini", "ke": "/kotak-tugas"},
    "/akun/sandi": {"lama": "bukan ini", "baru": "kata sandi uji 1", "ulang": "kata sandi uji 1"},
    "/akun/token": {"nama": "uji", "cakupan": "read", "hari": "1"},
    "/akun/putus": {"penyedia": "https://penyedia.invalid"},
    "/berkas/{number}/komentar": {"komentar": "uji"},
    "/mulai/{key}": {"catatan": "uji"},
    "/sop/{key}/versi/{number}/berlakukan-lagi": {"reason": "uji", "approver": "post"},
    "/tugas/{case}-{n}": {"catatan": "uji"},
    "/tugas/{case}-{n}/ambil": {"_ke": "/kotak-tugas"},
    "/tugas/{case}-{n}/lepas": {"_ke": "/kotak-tugas"},
    "/tugas/{case}-{n}/batalkan": {"alasan": "uji"},
    "/tugas/bersama": {"_aksi": "ya", "tugas": "2-1"},
    "/berkas/{number}/tunggu/{n}": {"catatan": "uji"},
}
"""The fields of the pages' forms."""
QUERIES: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "/berkas": {"cari": ("word", "berkas", "business-key"), "tampil": ("semua", "selesai"), "sebelum": ("1", "99")},
    "/berkas/{number}": {"sebelum": ("1", "9")},
    "/kotak-tugas": {"cari": ("word", "berkas"), "sop": ("key",), "kotak": ("jabatan", "saya", "selesai")},
    "/mulai": {"cari": ("word", "key")},
    "/sop": {"cari": ("word", "key")},
    "/masuk": {"akun": ("login",), "ke": ("/berkas",)},
    "/kendala": {"sesudah": ("1-1", "5-5")},
}
"""What pages are asked in their addresses."""
