"""Rules about expressions: they compile, and what they read is filled on every way before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bpmn.draw import draw, found, rules

HEAD = "startEvent s\nendEvent e\nuserTask z assignee=x formRef=kosong\nz > e ? nilai = 1\n"
NONE = {"kosong": [], "isi": ["nilai"], "lain": ["catatan"]}


def lacking(text: str) -> bool:
    """Whether the condition behind `z` may lack its field."""
    found = rules(draw(HEAD + text, **{"sop:nomor": ""}), NONE)
    assert found.get("unsupplied") in (None, ["z-e"])
    return "unsupplied" in found


def test_a_field_that_no_step_before_fills_is_refused_in_an_sop_and_warned_of_elsewhere() -> None:
    text = HEAD + "s > z"
    (finding,) = [finding for finding in found(draw(text, **{"sop:nomor": ""}), NONE) if finding.rule == "unsupplied"]
    assert (finding.severity, finding.element) == ("error", "z-e")
    assert "nilai" in finding.id
    (finding,) = found(draw(text.replace("startEvent s", "startEvent s formRef=kosong")), NONE)
    assert (finding.rule, finding.severity) == ("unsupplied", "warning")


def test_the_form_of_the_start_and_of_steps_fill_fields() -> None:
    assert lacking("s > z")
    assert not lacking("userTask a formRef=isi\ns > a\na > z")
    assert not lacking("manualTask a formRef=isi\ns > a\na > z")
    assert lacking("userTask a formRef=lain\ns > a\na > z")
    assert rules(draw("startEvent s2 formRef=isi\n" + HEAD.replace("startEvent s\n", "") + "s2 > z"), NONE) == {}


def test_the_step_that_the_flow_leaves_counts_too() -> None:
    text = HEAD.replace("formRef=kosong", "formRef=isi") + "s > z"
    assert "unsupplied" not in rules(draw(text, **{"sop:nomor": ""}), NONE)


def test_a_field_must_be_filled_on_every_way() -> None:
    ways = "exclusiveGateway g\nuserTask a formRef=isi\nuserTask b formRef={}\ns > g\ng > a\ng > b\na > z\nb > z"
    assert lacking(ways.format("lain"))
    assert not lacking(ways.format("isi"))


def test_behind_a_parallel_join_the_fields_of_all_branches_are_filled() -> None:
    ways = "{0} f\nuserTask a formRef=isi\nuserTask b formRef=lain\n{0} j\ns > f\nf > a\nf > b\na > j\nb > j\nj > z"
    assert not lacking(ways.format("parallelGateway"))
    assert lacking(ways.format("parallelGateway").replace("formRef=isi", "formRef=lain"))
    assert lacking(ways.format("inclusiveGateway"))
    assert lacking(ways.format("exclusiveGateway"))


def test_parallel_gateways_in_a_ring_are_gone_through_once() -> None:
    ring = "parallelGateway f\nparallelGateway g\nparallelGateway h\ns > f\nf > z\nf > g\ng > h\nh > g\nh > f"
    found = rules(draw(HEAD + ring, **{"sop:nomor": ""}), NONE)
    assert found.get("unsupplied") is None
    assert found["stuck-join"] == ["f"]


def test_a_loop_does_not_fill_what_its_first_round_lacks() -> None:
    loop = "exclusiveGateway g\nuserTask a formRef=isi\nuserTask b formRef=lain\ns > b\nb > g\ng > a\na > b\ng > z"
    assert lacking(loop)
    assert not lacking(loop.replace("s > b", "s > a"))


def test_a_boundary_event_knows_only_what_was_known_when_its_step_began() -> None:
    event = "userTask a formRef=isi\nboundaryEvent t attachedToRef=a {}\ns > a\na > e\nt > z"
    assert lacking(event.format("timeDuration=PT1H"))
    assert not lacking(event.format("messageRef=m_surat"))


@pytest.mark.parametrize(
    "element",
    [
        "serviceTask a type=external topic=t",
        "receiveTask a messageRef=m_surat",
        "intermediateCatchEvent a messageRef=m_surat",
    ],
)
def test_services_and_messages_may_fill_anything_unless_they_say_what(element: str) -> None:
    way = "\ns > a\na > z"
    assert not lacking(element + way)
    assert lacking(element + " 'sop:memberi=lain | catatan'" + way)
    assert not lacking(element + " 'sop:memberi=lain | nilai'" + way)
    assert lacking(element + " sop:memberi=-" + way)
    assert not lacking(element + " sop:memberi=" + way), "what a modeler leaves of a field that was looked at"


def test_outside_an_sop_what_has_no_form_may_fill_anything() -> None:
    assert rules(draw(HEAD + "s > z"), NONE) == {}
    start = HEAD.replace("startEvent s", "startEvent s formRef=kosong")
    assert rules(draw(start + "userTask a assignee=x\ns > a\na > z"), NONE) == {}


def test_timers_and_correlation_keys_are_read_where_they_wait() -> None:
    timer = "startEvent s formRef={}\nintermediateCatchEvent t timeDate=tenggat\nendEvent e\ns > t\nt > e"
    assert rules(draw(timer.format("f")), {"f": ["tenggat"]}) == {}
    assert rules(draw(timer.format("f")), {"f": ["lain"]}) == {"unsupplied": ["t"]}
    key = "startEvent s formRef=f\nreceiveTask r messageRef=m_surat inner='{}'\nendEvent e\ns > r\nr > e"
    held = '<bpmn:extensionElements><camunda:properties><camunda:property name="correlationKey" value="=nomor"/>'
    text = key.format(held + "</camunda:properties></bpmn:extensionElements>")
    assert rules(draw(text), {"f": ["nomor"]}) == {}
    assert rules(draw(text), {"f": ["lain"]}) == {"unsupplied": ["r"]}


def test_a_condition_that_is_not_asked_reads_nothing() -> None:
    text = HEAD.replace("userTask z", "userTask z default=z-e") + "s > z"
    assert rules(draw(text, **{"sop:nomor": ""}), NONE).get("unsupplied") is None


@pytest.mark.parametrize("condition", ["keputusan ==", "__import__('os')", "a.b()", "nilai ** 2 = 4", "[x for x in y]"])
def test_what_does_not_compile_is_refused_with_the_compilers_words(condition: str) -> None:
    data = draw(HEAD.replace("nilai = 1", condition) + "s > z")
    (finding,) = [finding for finding in found(data, NONE) if finding.rule == "expression"]
    assert (finding.severity, finding.element) == ("error", "z-e")
    assert condition in finding.id
    assert len(finding.en) > len(condition) + 60


def test_a_timer_that_is_no_expression_either_is_refused() -> None:
    data = draw("startEvent s\nintermediateCatchEvent t timeDuration='satu jam lagi'\nendEvent e\ns > t\nt > e")
    assert rules(data) == {"expression": ["t"]}


def test_expressions_that_are_too_long_together_are_not_compiled() -> None:
    text = HEAD + "s > z\n" + "\n".join(f'z > e{n} ? nilai = {n} or x = "{"a" * 1_000}"' for n in range(100))
    text += "\n" + "\n".join(f"endEvent e{n}" for n in range(100))
    assert rules(draw(text), NONE) == {"too-many-expressions": ["p"]}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from("xyz")), min_size=2, max_size=7),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14),
)
def test_a_name_is_lacking_where_a_way_leads_past_all_that_fill_it(
    given: list[set[str]], pairs: list[tuple[int, int]]
) -> None:
    count = len(given)
    arrows = sorted({(a % count, b % count) for a, b in pairs})
    lines = ["startEvent s", "s > t0"]
    for n, names in enumerate(given):
        lines.append(f"serviceTask t{n} type=external topic=t 'sop:memberi={' | '.join(sorted(names)) or '-'}'")
    lines += [f"t{a} > t{b} ? x = y or y = z" for a, b in arrows]
    told = {(finding.element, name) for finding in found(draw("\n".join(lines))) if finding.rule == "unsupplied"
            for name in "xyz" if f"isian {name}," in finding.id}  # fmt: skip
    expected = set()
    for name in "xyz":
        open_ends, seen = [0], {0}
        while open_ends:
            here = open_ends.pop()
            if name in given[here]:
                continue
            for a, b in arrows:
                if a == here:
                    expected.add((f"t{a}-t{b}", name))
                    if b not in seen:
                        seen.add(b)
                        open_ends.append(b)
    assert told == expected
