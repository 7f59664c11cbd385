"""Remarks and attachments of a task in the dialect."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from engine.api import asking, parts, sight
from engine.api.answers import answer, nothing
from engine.api.asking import Reader
from engine.api.errors import BadInput
from engine.api.files import file_answer
from engine.api.operation import Asked, operation
from engine.api.rest import rest
from engine.api.rest_ids import case_number
from engine.api.rest_shapes import link
from engine.api.schema import BYTES, INSTANT, LINKS, MULTIPART, TEXT, binary, many, maybe, record
from engine.api.typed import File, stamp
from engine.api.typed_papers import kept_paper
from engine.commands.attachment import AttachDocument, DetachDocument
from engine.commands.case import Comment
from engine.commands.refusals import NotFound
from engine.store import Reading
from engine.store.documents import BODY
from engine.store.remarks import Attached, Remark, attachments, remarks

__all__ = ["COMMENT", "comment"]

_TAGS: Final = ("Task Comment", "Task Attachment")
COMMENT: Final = record(
    "Comment",
    {
        "links": LINKS,
        "id": TEXT,
        "userId": maybe(TEXT),
        "time": INSTANT,
        "taskId": maybe(TEXT),
        "processInstanceId": TEXT,
        "message": maybe(TEXT),
        "removalTime": maybe(INSTANT),
        "rootProcessInstanceId": TEXT,
    },
)
ATTACHMENT: Final = record(
    "Attachment",
    {
        "links": LINKS,
        "id": TEXT,
        "name": maybe(TEXT),
        "description": maybe(TEXT),
        "taskId": maybe(TEXT),
        "type": maybe(TEXT),
        "url": maybe(TEXT),
        "createTime": INSTANT,
        "removalTime": maybe(INSTANT),
        "rootProcessInstanceId": TEXT,
    },
)
_NEW_COMMENT: Final = {"message": parts.need(parts.WORDS), "processInstanceId": parts.WORDS}
_line: Final = Reader(asking.line)
_NEW: Final = MULTIPART(
    {
        "content": BYTES,
        "attachment-name": _line,
        "attachment-description": _line,
        "attachment-type": _line,
        "url": _line,
    }
)


@rest.get("/task/<id>/comment")
@operation(_TAGS[0], answers={200: many(COMMENT)})
def get_comments(asked: Asked, id: str) -> Response:
    """The remarks on the task, newest first."""
    with asking.desk().store.reading() as reading:
        case, n = _place(reading, id)
        found = [one for one in remarks(reading, case) if one.task == n]
    return answer([comment(one) for one in reversed(found)])


@rest.get("/task/<id>/comment/<comment_id>")
@operation(_TAGS[0], answers={200: COMMENT})
def get_comment(asked: Asked, id: str, comment_id: str) -> Response:
    """One remark on the task."""
    with asking.desk().store.reading() as reading:
        return answer(comment(_remark(reading, id, comment_id)))


@rest.post("/task/<id>/comment/create")
@operation(_TAGS[0], body=_NEW_COMMENT, answers={200: COMMENT})
def create_comment(asked: Asked, id: str) -> Response:
    """Adds a remark to the task; it stands among those of its case too."""
    case, n = asking.task_id(id)
    instance = asked.body.get("processInstanceId")
    if instance is not None and case_number(instance) != case:
        raise BadInput("processInstanceId bukan berkas tugas ini.", "'processInstanceId' is not that of the task.")
    body: dict[str, Any] = asking.desk().run(asking.context(), Comment(case, asked.body["message"], n)).body
    with asking.desk().store.reading() as reading:
        return answer(comment(_remark(reading, id, f"{case}-{body['event']}")))


@rest.get("/task/<id>/attachment")
@operation(_TAGS[1], answers={200: many(ATTACHMENT)})
def get_attachments(asked: Asked, id: str) -> Response:
    """The papers that are attached to the task, newest first."""
    with asking.desk().store.reading() as reading:
        case, n = _place(reading, id)
        found = [one for one in attachments(reading, case).values() if one.task == n]
    return answer([_attachment(one) for one in reversed(found)])


@rest.get("/task/<id>/attachment/<attachment_id>")
@operation(_TAGS[1], answers={200: ATTACHMENT})
def get_attachment(asked: Asked, id: str, attachment_id: str) -> Response:
    """One attachment of the task."""
    with asking.desk().store.reading() as reading:
        return answer(_attachment(_attached(reading, id, attachment_id)))


@rest.get("/task/<id>/attachment/<attachment_id>/data")
@operation(_TAGS[1], answers={200: binary("*/*")})
def get_attachment_data(asked: Asked, id: str, attachment_id: str) -> Response:
    """The bytes of an attachment, to be saved."""
    with asking.desk().store.reading() as reading:
        one = _attached(reading, id, attachment_id)
        found = reading.one(BODY, sha256=one.event.data["sha256"])
    if found is None:
        raise _none(attachment_id)
    return file_answer(bytes(found["body"]), found["type"], one.said.get("name") or "berkas")


@rest.post("/task/<id>/attachment/create")
@operation(_TAGS[1], body=_NEW, answers={200: ATTACHMENT})
def create_attachment(asked: Asked, id: str) -> Response:
    """Attaches a paper to the task."""
    case, n = asking.task_id(id)
    if "url" in asked.body or len(asked.files) != 1:
        raise BadInput(
            "Kirim satu berkas sebagai bagian “content”; tautan (url) tidak disimpan.",
            "No content or remote content exists to create the attachment: send one file as 'content', not an url.",
        )
    with asking.desk().store.reading() as reading:
        _place(reading, id)
    file = asked.files[0]
    paper = kept_paper("content", File(file.name, file.data))
    said = {name: asked.body.get(f"attachment-{key}") for name, key in _SAID.items()}
    body: dict[str, Any] = asking.desk().run(asking.context(), AttachDocument(case, paper, n, said)).body
    with asking.desk().store.reading() as reading:
        return answer(_attachment(_attached(reading, id, f"{case}-{body['event']}")))


@rest.delete("/task/<id>/attachment/<attachment_id>")
@operation(_TAGS[1], answers={204: None})
def delete_attachment(asked: Asked, id: str, attachment_id: str) -> Response:
    """Takes an attachment off; the history keeps it."""
    with asking.desk().store.reading() as reading:
        one = _attached(reading, id, attachment_id)
    asking.desk().run(asking.context(), DetachDocument(one.event.case, one.event.number, one.task))
    return nothing()


_SAID: Final = {"title": "name", "description": "description", "kind": "type"}


def comment(one: Remark) -> dict[str, Any]:
    """A remark as the dialect writes it; the message is null when it was erased."""
    made = one.event
    return {
        "links": [] if one.task is None else [link(f"task/{made.case}-{one.task}/comment/{made.case}-{made.number}")],
        "id": f"{made.case}-{made.number}",
        "userId": made.actor,
        "time": stamp(made.recorded_at, asking.zone()),
        "taskId": None if one.task is None else f"{made.case}-{one.task}",
        "processInstanceId": str(made.case),
        "message": one.text,
        "removalTime": None,
        "rootProcessInstanceId": str(made.case),
    }


def _attachment(one: Attached) -> dict[str, Any]:
    made, own = one.event, f"{one.event.case}-{one.event.number}"
    return {
        "links": [link(f"task/{made.case}-{one.task}/attachment/{own}")],
        "id": own,
        "name": one.said.get("title") or one.said.get("name"),
        "description": one.said.get("description"),
        "taskId": f"{made.case}-{one.task}",
        "type": one.said.get("kind") or made.data["type"],
        "url": None,
        "createTime": stamp(made.recorded_at, asking.zone()),
        "removalTime": None,
        "rootProcessInstanceId": str(made.case),
    }


def _place(reading: Reading, id: str) -> tuple[int, int]:
    """Case and number of a task, open or closed, that the actor may read."""
    row = sight.task_row(reading, asking.me(), *asking.task_id(id))
    return row["case_id"], row["n"]


def _remark(reading: Reading, id: str, wanted: str) -> Remark:
    case, n = _place(reading, id)
    for one in remarks(reading, case):
        if one.task == n and f"{case}-{one.event.number}" == wanted:
            return one
    raise NotFound("no-comment", f"Catatan {wanted} tidak ada.", f"Task comment with id {wanted} does not exist.")


def _attached(reading: Reading, id: str, wanted: str) -> Attached:
    case, n = _place(reading, id)
    for one in attachments(reading, case).values():
        if one.task == n and f"{case}-{one.event.number}" == wanted:
            return one
    raise _none(wanted)


def _none(wanted: str) -> NotFound:
    return NotFound("no-attachment", f"Lampiran {wanted} tidak ada.", f"Attachment with id {wanted} does not exist.")
