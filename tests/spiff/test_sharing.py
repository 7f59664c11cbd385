"""A program never changes: cases and threads share it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from engine.spiff import Program
from tests.spiff.nets import NOW, net, program, timer

MODEL = net(
    "s:start m:exclusive p:parallel a:user t:boundary_timer b:user g:inclusive c:user d:user j:inclusive w:timer "
    "q:parallel x:exclusive y:receive e:end f:end",
    "f0:s>m; f17:m>p; f1:p>a; f2:p>g; f3:g>b?n >= 1; f4:g>c?n >= 2; f5:g>d; f6:b>j; f7:c>j; f8:d>j; f9:j>q; f10:a>w;"
    'f11:w>q; f12:q>x; f13:x>m?keputusan = "Tidak"; f14:x>y; f15:y>e; f16:t>f',
    t={"attached_to": "a", "interrupting": False, **timer("cycle", "R2/PT1H")},
    g={"default": "f5"},
    w=timer("duration", "lama"),
    x={"default": "f14"},
    y={"message": "jawaban"},
)


def picture(found: object, seen: dict[int, tuple[int, object]]) -> object:
    """Everything that can be reached from an object, as plain values; knots by the order of their first visit.

    `seen` holds what it has met, so that no id is given to something else meanwhile.
    """
    if found is None or isinstance(found, str | int | float | bytes | bool | type | FunctionType | BuiltinFunctionType):
        return found
    if id(found) in seen:
        return f"#{seen[id(found)][0]}"
    seen[id(found)] = len(seen), found
    if isinstance(found, dict):
        return {str(key): picture(value, seen) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [type(found).__name__, *(picture(item, seen) for item in found)]
    if isinstance(found, set | frozenset):
        return sorted(map(str, found))
    if isinstance(found, MethodType):
        return [found.__func__, picture(found.__self__, seen)]
    slots = [name for kind in type(found).__mro__ for name in getattr(kind, "__slots__", ())]
    fields = {name: getattr(found, name) for name in slots if hasattr(found, name)} | getattr(found, "__dict__", {})
    return [type(found), picture(fields, seen)]


def walked(made: Program, seed: int) -> list[bytes]:
    """The states of a random walk."""
    rng = Random(seed)
    states: list[bytes] = []
    move = made.start({"n": rng.randrange(4), "lama": "PT1H"}, NOW)
    while len(states) < 60:
        states.append(move.state)
        if not (tokens := made.open(move.state)):
            break
        token = rng.choice(tokens)
        values: dict[str, Any] = {"n": rng.randrange(4), "keputusan": rng.choice(["Ya", "Tidak"])}
        step = {"timer": made.fire, "receive": made.receive}.get(token.kind, made.complete)
        move = step(move.state, token.n, values, NOW)
    return states


def test_nothing_of_a_program_changes_when_cases_move() -> None:
    made = program(MODEL)
    assert max(len(walked(made, seed)) for seed in range(20)) > 20
    before = picture(made, {})
    for seed in range(20, 60):
        walked(made, seed)
    assert picture(made, {}) == before


def test_the_picture_of_a_program_shows_a_change() -> None:
    made = program(MODEL)
    before = picture(made, {})
    made._spec.start.data["x"] = 1
    assert picture(made, {}) != before


def test_threads_share_a_program() -> None:
    alone = [walked(program(MODEL), seed) for seed in range(40)]
    shared = program(MODEL)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda seed: walked(shared, seed), range(40)))
    assert together == alone
