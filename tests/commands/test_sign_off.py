"""A sign-off keeps who signed what; what changes afterwards voids it; nobody approves his own draft alone."""

from __future__ import annotations

import pytest

from engine.commands.attachment import AttachDocument, DetachDocument
from engine.commands.modification import Before, Modify, SetVariables, Stop
from engine.commands.refusals import NotPossible
from engine.commands.withdraw import WithdrawCompletion
from engine.people import Capacity
from engine.policy import Actor
from engine.store import Store
from engine.store.signoffs import signed
from tests.commands.letters import CAMAT, KASI, STAF, Letter, letters
from tests.commands.world import OWNER, person

ALL: Actor = person("semua", "staf", "kasi", "camat")


def standing(letter: Letter) -> list[tuple[str | None, str | None]]:
    """Each sign-off of the case: its step, and why it counts no more."""
    with letter.world.store.reading() as reading:
        return [(one.event.element, one.why) for one in signed(reading, letter.case)]


def initialled(store: Store, **answers: object) -> Letter:
    letter = Letter(letters(store))
    letter.do(STAF, **({"isi": "konsep"} | answers))
    letter.do(KASI, keputusan_2="Ya")
    return letter


def test_a_sign_off_keeps_kinds_post_capacity_and_the_hashes_of_the_papers(store: Store) -> None:
    letter = Letter(letters(store))
    paper = letter.paper("konsep.pdf", "satu")
    beside = letter.paper("lampiran.pdf", "dua")
    letter.world.run(STAF, AttachDocument(letter.case, beside))
    letter.do(STAF, surat=[paper])
    letter.do(KASI, keputusan_2="Ya")
    acting = Actor(
        "wakil", "Wakil", CAMAT.posts, CAMAT.answers, CAMAT.groups, capacities={"uji/camat": Capacity("plh", "camat")}
    )
    letter.do(acting, keputusan_3="Ya")
    first, second = letter.events("SignOffGiven")
    assert first.data["kinds"] == ["paraf"]
    assert second.data["kinds"] == ["tanda tangan", "stempel"]
    assert second.data["papers"] == sorted([paper["sha256"], beside["sha256"]])
    assert (second.acting_for, second.data["capacity"]["kind"], second.actor) == ("uji/camat", "plh", "wakil")
    done = letter.events("TaskCompleted")[-1]
    assert (second.data["completion"], second.number) == (done.number, done.number + 1)


def test_tidak_signs_nothing_and_takes_back_what_the_step_signed_before(store: Store) -> None:
    letter = initialled(store)
    letter.do(CAMAT, keputusan_3="Tidak", alasan_3="ganti hal")
    assert standing(letter) == [("langkah_2", None)]
    letter.do(STAF, isi="konsep")
    letter.do(KASI, keputusan_2="Tidak", alasan_2="belum")
    assert [why for _, why in standing(letter)] == ["redone"]


def test_a_text_answered_anew_voids_the_initials_that_were_given_to_it(store: Store) -> None:
    letter = initialled(store)
    letter.do(CAMAT, keputusan_3="Tidak", alasan_3="ganti hal")
    letter.do(STAF, isi="konsep kedua")
    assert standing(letter) == [("langkah_2", "text")]
    (void,) = letter.events("SignOffVoided")
    assert void.data["changed"] == ["isi"]
    letter.do(KASI, keputusan_2="Ya")
    letter.do(CAMAT, keputusan_3="Ya")
    assert standing(letter) == [("langkah_2", "text"), ("langkah_2", None), ("langkah_3", None)]


def test_a_replaced_paper_voids_what_covered_it_and_a_further_one_does_not(store: Store) -> None:
    letter = Letter(letters(store))
    first, second = letter.paper("konsep.pdf", "satu"), letter.paper("konsep.pdf", "dua")
    letter.do(STAF, surat=[first])
    letter.do(KASI, keputusan_2="Ya")
    letter.world.run(OWNER, SetVariables(letter.case, {"catatan_pemilik": "lengkap"}))
    assert standing(letter) == [("langkah_2", None)]
    letter.do(CAMAT, keputusan_3="Tidak", alasan_3="salah ketik")
    letter.do(STAF, surat=[second])
    assert standing(letter) == [("langkah_2", "paper")]
    (void,) = letter.events("SignOffVoided")
    assert void.data["papers"] == [first["sha256"]]


def test_a_paper_that_is_taken_off_the_case_voids_what_covered_it(store: Store) -> None:
    letter = Letter(letters(store))
    body = letter.world.run(STAF, AttachDocument(letter.case, letter.paper("lampiran.pdf", "x")))
    letter.do(STAF, isi="konsep")
    letter.do(KASI, keputusan_2="Ya")
    letter.world.run(STAF, DetachDocument(letter.case, body["event"]))
    assert standing(letter) == [("langkah_2", "paper")]


def test_a_signature_is_refused_while_a_lower_initial_is_void_or_missing(store: Store) -> None:
    letter = initialled(store)
    letter.world.run(OWNER, SetVariables(letter.case, {"isi": "diubah diam-diam"}))
    with pytest.raises(NotPossible) as refused:
        letter.do(CAMAT, keputusan_3="Ya")
    assert refused.value.code == "initial-missing"
    letter.do(CAMAT, keputusan_3="Tidak", alasan_3="paraf gugur")
    other = Letter(letter.world)
    n = int(other.task.split("-")[1])
    body = other.world.run(OWNER, Modify(other.case, [Stop(n), Before("langkah_3")], "lewat jalan pintas"))
    other.opened = body["opened"]
    with pytest.raises(NotPossible) as refused:
        other.do(CAMAT, keputusan_3="Ya")
    assert refused.value.code == "initial-missing"


def test_who_drafted_is_never_the_only_one_to_approve(store: Store) -> None:
    letter = Letter(letters(store))
    letter.do(ALL, isi="konsep")
    letter.do(ALL, keputusan_2="Ya")  # the signature is still to come
    with pytest.raises(NotPossible) as refused:
        letter.do(ALL, keputusan_3="Ya")
    assert refused.value.code == "only-approver"
    letter.do(CAMAT, keputusan_3="Ya")


def test_who_drafted_may_sign_when_somebody_else_initialled(store: Store) -> None:
    letter = Letter(letters(store))
    letter.do(ALL, isi="konsep")
    letter.do(KASI, keputusan_2="Ya")
    assert letter.do(ALL, keputusan_3="Ya")["opened"][0]["element"] == "langkah_4"


def test_a_withdrawn_completion_gave_and_voided_nothing(store: Store) -> None:
    letter = initialled(store)
    letter.do(CAMAT, keputusan_3="Tidak", alasan_3="ganti hal")
    task = letter.task
    letter.do(STAF, isi="lain")
    assert standing(letter) == [("langkah_2", "text")]
    case, n = map(int, task.split("-"))
    letter.world.run(STAF, WithdrawCompletion(case, n))
    assert standing(letter) == [("langkah_2", None)]
    letter.opened = [{"task": task}]
    letter.do(STAF, isi="konsep")
    task = letter.task
    letter.do(KASI, keputusan_2="Ya")
    case, n = map(int, task.split("-"))
    letter.world.run(KASI, WithdrawCompletion(case, n))
    assert [why for _, why in standing(letter)] == ["redone", "withdrawn"]
