"""The normal form says what BPMN leaves implicit, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpmn.document import read
from bpmn.net import Net, Timer, Trigger
from bpmn.prepare import NotRunnable, prepare
from tests.bpmn.draw import draw

LIBRARY = sorted((Path(__file__).parents[2] / "bpmn" / "sop").rglob("*.bpmn"))


def net(text: str) -> Net:
    """The normal form of a drawn process."""
    return prepare(read(draw(text)).processes[0])


def arrows(net: Net) -> list[str]:
    """The arcs in words: `a > b ? condition`, a star before those that we added."""
    return [
        ("" if arc.origin else "*") + f"{arc.source} > {arc.target}" + (f" ? {arc.condition}" if arc.condition else "")
        for arc in net.arcs.values()
    ]


def consistent(net: Net) -> None:
    """Every arc stands in both of its nodes, every boundary node at its host, and every name exists."""
    for node in net.nodes.values():
        assert all(net.arcs[arc].target == node.id for arc in node.incoming)
        assert all(net.arcs[arc].source == node.id for arc in node.outgoing)
        assert node.default is None or node.default in node.outgoing
        assert all(net.nodes[id].attached_to == node.id for id in node.boundary)
        assert (node.attached_to is not None) == (node.kind == "boundary")
        assert node.parent is None or net.nodes[node.parent].kind == "scope"
        assert all(net.nodes[id].kind == "start" and net.nodes[id].parent == node.id for id in node.starts)
        assert all(net.nodes[id].triggered and net.nodes[id].parent == node.id for id in node.handlers)
    assert all(net.nodes[arc.source].parent == net.nodes[arc.target].parent for arc in net.arcs.values())
    assert sum(len(node.incoming) for node in net.nodes.values()) == len(net.arcs)
    assert sum(len(node.outgoing) for node in net.nodes.values()) == len(net.arcs)
    top = {id: node for id, node in net.nodes.items() if node.kind == "start" and node.parent is None}
    assert set(net.starts) == {id for id, node in top.items() if node.trigger is None}
    assert set(net.triggers) == {id for id, node in top.items() if node.trigger is not None}


def test_what_is_explicit_already_stays_as_it_is() -> None:
    found = net("startEvent s\nuserTask a\nendEvent e\ns > a\na > e")
    assert [(node.id, node.kind, node.origin) for node in found.nodes.values()] == [
        ("s", "start", "s"),
        ("a", "user", "a"),
        ("e", "end", "e"),
    ]
    assert [(arc.id, arc.origin) for arc in found.arcs.values()] == [("s-a", "s-a"), ("a-e", "a-e")]
    assert found.starts == ("s",)
    consistent(found)


def test_several_flows_out_of_a_task_become_a_parallel_gateway_behind_it() -> None:
    found = net("startEvent s\nuserTask a\nuserTask b\nuserTask c\ns > a\na > b\na > c")
    assert arrows(found) == ["*a > a~split", "s > a", "a~split > b", "a~split > c"]
    assert (found.nodes["a~split"].kind, found.nodes["a~split"].origin) == ("parallel", None)
    assert list(found.nodes) == ["s", "a", "a~split", "b", "c"]
    consistent(found)


def test_conditions_out_of_a_task_become_an_inclusive_gateway_with_its_default() -> None:
    found = net("startEvent s\nuserTask a default=a-c\nuserTask b\nuserTask c\ns > a\na > b ? x = 1\na > c ? x = 2")
    split = found.nodes["a~split"]
    assert (split.kind, split.default) == ("inclusive", "a-c")
    assert found.nodes["a"].default is None
    assert arrows(found)[2:] == ["a~split > b ? x = 1", "a~split > c"]
    consistent(found)


def test_a_condition_beside_a_flow_without_one_is_inclusive_too() -> None:
    found = net("startEvent s\nuserTask a\nuserTask b\nuserTask c\ns > a\na > b ? x = 1\na > c")
    assert found.nodes["a~split"].kind == "inclusive"
    assert found.nodes["a~split"].default is None


def test_a_default_beside_flows_without_conditions_is_not_taken_together_with_them() -> None:
    found = net("startEvent s\nuserTask a default=a-c\nuserTask b\nuserTask c\ns > a\na > b\na > c")
    assert (found.nodes["a~split"].kind, found.nodes["a~split"].default) == ("inclusive", "a-c")


def test_a_condition_on_the_only_flow_is_asked() -> None:
    found = net("startEvent s\nuserTask a\nendEvent e\ns > a\na > e ? x = 1")
    assert (found.nodes["a~split"].kind, found.nodes["a~split"].outgoing) == ("inclusive", ("a-e",))
    assert arrows(found) == ["*a > a~split", "s > a", "a~split > e ? x = 1"]
    consistent(found)


def test_a_default_that_is_the_only_flow_needs_no_gateway() -> None:
    found = net("startEvent s\nuserTask a default=a-e\nendEvent e\ns > a\na > e ? x = 1")
    assert arrows(found) == ["s > a", "a > e"]
    assert found.nodes["a"].default is None


@pytest.mark.parametrize(
    "line",
    ["startEvent x", "task x", "intermediateCatchEvent x timeDuration=PT1H", "serviceTask x type=external topic=t"],
)
def test_events_and_other_activities_split_like_tasks(line: str) -> None:
    before = "" if line.startswith("start") else "startEvent s\ns > x\n"
    found = net(before + line + "\nuserTask b\nuserTask c\nx > b\nx > c")
    assert found.nodes["x~split"].kind == "parallel"
    consistent(found)


def test_gateways_keep_their_kind_default_and_conditions() -> None:
    found = net(
        "startEvent s\nexclusiveGateway x default=x-c\ninclusiveGateway i\nuserTask c\n"
        "s > x\nx > i ? n = 1\nx > c ? n = 2\ni > c ? n = 3\ni > x"
    )
    assert (found.nodes["x"].kind, found.nodes["x"].default) == ("exclusive", "x-c")
    assert arrows(found) == ["s > x", "x > i ? n = 1", "x > c", "i > c ? n = 3", "i > x"]
    consistent(found)


def test_a_condition_behind_a_parallel_gateway_is_not_asked() -> None:
    found = net("startEvent s\nparallelGateway p\nuserTask a\nuserTask b\ns > p\np > a ? x = 1\np > b")
    assert arrows(found) == ["s > p", "p > a", "p > b"]


def test_without_a_start_event_what_no_flow_enters_starts() -> None:
    found = net(
        "userTask a\nuserTask b\nuserTask c\nboundaryEvent t attachedToRef=a timeDuration=PT1H\na > c\nb > c\nt > c"
    )
    assert found.starts == ("a~start", "b~start")
    assert [(id, found.nodes[id].kind, found.nodes[id].origin) for id in found.starts] == [
        ("a~start", "start", None),
        ("b~start", "start", None),
    ]
    assert arrows(found)[:2] == ["*a~start > a", "*b~start > b"]
    consistent(found)


def test_all_start_events_are_starts() -> None:
    found = net("startEvent s\nstartEvent t\nuserTask a\nuserTask b\ns > a\nt > a")
    assert found.starts == ("s", "t")
    assert found.nodes["a"].incoming == ("s-a", "t-a")
    assert found.nodes["b"].incoming == ()


def test_a_process_in_which_everything_waits_for_another_is_refused() -> None:
    with pytest.raises(NotRunnable) as refusal:
        net("userTask a\nuserTask b\na > b\nb > a")
    assert refusal.value.element == "p"


def test_an_element_that_nothing_follows_just_ends() -> None:
    found = net("startEvent s\nuserTask a\ns > a")
    assert list(found.nodes) == ["s", "a"]
    assert found.nodes["a"].outgoing == ()


def test_boundary_events_stand_at_their_host() -> None:
    found = net(
        "startEvent s\nreceiveTask a messageRef=m_surat\ns > a\n"
        "boundaryEvent t attachedToRef=a cancelActivity=false timeCycle=R/P3D\n"
        "boundaryEvent m attachedToRef=a messageRef=m_surat\nendEvent e\nm > e\nt > e"
    )
    assert found.nodes["a"].boundary == ("t", "m")
    assert (found.nodes["a"].kind, found.nodes["a"].trigger) == ("receive", Trigger("message", "surat"))
    assert (found.nodes["t"].kind, found.nodes["t"].interrupting) == ("boundary", False)
    assert found.nodes["t"].trigger == Trigger("timer", timer=Timer("cycle", "R/P3D"))
    assert (found.nodes["m"].kind, found.nodes["m"].trigger) == ("boundary", Trigger("message", "surat"))
    assert found.nodes["m"].interrupting
    consistent(found)


def test_a_reserved_id_gets_another_one_and_keeps_its_origin() -> None:
    found = net("startEvent Start\nuserTask Root\nuserTask End\nStart > Root\nRoot > End")
    assert [(node.id, node.origin) for node in found.nodes.values()] == [
        ("Start~", "Start"),
        ("Root~", "Root"),
        ("End~", "End"),
    ]
    assert arrows(found) == ["Start~ > Root~", "Root~ > End~"]


def test_our_own_ids_never_clash_with_those_of_the_file() -> None:
    found = net("startEvent s\nuserTask a\nuserTask a~split\nuserTask b\ns > a\na > a~split\na > b")
    assert {node.id for node in found.nodes.values() if node.origin is None} == {"a~split~"}
    consistent(found)


def test_a_flow_to_nowhere_is_refused() -> None:
    with pytest.raises(NotRunnable) as refusal:
        net("startEvent s\nuserTask a\ns > a\na > b")
    assert refusal.value.element == "a-b"


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_library_needs_nothing_added(path: Path) -> None:
    process = read(path.read_bytes()).processes[0]
    found = prepare(process)
    assert list(found.nodes) == list(process.elements)
    assert list(found.arcs) == list(process.flows)
    consistent(found)


def test_a_chain_of_thousands_is_prepared_without_recursion() -> None:
    count = 5_000
    lines = ["startEvent s", *(f"userTask a{n}" for n in range(count)), "s > a0"]
    found = net("\n".join([*lines, *(f"a{n} > a{n + 1}" for n in range(count - 1))]))
    assert len(found.nodes) == count + 1
    consistent(found)
