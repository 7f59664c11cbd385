"""What the scenario of broken commands does with what arrives: senders, messages, links."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.inbound import (
    AssignReceived,
    ChangeInbound,
    CreateInbound,
    DeleteInbound,
    DropReceived,
    KeepReceived,
    Letter,
    Proof,
    Receive,
    RotateInboundSecret,
    sender,
)
from engine.commands.link import MakeLink, RevokeLink, UseLink
from engine.policy import Actor
from engine.store.inbound import RECEIVED
from tests.commands.world import HERE, OWNER, World

__all__ = ["CARD", "MAPPING", "RECORDER", "inbound"]

_POSTS: Final = frozenset({"uji/staf", "uji/pemohon"})
RECORDER: Final = Actor("staf", "Staf", frozenset({"uji/staf"}), _POSTS, _POSTS, records={"uji/pemohon": "uji/staf"})
"""Staf, who records for the applicant."""

CARD: Final = {name: (HERE / name).read_bytes() for name in ("kartu.bpmn", "permohonan.form", "kartu_jadi.form")}
MAPPING: Final = '{"message": "kartu-jadi", "correlation": "data.nik", "values": {"nomor_kartu": "data.kartu"}}'


def inbound(world: World) -> Generator[tuple[Actor, object], dict[str, Any]]:
    """Every command on them; no sender is there afterwards."""
    yield OWNER, Deploy("uji", "kartu", CARD)
    body = yield RECORDER, StartCase("kartu")
    case = body["case"]
    link = yield RECORDER, MakeLink(case, 1, b"\1" * 32, "Kepala desa")
    yield RECORDER, RevokeLink(link["id"])
    yield RECORDER, MakeLink(case, 1, b"\2" * 32, "Kepala desa")
    yield Actor("siapa pun", "Siapa pun"), UseLink(b"\2" * 32, {"nik": "6401"})
    body = yield OWNER, CreateInbound("uji", "dukcapil", Proof("standard", MAPPING), b"tersegel")
    id, by = body["id"], sender("dukcapil", "uji")
    yield OWNER, ChangeInbound(id, Proof("token", MAPPING, "X-Kunci"))
    yield OWNER, RotateInboundSecret(id, b"tersegel lagi")
    for number in ("a", "b"):
        yield by, KeepReceived(id, Letter(number, "kartu-jadi", None, "6409", {}), ("tidak ada", "nobody"))
    yield by, Receive(id, "c", Letter("c", "kartu-jadi", None, "6401", {"nomor_kartu": "K-1"}))
    body = yield RECORDER, StartCase("kartu")
    second = body["case"]
    yield RECORDER, MakeLink(second, 1, b"\3" * 32, "Kepala desa")
    yield Actor("siapa pun", "Siapa pun"), UseLink(b"\3" * 32, {"nik": "6402"})
    first, last = kept(world, id)
    yield OWNER, AssignReceived(first, second)
    yield OWNER, DropReceived(last, "salah alamat")
    yield OWNER, DeleteInbound(id)


def kept(world: World, inbound: int) -> list[int]:
    """The numbers of the messages that wait for a person, the oldest first."""
    with world.store.reading() as reading:
        rows = reading.all(RECEIVED, inbound=inbound, states=["KEPT"], before=2**62, limit=10)
    return sorted(row["id"] for row in rows)
