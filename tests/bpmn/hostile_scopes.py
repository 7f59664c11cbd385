"""Files that want to hurt their reader by sub-processes, events, links, loops and mappings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

HEAD: Final = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="http://camunda.org/schema/1.0/bpmn"'
    ' targetNamespace="urn:uji">'
)
OPEN: Final = HEAD + '<process id="p" isExecutable="true">'
CLOSE: Final = "</process></definitions>"


def _flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def _catchers(levels: int, inside: str, beside: str = "") -> str:
    """Sub-processes in each other, each with an event for an error that only it catches."""
    body = inside
    for at in range(levels):
        event = f'<errorEventDefinition errorRef="tepi_{at}" c:errorCodeVariable="kode_{at}"/>'
        body = (
            f'<subProcess id="s{at}">{body}</subProcess><boundaryEvent id="b{at}" attachedToRef="s{at}">{event}'
            f"</boundaryEvent>"
        )
    return OPEN + body + beside + CLOSE


def _error_ends() -> str:
    """Errors that leave through all of them; most are caught by events on the outermost."""
    events = "".join(
        f'<boundaryEvent id="k{at}" attachedToRef="s149"><errorEventDefinition errorRef="k{at}"/></boundaryEvent>'
        for at in range(4_400)
    )
    ends = "".join(f'<endEvent id="e{at}"><errorEventDefinition errorRef="k{at}"/></endEvent>' for at in range(4_800))
    return _catchers(150, ends, events)


def _services_in_catchers() -> str:
    services = "".join(
        f'<serviceTask id="t{at}" c:type="external" c:topic="t"/>{_flow(f"t{at}", f"t{at + 1}", f"n{at} = 1")}'
        for at in range(6_000)
    )
    return _catchers(150, services)


def _gateways(count: int) -> str:
    """Event-based gateways that all lead to the same events."""
    gateways = "".join(f'<eventBasedGateway id="g{at}"/>' for at in range(count))
    events = "".join(
        f'<intermediateCatchEvent id="c{at}"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>'
        for at in range(count)
    )
    return (
        OPEN + gateways + events + "".join(_flow(f"g{a}", f"c{b}") for a in range(count) for b in range(count)) + CLOSE
    )


def _links(count: int) -> str:
    """Links of one name: every throw leads to the one catch, and the catch to all throws."""
    link = '<linkEventDefinition name="A"/>'
    throws = "".join(f'<intermediateThrowEvent id="t{at}">{link}</intermediateThrowEvent>' for at in range(count))
    catch = f'<intermediateCatchEvent id="c">{link}</intermediateCatchEvent>'
    return OPEN + throws + catch + "".join(_flow("c", f"t{at}") for at in range(count)) + CLOSE


def _handlers(count: int) -> str:
    """Event sub-processes beside each other, and as many starts."""
    starts = "".join(f'<startEvent id="s{at}"/>' for at in range(count))
    handlers = "".join(
        f'<subProcess id="h{at}" triggeredByEvent="true"><startEvent id="m{at}"><conditionalEventDefinition>'
        f"<condition>n{at} = 1</condition></conditionalEventDefinition></startEvent></subProcess>"
        for at in range(count)
    )
    return OPEN + starts + handlers + CLOSE


def _boundaries(count: int) -> str:
    event = '<signalEventDefinition signalRef="s"/>'
    many = "".join(f'<boundaryEvent id="b{at}" attachedToRef="t">{event}</boundaryEvent>' for at in range(count))
    return OPEN + '<userTask id="t" c:assignee="x"/>' + many + CLOSE


def _mappings(count: int) -> str:
    values = "".join(f"<c:value>${{n{at}}}</c:value>" for at in range(count))
    held = f'<c:inputOutput><c:inputParameter name="a"><c:list>{values}</c:list></c:inputParameter></c:inputOutput>'
    return OPEN + f'<task id="t"><extensionElements>{held}</extensionElements></task>' + CLOSE


def _deep_mapping(levels: int) -> str:
    held = "<c:list>" * levels + "</c:list>" * levels
    held = f'<c:inputOutput><c:inputParameter name="a">{held}</c:inputParameter></c:inputOutput>'
    return OPEN + f'<task id="t"><extensionElements>{held}</extensionElements></task>' + CLOSE


def _message_flows(count: int) -> str:
    flows = "".join(f'<messageFlow id="f{at}" sourceRef="t{at}" targetRef="t"/>' for at in range(count))
    tasks = "".join(f'<sendTask id="t{at}"/>' for at in range(count))
    return f'{HEAD}<collaboration id="k">{flows}</collaboration><process id="p">{tasks}</process></definitions>'


def _loops(levels: int) -> str:
    """Loops in loops, each of a hundred thousand items."""
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>100000</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    body = '<task id="t"/>'
    for at in range(levels):
        body = f'<subProcess id="s{at}">{loop}{body}</subProcess>'
    return OPEN + body + CLOSE


def _lanes_in_scopes(levels: int, refs: int) -> str:
    names = "".join(f"<flowNodeRef>t{at}</flowNodeRef>" for at in range(refs))
    body = "".join(f'<task id="t{at}"/>' for at in range(refs))
    for at in range(levels):
        body = f'<subProcess id="s{at}"><laneSet><lane id="l{at}" name="x">{names}</lane></laneSet>{body}</subProcess>'
    return OPEN + body + CLOSE


SCOPES: dict[str, Callable[[], str]] = {
    "error-ends": _error_ends,
    "services-in-catchers": _services_in_catchers,
    "event-gateways": lambda: _gateways(130),
    "links": lambda: _links(6_000),
    "handlers": lambda: _handlers(3_000),
    "boundaries": lambda: _boundaries(9_500),
    "mappings": lambda: _mappings(19_000),
    "deep-mapping": lambda: _deep_mapping(190),
    "message-flows": lambda: _message_flows(9_500),
    "loops-in-loops": lambda: _loops(90),
    "lanes-in-scopes": lambda: _lanes_in_scopes(150, 110),
}
HARMLESS: Final = frozenset({"error-ends", "deep-mapping", "lanes-in-scopes"})
"""What can run all the same."""
