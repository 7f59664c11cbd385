"""What was deleted and drawn again is recognised by what it means, and what it means otherwise is told."""

from __future__ import annotations

from bpmn.difference import differences
from bpmn.document import read
from tests.bpmn.draw import draw

FORK = """
startEvent mulai name=Mulai
exclusiveGateway g1
exclusiveGateway g2
parallelGateway h1
parallelGateway h2
userTask a name=A
userTask b name=B
mulai > g1
mulai > g2
g1 > h1
g2 > h2
h1 > a
h2 > b
"""


def told(before: bytes, after: bytes) -> list[tuple[str, str | None]]:
    """Kind and element of each difference."""
    return [(one.kind, one.element) for one in differences(read(before), read(after))]


def redrawn(text: str, *pairs: tuple[str, str]) -> bytes:
    """The diagram of these lines, in which each id and all flow ids are new."""
    data = draw(text).decode().replace('sequenceFlow id="', 'sequenceFlow id="baru_')
    for old, new in pairs:
        data = data.replace(f'"{old}"', f'"{new}"')
    return data.encode()


def test_two_rows_of_redrawn_gateways_are_told_apart_by_where_they_lead_in_the_end() -> None:
    new = (("g1", "x1"), ("g2", "x2"), ("h1", "y1"), ("h2", "y2"))
    turned = "\n".join([*FORK.strip().split("\n")[:1], *reversed(FORK.strip().split("\n")[1:5])])
    turned += "\n" + "\n".join(FORK.strip().split("\n")[5:])
    assert told(draw(FORK), redrawn(FORK, *new)) == []
    assert told(draw(FORK), redrawn(turned, *new)) == []


def test_redrawn_gateways_are_told_apart_by_their_default_flow() -> None:
    text = """
        startEvent mulai
        exclusiveGateway g1 default=g1-a
        exclusiveGateway g2 default=g2-b
        userTask a
        userTask b
        mulai > g1
        mulai > g2
        g1 > a
        g1 > b
        g2 > a
        g2 > b
    """
    lines = text.strip().split("\n")
    turned = "\n".join([lines[0], lines[2], lines[1], *lines[3:]])
    defaults = (("g1-a", "baru_g1-a"), ("g2-b", "baru_g2-b"))
    assert told(draw(text), redrawn(turned, ("g1", "x1"), ("g2", "x2"), *defaults)) == []


def test_a_gateway_that_leads_elsewhere_is_another_one() -> None:
    after = redrawn(FORK.replace("h2 > b", "h2 > a"), ("h2", "y2"))
    assert {("step-added", "y2"), ("step-removed", "h2")} < set(told(draw(FORK), after))


def test_a_redrawn_flow_with_another_name_is_renamed() -> None:
    after = redrawn(FORK.replace("h1 > a", "h1 > a : Lanjut"))
    assert told(draw(FORK), after) == [("flow-renamed", "baru_h1-a")]


def test_a_first_default_flow_that_is_new_is_told() -> None:
    after = draw(FORK.replace("exclusiveGateway g1", "exclusiveGateway g1 default=g1-b") + "g1 > b\n")
    assert told(draw(FORK), after) == [("default", "g1"), ("flow-added", "g1-b")]


def test_a_technical_setting_is_told_with_its_values() -> None:
    before = draw(FORK).replace(b'id="a"', b'id="a" camunda:priority="1"')
    (found,) = differences(read(before), read(before.replace(b'priority="1"', b'priority="2"')))
    assert (found.kind, found.element) == ("other", "a")
    assert found.id == "Keterangan teknis priority langkah “A” berubah dari “1” menjadi “2”."
    assert found.en == "The technical setting priority of the step “A” changed from “1” to “2”."
