"""Rules about what is thrown and caught, and events that have no time to occur."""

from __future__ import annotations

import pytest

from tests.bpmn.draw import draw, found, rules

START = "startEvent s\nuserTask a assignee=x\nendEvent e\ns > a\n"
SUB = START + "subProcess sub {{\nstartEvent i\n{}\n}}\na > sub\nsub > e\n"
ENDS = "endEvent j {}\ni > j"
OTHER = '<bpmn:errorEventDefinition errorRef="lain"/>'


def inside(throw: str, more: str = "") -> str:
    """A sub-process that ends by throwing."""
    return SUB.format(ENDS.format(throw) + "\n" + more)


@pytest.mark.parametrize(
    ("catch", "caught"),
    [
        ("", False),
        ("boundaryEvent t attachedToRef=sub errorRef=e_galat\nt > e", True),
        ("boundaryEvent t attachedToRef=sub event=errorEventDefinition\nt > e", True),
        (f"boundaryEvent t attachedToRef=sub inner='{OTHER}'\nt > e", False),
        ("boundaryEvent t attachedToRef=sub escalationRef=k_naik\nt > e", False),
        ("boundaryEvent t attachedToRef=a errorRef=e_galat\nt > e", False),
        ("subProcess h triggeredByEvent=true {\nstartEvent hs errorRef=e_galat\nendEvent he\nhs > he\n}", True),
    ],
)
def test_an_error_end_that_nothing_catches_is_warned_of(catch: str, caught: bool) -> None:
    assert (rules(draw(inside("errorRef=e_galat") + catch)).get("uncaught-error") is None) == caught


def test_a_warning_of_an_uncaught_error_says_code_and_remedy() -> None:
    (finding,) = found(draw(inside("errorRef=e_galat")))
    assert (finding.rule, finding.severity, finding.element) == ("uncaught-error", "warning", "j")
    assert "“G1”" in finding.en
    assert "subproses kejadian" in finding.id


def test_an_error_of_an_event_sub_process_is_not_caught_beside_it() -> None:
    handlers = (
        "subProcess h triggeredByEvent=true {\nstartEvent hs messageRef=m_surat\nendEvent he errorRef=e_galat\n"
        "hs > he\n}\n"
        "subProcess k triggeredByEvent=true {\nstartEvent ks errorRef=e_galat\nendEvent ke\nks > ke\n}\n"
    )
    text = SUB.format("userTask b assignee=x\nendEvent j\ni > b\nb > j\n" + handlers)
    assert rules(draw(text)) == {"uncaught-error": ["he"], "never-thrown": ["ks"]}
    assert rules(draw(text + "boundaryEvent t attachedToRef=sub errorRef=e_galat\nt > e")) == {"never-thrown": ["ks"]}


CATCH = "boundaryEvent t attachedToRef={} {}\nt > e\n"


@pytest.mark.parametrize(
    ("text", "thrown"),
    [
        (inside("errorRef=e_galat") + CATCH.format("sub", "errorRef=e_galat"), True),
        (inside("") + CATCH.format("sub", "errorRef=e_galat"), False),
        (inside("escalationRef=k_naik") + CATCH.format("sub", "escalationRef=k_naik"), True),
        (inside("escalationRef=k_naik") + CATCH.format("sub", "event=escalationEventDefinition"), True),
        (inside("") + CATCH.format("sub", "escalationRef=k_naik"), False),
        (START + "a > e\n" + CATCH.format("a", "errorRef=e_galat"), False),
        (START + "serviceTask b type=external topic=t\na > b\nb > e\n" + CATCH.format("b", "errorRef=e_galat"), True),
        (START + "callActivity b calledElement=lain\na > b\nb > e\n" + CATCH.format("b", "escalationRef=k_naik"), True),
        (
            SUB.format("serviceTask b type=external topic=t\nendEvent j\ni > b\nb > j")
            + CATCH.format("sub", "errorRef=e_galat"),
            True,
        ),
        (
            SUB.format("serviceTask b type=external topic=t\nendEvent j\ni > b\nb > j\n"
            "boundaryEvent u attachedToRef=b event=errorEventDefinition\nu > j")
            + CATCH.format("sub", "errorRef=e_galat"),
            False,
        ),
    ],
)  # fmt: skip
def test_a_catch_that_nothing_can_come_to_is_warned_of(text: str, thrown: bool) -> None:
    assert rules(draw(text)).get("never-thrown") == (None if thrown else ["t"])


def test_the_nearest_catcher_takes_an_error_from_those_farther_out() -> None:
    text = (
        START
        + "subProcess luar {\nstartEvent l\nsubProcess sub {\nstartEvent i\nendEvent j errorRef=e_galat\ni > j\n}\n"
        "endEvent k\nl > sub\nsub > k\nboundaryEvent t attachedToRef=sub errorRef=e_galat\nt > k\n}\n"
        "a > luar\nluar > e\n"
        "boundaryEvent u attachedToRef=luar errorRef=e_galat\nu > e"
    )
    assert rules(draw(text)) == {"never-thrown": ["u"]}


def test_a_cancel_event_wants_a_cancel_end() -> None:
    text = START + "transaction t {\nstartEvent i\nendEvent j{}\ni > j\n}\na > t\nt > e\n"
    text += "boundaryEvent c attachedToRef=t event=cancelEventDefinition\nc > e"
    assert rules(draw(text.replace("{}", ""))) == {"never-thrown": ["c"]}
    assert rules(draw(text.replace("{}", " event=cancelEventDefinition"))) == {}


@pytest.mark.parametrize(
    ("step", "waits"),
    [
        ("task b", False),
        ("sendTask b messageRef=m_surat", False),
        ("subProcess b {\ntask c\n}", False),
        ("manualTask b assignee=x", True),
        ("sendTask b type=external topic=t", True),
        ("callActivity b calledElement=lain", True),
    ],
)
def test_an_event_on_what_waits_for_nobody_is_warned_of(step: str, waits: bool) -> None:
    text = START + f"{step}\na > b\nb > e\nboundaryEvent t attachedToRef=b timeDuration=PT1H\nt > e"
    assert rules(draw(text)).get("never-waits") == (None if waits else ["t"])
