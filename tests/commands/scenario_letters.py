"""What the scenario of broken commands does to a letter: drafted, taken back, initialled."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.register import SetRegister
from engine.commands.task import Complete
from engine.commands.withdraw import WithdrawCompletion
from engine.policy import Actor
from tests.commands.letters import FILES
from tests.commands.world import KASI, OWNER, STAF

__all__ = ["letter"]


def letter() -> Generator[tuple[Actor, object], dict[str, Any]]:
    """A letter is drafted, taken back, drafted again and initialled."""
    yield OWNER, Deploy("uji", "paraf", FILES)
    yield OWNER, SetRegister("uji", "surat-masuk", 2026, 417, "melanjutkan buku agenda")
    body = yield STAF, StartCase("paraf")
    case = body["case"]
    yield STAF, Complete(case, 1, {"isi": "konsep"})
    yield STAF, WithdrawCompletion(case, 1, "salah kirim")
    body = yield STAF, Complete(case, 1, {"isi": "konsep kedua"})
    yield KASI, Complete(case, int(body["opened"][0]["task"].split("-")[1]), {"keputusan_2": "Ya"})
