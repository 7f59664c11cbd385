"""Length costs nothing: loops, chains and many blocks, where SpiffWorkflow alone stalls, explodes or overflows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from bpmn.net import Net
from engine.spiff import Limits, Program, ProgramRefused, TooManySteps
from tests.spiff.nets import NOW, net, program
from tests.spiff.stock import Stock, ours


def loop(gateways: int) -> Net:
    """A step, a choice, and a way back through so many gateways."""
    names = [f"g{index}" for index in range(gateways)]
    way = ["putusan", *names, "langkah"]
    back = ";".join(f"b{index}:{source}>{target}" for index, (source, target) in enumerate(pairwise(way)))
    return net(
        "mulai:start langkah:user putusan:exclusive selesai:end " + " ".join(f"{name}:exclusive" for name in names),
        f'f1:mulai>langkah; f2:langkah>putusan; f3:putusan>selesai?keputusan = "Ya"; {back}',
        putusan={"default": "b0"},
    )


def blocks(count: int, inside: str = "user") -> Net:
    """So many two-way parallel blocks in a row."""
    nodes, arcs, last = ["mulai:start"], [], "mulai"
    for n in range(count):
        nodes += [f"p{n}:parallel", f"a{n}:{inside}", f"b{n}:{inside}", f"q{n}:parallel"]
        arcs += [f"m{n}:{last}>p{n}", f"pa{n}:p{n}>a{n}", f"pb{n}:p{n}>b{n}", f"aq{n}:a{n}>q{n}", f"bq{n}:b{n}>q{n}"]
        last = f"q{n}"
    return net(" ".join([*nodes, "selesai:end"]), ";".join([*arcs, f"z:{last}>selesai"]))


def chain(length: int, kind: str) -> Net:
    """So many steps in a row, then a user task."""
    names = ["mulai", *(f"k{index}" for index in range(length)), "tugas", "selesai"]
    arcs = [f"f{index}:{source}>{target}" for index, (source, target) in enumerate(pairwise(names))]
    steps = " ".join(f"k{index}:{kind}" for index in range(length))
    return net(f"mulai:start {steps} tugas:user selesai:end", ";".join(arcs))


def returned(made: Program, times: int) -> tuple[bytes, list[int]]:
    """The state after so many returns of the loop, and the size of each."""
    move = made.start({}, NOW)
    sizes = []
    for _ in range(times):
        move = made.complete(move.state, move.opened[0].n, {"keputusan": "Tidak"}, NOW)
        assert [token.element for token in move.opened] == ["langkah"]
        assert not move.finished
        sizes.append(len(move.state))
    return move.state, sizes


def test_stock_loses_the_ready_task_silently_at_depth_1000() -> None:
    stock, completions = Stock(loop(120)), 0
    while stock.ready():
        stock.complete("langkah", keputusan="Tidak")
        completions += 1
    assert completions < 15
    assert stock.workflow.is_completed(), "and says that it is complete"


@pytest.mark.parametrize(("gateways", "times"), [(0, 3000), (120, 60)])
def test_a_task_is_on_offer_after_any_number_of_returns_and_the_state_stays_flat(gateways: int, times: int) -> None:
    made = ours(loop(gateways))
    state, sizes = returned(made, times)
    assert max(sizes) - min(sizes) <= 6, "only the digits of the token's number"
    assert made.complete(state, made.open(state)[0].n, {"keputusan": "Ya"}, NOW).finished


def test_the_state_stays_flat_when_the_loop_stands_in_a_parallel_branch() -> None:
    made = program(
        net(
            "mulai:start bagi:parallel samping:user langkah:user putusan:exclusive gabung:parallel selesai:end",
            'f0:mulai>bagi; f1:bagi>samping; f2:bagi>langkah; f3:langkah>putusan; f4:putusan>gabung?keputusan = "Ya";'
            "f5:putusan>langkah; f6:samping>gabung; f7:gabung>selesai",
            putusan={"default": "f5"},
        )
    )
    move = made.start({}, NOW)
    sizes = []
    for _ in range(1000):
        loop_token = next(token for token in made.open(move.state) if token.element == "langkah")
        move = made.complete(move.state, loop_token.n, {"keputusan": "Tidak"}, NOW)
        sizes.append(len(move.state))
    assert max(sizes) - min(sizes) <= 6
    assert [token.element for token in made.open(move.state)] == ["samping", "langkah"]


def test_stock_predicts_four_times_as_many_tasks_for_two_more_blocks() -> None:
    sizes = [len(Stock(blocks(count)).workflow.tasks) for count in (2, 4, 6)]
    assert sizes[1] > 3 * sizes[0]
    assert sizes[2] > 3 * sizes[1]


def test_two_hundred_parallel_blocks_in_a_row_cost_only_the_block_that_runs() -> None:
    made = program(blocks(200), limits=Limits(steps=3))
    move = made.start({}, NOW)
    assert [token.element for token in move.opened] == ["a0", "b0"]
    assert len(move.state) < 60


def test_two_hundred_automatic_blocks_run_in_one_move() -> None:
    move = ours(blocks(200, "pass")).start({}, NOW)
    assert move.finished
    assert len([1 for what, _ in move.path if what == "flow"]) == 200 * 5 + 1


def test_stock_cannot_parse_a_chain_of_1000_elements() -> None:
    with pytest.raises(ValidationException, match="RecursionError"):
        Stock(chain(1000, "user"))


@pytest.mark.parametrize("kind", ["user", "pass", "exclusive", "parallel", "inclusive"])
def test_a_chain_of_3000_elements_runs(kind: str) -> None:
    move = ours(chain(3000, kind)).start({}, NOW)
    assert move.opened[0].element == ("k0" if kind == "user" else "tugas")


def inclusive_blocks(count: int) -> Net:
    """A user task beside so many inclusive blocks in a row, each with one way taken."""
    nodes, arcs, last = ["mulai:start", "bagi:parallel", "samping:user"], ["f0:mulai>bagi", "f1:bagi>samping"], "bagi"
    for n in range(count):
        nodes += [f"p{n}:inclusive", f"a{n}:pass", f"b{n}:pass", f"q{n}:inclusive"]
        arcs += [f"m{n}:{last}>p{n}", f"pa{n}:p{n}>a{n}", f"pb{n}:p{n}>b{n}?x = 1"]
        arcs += [f"aq{n}:a{n}>q{n}", f"bq{n}:b{n}>q{n}"]
        last = f"q{n}"
    return net(" ".join([*nodes, "selesai:end"]), ";".join([*arcs, f"z:{last}>selesai"]))


def test_two_hundred_inclusive_blocks_run_in_one_move() -> None:
    move = program(inclusive_blocks(200)).start({}, NOW)
    assert move.ended == ("selesai",)
    assert [token.element for token in move.opened] == ["samping"]


def test_more_inclusive_joins_than_their_path_rule_can_be_asked_for_are_refused_when_they_are_loaded() -> None:
    with pytest.raises(ProgramRefused):
        program(inclusive_blocks(800))


def test_a_move_that_never_waits_is_refused() -> None:
    made = program(net("mulai:start a:exclusive b:pass", "f0:mulai>a; f1:a>b; f2:b>a"))
    with pytest.raises(TooManySteps):
        made.start({}, NOW)


def test_a_move_that_multiplies_tokens_is_refused() -> None:
    made = program(net("mulai:start a:pass b:parallel", "f0:mulai>a; f1:a>b; f2:b>a; f3:b>a"))
    with pytest.raises(TooManySteps):
        made.start({}, NOW)


def test_more_open_tokens_than_a_case_may_have_are_refused_and_the_case_stays_usable() -> None:
    made = program(
        net("mulai:start a:user b:parallel c:user", "f0:mulai>a; f1:a>b; f2:b>a; f3:b>c"), limits=Limits(tokens=5)
    )
    move = made.start({}, NOW)
    for _ in range(4):
        move = made.complete(move.state, number(made, move.state, "a"), {}, NOW)
    full = move.state
    assert len(made.open(full)) == 5
    with pytest.raises(TooManySteps):
        made.complete(full, number(made, full, "a"), {}, NOW)
    assert len(made.open(made.complete(full, number(made, full, "c"), {}, NOW).state)) == 4


def number(made: Program, state: bytes, element: str) -> int:
    """The number of the first open token of an element."""
    return next(token.n for token in made.open(state) if token.element == element)
