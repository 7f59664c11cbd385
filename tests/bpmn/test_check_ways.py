"""Rules about starts, dead ends, loops, joins and bursts of tokens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.check.graph import components
from tests.bpmn.draw import draw, found, rules

START = "startEvent s\nuserTask a assignee=x\nendEvent e\ns > a\n"
SOUND = START + "a > e\n"


def test_a_sound_process_has_no_findings() -> None:
    assert rules(draw(SOUND)) == {}


def test_flows_from_and_to_nowhere_are_refused() -> None:
    assert rules(draw(SOUND + "a > hilang"))["dangling-flow"] == ["a-hilang"]
    assert rules(draw(SOUND + "hilang > a"))["dangling-flow"] == ["hilang-a"]


def test_an_empty_process_and_a_ring_have_no_start() -> None:
    assert rules(draw("")) == {"no-start": ["p"]}
    assert "no-start" in rules(draw("userTask a assignee=x\nuserTask b assignee=x\na > b\nb > a"))


def test_without_a_start_event_what_starts_is_told() -> None:
    data = draw("userTask a assignee=x\nuserTask b assignee=x\nendEvent e\na > e\nb > e")
    (finding,) = found(data)
    assert (finding.rule, finding.severity) == ("start-event", "warning")
    assert "a, b" in finding.en
    severities = {
        finding.rule: finding.severity for finding in found(draw("task a\nendEvent e\na > e", **{"sop:no": ""}))
    }
    assert severities["start-event"] == "error"


def test_each_start_event_after_the_first_is_told() -> None:
    assert rules(draw(SOUND + "startEvent s2\nstartEvent s3\ns2 > a\ns3 > a")) == {"start-event": ["s2", "s3"]}


def test_no_flow_enters_a_start_or_boundary_event_or_leaves_an_end() -> None:
    assert rules(draw(SOUND + "exclusiveGateway g\na > s"))["into-start"] == ["a-s"]
    event = "boundaryEvent t attachedToRef=a timeDuration=PT1H\nt > e\n"
    assert rules(draw(SOUND + event + "a > t")) == {"into-start": ["a-t"]}
    assert rules(draw(SOUND + "e > a"))["into-start"] == ["e-a"]


def test_what_no_way_leads_to_is_refused() -> None:
    island = "userTask b assignee=x\nuserTask c assignee=x\nb > c\nc > b\nc > e"
    assert rules(draw(SOUND + island))["unreachable"] == ["b", "c"]


def test_a_boundary_event_is_reached_through_its_step() -> None:
    event = "boundaryEvent t attachedToRef=a timeDuration=PT1H\nuserTask b assignee=x\nt > b\nb > e"
    assert rules(draw(SOUND + event)) == {}


def test_a_dead_end_is_an_error_in_an_sop_and_a_warning_elsewhere() -> None:
    (finding,) = found(draw(START.replace("endEvent e\n", "")))
    assert (finding.rule, finding.severity, finding.element) == ("dead-end", "warning", "a")
    findings = found(draw(START.replace("endEvent e\n", ""), **{"sop:nomor": ""}))
    assert ("dead-end", "error") in {(finding.rule, finding.severity) for finding in findings}


def test_a_reminder_may_lead_to_nothing_and_an_interrupting_event_may_not() -> None:
    event = "boundaryEvent t attachedToRef=a cancelActivity={} timeDuration=PT1H"
    assert rules(draw(SOUND + event.format("false"))) == {}
    assert rules(draw(SOUND + event.format("true"))) == {"dead-end": ["t"]}


def test_a_loop_with_no_way_out_is_told_once() -> None:
    loop = "userTask b assignee=x\nuserTask c assignee=x\nexclusiveGateway g\na > g\ng > e ? 1 = 1\ng > b ? 1 = 2\n"
    loop += "b > c\nc > b"
    assert rules(draw(START + loop)) == {"no-way-out": ["b"]}
    assert rules(draw(START + loop + "\nc > g")) == {}


def test_a_boundary_event_is_a_way_out_of_a_loop() -> None:
    loop = "userTask b assignee=x\na > b\nb > a\n"
    assert rules(draw(START + loop)) == {"no-way-out": ["a"], "unreachable": ["e"]}
    assert rules(draw(START + loop + "boundaryEvent t attachedToRef=b timeDuration=PT1H\nt > e")) == {}


def test_a_return_with_a_step_in_it_is_no_endless_loop() -> None:
    assert rules(draw(START + "exclusiveGateway g\na > g\ng > a ? 1 = 1\ng > e ? 1 = 2")) == {}


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway", "task", "intermediateThrowEvent"])
def test_a_loop_in_which_nobody_is_waited_for_is_refused(kind: str) -> None:
    loop = f"exclusiveGateway g\n{kind} h\na > g\ng > h ? 1 = 1\nh > g\ng > e ? 1 = 2"
    assert rules(draw(START + loop))["loop-without-wait"] == ["g"]
    step = loop.replace(f"{kind} h", "serviceTask h type=external topic=t")
    assert rules(draw(START + step)) == {}


def test_a_loop_that_joins_what_somebody_does_at_every_turn_waits() -> None:
    text = (
        "startEvent s\nexclusiveGateway m\nparallelGateway f\nuserTask a assignee=x\nparallelGateway j\n"
        "exclusiveGateway g\nendEvent e\ns > m\nm > f\nf > j\nf > a\na > j\nj > g\ng > m ? 1 = 1\ng > e ? 1 = 2"
    )
    assert rules(draw(text)) == {}
    assert rules(draw(text.replace("userTask a assignee=x", "task a"))) == {"loop-without-wait": ["m"]}


def test_a_gateway_that_leads_to_itself_is_refused() -> None:
    loop = "exclusiveGateway g\na > g\ng > g ? 1 = 1\ng > e ? 1 = 2"
    assert rules(draw(START + loop)) == {"loop-without-wait": ["g"]}


def test_a_parallel_gateway_that_waits_for_what_comes_after_it_is_refused() -> None:
    text = (
        START
        + "parallelGateway j\nexclusiveGateway g\nuserTask b assignee=x\n"
        + "a > j\nj > b\nb > g\ng > e ? 1 = 1\ng > j ? 1 = 2"
    )
    assert rules(draw(text)) == {"stuck-join": ["j"]}
    assert rules(draw(text.replace("parallelGateway j", "exclusiveGateway j"))) == {}


def test_a_join_of_branches_is_not_stuck_even_in_a_loop() -> None:
    text = (
        "startEvent s\nexclusiveGateway m\nparallelGateway f\nuserTask a assignee=x\nuserTask b assignee=x\n"
        "parallelGateway j\nexclusiveGateway g\nendEvent e\ns > m\nm > f\nf > a\nf > b\na > j\nb > j\nj > g\n"
        "g > m ? 1 = 1\ng > e ? 1 = 2"
    )
    assert rules(draw(text)) == {}


def ladder(stages: int, merge: str, rest: str) -> str:
    """A task, then stages that each split in two and merge, then a task."""
    lines = [START, f"{rest} z", "z > e", "a > f0" if stages else "a > z"]
    for at in range(stages):
        after = f"f{at + 1}" if at + 1 < stages else "z"
        lines += [f"parallelGateway f{at}", f"{merge} m{at}", f"task l{at}", f"task r{at}"]
        lines += [f"f{at} > l{at}", f"f{at} > r{at}", f"l{at} > m{at}", f"r{at} > m{at}", f"m{at} > {after}"]
    return "\n".join(lines)


def test_splits_that_merge_without_a_join_burst() -> None:
    user = "userTask"
    nine = ladder(9, "exclusiveGateway", user).replace("userTask z", "userTask z assignee=x")
    ten = ladder(10, "exclusiveGateway", user).replace("userTask z", "userTask z assignee=x")
    assert rules(draw(nine)) == {}
    assert rules(draw(ten)) == {"too-many-tokens": ["a"]}
    (finding,) = found(draw(ten))
    assert "1024" in finding.en


def test_a_burst_at_the_start_names_the_process() -> None:
    text = ladder(10, "exclusiveGateway", "task").replace("userTask a assignee=x", "task a")
    assert rules(draw(text)) == {"too-many-tokens": ["p"]}


@pytest.mark.parametrize("merge", ["parallelGateway", "inclusiveGateway"])
def test_splits_that_join_again_do_not_burst_however_many(merge: str) -> None:
    assert rules(draw(ladder(40, merge, "task"))) == {}


def test_choices_do_not_burst_however_many() -> None:
    lines = [START, "a > g0"]
    for at in range(40):
        after = f"g{at + 1}" if at < 39 else "e"
        lines += [f"exclusiveGateway g{at}", f"task l{at}", f"exclusiveGateway m{at}", f"g{at} > l{at} ? 1 = 1"]
        lines += [f"g{at} > m{at} ? 1 = 2", f"l{at} > m{at}", f"m{at} > {after}"]
    assert rules(draw("\n".join(lines))) == {}


def test_a_thousand_branches_are_allowed_and_one_more_is_not() -> None:
    for count, expected in ((1_000, {}), (1_001, {"too-many-tokens": ["a"]})):
        lines = [START, "parallelGateway g", "a > g"]
        lines += [line for n in range(count) for line in (f"userTask t{n} assignee=x", f"g > t{n}", f"t{n} > e")]
        assert rules(draw("\n".join(lines))) == expected


def test_inclusive_joins_are_limited_by_the_size_of_the_diagram() -> None:
    def chain(joins: int) -> bytes:
        lines = [START, "a > f0"]
        for n in range(joins):
            after = f"f{n + 1}" if n < joins - 1 else "e"
            lines += [f"inclusiveGateway f{n}", f"inclusiveGateway j{n}", f"task l{n}", f"f{n} > j{n} ? 1 = 1"]
            lines += [f"f{n} > l{n} ? 1 = 2", f"l{n} > j{n}", f"j{n} > {after}"]
        return draw("\n".join(lines))

    assert rules(chain(370)) == {}
    assert rules(chain(380)) == {"too-many-joins": ["j0"]}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=25))
def test_components_are_the_sets_in_which_each_reaches_each(pairs: list[tuple[int, int]]) -> None:
    arrows = {str(n): [str(b) for a, b in pairs if a == n] for n in range(9)}
    reach = {id: {id} for id in arrows}
    for _ in arrows:
        reach = {id: reach[id].union(*(reach[target] for target in targets)) for id, targets in arrows.items()}
    parts = list(components(arrows))
    expected = {frozenset(b for b in arrows if b in reach[a] and a in reach[b]) for a in arrows}
    assert {frozenset(part) for part in parts} == expected
    assert sorted(id for part in parts for id in part) == sorted(arrows)
    seen: set[str] = set()
    for part in parts:
        seen.update(part)
        assert all(target in seen for id in part for target in arrows[id])
