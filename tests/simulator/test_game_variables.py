"""The simulator against examples worked out by hand from docs/semantics.md, Variables (BPMN 2.0.2, 10.4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.simulator.hand import begun, changed, done, here, occurred, raised, started, the, value

MAPPED = """
    start s
    user t a b
    flow s > t
    flow t > a
    flow a > b
    {lines}
    """


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("${nilai}", 3),
        ("${orang.nama}", "Ani"),
        ("${orang}", {"nama": "Ani", "umur": Decimal("40.5")}),
        ("${nilai + 1}", 4),
        ("${tidak_ada}", None),
        ("nilai", "nilai"),
        ("3", "3"),
        ("a ${orang.nama} b ${nilai}", "a Ani b 3"),
        ("${nilai}${nilai}", "33"),
        ("[${tidak_ada}]", "[]"),
        ("${nilai == 3} ${tanggal}", "true 2030-01-05"),
        ("${daftar} x", '[1,{"a":null,"b":"é"}] x'),
        ("${count(daftar)}", 2),
    ],
)
def test_the_texts_of_mappings(text: str, wanted: object) -> None:
    answers: dict[str, object] = {
        "nilai": 3,
        "orang": {"nama": "Ani", "umur": Decimal("40.5")},
        "tanggal": date(2030, 1, 5),
    }
    answers["daftar"] = [1, {"b": "é", "a": None}]
    game = begun(MAPPED.format(lines=f"given a x = {text}"))
    changed(game, 0, **answers)
    done(game, "t")
    assert value(game, "x", the(game, "a").number) == wanted


def test_input_mappings_see_the_earlier_ones_and_stay_in_the_activity() -> None:
    game = begun(MAPPED.format(lines="given a nilai = ${nilai + 1}\ngiven a x = ${nilai + 1}"))
    done(game, "t", nilai=1)
    work = the(game, "a").number
    assert (value(game, "nilai", work), value(game, "x", work), value(game, "nilai")) == (2, 3, 1)


def test_what_an_activity_gives_is_kept_in_it_only_under_a_name_of_its_inputs() -> None:
    game = begun(MAPPED.format(lines="given a nilai = ${nilai}\ngives a hasil = ${nilai}\ngives a dua = ${hasil}"))
    done(game, "t", nilai=1)
    work = the(game, "a").number
    step = done(game, "a", nilai=7, lain=8)
    assert step.homes == {"nilai": work}
    assert game.marking.variables == {0: {"nilai": 1, "lain": 8, "hasil": 7, "dua": 7}}


def test_a_variable_that_is_null_is_there() -> None:
    game = begun("sub p\ngiven p nilai = ${tidak_ada}\nin p\nuser a\nuser b\nflow a > b if nilai = null\nout", nilai=1)
    done(game, "a")
    assert here(game) == "b", "inside, nilai is null, though the case has one"


def test_a_value_goes_outwards_to_the_first_scope_that_has_the_name_or_is_an_item() -> None:
    game = begun(
        """
        sub o
        given o luar = 1
        in o
          sub p
          loop p parallel over daftar as butir
          in p
            sub q
            given q dalam = 1
            in q
              user a
            out
          out
        out
        """,
        daftar=["x"],
    )
    outer, item, inner = the(game, "o").number, the(game, "p", 1).number, the(game, "q").number
    step = done(game, "a", dalam=2, luar=3, lain=4)
    assert step.homes == {"dalam": inner, "luar": item, "lain": item}
    assert outer < item < inner


def test_without_an_item_the_outer_scope_with_the_name_keeps_it() -> None:
    game = begun("sub o\ngiven o luar = 1\nin o\nuser a b\nout")
    outer = the(game, "o").number
    assert done(game, "a", luar=3, lain=4).homes == {"luar": outer}
    assert (value(game, "luar", outer), value(game, "lain")) == (3, 4)


def test_output_mappings_of_an_item_are_written_outside_of_the_loop() -> None:
    game = begun(
        """
        sub p
        given p jumlah = ${nol}
        in p
          user a b
          loop a sequential over daftar as butir
          gives a jumlah = ${jumlah + butir}
          flow a > b
        out
        """,
        daftar=[1, 2, 3],
        nol=0,
    )
    for _ in range(3):
        done(game, "a")
    assert value(game, "jumlah", the(game, "p").number) == 6


def test_what_is_cancelled_gives_no_output() -> None:
    game = begun("user a\ngives a hasil = ada\non a interrupting m message surat")
    occurred(game, "m")
    assert game.marking.variables == {}


def test_a_message_of_an_event_on_an_activity_is_kept_outside_of_it() -> None:
    game = begun("user a\ngiven a nilai = 1\non a beside m message surat\nloop a parallel over daftar", daftar=[1])
    step = occurred(game, "m", nilai=5)
    assert (step.homes, value(game, "nilai")) == ({}, 5)


def test_the_start_of_an_event_sub_process_gives_to_the_scope_that_it_stands_in() -> None:
    game = begun(
        """
        sub p
        given p nilai = 1
        in p
          user a
          handler h
          in h
            begin hs beside message surat
            user b
            flow hs > b
          out
        out
        """
    )
    step = occurred(game, "hs", nilai=5)
    assert step.homes == {"nilai": the(game, "p").number}


def test_what_comes_with_an_error_is_kept_outside_of_the_activity() -> None:
    game = begun("user a b\ngiven a nilai = 1\non a interrupting e error E1 to kode\nflow e > b")
    raised(game, "a", "E1", nilai=5)
    assert game.marking.variables == {0: {"nilai": 5, "kode": "E1"}}


def test_a_change_from_outside_is_of_the_scope_that_is_named() -> None:
    game = begun("user a\ngiven a nilai = 1")
    work = the(game, "a").number
    changed(game, work, lain=2)
    changed(game, nilai=3)
    assert game.marking.variables == {0: {"nilai": 3}, work: {"nilai": "1", "lain": 2}}


def test_an_item_may_change_its_own_variable() -> None:
    game = begun("sub p\nloop p parallel over daftar as butir\nin p\nuser a b\nflow a > b\nout", daftar=[1, 2])
    item = the(game, "p", 1).number
    done(game, "a", butir=9)
    assert (value(game, "butir", item), value(game, "butir", the(game, "p", 2).number)) == (9, 2)


def test_a_call_sends_what_goes_in_and_waits() -> None:
    text = "call c anak\nuser b\ngiven c nomor = ${nilai + 1}\nflow c > b\ngives c hasil = ${keluar}"
    game, step = started(text, nilai=1)
    assert [(one.kind, one.element, one.name, one.number) for one in step.sent] == [("call", "c", "anak", 1)]
    assert game.works()[0].kind == "call"
    done(game, "c", keluar=5)
    assert (here(game), value(game, "hasil")) == ("b", 5)


def test_a_correlation_key_is_read_when_its_token_begins_to_wait() -> None:
    for given, wanted in (("A-1", "A-1"), (12, "12"), ([1, "a"], '[1,"a"]'), (None, None)):
        game = begun("catch m message surat key =nomor", nomor=given)
        changed(game, nomor="lain")
        assert the(game, "m").key == wanted
