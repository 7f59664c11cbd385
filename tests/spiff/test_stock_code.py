"""Nothing of a diagram is run as Python and no id is special, where SpiffWorkflow alone does and fails."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from types import FrameType

import pytest
from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.exceptions import WorkflowException

from bpmn.net import Net
from engine.spiff import NoFlow, NotOpen, ProgramRefused, Token
from tests.spiff.nets import NOW, net, program, timer
from tests.spiff.stock import Stock, ours

EVIL = "__import__('builtins').__dict__.update(lajur_terbuka=1) or True"
TWO = net("mulai:start langkah:user kedua:user selesai:end", "f1:mulai>langkah; f2:langkah>kedua; f3:kedua>selesai")
RESERVED = ["Start", "End", "Root", "root", "proses.EndJoin", "node:mulai"]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    vars(builtins).pop("lajur_terbuka", None)


def choice(condition: str) -> Net:
    return net("mulai:start g:exclusive a:user b:user", f"f1:mulai>g; f2:g>a?{condition}; f3:g>b", g={"default": "f3"})


def test_stock_runs_any_python_in_a_condition() -> None:
    Stock(choice(EVIL))
    assert hasattr(builtins, "lajur_terbuka")


@pytest.mark.parametrize(
    "text", [EVIL, "9**9**7", "[].__class__", "(lambda: True)()", "open('/etc/passwd')", "a if b else c", ""]
)
def test_a_condition_that_is_no_condition_is_refused_when_the_program_is_loaded(text: str) -> None:
    model = choice("a = 1")
    arcs = dict(model.arcs) | {"f2": replace(model.arcs["f2"], condition=text)}
    with pytest.raises(ProgramRefused) as refusal:
        program(replace(model, arcs=arcs))
    assert refusal.value.element == "f2"
    assert refusal.value.id
    assert not hasattr(builtins, "lajur_terbuka")


def test_a_timer_and_a_correlation_key_that_are_python_are_refused() -> None:
    for node, details in (
        ("w:timer", {"w": timer("duration", EVIL)}),
        ("w:message", {"w": {"message": "surat", "correlation_key": EVIL}}),
    ):
        with pytest.raises(ProgramRefused) as refusal:
            program(net(f"mulai:start {node}", "f1:mulai>w", **details))
        assert refusal.value.element == "w"
    assert not hasattr(builtins, "lajur_terbuka")


def script_engine_calls(work: Callable[[], object]) -> int:
    """How often code of SpiffWorkflow's script engine is called while something works."""
    calls = 0

    def watch(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls
        calls += event == "call" and "script_engine" in frame.f_code.co_filename

    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def test_the_script_engine_is_never_called() -> None:
    model = choice("a = 1")
    made = program(model)
    assert script_engine_calls(lambda: Stock(model, a=1)) > 0
    assert script_engine_calls(lambda: made.start({"a": 1}, NOW)) == 0


def test_stock_fails_on_an_element_named_start() -> None:
    with pytest.raises(WorkflowException):
        Stock(net("Start:start a:user selesai:end", "f1:Start>a; f2:a>selesai"))
    with pytest.raises(ValidationException):
        Stock(net("mulai:start Start:user selesai:end", "f1:mulai>Start; f2:Start>selesai"))
    assert Stock(net("mulai:start End:user selesai:end", "f1:mulai>End; f2:End>selesai")).ready() == []


@pytest.mark.parametrize("id", RESERVED)
def test_an_element_may_have_any_id(id: str) -> None:
    found = program(TWO)
    renamed = {key: replace(node, id=id, origin=id) if key == "langkah" else node for key, node in TWO.nodes.items()}
    nodes = {node.id: node for node in renamed.values()}
    arcs = {
        key: replace(arc, source=arc.source.replace("langkah", id), target=arc.target.replace("langkah", id))
        for key, arc in TWO.arcs.items()
    }
    made = program(replace(TWO, nodes=nodes, arcs=arcs))
    move = made.start({}, NOW)
    assert move.opened == (Token(1, id, "user"),)
    end = made.complete(made.complete(move.state, 1, {}, NOW).state, 2, {}, NOW)
    assert end.finished
    assert found.complete(found.start({}, NOW).state, 1, {}, NOW).opened[0].element == "kedua"


def test_stock_fails_on_a_timer_as_modelers_write_it_when_it_is_reached() -> None:
    hour = timer("duration", "PT1H")
    stock = Stock(net("mulai:start a:user w:timer selesai:end", "f0:mulai>a; f1:a>w; f2:w>selesai", w=hour))
    with pytest.raises(WorkflowTaskException):
        stock.complete("a")


def test_a_timer_as_modelers_write_it_waits_until_its_time() -> None:
    model = net("mulai:start w:timer selesai:end", "f1:mulai>w; f2:w>selesai", w=timer("duration", "PT1H"))
    made = ours(model)
    move = made.start({}, NOW)
    assert move.opened == (Token(1, "w", "timer", due=NOW + timedelta(hours=1)),)
    assert made.fire(move.state, 1, {}, NOW + timedelta(hours=1)).finished


def test_stock_runs_a_completed_task_again() -> None:
    stock = Stock(TWO)
    task = stock.tasks()[0]
    assert task.run() is True
    assert task.run() is True


def test_a_completed_token_is_refused() -> None:
    made = ours(TWO)
    state = made.complete(made.start({}, NOW).state, 1, {}, NOW).state
    with pytest.raises(NotOpen):
        made.complete(state, 1, {}, NOW)


def test_stock_leaves_the_task_completed_when_no_condition_holds() -> None:
    stock = Stock(net("mulai:start a:user g:exclusive b:user c:user", "f0:mulai>a;f1:a>g;f2:g>b?n = 1;f3:g>c?n = 2"))
    with pytest.raises(WorkflowException):
        stock.complete("a", n=3)
    assert stock.ready() == []


def test_when_no_condition_holds_the_task_stays_open() -> None:
    made = ours(net("mulai:start a:user g:exclusive b:user c:user", "f0:mulai>a;f1:a>g;f2:g>b?n = 1;f3:g>c?n = 2"))
    state = made.start({}, NOW).state
    with pytest.raises(NoFlow):
        made.complete(state, 1, {"n": 3}, NOW)
    assert [token.element for token in made.open(state)] == ["a"]
    assert made.complete(state, 1, {"n": 2}, NOW).opened[0].element == "c"


def test_stock_cannot_tell_two_flows_to_the_same_target_apart() -> None:
    model = net("mulai:start a:user g:exclusive b:user e:end", "f0:mulai>a;f1:a>g;f2:g>b?n = 1;f3:g>b?n = 2;f4:b>e")
    trees = []
    for number in (1, 2):
        stock = Stock(model)
        stock.complete("a", n=number)
        trees.append([(task.task_spec.name, task.state) for task in stock.workflow.get_tasks()])
    assert trees[0] == trees[1]


def test_the_path_names_the_flow_that_was_taken() -> None:
    model = net("mulai:start a:user g:exclusive b:user e:end", "f0:mulai>a;f1:a>g;f2:g>b?n = 1;f3:g>b?n = 2;f4:b>e")
    made = ours(model)
    state = made.start({}, NOW).state
    for number, flow in ((1, "f2"), (2, "f3")):
        path = made.complete(state, 1, {"n": number}, NOW).path
        assert path == (
            ("left", "a"),
            ("flow", "f1"),
            ("entered", "g"),
            ("left", "g"),
            ("flow", flow),
            ("entered", "b"),
        )
