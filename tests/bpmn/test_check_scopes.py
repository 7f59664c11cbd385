"""Rules about ways, where they lead through sub-processes, links, event-based gateways and loops."""

from __future__ import annotations

import pytest

from tests.bpmn.draw import draw, found, rules

START = "startEvent s\nuserTask a assignee=x\nendEvent e\ns > a\n"
SUB = START + "subProcess sub {{\nstartEvent i\nuserTask b assignee=x\nendEvent j\ni > b\n{}\n}}\na > sub\nsub > e\n"
HANDLER = "subProcess h triggeredByEvent=true {\nstartEvent hs {}\nendEvent he\nhs > he\n}\n"


def handler(start: str) -> str:
    """An event sub-process that begins so and ends at once."""
    return HANDLER.replace("{}", start)


def test_a_process_with_scopes_inside_and_beside_it_has_no_findings() -> None:
    inner = handler("signalRef=s_siaga isInterrupting=false").replace(" h", " k").replace("hs >", "ks >")
    assert rules(draw(SUB.format("b > j\n" + inner) + handler("messageRef=m_surat"))) == {}


def test_what_no_way_leads_to_is_told_inside_a_sub_process_too_and_once_for_a_whole_one() -> None:
    assert rules(draw(SUB.format("b > j\nuserTask c assignee=x\nc > j"))) == {"unreachable": ["c"]}
    island = "userTask c assignee=x\nc > sub\nsub > c\nsub > e"
    text = START + "a > e\nsubProcess sub {\nuserTask b assignee=x\nendEvent j\nb > j\n}\n" + island
    assert rules(draw(text)) == {"unreachable": ["sub", "c"]}


def test_an_event_sub_process_is_reached_without_a_flow() -> None:
    assert rules(draw(START + "a > e\n" + handler("timeDuration=P1D"))) == {}


def test_links_are_ways() -> None:
    pair = "intermediateThrowEvent t link=A\nintermediateCatchEvent c link=A\na > t\nc > e\n"
    assert rules(draw(START + pair)) == {}
    assert rules(draw(START + pair.replace("a > t", "a > e")))["unreachable"] == ["t", "c"]
    ring = "intermediateThrowEvent t link=A\nintermediateCatchEvent c link=A\nexclusiveGateway g\na > g\n"
    ring += "g > t ? 1 = 1\ng > e ? 1 = 2\nc > g"
    assert rules(draw(START + ring)) == {"loop-without-wait": ["t"]}


def test_each_scope_may_have_one_start_event_without_a_trigger() -> None:
    assert rules(draw(SUB.format("b > j\nstartEvent i2\ni2 > b"))) == {"start-event": ["i2"]}
    assert rules(draw(START + "a > e\nstartEvent m messageRef=m_surat\nm > a")) == {}


def test_a_case_may_begin_by_a_receive_task_or_an_event_based_gateway() -> None:
    assert rules(draw("receiveTask r messageRef=m_surat instantiate=true\nendEvent e\nr > e")) == {}
    gateway = (
        "eventBasedGateway g instantiate=true\nintermediateCatchEvent c messageRef=m_surat\nendEvent e\ng > c\nc > e"
    )
    assert rules(draw(gateway)) == {}


def test_a_sub_process_in_which_everything_waits_for_another_has_no_start() -> None:
    text = START + "subProcess sub {\nuserTask b assignee=x\nuserTask c assignee=x\nb > c\nc > b\n}\na > sub\nsub > e"
    assert rules(draw(text))["no-start"] == ["sub"]


LOOP = "userTask c assignee=x\nb > c\nc > b\n"


def test_a_loop_inside_a_sub_process_needs_a_way_out() -> None:
    assert rules(draw(SUB.format(LOOP))) == {"no-way-out": ["b"], "unreachable": ["j"]}
    assert rules(draw(SUB.format(LOOP + "exclusiveGateway g\nc > g\ng > j"))) == {}


@pytest.mark.parametrize(
    ("inside", "outside", "fine"),
    [
        ("", "boundaryEvent t attachedToRef=sub timeDuration=P1D\nt > e", True),
        ("", "boundaryEvent t attachedToRef=sub cancelActivity=false timeDuration=P1D\nt > e", False),
        (handler("messageRef=m_surat"), "", True),
        (handler("messageRef=m_surat isInterrupting=false"), "", False),
        ("", handler("messageRef=m_surat"), True),
        ("userTask d assignee=x\ni > d\nendEvent k event=terminateEventDefinition\nd > k", "", True),
        ("userTask d assignee=x\ni > d\nendEvent k\nd > k", "", False),
        (
            "userTask d assignee=x\ni > d\nendEvent k errorRef=e_galat\nd > k",
            "boundaryEvent t attachedToRef=sub errorRef=e_galat cancelActivity=true\nt > e",
            True,
        ),
    ],
)
def test_what_ends_a_loop_from_outside_is_a_way_out(inside: str, outside: str, fine: bool) -> None:
    found = rules(draw(SUB.format(LOOP + inside) + outside))
    assert ("no-way-out" not in found) == fine


@pytest.mark.parametrize(
    ("inside", "waits"),
    [
        ("userTask b assignee=x", True),
        ("task b", False),
        ("sendTask b messageRef=m_surat", False),
        ("sendTask b type=external topic=t", True),
        ("subProcess b {\ntask c\n}", False),
        ("subProcess b {\ntask c\nmanualTask d assignee=x\nc > d\n}", True),
        ("callActivity b calledElement=lain", True),
        ("intermediateCatchEvent b messageRef=m_surat", True),
        ("intermediateCatchEvent b condition='1 = 1'", False),
        ("eventBasedGateway b\nintermediateCatchEvent c signalRef=s_siaga\nb > c", True),
        ("task b outputs=x:${1}", True),
    ],
)
def test_a_loop_waits_when_something_in_it_or_in_its_sub_processes_does(inside: str, waits: bool) -> None:
    ring = f"exclusiveGateway g\nexclusiveGateway k\na > g\n{inside}\ng > e ? 1 = 2\ng > b ? 1 = 1\n"
    last = "c" if inside.startswith("event") else "b"
    found = rules(draw(START + ring + f"{last} > k\nk > g"))
    assert ("loop-without-wait" not in found) == waits


@pytest.mark.parametrize(
    ("loop", "waits"),
    [
        (' loopMaximum="3">', True),
        ("><bpmn:loopCondition>1 = 1</bpmn:loopCondition>", False),
        ("><bpmn:loopCondition>loopCounter &lt; 3</bpmn:loopCondition>", True),
    ],
)
def test_a_standard_loop_of_what_waits_for_nobody_needs_an_end(loop: str, waits: bool) -> None:
    loop = f"<bpmn:standardLoopCharacteristics{loop}</bpmn:standardLoopCharacteristics>"
    text = START + "task t inner='{}'\na > t\nt > e"
    assert (rules(draw(text.format(loop))) == {}) == waits
    assert rules(draw(text.format(loop).replace("task t", "manualTask t assignee=x"))) == {}


def test_conditions_out_of_an_event_based_gateway_are_not_asked() -> None:
    text = START + "eventBasedGateway g\nintermediateCatchEvent c signalRef=s_siaga\na > g\ng > c ? 1 = 1\nc > e"
    assert rules(draw(text)) == {"ignored-condition": ["g-c"]}
    assert rules(draw(text.replace("1 = 1", "1 ="))) == {"ignored-condition": ["g-c"]}


def split(kinds: str) -> str:
    """A sub-process that begins with so many tasks at once."""
    lines = "".join(f"{kinds} t{n}\n" for n in range(600))
    return START + "subProcess sub {inner}{{\n" + lines + "}}\na > sub\nsub > e\n"


def test_what_a_sub_process_begins_with_counts_as_tokens() -> None:
    two = "inner='<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
    two += "</bpmn:multiInstanceLoopCharacteristics>' "
    lines = split("userTask")
    assert "too-many-tokens" not in rules(draw(lines.format(inner="")))
    assert rules(draw(lines.format(inner=two)))["too-many-tokens"] == ["a"]
    once = two.replace("multiInstanceLoopCharacteristics>", 'multiInstanceLoopCharacteristics isSequential="true">', 1)
    assert "too-many-tokens" not in rules(draw(lines.format(inner=once)))


def test_events_on_steps_count_as_tokens() -> None:
    events = "".join(f"boundaryEvent t{n} attachedToRef=b cancelActivity=false signalRef=s_siaga\n" for n in range(600))
    text = START + "parallelGateway g\nuserTask b assignee=x\nuserTask c assignee=x\na > g\ng > b\ng > c\n" + events
    more = "".join(f"boundaryEvent u{n} attachedToRef=c cancelActivity=false signalRef=s_siaga\n" for n in range(600))
    assert "too-many-tokens" not in rules(draw(text))
    assert rules(draw(text + more))["too-many-tokens"] == ["a"]


def test_what_prepare_refuses_is_found_with_its_element_and_remedy() -> None:
    text = SUB.format("b > j\na > b") + "intermediateThrowEvent x link=A"
    findings = {finding.rule: finding for finding in found(draw(text))}
    assert findings["crossing-flow"].element == "a-b"
    assert "sub-process itself" in findings["crossing-flow"].en
    assert findings["not-runnable"].element == "x"
    assert "Tambahkan penangkapnya" in findings["not-runnable"].id


STEPS = "inner='<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>{}</bpmn:loopCardinality>"
STEPS += "</bpmn:multiInstanceLoopCharacteristics>'"


def test_a_number_of_steps_that_one_move_cannot_take_is_refused() -> None:
    text = START + "{} t {}\na > t\nt > e"
    assert rules(draw(text.format("task", STEPS.format("10000")))) == {}
    assert rules(draw(text.format("task", STEPS.format("10001")))) == {"too-many-steps": ["t"]}
    assert rules(draw(text.format("userTask", "assignee=x " + STEPS.format("100000")))) == {}
    inner = f"subProcess u {STEPS.format('100')} {{\ntask t {STEPS.format('101')}\nendEvent j\nt > j\n}}\na > u\nu > e"
    assert rules(draw(START + inner)) == {"too-many-steps": ["u"]}
    assert rules(draw(START + inner.replace("101", "90"))) == {}
