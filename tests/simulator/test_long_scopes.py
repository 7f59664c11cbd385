"""Long walks through scopes and loops that come back: the two sides agree, the state is as small as what is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.simulator.comparison import walked
from tests.simulator.sketch import sketch

ANSWERS: dict[str, tuple[object, ...]] = {
    "selesai_1": ("Ya",) + ("Tidak",) * 80,
    "selesai_2": ("Ya",) + ("Tidak",) * 5,
    "daftar": ([1, 2, 3], [], [2], [3, 0, 1]),
    "nilai": (0, 1, 2, 3),
}

SUB_PROCESS_IN_A_LOOP_IN_A_BRANCH = """
    start s
    and fork join
    xor again done
    user side
    sub p
    end e
    on p beside note message surat
    on p interrupting late duration P1D
    flow s > fork
    flow fork > side
    flow fork > again
    flow again > p
    flow p > done
    flow late > done
    flow done > again default
    flow done > join if selesai_1 = "Ya"
    flow side > join
    flow join > e
    in p
      start ps
      and f j
      user a b c
      given a nilai = ${nilai + 1}
      gives a hasil = ${nilai}
      loop c while selesai_2 = "Tidak" at most 3
      flow ps > f
      flow f > a
      flow f > b
      flow a > j
      flow b > j
      flow j > c
    out
    """

ITEMS_OF_SUB_PROCESSES_IN_A_LOOP = """
    start s
    xor again done
    user ask
    sub p
    end e
    loop p parallel over daftar as butir until nilai = 3 out nilai_semua of nilai
    flow s > again
    flow again > ask
    flow ask > p
    flow p > done
    flow done > again default
    flow done > e if selesai_1 = "Ya"
    in p
      start ps
      user a b
      xor x
      events g
      message m surat
      timer t PT1H
      flow ps > a
      flow a > x
      flow x > b if butir >= 2
      flow x > g default
      flow g > m
      flow g > t
      flow m > b
    out
    """

HANDLERS_IN_A_LOOP = """
    start s
    xor again done
    sub p
    end e
    on p interrupting bad error
    flow s > again
    flow again > p
    flow p > done
    flow bad > done
    flow done > again default
    flow done > e if selesai_1 = "Ya"
    in p
      user a
      throw up escalation K1
      user b
      flow a > up
      flow up > b
      handler h k
      in h
        begin hs beside escalation K1
        user c
        finish he error E1
        xor x
        end fine
        flow hs > c
        flow c > x
        flow x > he if nilai = 3
        flow x > fine default
      out
      in k
        begin ks message surat
        user d
        flow ks > d
      out
    out
    """

MODELS = {
    "sub-process in a loop in a branch": SUB_PROCESS_IN_A_LOOP_IN_A_BRANCH,
    "items of sub-processes in a loop": ITEMS_OF_SUB_PROCESSES_IN_A_LOOP,
    "handlers in a loop": HANDLERS_IN_A_LOOP,
}


@pytest.mark.parametrize("name", MODELS)
def test_a_long_walk_through_scopes_agrees_and_its_state_stays_small(name: str) -> None:
    model = replace(sketch(MODELS[name]), answers=ANSWERS, meddled=False)
    results = [walked(model, f"{name}/{seed}", 120) for seed in range(3)]
    for result in results:
        assert result.disagreement is None
    assert max(result.moves for result in results) >= 80, "the walks are long"
