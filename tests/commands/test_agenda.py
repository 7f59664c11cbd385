"""Numbers of letters are unique for office, register and year, and leave no gap that nobody sees."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from engine.commands.desk import Context
from engine.commands.refusals import Invalid, NotAllowed
from engine.commands.register import SetRegister
from engine.commands.task import Complete
from engine.commands.withdraw import WithdrawCompletion
from engine.store import Query, Store
from tests.commands.letters import KASI, STAF, Letter, letters
from tests.commands.world import OWNER, World


def number(letter: Letter, given: str = "otomatis") -> str:
    """What the first step of a letter is numbered."""
    body = letter.do(STAF, nomor_agenda=given, isi="konsep")
    written: str = body["numbers"][0]["written"]
    return written


def rows(world: World) -> list[dict[str, Any]]:
    with world.store.reading() as reading:
        return reading.all(Query("All numbers.", text("SELECT * FROM register_number ORDER BY year, number")))


def refused(letter: Letter, given: str) -> str:
    with pytest.raises(Invalid) as error:
        number(letter, given)
    (problem,) = error.value.problems
    assert problem.key == "nomor_agenda"
    return problem.id


def test_letters_are_numbered_in_order_and_the_number_is_the_answer(store: Store) -> None:
    world = letters(store)
    assert [number(Letter(world)) for _ in range(3)] == ["1/2026", "2/2026", "3/2026"]
    event = Letter(world)
    number(event)
    (taken,) = event.events("RegisterNumberTaken")
    assert {name: taken.data[name] for name in ("register", "year", "number", "field")} == {
        "register": "surat-masuk",
        "year": 2026,
        "number": 4,
        "field": "nomor_agenda",
    }


def test_a_typed_number_is_taken_when_it_is_the_next_and_begins_the_register(store: Store) -> None:
    world = letters(store)
    assert number(Letter(world), "417") == "417/2026"
    assert number(Letter(world), "418/2026") == "418/2026"
    letter = Letter(world)
    assert "sudah dipakai" in refused(letter, "417/2026")
    assert "melewati nomor berikutnya, 419/2026" in refused(letter, "500")
    assert "2026, atau 2025" in refused(letter, "419/2020")
    assert number(letter, "800/419/KEC/2026") == "800/419/KEC/2026"
    assert "sudah dipakai" in refused(Letter(world), "800/419/KEC/2026")
    assert [row["number"] for row in rows(world)] == [417, 418, 419]


def test_a_refused_answer_takes_no_number(store: Store) -> None:
    world = letters(store)
    letter = Letter(world)
    with pytest.raises(Invalid):
        letter.do(
            STAF, nomor_agenda="otomatis", surat=[{"name": "x.pdf", "sha256": "0" * 64, "size": 1, "type": "a/b"}]
        )
    assert number(Letter(world)) == "1/2026"


def test_an_optional_number_is_left_out_when_it_is_empty(store: Store) -> None:
    world = letters(store)
    assert "numbers" not in Letter(world).do(STAF, nomor_agenda="", isi="konsep")
    assert rows(world) == []


def test_a_case_keeps_its_number_through_returns(store: Store) -> None:
    world = letters(store)
    letter = Letter(world)
    number(letter)
    letter.do(KASI, keputusan_2="Tidak", alasan_2="kurang")
    assert number(letter) == "1/2026"
    letter.do(KASI, keputusan_2="Tidak", alasan_2="kurang")
    assert number(letter, "1/2026") == "1/2026"
    assert len(letter.events("RegisterNumberTaken")) == 1
    letter.do(KASI, keputusan_2="Tidak", alasan_2="kurang")
    assert number(letter, "2") == "2/2026"
    (void,) = letter.events("RegisterNumberVoided")
    assert (void.data["number"], void.data["why"]) == (1, "replaced")
    assert number(Letter(world)) == "3/2026"


def test_a_withdrawn_completion_voids_its_number_and_the_case_has_it_again(store: Store) -> None:
    world = letters(store)
    letter = Letter(world)
    task = letter.task
    number(letter)
    case, n = map(int, task.split("-"))
    world.run(STAF, WithdrawCompletion(case, n))
    assert [row["void"] for row in rows(world)] == [1]
    assert number(Letter(world)) == "2/2026"
    letter.opened = [{"task": task}]
    assert number(letter) == "1/2026"
    assert [row["void"] for row in rows(world)] == [0, 0]
    other = Letter(world)
    task = other.task
    number(other)
    case, n = map(int, task.split("-"))
    world.run(STAF, WithdrawCompletion(case, n))
    assert number(Letter(world), "3") == "3/2026", "a void number is free for who names it"


def test_years_begin_anew_in_the_zone_of_the_office(store: Store) -> None:
    world = letters(store)
    number(Letter(world))
    world.now = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # it is 2027 in WIB
    assert number(Letter(world)) == "1/2027"
    assert number(Letter(world), "2/2026") == "2/2026"


def test_who_runs_the_office_sets_the_next_number_with_a_reason_and_only_forward(store: Store) -> None:
    world = letters(store)
    number(Letter(world))
    world.run(OWNER, SetRegister("uji", "surat-masuk", 2026, 417, "melanjutkan buku agenda"))
    assert number(Letter(world)) == "417/2026"
    for wrong in (
        SetRegister("uji", "surat-masuk", 2026, 300, "x"),
        SetRegister("uji", "surat-masuk", 2026, 500, " "),
        SetRegister("uji", "surat-lain", 2026, 500, "x"),
        SetRegister("uji", "surat-masuk", 2031, 500, "x"),
    ):
        with pytest.raises(Invalid):
            world.run(OWNER, wrong)
    with pytest.raises(NotAllowed):
        world.run(STAF, SetRegister("uji", "surat-masuk", 2026, 500, "x"))


def test_two_completions_at_once_never_have_one_number_nor_leave_a_gap(store: Store) -> None:
    world = letters(store)
    cases = [Letter(world) for _ in range(12)]
    now, found = world.now, list[str]()

    def answer(some: list[Letter]) -> None:
        for letter in some:
            case, n = map(int, letter.task.split("-"))
            body = world.desk.run(Context(STAF, now), Complete(case, n, {"nomor_agenda": "otomatis"})).body
            found.append(body["numbers"][0]["written"])  # type: ignore[index]

    threads = [threading.Thread(target=answer, args=(cases[at::4],)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=lambda one: int(one.split("/")[0])) == [f"{n}/2026" for n in range(1, 13)]
