"""What is filled where sub-processes, loops, mappings, calls and errors are on the way."""

from __future__ import annotations

import pytest

from tests.bpmn.draw import draw, found, rules

HEAD = "startEvent s formRef=kosong\nendEvent e\nuserTask z assignee=x formRef=kosong\nz > e ? nilai = 1\n"
FORMS = {"kosong": [], "isi": ["nilai"], "lain": ["catatan"], "daftar": ["daftar"]}
LOOP = 'inner=\'<bpmn:multiInstanceLoopCharacteristics camunda:collection="daftar" camunda:elementVariable="satu">{}'
LOOP += "</bpmn:multiInstanceLoopCharacteristics>'"


def told(text: str) -> dict[str, list[str | None]]:
    """What is found about names in an SOP with those steps."""
    names = rules(draw(HEAD + text, **{"sop:nomor": ""}), FORMS)
    return {rule: names[rule] for rule in ("unsupplied", "inside-loop", "expression") if rule in names}


LACKS = {"unsupplied": ["z-e"]}


def test_what_is_filled_inside_a_sub_process_is_filled_behind_it() -> None:
    sub = "subProcess sub {{\nstartEvent i\nuserTask a formRef={}\nendEvent j\ni > a\na > j\n}}\ns > sub\nsub > z"
    assert told(sub.format("isi")) == {}
    assert told(sub.format("lain")) == LACKS


def test_every_end_of_a_sub_process_counts() -> None:
    sub = (
        "subProcess sub {{\nuserTask a formRef=isi\nuserTask b formRef={}\nexclusiveGateway g\nendEvent j\nendEvent k\n"
    )
    sub += "startEvent i\ni > g\ng > a ? 1 = 1\ng > b ? 1 = 2\na > j\nb > k\n}}\ns > sub\nsub > z"
    assert told(sub.format("isi")) == {}
    assert told(sub.format("lain")) == LACKS


def test_an_end_that_leaves_by_an_error_or_beside_the_main_way_does_not_count() -> None:
    sub = "subProcess sub {{\nuserTask a formRef=isi\nendEvent j\na > j\nboundaryEvent b attachedToRef=a {}\n"
    sub += "endEvent k{}\nb > k\n}}\ns > sub\nsub > z"
    reminder = "cancelActivity=false timeDuration=PT1H"
    assert told(sub.format(reminder, "")) == {}
    assert told(sub.format("timeDuration=PT1H", " errorRef=e_galat")) == {}
    assert told(sub.format("timeDuration=PT1H", "")) == LACKS


def test_an_event_sub_process_that_interrupts_is_one_more_end() -> None:
    sub = "subProcess sub {{\nuserTask a formRef=isi\nendEvent j\na > j\nsubProcess h triggeredByEvent=true {{\n"
    sub += (
        "startEvent hs signalRef=s_siaga sop:memberi=- isInterrupting={}\nendEvent k\nhs > k\n}}\n}}\ns > sub\nsub > z"
    )
    assert told(sub.format("false")) == {}
    assert told(sub.format("true")) == LACKS


def test_an_empty_sub_process_fills_nothing() -> None:
    assert told("subProcess sub {\n}\ns > sub\nsub > z") == LACKS


@pytest.mark.parametrize(("outputs", "fine"), [("", False), ("outputs=nilai:${x}", True), ("outputs=lain:1", False)])
def test_an_output_mapping_fills_its_name(outputs: str, fine: bool) -> None:
    assert told(f"task a {outputs}\ns > a\na > z") == ({} if fine else LACKS)


def test_an_input_mapping_is_only_seen_inside_and_hides_what_is_filled_there() -> None:
    sub = "subProcess sub {} {{\nuserTask a formRef={}\nuserTask b formRef=kosong\na > b ? nilai = 2\n}}\n"
    sub += "s > sub\nsub > z"
    assert told(sub.format("inputs=nilai:1", "kosong")) == LACKS
    assert told(sub.format("inputs=nilai:1", "isi")) == LACKS
    assert told(sub.format("inputs=lain:1", "isi")) == {}


@pytest.mark.parametrize(
    ("out", "fine"),
    [
        ("", False),
        ('<camunda:out source="x" target="nilai"/>', True),
        ('<camunda:out source="nilai" target="lain"/>', False),
        ('<camunda:out variables="all"/>', True),
    ],
)
def test_a_call_fills_what_comes_out_of_it(out: str, fine: bool) -> None:
    held = f"extension='{out}'" if out else ""
    assert told(f"callActivity a calledElement=lain {held}\ns > a\na > z") == ({} if fine else LACKS)


@pytest.mark.parametrize(
    ("use", "fine"),
    [
        ("satu.nilai = 1", True),
        ("loopCounter = 0", True),
        ("nrOfCompletedInstances > 1 or nrOfActiveInstances = 0 or nrOfInstances > 9", True),
        ("catatan = 1", True),
        ("lain = 1", False),
    ],
)
def test_an_item_and_its_counters_are_there_inside_a_multi_instance_activity(use: str, fine: bool) -> None:
    loop = LOOP.format(f"<bpmn:completionCondition>{use.replace('>', '&gt;')}</bpmn:completionCondition>")
    text = f"userTask d formRef=daftar\nuserTask a formRef=lain assignee=${{satu}} {loop}\ns > d\nd > a\na > e"
    assert told(text) == ({"unsupplied": ["a"]} if not fine else {})
    sub = f"userTask d formRef=daftar\nsubProcess t {LOOP.format('')} {{\nuserTask a formRef=lain\n"
    assert told(sub + f"userTask b formRef=lain\na > b ? {use}\n}}\ns > d\nd > t\nt > e") == (
        {"unsupplied": ["a-b"]} if not fine else {}
    )


def test_the_list_of_a_loop_must_be_there_before() -> None:
    text = f"userTask a formRef=lain {LOOP.format('')}\ns > a\na > e"
    assert told(text) == {"unsupplied": ["a"]}
    assert told("userTask d formRef=daftar\n" + text.replace("s > a", "s > d\nd > a")) == {}


@pytest.mark.parametrize(
    ("condition", "outputs", "rule"),
    [
        ("nilai = 1", "", "inside-loop"),
        ("satu = 1", "", "inside-loop"),
        ("nrOfInstances = 1", "", "inside-loop"),
        ("lain = 1", "", "unsupplied"),
        ("nilai = 1", "outputs=nilai:${nilai}", None),
        ("jumlah = 1", "outputs=jumlah:${nrOfInstances}", None),
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_what_is_only_answered_inside_a_loop_is_told_with_its_remedy(
    condition: str, outputs: str, rule: str | None, nested: bool
) -> None:
    head = HEAD.replace("nilai = 1", condition) + "userTask d formRef=daftar\ns > d\nd > a\na > z\n"
    step = f"userTask a formRef=isi {outputs} {LOOP.format('')}"
    sub = f"subProcess a {outputs} {LOOP.format('')} {{\nuserTask b formRef=isi\n}}"
    findings = found(draw(head + (sub if nested else step), **{"sop:nomor": ""}), FORMS)
    findings = [one for one in findings if one.rule in ("unsupplied", "inside-loop")]
    assert [(one.rule, one.element) for one in findings] == ([(rule, "z-e")] if rule else [])
    if rule == "inside-loop":
        assert (findings[0].severity, "outputParameter pada a" in findings[0].id) == ("warning", True)


def test_the_list_that_a_loop_gives_is_there_behind_it() -> None:
    data = '<bpmn:loopDataOutputRef>nilai</bpmn:loopDataOutputRef><bpmn:outputDataItem name="catatan"/>'
    text = f"userTask d formRef=daftar\nuserTask a formRef=lain {LOOP.format(data)}\ns > d\nd > a\na > z"
    assert told(text) == {}


def test_a_name_that_is_filled_outside_too_is_no_matter_of_the_loop() -> None:
    way = "exclusiveGateway g\nuserTask d formRef=daftar\nuserTask b formRef=isi\ns > d\nd > g\ng > b ? 1 = 1\n"
    text = f"{way}g > a ? 1 = 2\nuserTask a formRef=isi {LOOP.format('')}\na > z\nb > z"
    assert told(text) == LACKS


def test_an_error_knows_what_was_known_where_it_is_thrown() -> None:
    sub = "subProcess sub {{\nuserTask a formRef={}\nendEvent j errorRef=e_galat\na > j\n}}\ns > sub\n"
    sub += "boundaryEvent t attachedToRef=sub errorRef=e_galat\nt > z"
    assert told(sub.format("isi")) == {}
    assert told(sub.format("lain")) == LACKS
    items = sub.replace("subProcess sub", f"subProcess sub {LOOP.format('').replace('{', '{{').replace('}', '}}')}")
    start = HEAD.replace("s formRef=kosong", "s formRef=daftar")
    findings = rules(draw(start + items.format("isi"), **{"sop:nomor": ""}), FORMS)
    assert findings["inside-loop"] == ["z-e"]


def test_an_error_that_leaves_an_item_and_a_sub_process_around_it_brings_nothing_of_the_item() -> None:
    loop = LOOP.format("")
    inner = f"subProcess dalam {loop} {{\nuserTask a formRef=isi\nendEvent j errorRef=e_galat\na > j\n}}\n"
    sub = f"subProcess luar {{\nuserTask d formRef=daftar\n{inner}d > dalam\n}}\ns > luar\n"
    catch = "boundaryEvent t attachedToRef=luar errorRef=e_galat\nt > z"
    assert told(sub + catch) == {"inside-loop": ["z-e"]}
    assert told(sub.replace(loop, "") + catch) == {}


def test_a_caught_error_fills_the_variables_that_it_names() -> None:
    caught = '<bpmn:errorEventDefinition camunda:errorCodeVariable="{}"/>'
    sub = "subProcess sub {\nuserTask a formRef=lain\nendEvent j errorRef=e_galat\na > j\n}\ns > sub\nt > z\n"
    assert told(sub + f"boundaryEvent t attachedToRef=sub inner='{caught.format('nilai')}'") == {}
    assert told(sub + f"boundaryEvent t attachedToRef=sub inner='{caught.format('kode')}'") == LACKS


def test_other_events_on_a_sub_process_know_only_what_was_known_before_it() -> None:
    sub = "subProcess sub {\nuserTask a formRef=isi\n}\ns > sub\n"
    sub += "boundaryEvent t attachedToRef=sub timeDuration=PT1H\nt > z"
    assert told(sub) == LACKS


def test_signals_may_fill_anything_unless_they_say_what() -> None:
    way = "intermediateCatchEvent a signalRef=s_siaga {}\ns > a\na > z"
    assert told(way.format("")) == {}
    assert told(way.format("sop:memberi=catatan")) == LACKS


@pytest.mark.parametrize(
    ("element", "fine"),
    [
        ("intermediateCatchEvent a condition='nilai = 1'", False),
        (
            "subProcess a {\nuserTask b\nsubProcess h triggeredByEvent=true {\n"
            "startEvent hs condition='nilai = 1'\n}\n}",
            False,
        ),
        ("callActivity a calledElement=${nilai}", False),
        ("callActivity a calledElement=b extension='<camunda:in businessKey=\"${nilai}\"/>'", True),
        ('callActivity a calledElement=b extension=\'<camunda:in sourceExpression="${nilai}" target="b"/>\'', True),
        ("task a inputs=x:${nilai} outputs=y:${nilai}", True),
        (
            "userTask a inner='<bpmn:standardLoopCharacteristics><bpmn:loopCondition>nilai = 1</bpmn:loopCondition>"
            "</bpmn:standardLoopCharacteristics>'",
            False,
        ),
    ],
)
def test_what_must_be_there_and_what_may_be_null(element: str, fine: bool) -> None:
    findings = told(f"{element}\ns > a\na > e").get("unsupplied", [])
    assert (findings == []) == fine


@pytest.mark.parametrize(
    "element",
    [
        "task a inputs='x:${nilai !}'",
        "task a inputs='x:${nilai'",
        "task a inputs='x:teks ${1} dan ${nilai'",
        "task a outputs='x:teks ${nilai !} dan ${1}'",
        "startEvent a condition='nilai !'",
        "callActivity a 'calledElement=${nilai !}'",
        'callActivity a calledElement=b extension=\'<camunda:out sourceExpression="${nilai !}" target="b"/>\'',
        'endEvent a signalRef=s_siaga extension=\'<camunda:in sourceExpression="${nilai !}" target="b"/>\'',
        'task a extension=\'<camunda:inputOutput><camunda:inputParameter name="x"><camunda:list>'
        "<camunda:value>${nilai !}</camunda:value></camunda:list></camunda:inputParameter></camunda:inputOutput>'",
        'task a extension=\'<camunda:inputOutput><camunda:inputParameter name="x"><camunda:map>'
        '<camunda:entry key="k">${nilai !}</camunda:entry></camunda:map></camunda:inputParameter>'
        "</camunda:inputOutput>'",
        "userTask a inner='<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>nilai !</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>'",
    ],
)
def test_every_expression_must_compile_wherever_it_stands(element: str) -> None:
    assert rules(draw(f"startEvent s\n{element}"))["expression"] == ["a"]
