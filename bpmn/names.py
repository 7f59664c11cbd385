"""The namespaces and the element names of BPMN 2.0 that this package knows."""

from __future__ import annotations

from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
# The dialect of Camunda 7, under its own name, that of its forerunner, which it still reads,
# and that of Flowable, the other descendant.
CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
DIALECT: Final = (CAMUNDA, "http://activiti.org/bpmn", "http://flowable.org/bpmn")
SPIFF: Final = "http://spiffworkflow.org/bpmn/schema/1.0/core"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"

ACTIVITIES: Final = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "adHocSubProcess",
        "transaction",
    }
)
GATEWAYS: Final = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
EVENTS: Final = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
        "event",
    }
)
CHOREOGRAPHY: Final = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
FLOW_NODES: Final = ACTIVITIES | GATEWAYS | EVENTS | CHOREOGRAPHY
SUBPROCESSES: Final = frozenset({"subProcess", "adHocSubProcess", "transaction"})
CATCHES: Final = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"})
THROWS: Final = frozenset({"endEvent", "intermediateThrowEvent", "sendTask"})
_PROGRAMS: Final = frozenset(
    {"python", "groovy", "javascript", "ecmascript", "js", "ruby", "java", "xpath", "juel-script"}
)


def is_program(language: str | None) -> bool:
    """Whether the `language` of an expression, a name or a URI, is one of programs."""
    text = (language or "").lower().rstrip("/")
    return any(text.rpartition("/")[2] == name or f"/{name}" in text for name in _PROGRAMS)
