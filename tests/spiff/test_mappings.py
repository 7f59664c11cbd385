"""Mappings build texts, lists and objects, within bounds; keys are texts that somebody outside can know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.spiff.diagrams import NOW, Memory, program

GROWS = """<startEvent id="mulai"/><userTask id="isi"><extensionElements><camunda:inputOutput>
<camunda:outputParameter name="x">{value}</camunda:outputParameter></camunda:inputOutput></extensionElements></userTask>
mulai>isi
isi>isi
"""


@pytest.mark.parametrize(
    "value",
    [
        "${x}${x}.",
        "<camunda:list><camunda:value>${x}</camunda:value><camunda:value>${x}</camunda:value></camunda:list>",
        '<camunda:map><camunda:entry key="a">${x}</camunda:entry></camunda:map>',
    ],
)
def test_nothing_grows_without_bound_in_a_loop(value: str) -> None:
    memory = Memory(program(GROWS.format(value=value)))
    move = memory.keep(memory.program.start({"x": "ab"}, NOW), {"x": "ab"})
    sizes = []
    for _ in range(120):
        move = memory.keep(memory.program.complete(move.state, move.opened[0].n, {}, NOW), {})
        sizes.append(len(str(memory.kept[0, "x"])))
    assert max(sizes) < 2_000_000
    assert memory.kept[0, "x"] != "ab"


KEYED = """<startEvent id="mulai"/><intermediateCatchEvent id="tunggu"><extensionElements><camunda:properties>
<camunda:property name="correlationKey" value="kunci"/></camunda:properties></extensionElements>
<messageEventDefinition messageRef="m1"/></intermediateCatchEvent>
mulai>tunggu
"""


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("KK-7", "KK-7"),
        (2**60, "1152921504606846976"),
        (Decimal("1.50"), "1.50"),
        (date(2030, 1, 5), "2030-01-05"),
        (True, "true"),
        ({"b": 1, "a": [2]}, '{"a":[2],"b":1}'),
        (None, None),
    ],
)
def test_a_key_is_what_somebody_outside_would_write(value: object, key: str | None) -> None:
    assert program(KEYED).start({"kunci": value}, NOW).opened[0].key == key
