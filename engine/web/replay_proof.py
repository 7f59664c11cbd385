"""What a replay says of the proof: how the case stands, and which of its events a checkpoint covers."""

from __future__ import annotations

from dataclasses import dataclass

from engine.policy import Facts, may
from engine.proof.proofs import State, newest, state_of
from engine.queries.look import Look
from engine.queries.replayed import Replay
from engine.store.proof import LEAVES_OF

__all__ = ["Proof", "proof_of"]


@dataclass(frozen=True, slots=True)
class Proof:
    """For who watches over the office. `state` is None where the events were not compared again for this answer."""

    number: str
    state: State | None
    checkpoint: int | None
    covered: frozenset[int]


def proof_of(look: Look, replay: Replay, *, compared: bool) -> Proof | None:
    """The proof of a case; None for who may not read it. `compared`: its events are hashed and held to the tree."""
    watches = may(look.actor, "read-proof", Facts()) and may(look.actor, "read-case", Facts(replay.office.id))
    if not watches:
        return None
    said = newest(look.reading)
    size = 0 if said is None else said.size
    rows = look.reading.all(LEAVES_OF, case=replay.case)
    return Proof(
        number=replay.number,
        state=state_of(look.reading, replay.case) if compared else None,
        checkpoint=None if said is None else said.number,
        covered=frozenset(row["number"] for row in rows if row["position"] < size),
    )
