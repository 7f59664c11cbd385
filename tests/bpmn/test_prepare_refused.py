"""What does not run is refused with the element and what to do, and never half prepared."""

from __future__ import annotations

import pytest

from bpmn.document import read
from bpmn.prepare import NotRunnable, obstacles, prepare
from tests.bpmn.draw import draw

BEFORE = "startEvent s\nuserTask a\ns > a\n"
LOOP = "inner='<bpmn:multiInstanceLoopCharacteristics{}>{}</bpmn:multiInstanceLoopCharacteristics>'"
SUB = "subProcess sub {{\nuserTask i\n{}\n}}"
HANDLER = "subProcess h triggeredByEvent=true {{\n{}\n}}"


def refusal(text: str) -> NotRunnable:
    """Why a drawn process is refused."""
    with pytest.raises(NotRunnable) as refused:
        prepare(read(draw(text)).processes[0])
    return refused.value


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("scriptTask x", "Program text"),
        ("serviceTask x class=contoh.Kelas", "Program text"),
        ("adHocSubProcess x", "ad-hoc"),
        ("complexGateway x", "complex"),
        ("choreographyTask x", "step of a process"),
        ("callChoreography x", "step of a process"),
        ("event x", "step of a process"),
        ("implicitThrowEvent x", "step of a process"),
        ("sendTask x", "Choose its message"),
        ("businessRuleTask x", "DMN"),
        ("callActivity x", "names no process"),
        ("callActivity x calledElement=p calledElementBinding=version", "version"),
        ("callActivity x calledElement=p calledElementBinding=versionTag calledElementVersion=1", "version"),
        ("eventBasedGateway x", "waits for nothing"),
        ("eventBasedGateway x eventGatewayType=Parallel", "parallel"),
        ("serviceTask x", "topic"),
        ("serviceTask x topic=t", "topic"),
        ("receiveTask x", "message name"),
        ("userTask x isForCompensation=true", "Compensation"),
        ("endEvent x event=compensateEventDefinition", "Compensation"),
        ("boundaryEvent x attachedToRef=a event=compensateEventDefinition", "Compensation"),
        ("userTask x event=timerEventDefinition", "does not run on userTask"),
        ("userTask x startQuantity=2", "parallel gateway before"),
        ("callActivity x calledElement=p startQuantity=0", "parallel gateway before"),
        ("task x completionQuantity=3", "parallel gateway after"),
    ],
)
def test_an_element_that_does_not_run_is_refused_by_name(line: str, word: str) -> None:
    found = refusal(f"{BEFORE}{line}")
    assert (found.element, word in found.en) == ("x", True), found.en
    assert found.id


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("userTask x inner=<bpmn:standardLoopCharacteristics/>", "never ends"),
        ("userTask x inner='<bpmn:standardLoopCharacteristics loopMaximum=\"-1\"/>'", "number of turns"),
        ("userTask x inner='<bpmn:standardLoopCharacteristics loopMaximum=\"1.5\"/>'", "number of turns"),
        ("userTask x inner=<bpmn:multiInstanceLoopCharacteristics/>", "names no list"),
        ("userTask x " + LOOP.format("", "<bpmn:loopCardinality>100001</bpmn:loopCardinality>"), "number of turns"),
        ("userTask x " + LOOP.format(' camunda:collection="l" behavior="One"', ""), "behavior=One"),
        ("endEvent x " + LOOP.format(' camunda:collection="l"', ""), "cannot be repeated"),
        ("exclusiveGateway x " + LOOP.format(' camunda:collection="l"', ""), "cannot be repeated"),
        ("receiveTask x messageRef=m_surat instantiate=true " + LOOP.format(' camunda:collection="l"', ""), "repeated"),
    ],
)
def test_a_loop_that_cannot_run_is_refused(line: str, word: str) -> None:
    found = refusal(f"{BEFORE}{line}")
    assert (found.element, word in found.en) == ("x", True), found.en


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("startEvent x errorRef=e_galat", "event sub-process"),
        ("startEvent x escalationRef=k_naik", "event sub-process"),
        ("startEvent x link=A", "does not run on startEvent"),
        ("startEvent x event=messageEventDefinition", "message name"),
        ("startEvent x event=timerEventDefinition", "time"),
        ("startEvent x event=signalEventDefinition", "signal"),
        ("startEvent x condition=", "condition"),
        ("startEvent x event=signalEventDefinition inner=<bpmn:timerEventDefinition/>", "several triggers"),
        ("startEvent x inner=<bpmn:eventDefinitionRef>e</bpmn:eventDefinitionRef>", "by reference"),
        ("endEvent x timeDuration=PT1H", "does not run on endEvent"),
        ("endEvent x link=A", "does not run on endEvent"),
        ("endEvent x event=messageEventDefinition", "message name"),
        ("endEvent x event=cancelEventDefinition", "transaction"),
        ("intermediateThrowEvent x errorRef=e_galat", "does not run on intermediateThrowEvent"),
        ("intermediateThrowEvent x event=terminateEventDefinition", "does not run on intermediateThrowEvent"),
        ("intermediateThrowEvent x timeDuration=PT1H", "does not run on intermediateThrowEvent"),
        ("intermediateThrowEvent x event=signalEventDefinition", "without a signal"),
        ("intermediateThrowEvent x link=A", "Nothing catches"),
        ("intermediateThrowEvent x event=linkEventDefinition", "without a name"),
        ("intermediateCatchEvent x", "trigger"),
        ("intermediateCatchEvent x errorRef=e_galat", "does not run on intermediateCatchEvent"),
        ("intermediateCatchEvent x event=timerEventDefinition", "time"),
        ("intermediateCatchEvent x timeDuration=", "time"),
        ("intermediateCatchEvent x timeCycle=R/PT1H", "repeating"),
        ("intermediateCatchEvent x event=messageEventDefinition", "message name"),
        ("intermediateCatchEvent y link=A\nintermediateCatchEvent x link=A", "caught by y already"),
        ("boundaryEvent x attachedToRef=a", "trigger"),
        ("boundaryEvent x attachedToRef=a link=A", "does not run on boundaryEvent"),
        ("boundaryEvent x attachedToRef=a event=terminateEventDefinition", "does not run on boundaryEvent"),
        ("boundaryEvent x attachedToRef=a event=cancelEventDefinition", "transaction"),
        ("boundaryEvent x attachedToRef=a timeCycle=R/PT1H", "repeating"),
        ("boundaryEvent x attachedToRef=a cancelActivity=false errorRef=e_galat", "always interrupts"),
        ("boundaryEvent x attachedToRef=tidak_ada timeDuration=PT1H", "attached"),
        ("boundaryEvent x attachedToRef=s timeDuration=PT1H", "attached"),
    ],
)
def test_an_event_that_cannot_run_is_refused(line: str, word: str) -> None:
    found = refusal(f"{BEFORE}{line}")
    assert (found.element, word in found.en) == ("x", True), found.en
    assert found.id


@pytest.mark.parametrize(
    ("text", "element", "word"),
    [
        (SUB.format("startEvent x timeDuration=PT1H\nx > i"), "x", "inside an ordinary sub-process"),
        (SUB.format("receiveTask x messageRef=m_surat instantiate=true"), "x", "stands in the process itself"),
        (SUB.format("userTask j\ni > j\nj > i"), "sub", "has no start"),
        (SUB.format("boundaryEvent x attachedToRef=a timeDuration=PT1H"), "x", "attached"),
        (SUB.format("") + "\nboundaryEvent x attachedToRef=i timeDuration=PT1H", "x", "attached"),
        (SUB.format("endEvent x event=cancelEventDefinition"), "x", "transaction"),
        ("transaction t {\nendEvent x event=cancelEventDefinition\n}", "x", "cancel event on its boundary"),
        (
            "transaction t {\n}\nboundaryEvent x attachedToRef=t cancelActivity=false event=cancelEventDefinition",
            "x",
            "always interrupts",
        ),
        (HANDLER.format("startEvent x"), "x", "exactly one start"),
        (HANDLER.format("userTask i"), "h", "exactly one start"),
        (HANDLER.format("startEvent x timeDuration=PT1H\nstartEvent y timeDuration=PT2H"), "h", "exactly one start"),
        (HANDLER.format("startEvent x timeCycle=R/PT1H"), "x", "repeating"),
        (HANDLER.format("startEvent x errorRef=e_galat isInterrupting=false"), "x", "always interrupts"),
        (HANDLER.format("startEvent y messageRef=m_surat") + "\na > h", "a-h", "no flow may"),
        (HANDLER.format("startEvent y messageRef=m_surat") + "\nh > a", "h-a", "no flow may"),
        (
            HANDLER.format("startEvent y messageRef=m_surat") + "\nboundaryEvent x attachedToRef=h timeDuration=PT1H",
            "x",
            "attached",
        ),
    ],
)
def test_what_stands_in_the_wrong_place_of_a_sub_process_is_refused(text: str, element: str, word: str) -> None:
    found = refusal(BEFORE + text)
    assert (found.element, word in found.en) == (element, True), found.en


@pytest.mark.parametrize(
    ("lines", "element", "word"),
    [
        ("userTask x\ng > x", "x", "Behind an event-based gateway"),
        ("endEvent x\ng > x", "x", "Behind an event-based gateway"),
        ("intermediateThrowEvent x signalRef=s_siaga\ng > x", "x", "Behind an event-based gateway"),
        ("intermediateCatchEvent x signalRef=s_siaga\ng > x\na > x", "x", "No other flow"),
        ("receiveTask x messageRef=m_surat\nboundaryEvent b attachedToRef=x timeDuration=PT1H\ng > x", "x", "boundary"),
        (
            "receiveTask x messageRef=m_surat inner='<bpmn:standardLoopCharacteristics loopMaximum=\"2\"/>'\ng > x",
            "x",
            "loop",
        ),
        (
            "receiveTask x messageRef=m_surat\nintermediateCatchEvent y messageRef=m_kedua\ng > x\ng > y",
            "g",
            "may not mix",
        ),
    ],
)
def test_what_may_not_stand_behind_an_event_based_gateway_is_refused(lines: str, element: str, word: str) -> None:
    found = refusal(f"{BEFORE}eventBasedGateway g\na > g\n{lines}")
    assert (found.element, word in found.en) == (element, True), found.en


@pytest.mark.parametrize(
    ("flow", "word"),
    [
        ("a > tidak_ada", "does not hold"),
        ("a > s", "no flow may"),
        ("e > a", "no flow may"),
        ("a > t", "no flow may"),
        ("a > l2", "no flow may"),
        ("l1 > a", "no flow may"),
        ("a > i", "crosses the border"),
        ("i > a", "crosses the border"),
    ],
)
def test_a_flow_that_no_token_may_take_is_refused(flow: str, word: str) -> None:
    rest = "endEvent e\nboundaryEvent t attachedToRef=a timeDuration=PT1H\nintermediateThrowEvent l1 link=A\n"
    rest += "intermediateCatchEvent l2 link=A\nsubProcess sub {\nuserTask i\n}\n"
    found = refusal(BEFORE + rest + flow)
    assert (found.element, word in found.en) == (flow.replace(" > ", "-"), True), found.en


@pytest.mark.parametrize("scope", ["{}", "subProcess sub {{\n{}\n}}"])
def test_what_begins_a_case_takes_no_flow(scope: str) -> None:
    lines = (
        "userTask a\neventBasedGateway x instantiate=true\nintermediateCatchEvent c messageRef=m_surat\nx > c\na > x"
    )
    assert refusal(scope.format(lines)).element == "x"


def test_every_obstacle_is_told_and_not_only_the_first() -> None:
    process = read(
        draw("startEvent s\nscriptTask a\ncomplexGateway b\nuserTask c\ns > a\na > b\nb > nirwana")
    ).processes[0]
    assert [(found.element, found.rule) for found in obstacles(process)] == [
        ("a", "program-text"),
        ("b", "not-runnable"),
        ("b-nirwana", "dangling-flow"),
    ]
