"""Sub-processes, events, links, calls and loops in the normal form."""

from __future__ import annotations

import pytest

from bpmn.net import Call, Loop, Net, Param, Text, Throw, Timer, Trigger, Variable
from tests.bpmn.test_prepare import arrows, consistent, net

Found = Trigger | Throw | None


def test_a_sub_process_is_a_scope_with_its_starts_and_handlers() -> None:
    found = net(
        "startEvent s\nsubProcess sub {\nstartEvent i\nuserTask a\ni > a\n"
        "subProcess h triggeredByEvent=true {\nstartEvent hs errorRef=e_galat\nuserTask b\nhs > b\n}\n}\ns > sub"
    )
    assert [(node.id, node.kind, node.parent) for node in found.nodes.values()] == [
        ("s", "start", None),
        ("sub", "scope", None),
        ("i", "start", "sub"),
        ("a", "user", "sub"),
        ("h", "scope", "sub"),
        ("hs", "start", "h"),
        ("b", "user", "h"),
    ]
    scope, handler = found.nodes["sub"], found.nodes["h"]
    assert (scope.starts, scope.handlers, scope.triggered) == (("i",), ("h",), False)
    assert (handler.starts, handler.handlers, handler.triggered) == ((), (), True)
    assert (found.nodes["hs"].trigger, found.nodes["hs"].interrupting) == (Trigger("error", "G1"), True)
    assert (found.starts, found.triggers, found.handlers) == (("s",), (), ())
    consistent(found)


def test_an_event_sub_process_of_the_process_is_its_handler() -> None:
    found = net(
        "startEvent s\nsubProcess h triggeredByEvent=true {\nstartEvent hs signalRef=s_siaga isInterrupting=false\n}"
    )
    assert (found.starts, found.triggers, found.handlers) == (("s",), (), ("h",))
    assert not found.nodes["hs"].interrupting
    consistent(found)


def test_a_sub_process_without_a_start_event_starts_what_no_flow_enters() -> None:
    found = net(
        "startEvent s\ntransaction t {\nuserTask a\nuserTask b\nuserTask c\na > c\nintermediateCatchEvent l link=A\n"
        "intermediateThrowEvent k link=A\nb > k\nboundaryEvent e attachedToRef=a timeDuration=PT1H\n"
        "subProcess h triggeredByEvent=true {\nstartEvent hs messageRef=m_surat\n}\n}\ns > t"
    )
    assert found.nodes["t"].starts == ("a~start", "b~start")
    assert {found.nodes[id].parent for id in found.nodes["t"].starts} == {"t"}
    consistent(found)


def test_an_empty_sub_process_is_a_scope_that_starts_nothing() -> None:
    found = net("startEvent s\nsubProcess sub {\n}\ns > sub")
    assert (found.nodes["sub"].kind, found.nodes["sub"].starts) == ("scope", ())


def test_start_events_with_a_trigger_begin_cases_of_their_own() -> None:
    found = net("startEvent s\nstartEvent m messageRef=m_surat\nstartEvent t timeCycle=R/P1D\nuserTask a\ns > a\nm > a")
    assert (found.starts, found.triggers) == (("s",), ("m", "t"))
    assert found.nodes["t"].trigger == Trigger("timer", timer=Timer("cycle", "R/P1D"))


def test_a_process_may_begin_by_messages_alone() -> None:
    found = net("startEvent m messageRef=m_surat\nuserTask a\nm > a")
    assert (found.starts, found.triggers) == ((), ("m",))


def test_a_receive_task_that_begins_a_case_is_a_start_and_a_pass_for_its_flows() -> None:
    found = net(
        "receiveTask r messageRef=m_surat instantiate=true outputs=x:${y}\nuserTask a\nuserTask b\nr > a\nr > b"
    )
    start, behind = found.nodes["r~start"], found.nodes["r"]
    assert (start.kind, start.origin, start.trigger) == ("start", "r", Trigger("message", "surat"))
    assert (behind.kind, behind.origin, behind.trigger) == ("pass", None, None)
    assert behind.outputs == (Param("x", Text("${y}")),)
    assert (found.starts, found.triggers) == ((), ("r~start",))
    assert arrows(found) == ["*r~start > r", "*r > r~split", "r~split > a", "r~split > b"]
    consistent(found)


def test_an_event_based_gateway_that_begins_a_case_is_a_start_for_each_event() -> None:
    found = net(
        "eventBasedGateway g instantiate=true\nintermediateCatchEvent c signalRef=s_siaga\n"
        "intermediateCatchEvent d timeDate=2026-10-01\nuserTask a\ng > c\ng > d\nc > a\nd > a"
    )
    assert [(node.id, node.kind, node.origin) for node in found.nodes.values()] == [
        ("c", "start", "c"),
        ("d", "start", "d"),
        ("a", "user", "a"),
    ]
    assert (found.starts, found.triggers, list(found.arcs)) == ((), ("c", "d"), ["c-a", "d-a"])
    consistent(found)


def test_an_event_based_gateway_waits_for_the_events_behind_it() -> None:
    found = net(
        "startEvent s\neventBasedGateway g\nintermediateCatchEvent c condition='a = 1'\n"
        "receiveTask r messageRef=m_kedua\ns > g\ng > c ? x = 1\ng > r"
    )
    assert (found.nodes["g"].kind, found.nodes["g"].outgoing) == ("events", ("g-c", "g-r"))
    assert (found.nodes["c"].kind, found.nodes["r"].kind) == ("catch", "receive")
    assert found.arcs["g-c"].condition is None
    consistent(found)


def test_a_pair_of_links_is_an_arc_that_no_flow_stands_for() -> None:
    found = net(
        "startEvent s\nintermediateThrowEvent t link=A\nintermediateThrowEvent u link=A\n"
        "intermediateCatchEvent c link=A\nuserTask a\ns > t\ns > u\nc > a"
    )
    assert {found.nodes[id].kind for id in "tuc"} == {"pass"}
    assert {arrow for arrow in arrows(found) if arrow.startswith("*")} == {"*s > s~split", "*t > c", "*u > c"}
    consistent(found)


def test_links_of_one_name_in_two_scopes_are_two_pairs() -> None:
    pair = "intermediateThrowEvent {0}t link=A\nintermediateCatchEvent {0}c link=A\n"
    found = net("startEvent s\nsubProcess p1 {\n" + pair.format("a") + "}\n" + pair.format("b") + "s > p1\np1 > bt")
    assert {arrow for arrow in arrows(found) if arrow.startswith("*")} >= {"*at > ac", "*bt > bc"}
    consistent(found)


@pytest.mark.parametrize(
    ("line", "kind", "meaning"),
    [
        ("intermediateCatchEvent x messageRef=m_surat", "catch", Trigger("message", "surat")),
        ("intermediateCatchEvent x signalRef=s_siaga", "catch", Trigger("signal", "siaga")),
        ("intermediateCatchEvent x condition='a = 1'", "catch", Trigger("condition", condition="a = 1")),
        ("intermediateThrowEvent x", "pass", None),
        ("intermediateThrowEvent x messageRef=m_surat", "throw", Throw("message", "surat")),
        ("intermediateThrowEvent x signalRef=s_siaga", "throw", Throw("signal", "siaga")),
        ("intermediateThrowEvent x escalationRef=k_naik", "throw", Throw("escalation", "E1")),
        ("sendTask x messageRef=m_surat", "throw", Throw("message", "surat")),
        ("sendTask x messageRef=m_surat type=external topic=t", "service", None),
        ("businessRuleTask x type=external topic=t", "service", None),
        ("endEvent x", "end", None),
        ("endEvent x messageRef=m_surat", "end", Throw("message", "surat")),
        ("endEvent x signalRef=s_siaga", "end", Throw("signal", "siaga")),
        ("endEvent x errorRef=e_galat", "end", Throw("error", "G1")),
        ("endEvent x escalationRef=k_naik", "end", Throw("escalation", "E1")),
        ("endEvent x event=terminateEventDefinition", "end", Throw("terminate")),
        ("callActivity x calledElement=lain", "call", None),
    ],
)
def test_each_element_becomes_its_node_with_what_it_waits_for_or_emits(line: str, kind: str, meaning: Found) -> None:
    node = net(f"startEvent s\n{line}\ns > x").nodes["x"]
    assert (node.kind, node.trigger or node.throw) == (kind, meaning)


@pytest.mark.parametrize(
    ("line", "trigger"),
    [
        ("timeDuration=PT1H", Trigger("timer", timer=Timer("duration", "PT1H"))),
        ("messageRef=m_surat", Trigger("message", "surat")),
        ("signalRef=s_siaga", Trigger("signal", "siaga")),
        ("condition='a = 1'", Trigger("condition", condition="a = 1")),
        ("errorRef=e_galat", Trigger("error", "G1")),
        ("event=errorEventDefinition", Trigger("error")),
        ("escalationRef=k_naik cancelActivity=false", Trigger("escalation", "E1")),
        ("event=cancelEventDefinition", Trigger("cancel")),
    ],
)
def test_each_event_on_an_activity_listens_for_its_trigger(line: str, trigger: Trigger) -> None:
    found = net(f"startEvent s\ntransaction t {{\n}}\nboundaryEvent x attachedToRef=t {line}\ns > t")
    node = found.nodes["x"]
    assert (node.kind, node.attached_to, node.trigger) == ("boundary", "t", trigger)
    assert node.interrupting == ("false" not in line)
    assert found.nodes["t"].boundary == ("x",)


def test_a_cancel_end_in_a_transaction_with_its_catch_runs() -> None:
    found = net(
        "startEvent s\ntransaction t {\nendEvent e event=cancelEventDefinition\n}\n"
        "boundaryEvent x attachedToRef=t event=cancelEventDefinition\ns > t"
    )
    assert found.nodes["e"].throw == Throw("cancel")


def looping(inner: str) -> Net:
    """A process whose user task has that loop, several ways out and mappings."""
    return net(
        f"startEvent s\nuserTask a assignee=${{petugas}} inputs=x:${{y}} outputs=z:${{w}} inner='{inner}'\n"
        "userTask b\nuserTask c\ns > a\na > b\na > c"
    )


def test_a_loop_and_mappings_stay_on_the_activity_and_its_ways_split_behind_it() -> None:
    found = looping('<bpmn:multiInstanceLoopCharacteristics camunda:collection="l" camunda:elementVariable="i"/>')
    node = found.nodes["a"]
    assert node.loop == Loop("parallel", collection="l", item="i")
    assert (node.inputs, node.outputs) == ((Param("x", Text("${y}")),), (Param("z", Text("${w}")),))
    assert node.assignee == "${petugas}"
    assert (found.nodes["a~split"].kind, found.nodes["a~split"].loop) == ("parallel", None)
    consistent(found)


@pytest.mark.parametrize(
    "line", ["startEvent x", "exclusiveGateway x", "boundaryEvent x attachedToRef=a timeDate=2030-01-01"]
)
def test_mappings_where_they_mean_nothing_are_left_out(line: str) -> None:
    found = net(f"startEvent s\nuserTask a\ns > a\n{line} inputs=x:${{y}} outputs=z:${{w}}")
    assert (found.nodes["x"].inputs, found.nodes["x"].outputs) == ((), ())


def test_a_split_inside_a_sub_process_stays_inside() -> None:
    found = net("startEvent s\nsubProcess sub {\nuserTask a\nuserTask b\nuserTask c\na > b\na > c\n}\ns > sub")
    assert found.nodes["a~split"].parent == "sub"
    consistent(found)


def test_a_call_keeps_what_it_calls() -> None:
    held = '<camunda:in source="a" target="b"/><camunda:out variables="all"/>'
    found = net(f"startEvent s\ncallActivity x calledElement=lain extension='{held}'\ns > x")
    assert found.nodes["x"].call == Call("lain", ins=(Param("b", Variable("a")),), all_out=True)


def test_thousands_of_nested_and_flat_scopes_are_prepared_at_once() -> None:
    deep = "".join(f"subProcess d{n} {{\n" for n in range(150)) + "userTask a\n" + "}\n" * 150
    flat = "".join(f"subProcess f{n} {{\nuserTask u{n}\n}}\n" for n in range(3_000))
    found = net("startEvent s\n" + deep + flat)
    assert sum(node.kind == "scope" for node in found.nodes.values()) == 3_150
    assert found.nodes["a"].parent == "d149"
