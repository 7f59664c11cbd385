"""What a completion sends to the database, counted."""

from __future__ import annotations

from engine.commands.task import Complete
from engine.store.cases import CASE
from tests.commands.world import KASI, STAF, World, task_of
from webhooks.outbox import enqueue


def test_a_completion_that_closes_one_task_and_opens_one_is_at_most_twelve_statements(world: World) -> None:
    world.store._enqueue = enqueue
    body = world.start("serba")
    body = world.complete(STAF, body["opened"][0]["task"])
    body = world.complete(KASI, task_of(body, "langkah_2"), keputusan_2="Tidak")
    sent: list[str] = []
    world.store.watch = sent.append
    case, n = (int(part) for part in body["opened"][0]["task"].split("-"))
    world.result(STAF, Complete(case, n, {"catatan": "ada", "nomor": "4", "halaman": 2}), "kunci")
    world.store.watch = None
    # This step also opens a reminder: its timer is one statement more than a plain task has.
    assert len([sql for sql in sent if "INSERT INTO job" in sql]) == 1
    assert len(sent) - 1 <= 12, "\n".join(sent)
    assert not [sql for sql in sent if sql in ("COMMIT", "BEGIN")], "the transaction's own ends are not watched"


def test_the_state_does_not_grow_with_answers_that_nothing_reads(world: World) -> None:
    body = world.start("serba")
    case = body["case"]
    world.complete(STAF, body["opened"][0]["task"], catatan="x" * 100_000)
    with world.store.reading() as reading:
        row = reading.one(CASE, case=case)
    assert row is not None
    assert len(row["state"]) < 1_000
