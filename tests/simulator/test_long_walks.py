"""Long walks through models worked out to be hard: the two sides agree and the state stays as small as what is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.simulator.comparison import walked
from tests.simulator.sketch import sketch

ANSWERS: dict[str, tuple[object, ...]] = {
    "selesai_1": ("Ya",) + ("Tidak",) * 80,
    "selesai_2": ("Ya",) + ("Tidak",) * 40,
    "selesai_3": ("Ya",) + ("Tidak",) * 20,
    "nilai": (0, 1, 2, 3),
}

LOOP_AROUND_A_JOIN = """
    start s
    xor again done
    and fork join
    user a b c
    end e
    flow s > again
    flow again > fork
    flow fork > a
    flow fork > b
    flow fork > c
    flow a > join
    flow b > join
    flow c > join
    flow join > done
    flow done > e if selesai_1 = "Ya"
    flow done > again default
    """

JOIN_IN_A_LOOP_IN_A_BRANCH = """
    start s
    and outer fork join last
    xor again done
    user side a b c
    end e
    flow s > outer
    flow outer > side
    flow outer > again
    flow again > fork
    flow fork > a
    flow fork > b
    flow a > join
    flow b > join
    flow join > done
    flow done > again default
    flow done > c if selesai_1 = "Ya"
    flow c > last
    flow side > last
    flow last > e
    """

THREE_DEEP = """
    start s
    and f1 f2 f3 j1 j2 j3
    xor m1 m2 m3 x1 x2 x3
    user a1 a2 a3 b
    end e
    flow s > m1
    flow m1 > f1
    flow f1 > a1
    flow f1 > m2
    flow m2 > f2
    flow f2 > a2
    flow f2 > m3
    flow m3 > f3
    flow f3 > a3
    flow f3 > b
    flow a3 > j3
    flow b > j3
    flow j3 > x3
    flow x3 > m3 default
    flow x3 > j2 if selesai_3 = "Ya"
    flow a2 > j2
    flow j2 > x2
    flow x2 > m2 default
    flow x2 > j1 if selesai_2 = "Ya"
    flow a1 > j1
    flow j1 > x1
    flow x1 > m1 default
    flow x1 > e if selesai_1 = "Ya"
    """

EVENTS_IN_A_LOOP = """
    start s
    xor again done
    or fork join
    user a b aside
    receive r surat
    timer t PT1H
    end e
    on a interrupting late duration P1D
    on a beside remind cycle R2/PT1H
    on b interrupting letter message jawaban
    on r interrupting tired message batal
    flow s > again
    flow again > fork
    flow fork > a if nilai >= 1
    flow fork > b if nilai >= 2
    flow fork > r default
    flow late > t
    flow t > join
    flow remind > aside
    flow letter > join
    flow aside > e
    flow tired > again
    flow a > join
    flow b > join
    flow r > join
    flow join > done
    flow done > e if selesai_1 = "Ya"
    flow done > again default
    """

INCLUSIVE_LOOPS = """
    start s
    or head fork join tail
    and outer last
    user a b c d side
    end e
    flow s > outer
    flow outer > side
    flow outer > head
    flow head > fork
    flow fork > a if nilai in (1, 2)
    flow fork > b if nilai >= 2
    flow fork > c default
    flow a > join
    flow b > join
    flow c > d
    flow d > join
    flow d > head if selesai_2 = "Ya"
    flow join > tail
    flow tail > head default
    flow tail > last if selesai_1 = "Ya"
    flow side > last
    flow last > e
    """

MODELS = {
    "loop around a join": LOOP_AROUND_A_JOIN,
    "join in a loop in a branch": JOIN_IN_A_LOOP_IN_A_BRANCH,
    "three deep": THREE_DEEP,
    "events in a loop": EVENTS_IN_A_LOOP,
    "inclusive loops": INCLUSIVE_LOOPS,
}


@pytest.mark.parametrize("name", MODELS)
def test_a_long_walk_agrees_and_its_state_stays_small(name: str) -> None:
    model = replace(sketch(MODELS[name]), answers=ANSWERS, meddled=False)
    results = [walked(model, f"{name}/{seed}", 150) for seed in range(4)]
    for result in results:
        assert result.disagreement is None
    assert max(result.moves for result in results) >= 90, "the walks are long"
