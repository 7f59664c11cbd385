"""Sub-processes, event sub-processes, transactions (BPMN 2.0.2, 13.3.4, 13.5.4, 13.5.6)."""

from __future__ import annotations

import pytest

from engine.spiff import Before, NotCaught, NotOpen, Stop, Thrown
from tests.spiff.diagrams import NOW, done, opened, program, token

SUB = """
<startEvent id="mulai"/><subProcess id="sub"><startEvent id="awal"/><parallelGateway id="dan"/><userTask id="a"/>
<userTask id="b"/><endEvent id="akhir_a"/>{ending}
awal>dan>a>akhir_a
dan>b>akhir_b
</subProcess>{around}<userTask id="lalu"/><endEvent id="selesai"/>
mulai>sub>lalu>selesai
"""
PLAIN = '<endEvent id="akhir_b"/>'


def test_a_sub_process_ends_when_its_last_token_is_gone() -> None:
    ours = program(SUB.format(ending=PLAIN, around=""))
    move = ours.start({}, NOW)
    assert opened(move) == ["a", "b"]
    move = ours.complete(move.state, token(ours, move, "a"), {}, NOW)
    assert (opened(move), move.ended, move.finished) == ([], (), False)
    move = ours.complete(move.state, token(ours, move, "b"), {}, NOW)
    assert opened(move) == ["lalu"]
    move = ours.complete(move.state, token(ours, move, "lalu"), {}, NOW)
    assert (move.ended, move.finished) == (("selesai",), True)


def test_a_terminate_end_takes_what_is_left_in_its_scope_and_nothing_else() -> None:
    ours = program(SUB.format(ending='<endEvent id="akhir_b"><terminateEventDefinition/></endEvent>', around=""))
    move = ours.start({}, NOW)
    a, b = (token(ours, move, name) for name in "ab")
    move = ours.complete(move.state, b, {}, NOW)
    assert opened(move) == ["lalu"]
    assert {(one.n, one.cancelled) for one in move.closed} == {(a, True), (b, False)}
    with pytest.raises(NotOpen):
        ours.complete(move.state, a, {}, NOW)


ERROR = '<endEvent id="akhir_b"><errorEventDefinition errorRef="r1"/></endEvent>'
CATCH = (
    '<boundaryEvent id="semua" attachedToRef="sub"><errorEventDefinition/></boundaryEvent>'
    '<boundaryEvent id="tepat" attachedToRef="sub"><errorEventDefinition errorRef="{error}"'
    ' camunda:errorCodeVariable="kode"/></boundaryEvent>'
    '<userTask id="tangani"/><userTask id="umum"/>\ntepat>tangani\nsemua>umum\n'
)


@pytest.mark.parametrize(("error", "after"), [("r1", "tangani"), ("r2", "umum")])
def test_an_error_takes_the_catcher_of_its_code_before_the_one_for_all(error: str, after: str) -> None:
    ours = program(SUB.format(ending=ERROR, around=CATCH.format(error=error)))
    move = ours.start({}, NOW)
    move = ours.complete(move.state, token(ours, move, "b"), {}, NOW)
    assert opened(move) == [after]
    assert [one.element for one in ours.open(move.state)] == [after]
    assert [(one.name, one.value) for one in move.written] == ([("kode", "GAGAL")] if error == "r1" else [])


def test_an_error_that_nobody_catches_ends_the_case() -> None:
    ours = program(SUB.format(ending=ERROR, around=""))
    move = ours.start({}, NOW)
    move = ours.complete(move.state, token(ours, move, "b"), {}, NOW)
    assert (move.finished, move.uncaught, move.ended) == (True, Thrown("error", "GAGAL"), ("akhir_b",))
    assert ours.open(move.state) == ()


EVENT_SUB = """
<startEvent id="mulai"/><userTask id="kerja"/><endEvent id="selesai"/>
<subProcess id="es" triggeredByEvent="true"><startEvent id="tiba" isInterrupting="{stops}">
<messageEventDefinition messageRef="m1"/></startEvent><userTask id="jawab"/><endEvent id="dijawab"/>
tiba>jawab>dijawab
</subProcess>
mulai>kerja>selesai
"""


def test_an_interrupting_event_sub_process_cancels_all_else_and_its_end_is_the_outcome() -> None:
    ours = program(EVENT_SUB.format(stops="true"))
    move = ours.start({}, NOW)
    assert [(one.element, one.kind, one.message) for one in move.opened] == [
        ("tiba", "message", "surat"),
        ("kerja", "user", None),
    ]
    move = ours.receive(move.state, token(ours, move, "tiba"), {}, NOW)
    assert done(move) == ["es", "tiba", "jawab"]
    assert [one.element for one in ours.open(move.state)] == ["jawab"]
    move = ours.complete(move.state, token(ours, move, "jawab"), {}, NOW)
    assert (move.finished, move.ended) == (True, ("dijawab",))


def test_another_event_sub_process_runs_beside_again_and_again_and_holds_the_case_open() -> None:
    ours = program(EVENT_SUB.format(stops="false"))
    move = ours.start({}, NOW)
    listening = token(ours, move, "tiba")
    for _ in range(2):
        move = ours.receive(move.state, listening, {}, NOW)
        assert opened(move) == ["jawab"]
    move = ours.complete(move.state, token(ours, move, "kerja"), {}, NOW)
    assert (move.finished, move.ended) == (False, ("selesai",))
    move = ours.complete(move.state, token(ours, move, "jawab"), {}, NOW)
    assert not move.finished
    move = ours.complete(move.state, token(ours, move, "jawab"), {}, NOW)
    assert (move.finished, move.ended) == (True, ())
    assert [one.element for one in move.closed] == ["jawab", "tiba"]


def test_a_case_with_nothing_but_a_listening_event_sub_process_is_finished() -> None:
    ours = program(EVENT_SUB.format(stops="false"))
    move = ours.start({}, NOW)
    move = ours.complete(move.state, token(ours, move, "kerja"), {}, NOW)
    assert move.finished
    assert ours.open(move.state) == ()


TRANSACTION = """
<startEvent id="mulai"/><transaction id="sub"><startEvent id="awal"/><userTask id="a"/><userTask id="b"/>
<endEvent id="batal"><cancelEventDefinition/></endEvent>
awal>a>batal
awal>b
</transaction><boundaryEvent id="dibatalkan" attachedToRef="sub"><cancelEventDefinition/></boundaryEvent>
<userTask id="lalu"/><userTask id="ulang"/>
mulai>sub>lalu
dibatalkan>ulang
"""


def test_a_cancelled_transaction_is_left_by_its_cancel_event() -> None:
    ours = program(TRANSACTION)
    move = ours.start({}, NOW)
    move = ours.complete(move.state, token(ours, move, "a"), {}, NOW)
    assert [one.element for one in ours.open(move.state)] == ["ulang"]
    assert done(move) == ["batal", "dibatalkan", "ulang"]


ESCALATION = """
<startEvent id="mulai"/><subProcess id="sub"><startEvent id="awal"/><intermediateThrowEvent id="lapor">
<escalationEventDefinition escalationRef="c1"/></intermediateThrowEvent><userTask id="a"/>
awal>lapor>a
</subProcess><boundaryEvent id="atasan" attachedToRef="sub" cancelActivity="{stops}"><escalationEventDefinition/>
</boundaryEvent><userTask id="lihat"/><userTask id="lalu"/>
mulai>sub>lalu
atasan>lihat
"""


@pytest.mark.parametrize(("stops", "open_then"), [("false", ["a", "lihat"]), ("true", ["lihat"])])
def test_an_escalation_moves_its_catcher_first_and_goes_on_unless_it_was_interrupted(
    stops: str, open_then: list[str]
) -> None:
    ours = program(ESCALATION.format(stops=stops))
    move = ours.start({}, NOW)
    assert done(move) == ["mulai", "sub", "awal", "lapor", "atasan", "lihat", *open_then[:-1]]
    assert sorted(one.element for one in ours.open(move.state)) == open_then
    assert move.escalated == ()


def test_an_escalation_that_nobody_catches_is_for_who_called_the_case() -> None:
    body = ESCALATION.format(stops="true").replace(
        "escalationEventDefinition/>", 'escalationEventDefinition escalationRef="c1"/>'
    )
    ours = program(body.replace('id="atasan" attachedToRef="sub"', 'id="atasan" attachedToRef="lalu"'))
    move = ours.start({}, NOW)
    assert move.escalated == (Thrown("escalation", "LAMBAT"),)
    assert opened(move) == ["a"]


EVENTS = """
<startEvent id="mulai"/><eventBasedGateway id="mana"/><intermediateCatchEvent id="libur_tiba">
<signalEventDefinition signalRef="g1"/></intermediateCatchEvent><intermediateCatchEvent id="seminggu">
<timerEventDefinition><timeDuration>P7D</timeDuration></timerEventDefinition></intermediateCatchEvent>
<receiveTask id="terima" messageRef="m1"/><userTask id="baca"/><userTask id="tagih"/><userTask id="catat"/>
mulai>mana>libur_tiba>baca
mana>seminggu>tagih
mana>terima>catat
"""


@pytest.mark.parametrize(("event", "after"), [("libur_tiba", "baca"), ("seminggu", "tagih"), ("terima", "catat")])
def test_the_first_event_behind_a_gateway_takes_its_token(event: str, after: str) -> None:
    ours = program(EVENTS)
    move = ours.start({}, NOW)
    assert [(one.element, one.kind) for one in move.opened] == [
        ("libur_tiba", "signal"),
        ("seminggu", "timer"),
        ("terima", "message"),
    ]
    act = ours.fire if event == "seminggu" else ours.receive
    move = act(move.state, token(ours, move, event), {}, NOW)
    assert [one.element for one in ours.open(move.state)] == [after]
    assert move.path[:4] == (("left", "mana"), ("flow", f"mana-{event}"), ("entered", event), ("left", event))


CONDITION = """
<startEvent id="mulai"/><userTask id="kerja"/><boundaryEvent id="lewat" attachedToRef="kerja" cancelActivity="false">
<conditionalEventDefinition><condition>nilai > 10</condition></conditionalEventDefinition></boundaryEvent>
<userTask id="periksa"/><userTask id="lalu"/>
mulai>kerja>lalu
lewat>periksa
"""


def test_a_condition_occurs_when_it_becomes_true_and_again_after_it_was_false() -> None:
    ours = program(CONDITION)
    move = ours.start({"nilai": 3}, NOW)
    seen = []
    for value in (11, 12, 4, 20, 20, 1, 99):
        move = ours.change(move.state, 0, {"nilai": value}, NOW)
        seen.append(opened(move))
    assert seen == [["periksa"], [], [], ["periksa"], [], [], ["periksa"]]


def test_an_error_raised_by_a_worker_is_offered_to_the_events_on_the_activity_first() -> None:
    ours = program(
        """<startEvent id="mulai"/><serviceTask id="kirim" camunda:type="external" camunda:topic="kirim"/>
        <boundaryEvent id="galat" attachedToRef="kirim"><errorEventDefinition errorRef="r1"
        camunda:errorMessageVariable="pesan"/></boundaryEvent><userTask id="perbaiki"/><endEvent id="selesai"/>
        mulai>kirim>selesai
        galat>perbaiki"""
    )
    move = ours.start({}, NOW)
    move = ours.throw(move.state, token(ours, move, "kirim"), Thrown("error", "GAGAL", "NIK salah"), NOW)
    assert opened(move) == ["perbaiki"]
    assert [(one.name, one.value) for one in move.written] == [("pesan", "NIK salah")]


def test_after_an_interrupting_event_sub_process_none_of_its_scope_begins_again() -> None:
    ours = program(
        """<startEvent id="mulai"/><userTask id="u1"/><userTask id="u2"/><subProcess id="es" triggeredByEvent="true">
        <startEvent id="galat"><errorEventDefinition/></startEvent><userTask id="tangani"/>
        galat>tangani
        </subProcess>
        mulai>u1>u2"""
    )
    move = ours.start({}, NOW)
    move = ours.throw(move.state, token(ours, move, "u1"), Thrown("error", "E1"), NOW)
    assert opened(move) == ["tangani"]
    move = ours.modify(move.state, [Stop(token(ours, move, "tangani")), Before("u2")], NOW)
    assert [one.element for one in ours.open(move.state)] == ["u2"]
    with pytest.raises(NotCaught):
        ours.throw(move.state, token(ours, move, "u2"), Thrown("error", "E1"), NOW)
