"""Loops that turn within one move over events: what is thrown and caught, and conditions that stay true."""

from __future__ import annotations

import pytest

from tests.bpmn.draw import draw, rules

START = "startEvent s\nendEvent e\ns > b\nb > e\n"
USER = "userTask {} assignee=x\n"
THROWS = "subProcess b {{\nstartEvent t\n{}\nendEvent g {}\n{}\n}}\n"
TURNS = ["loop-without-wait"]


def found(text: str) -> list[str]:
    """The rules that find something in a drawn process, without the warnings about dead ends."""
    return [rule for rule in rules(draw(START + text)) if rule != "dead-end"]


@pytest.mark.parametrize("back", ["b", "way"])
@pytest.mark.parametrize(
    ("throw", "catch"),
    [
        ("errorRef=e_galat", "errorRef=e_galat"),
        ("escalationRef=k_naik", "escalationRef=k_naik"),
        ("escalationRef=k_naik", "cancelActivity=false escalationRef=k_naik"),
    ],
)
def test_a_way_back_over_what_is_thrown_and_caught_needs_a_step_that_waits(throw: str, catch: str, back: str) -> None:
    text = "{}" + f"boundaryEvent k attachedToRef=b {catch}\ntask way\nk > way\nway > b\n"
    text = text.replace("task way\nk > way\nway > b", "k > b") if back == "b" else text
    assert found(text.format(THROWS.format("task u", throw, "t > u\nu > g"))) == TURNS
    assert found(text.format(THROWS.format(USER.format("u"), throw, "t > u\nu > g"))) == []
    if back == "way":
        waiting = text.replace("task way", USER.format("way").strip())
        assert found(waiting.format(THROWS.format("task u", throw, "t > u\nu > g"))) == []


def test_one_way_to_the_throw_on_which_nobody_is_waited_for_is_enough() -> None:
    back = "boundaryEvent k attachedToRef=b errorRef=e_galat\nk > b\n"
    choice = "exclusiveGateway x default=x-u\n" + USER.format("u")
    text = THROWS.format(choice, "errorRef=e_galat", "t > x\nx > u\nx > g ? =1 = 1") + back
    assert found(text) == TURNS
    split = "parallelGateway x\nparallelGateway y\ntask v\n" + USER.format("u")
    flows = "t > x\nx > u\nx > v\nu > y\nv > y\ny > g"
    assert found(THROWS.format(split, "errorRef=e_galat", flows) + back) == []


def test_an_error_is_followed_to_the_sub_process_on_which_it_is_caught() -> None:
    inner = "subProcess i {\nstartEvent ti\nendEvent gi errorRef=e_galat\nti > gi\n}\n"
    text = (
        "subProcess b {\nstartEvent t\n" + inner + "t > i\n}\nboundaryEvent k attachedToRef=b errorRef=e_galat\nk > b"
    )
    assert found(text) == TURNS
    assert found(text.replace("k > b", "k > e")) == []


def test_an_event_sub_process_that_interrupts_leads_on_behind_what_is_around_it() -> None:
    handler = "subProcess h triggeredByEvent=true {\nstartEvent th errorRef=e_galat\nDOES\nth > d\n}\n"
    split = "parallelGateway x\n" + USER.format("u")
    body = THROWS.format(split + handler.strip(), "errorRef=e_galat", "t > x\nx > u\nx > g")
    text = body + "exclusiveGateway z default=z-b\nb > z\nz > b\nz > e ? =1 = 1\n"
    assert found(text.replace("DOES", "task d")) == TURNS
    assert found(text.replace("DOES", USER.format("d").strip())) == []


def test_a_condition_on_a_step_needs_somebody_on_its_way_back() -> None:
    text = USER.format("b") + "boundaryEvent k attachedToRef=b condition='=1 = 1'{}\n{}\n"
    for beside in ("", " cancelActivity=false"):
        assert found(text.format(beside, "k > b")) == TURNS
        assert found(text.format(beside, USER.format("u") + "k > u\nu > b")) == []
        assert found(text.format(beside, "k > e")) == []
    assert found(text.replace("condition='=1 = 1'", "timeDuration=PT1H").format("", "k > b")) == []


def test_a_condition_in_an_event_sub_process_ends_what_is_around_it_at_every_turn() -> None:
    handler = "subProcess h triggeredByEvent=true {\nstartEvent th condition='=1 = 1'\ntask d\nth > d\n}\n"
    text = "subProcess b {\nstartEvent t\n" + USER.format("u") + "t > u\n" + handler
    text += "}\nexclusiveGateway z default=z-b\nb > z\nz > b\nz > e ? =1 = 1\n"
    assert found(text) == TURNS
    assert found(text.replace("task d", USER.format("d").strip())) == []
    assert found(text.replace("startEvent th", "startEvent th isInterrupting=false")) == []


def test_a_join_on_the_way_back_of_a_condition_waits_for_the_step_itself() -> None:
    text = USER.format("b") + "boundaryEvent k attachedToRef=b cancelActivity=false condition='=1 = 1'\n"
    text += "{} j\nb > j\nk > j\nj > b\n"
    assert "loop-without-wait" in found(text.format("exclusiveGateway"))
    assert "loop-without-wait" not in found(text.format("parallelGateway"))
