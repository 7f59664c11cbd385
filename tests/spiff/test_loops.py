"""Standard loops and multi-instance activities (BPMN 2.0.2, 13.3.6, 13.3.7), and the variables of their items."""

from __future__ import annotations

import pytest

from engine.spiff import CannotModify, Limits, LoopUnreadable, NotOpen, Program, Scope, TooManySteps
from tests.spiff.diagrams import NOW, Memory, done, opened, program, token

LOOP = """
<startEvent id="mulai"/><{task} id="kerja"{facts}>{extra}{loop}{inside}</{task}><userTask id="lalu"/>
mulai>kerja>lalu
"""
LIST = 'camunda:collection="desa" camunda:elementVariable="nama"'
COUNTED = "<multiInstanceLoopCharacteristics><loopCardinality>{}</loopCardinality></multiInstanceLoopCharacteristics>"
DESA = {"desa": ["Bunut Tengah", "Nanga Tuan", "Kapuas Raya"]}


def many(manner: str = "", inside: str = "", **facts: str) -> Program:
    """A multi-instance activity over the list `desa`, then the step `lalu`."""
    loop = f"<multiInstanceLoopCharacteristics {LIST} {manner}>{inside}</multiInstanceLoopCharacteristics>"
    given = {"task": "userTask", "facts": "", "extra": "", "inside": ""} | facts
    return program(LOOP.format(loop=loop, **given))


def test_all_items_of_a_parallel_loop_open_at_once_each_with_its_place_and_scope() -> None:
    ours = many()
    move = ours.start(DESA, NOW)
    assert [(one.n, one.element, one.item, one.scopes) for one in move.opened] == [
        (2, "kerja", 0, (2, 1)),
        (3, "kerja", 1, (3, 1)),
        (4, "kerja", 2, (4, 1)),
    ]
    assert [(one.scope, one.name, one.value) for one in move.written] == [(1, "$items", DESA["desa"])]
    assert ours.scopes(move.state) == (Scope(1, "kerja", "loop", (), 3, 0, 3),)
    for n, left in ((3, 2), (4, 1)):
        move = ours.complete(move.state, n, {"hasil": n}, NOW)
        assert (move.homes, opened(move)) == ({"hasil": n}, [])
        assert ours.scopes(move.state) == (Scope(1, "kerja", "loop", (), 3, 3 - left, left),)
    with pytest.raises(NotOpen):
        ours.complete(move.state, 3, {}, NOW)
    move = ours.complete(move.state, 2, {}, NOW)
    assert opened(move) == ["lalu"]
    assert move.path[0] == ("left", "kerja")


def test_items_of_a_sequential_loop_open_one_after_the_other() -> None:
    ours = many('isSequential="true"')
    move = ours.start(DESA, NOW)
    seen = []
    for _ in range(3):
        assert opened(move) == ["kerja"]
        seen.append(move.opened[0].item)
        move = ours.complete(move.state, move.opened[0].n, {}, NOW)
    assert (seen, opened(move)) == ([0, 1, 2], ["lalu"])


@pytest.mark.parametrize("manner", ["", 'isSequential="true"'])
def test_a_completion_condition_sees_the_item_that_has_just_ended_and_cancels_the_rest(manner: str) -> None:
    ours = many(manner, '<completionCondition>setuju = "Tidak" and nama = "Nanga Tuan"</completionCondition>')
    move = ours.start(DESA, NOW)
    first = move.opened[0].n
    move = ours.complete(move.state, first, {"setuju": "Tidak"}, NOW)
    assert "lalu" not in opened(move)
    move = ours.complete(move.state, first + 1, {"setuju": "Tidak"}, NOW)
    assert opened(move) == ["lalu"]
    cancelled = [one.n for one in move.closed if one.cancelled]
    assert cancelled == ([] if manner else [first + 2])


def test_an_empty_list_passes_at_once() -> None:
    move = many().start({"desa": []}, NOW)
    assert (done(move), opened(move)) == (["mulai", "kerja", "lalu"], ["lalu"])


@pytest.mark.parametrize("value", [None, 3, "abc", {"a": 1}])
def test_a_list_that_is_none_is_refused_with_the_element(value: object) -> None:
    with pytest.raises(LoopUnreadable) as refused:
        many().start({"desa": value}, NOW)
    assert refused.value.element == "kerja"


@pytest.mark.parametrize(("value", "count"), [(2, 2), ("3", 3), (0, 0)])
def test_a_number_of_items_may_be_given_instead_of_a_list(value: object, count: int) -> None:
    loop = COUNTED.format("${jumlah}")
    ours = program(LOOP.format(task="userTask", facts="", extra="", inside="", loop=loop))
    assert opened(ours.start({"jumlah": value}, NOW)).count("kerja") == count
    for wrong in (-1, "x", 1.5, True):
        with pytest.raises(LoopUnreadable):
            ours.start({"jumlah": wrong}, NOW)


def test_too_many_items_are_refused() -> None:
    loop = COUNTED.format("${jumlah}")
    ours = program(LOOP.format(task="userTask", facts="", extra="", inside="", loop=loop), limits=Limits(items=5))
    with pytest.raises(TooManySteps):
        ours.start({"jumlah": 6}, NOW)


SUB = """<startEvent id="awal"/><userTask id="isi"/><exclusiveGateway id="cek" default="cek-tamat"/>
<endEvent id="tamat"/>
awal>isi>cek>tamat
cek>isi?ulang = "Ya"
"""


def test_each_item_of_a_sub_process_has_its_own_answers() -> None:
    ours = program(
        f"""<startEvent id="mulai"/><subProcess id="kerja"><multiInstanceLoopCharacteristics {LIST}/>{SUB}
        </subProcess><userTask id="lalu"/>
        mulai>kerja>lalu"""
    )
    move = ours.start(DESA, NOW)
    assert [one.scopes for one in move.opened] == [(2, 1), (3, 1), (4, 1)]
    assert {(one.scope, one.name): one.value for one in move.written}[3, "nama"] == "Nanga Tuan"
    first, second, third = (one.n for one in move.opened)
    move = ours.complete(move.state, second, {"ulang": "Ya"}, NOW)
    assert (opened(move), move.homes) == (["isi"], {"ulang": 3})
    again = move.opened[0].n
    for n in (first, third):
        move = ours.complete(move.state, n, {}, NOW)
        assert opened(move) == []
    move = ours.complete(move.state, again, {"ulang": "Tidak"}, NOW)
    assert opened(move) == ["lalu"]


def test_an_interrupting_event_on_a_loop_takes_all_its_items() -> None:
    around = (
        '<boundaryEvent id="henti" attachedToRef="kerja"><messageEventDefinition messageRef="m1"/></boundaryEvent>'
        '<userTask id="sudahi"/>'
    )
    loop = f"<multiInstanceLoopCharacteristics {LIST}/>"
    ours = program(LOOP.format(task="userTask", facts="", extra="", inside="", loop=loop) + around + "\nhenti>sudahi")
    move = ours.start(DESA, NOW)
    assert sum(one.element == "henti" for one in move.opened) == 1
    move = ours.receive(move.state, token(ours, move, "henti"), {}, NOW)
    assert [one.element for one in ours.open(move.state)] == ["sudahi"]
    assert sum(one.cancelled for one in move.closed) == 3


@pytest.mark.parametrize("manner", ["", 'isSequential="true"'])
def test_items_can_be_added_while_a_loop_runs(manner: str) -> None:
    ours = many(manner)
    move = ours.start(DESA, NOW)
    first = move.opened[0].n
    move = ours.extend(move.state, 1, ["Entibab"], NOW)
    assert [one.value for one in move.written] == [[*DESA["desa"], "Entibab"]]
    assert ours.scopes(move.state)[0].total == 4
    for n in range(first, first + 3):
        move = ours.complete(move.state, n, {}, NOW)
    last = [one for one in ours.open(move.state) if one.element == "kerja"]
    assert [one.item for one in last] == [3]
    assert opened(ours.complete(move.state, last[0].n, {}, NOW)) == ["lalu"]


def test_only_a_running_list_can_grow() -> None:
    ours = program(LOOP.format(task="userTask", facts="", extra="", inside="", loop=""))
    move = ours.start({}, NOW)
    with pytest.raises(NotOpen):
        ours.extend(move.state, token(ours, move, "kerja"), ["x"], NOW)
    loop = COUNTED.format(2)
    ours = program(LOOP.format(task="userTask", facts="", extra="", inside="", loop=loop))
    move = ours.start({}, NOW)
    with pytest.raises(CannotModify):
        ours.extend(move.state, 1, ["x"], NOW)


OUTPUT = """<extensionElements><camunda:inputOutput><camunda:outputParameter name="terakhir">${nama}: ${hasil}
</camunda:outputParameter></camunda:inputOutput></extensionElements>"""


def test_what_items_answer_comes_out_by_output_mappings_and_by_the_output_list() -> None:
    loop = (
        f"<multiInstanceLoopCharacteristics {LIST}><loopDataOutputRef>semua</loopDataOutputRef>"
        '<outputDataItem id="o" name="hasil"/></multiInstanceLoopCharacteristics>'
    )
    ours = program(LOOP.format(task="userTask", facts="", extra=OUTPUT, inside="", loop=loop))
    memory = Memory(ours)
    move = memory.keep(ours.start(DESA, NOW), DESA)
    for n, answers in ((4, {"hasil": "baik"}), (2, {}), (3, {"hasil": "rusak"})):
        move = memory.keep(memory.program.complete(move.state, n, answers, NOW), answers)
    assert memory.kept[0, "semua"] == [None, "rusak", "baik"]
    assert memory.kept[0, "terakhir"] == "Nanga Tuan: rusak"
    assert memory.kept[4, "hasil"] == "baik"


STANDARD = (
    '<standardLoopCharacteristics testBefore="{before}"{most}><loopCondition>lagi = "Ya"</loopCondition>'
    "</standardLoopCharacteristics>"
)


@pytest.mark.parametrize(
    ("before", "most", "answers", "turns"),
    [
        ("false", "", ["Ya", "Ya", "Tidak"], 3),
        ("false", "", ["Tidak"], 1),
        ("true", "", ["Ya", "Tidak"], 2),
        ("true", ' loopMaximum="2"', ["Ya", "Ya", "Ya"], 2),
        ("false", ' loopMaximum="1"', ["Ya"], 1),
    ],
)
def test_a_standard_loop_turns_while_its_condition_holds(
    before: str, most: str, answers: list[str], turns: int
) -> None:
    ours = program(
        LOOP.format(task="userTask", facts="", extra="", inside="", loop=STANDARD.format(before=before, most=most))
    )
    move = ours.start({"lagi": "Ya"}, NOW)
    seen = 0
    while opened(move) == ["kerja"]:
        seen += 1
        move = ours.complete(move.state, move.opened[0].n, {"lagi": answers[seen - 1]}, NOW)
    assert (seen, opened(move)) == (turns, ["lalu"])


def test_a_standard_loop_that_is_asked_before_may_not_begin_at_all() -> None:
    loop = STANDARD.format(before="true", most="")
    ours = program(LOOP.format(task="userTask", facts="", extra="", inside="", loop=loop))
    assert opened(ours.start({"lagi": "Tidak"}, NOW)) == ["lalu"]


def test_the_items_of_a_list_of_ten_thousand_cost_a_bit_each_in_the_state() -> None:
    ours = many()
    names = [f"Desa {number}" for number in range(10_000)]
    memory = Memory(ours)
    move = memory.keep(ours.start({"desa": names}, NOW), {"desa": names})
    assert len(move.opened) == 10_000
    assert len(move.state) < 2_800
    move = memory.program.complete(move.state, 5_001, {"hasil": 1}, NOW)
    assert [one.n for one in move.closed] == [5_001]
    assert memory.asked == []


def test_a_loop_of_calls_asks_for_one_case_an_item() -> None:
    loop = f"<multiInstanceLoopCharacteristics {LIST}/>"
    extra = '<extensionElements><camunda:in source="nama" target="desa_ini"/></extensionElements>'
    ours = program(LOOP.format(task="callActivity", facts=' calledElement="lain"', extra=extra, inside="", loop=loop))
    move = ours.start(DESA, NOW)
    assert [(one.kind, one.name, dict(one.values)) for one in move.sent] == [
        ("call", "lain", {"desa_ini": name}) for name in DESA["desa"]
    ]
    numbers = [one.n for one in move.sent if one.n is not None]
    for n in numbers:
        move = ours.complete(move.state, n, ours.returned("kerja", {"rahasia": 1}), NOW)
    assert opened(move) == ["lalu"]


def test_a_value_of_more_than_a_thousand_bytes_stands_outside_the_state() -> None:
    ours = program(
        """<startEvent id="mulai"/><userTask id="isi"/><exclusiveGateway id="cek" default="cek-b"/><userTask id="a"/>
        <userTask id="b"/>
        mulai>isi>cek>b
        cek>a?naskah = "x" or jumlah = 3"""
    )
    memory = Memory(ours)
    large = {"naskah": "n" * 100_000, "jumlah": 2}
    move = memory.keep(ours.start(large, NOW), large)
    assert len(move.state) < 200
    move = memory.program.complete(move.state, move.opened[0].n, {}, NOW)
    assert (opened(move), memory.asked) == (["b"], ["naskah"])
    move = memory.keep(ours.start({}, NOW), {})
    move = memory.program.complete(move.state, move.opened[0].n, {"naskah": "x"}, NOW)
    assert opened(move) == ["a"]
