"""Rules about what the engine runs, forms, timers and the SOP's own fields."""

from __future__ import annotations

import pytest

from tests.bpmn.draw import draw, found, rules

SOP = """
startEvent mulai lane=Staf
userTask langkah_1 lane=Staf sop:no=1
endEvent selesai lane=Staf
mulai > langkah_1
langkah_1 > selesai
"""
HELD = "<bpmn:extensionElements>{}</bpmn:extensionElements>"


def middle(element: str) -> bytes:
    """A procedure with one more element between its step and its end."""
    return draw(SOP.replace("langkah_1 > selesai", f"{element}\nlangkah_1 > x\nx > selesai"))


@pytest.mark.parametrize(
    "element",
    [
        "scriptTask x",
        "serviceTask x class=contoh.Kelas",
        "userTask x lane=Staf sop:no=x inner='" + HELD.format('<camunda:taskListener class="a.B"/>') + "'",
        "manualTask x lane=Staf sop:no=x inner='"
        + HELD.format("<camunda:executionListener><camunda:script/></camunda:executionListener>")
        + "'",
        "serviceTask x type=external topic=t inner='"
        + HELD.format("<camunda:inputOutput><camunda:script/></camunda:inputOutput>")
        + "'",
        "task x inner='"
        + HELD.format('<s:preScript xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">x=1</s:preScript>')
        + "'",
    ],
)  # fmt: skip
def test_program_text_is_refused_wherever_it_stands(element: str) -> None:
    findings = [finding for finding in found(middle(element)) if finding.rule not in ("step-id",)]
    assert [(finding.rule, finding.element, finding.severity) for finding in findings] == [
        ("program-text", "x", "error")
    ]


def test_program_text_on_the_process_is_refused() -> None:
    listener = HELD.format('<camunda:executionListener expression="${a.b()}"/>')
    data = draw(SOP).replace(b"<bpmn:laneSet>", listener.encode() + b"<bpmn:laneSet>")
    assert rules(data) == {"program-text": ["p"]}


@pytest.mark.parametrize("language", ["python", "Groovy", "http://www.w3.org/1999/XPath", "JavaScript"])
def test_a_condition_in_a_programming_language_is_refused(language: str) -> None:
    text = SOP.replace("sop:no=1", "sop:no=1 formRef=f").replace("1 > selesai", "1 > selesai ? a = 1")
    data = draw(text).replace(
        b"<bpmn:conditionExpression>", f'<bpmn:conditionExpression language="{language}">'.encode()
    )
    assert rules(data, {"f": ["a"]}) == {"program-text": ["langkah_1-selesai"]}


@pytest.mark.parametrize("language", ["feel", "http://www.omg.org/spec/DMN/20180521/FEEL/", "juel", ""])
def test_a_condition_that_says_its_language_is_feel_is_fine(language: str) -> None:
    text = SOP.replace("sop:no=1", "sop:no=1 formRef=f").replace("1 > selesai", "1 > selesai ? a = 1")
    data = draw(text).replace(
        b"<bpmn:conditionExpression>", f'<bpmn:conditionExpression language="{language}">'.encode()
    )
    assert rules(data, {"f": ["a"]}) == {}


@pytest.mark.parametrize(
    ("element", "says"),
    [
        ("sendTask x", "isi topik"),
        ("businessRuleTask x", "formulir"),
        ("callActivity x", "Called element"),
        ("adHocSubProcess x", "subproses biasa"),
        ("complexGateway x", "inklusif"),
        ("serviceTask x", "topik"),
        ("receiveTask x", "pesan"),
        ("intermediateCatchEvent x event=signalEventDefinition", "Pilih sinyalnya"),
        ("subProcess x inner=<bpmn:standardLoopCharacteristics/>", "paling banyak"),
    ],
)
def test_what_does_not_run_is_refused_with_what_to_use_instead(element: str, says: str) -> None:
    (finding,) = [finding for finding in found(middle(element)) if finding.rule == "not-runnable"]
    assert (finding.severity, finding.element) == ("error", "x")
    assert says in finding.id


@pytest.mark.parametrize(
    "element",
    [
        "userTask x lane=Staf sop:no=x",
        "manualTask x lane=Staf sop:no=x",
        "serviceTask x type=external topic=t",
        "receiveTask x messageRef=m_surat",
        "task x",
        "exclusiveGateway x",
        "parallelGateway x",
        "inclusiveGateway x",
        "intermediateCatchEvent x timeDuration=PT1H",
        "intermediateCatchEvent x timeDate=2026-10-01T07:30:00+07:00",
        "intermediateCatchEvent x messageRef=m_surat",
        "intermediateThrowEvent x",
        "intermediateThrowEvent x messageRef=m_surat",
        "intermediateCatchEvent x signalRef=s_siaga",
        "sendTask x messageRef=m_surat",
        "businessRuleTask x type=external topic=t",
        "callActivity x calledElement=lain",
        "subProcess x",
        "subProcess x {\nstartEvent i\nuserTask langkah_2 lane=Staf sop:no=2\nendEvent j\ni > langkah_2\n"
        "langkah_2 > j\n}",
        "userTask x lane=Staf sop:no=x inner='<bpmn:standardLoopCharacteristics loopMaximum=\"3\"/>'",
    ],
)
def test_what_runs_has_no_findings(element: str) -> None:
    assert {rule for rule in rules(middle(element)) if rule != "step-id"} == set()


def test_settings_without_effect_are_warned_of() -> None:
    held = HELD.format("<camunda:inputOutput/><camunda:field/><camunda:connector/>")
    (finding,) = found(middle(f"serviceTask x type=external topic=t inner='{held}'"))
    assert (finding.rule, finding.severity) == ("no-effect", "warning")
    assert "field, connector on x" in finding.en


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ("task x inner=<bpmn:ioSpecification/>", "ioSpecification"),
        ("task x inner=<bpmn:dataInputAssociation/>", "dataInputAssociation"),
        ("exclusiveGateway x inputs=a:b", "inputOutput"),
        (
            'intermediateThrowEvent x inner=\'<bpmn:messageEventDefinition messageRef="m_surat" camunda:topic="t"/>\'',
            "topic",
        ),
        ("receiveTask x messageRef=m_surat extension='<camunda:in variables=\"all\"/>'", "setting in on"),
        (
            "task x inner='<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
            "<bpmn:loopDataOutputRef>l</bpmn:loopDataOutputRef></bpmn:multiInstanceLoopCharacteristics>'",
            "loopDataOutputRef",
        ),
    ],
)
def test_what_bpmn_would_do_and_this_engine_does_not_is_warned_of(element: str, what: str) -> None:
    (finding,) = found(middle(element))
    assert (finding.rule, finding.severity, finding.element) == ("no-effect", "warning", "x")
    assert what in finding.en


@pytest.mark.parametrize(
    "element",
    [
        "task x inputs=a:b outputs=c:d",
        "sendTask x messageRef=m_surat extension='<camunda:in variables=\"all\"/>'",
        'intermediateThrowEvent x signalRef=s_siaga extension=\'<camunda:in source="a" target="b"/>\'',
        'callActivity x calledElement=lain extension=\'<camunda:in variables="all"/><camunda:out variables="all"/>\'',
    ],
)
def test_mappings_that_have_an_effect_are_fine(element: str) -> None:
    assert rules(middle(element)) == {}


@pytest.mark.parametrize("host", ["tidak_ada", "mulai", "selesai"])
def test_a_boundary_event_on_no_step_is_refused(host: str) -> None:
    text = SOP + f"boundaryEvent t attachedToRef={host} cancelActivity=false timeDuration=PT1H"
    assert rules(draw(text))["boundary-host"] == ["t"]
    assert rules(draw(text.replace(f"={host}", "=langkah_1"))) == {}


@pytest.mark.parametrize("name", ["formRef=f", "formKey=f.form"])
def test_a_form_that_is_not_there_is_refused(name: str) -> None:
    text = SOP.replace("sop:no=1", f"sop:no=1 {name}")
    assert rules(draw(text)) == {"no-form": ["langkah_1"]}
    assert rules(draw(text), {"f": ["a"]}) == {}


@pytest.mark.parametrize(
    "timer",
    [
        "timeDuration=1jam",
        "timeDuration=PT",
        "timeDuration=PT1X",
        "timeDuration=P1.5M",
        "timeDuration=P1.5DT1H",
        "timeDuration=PT1.5H1M",
        'timeDuration="0 0 9 * * ?"',
        "timeDuration='\"satu jam\"'",
        "timeDate=2026-13-01",
        "timeDate=PT1H",
        "timeDuration=2026-10-01",
        "timeDuration=5",
        "timeDuration=P1001Y",
        "timeDuration=P999999M",
        "timeDuration=P999999D",
        "timeDate=9999-12-31T23:59:59-12:00",
        "timeDate=0001-01-01T00:00:00+14:00",
        "timeDate=9999-12-31",
        "timeDate=2026-10-01T07:30:00z",
    ],
)
def test_a_time_that_cannot_be_read_is_refused(timer: str) -> None:
    assert rules(middle(f"intermediateCatchEvent x {timer}")) == {"timer": ["x"]}


@pytest.mark.parametrize(
    "timer",
    [
        "timeDuration=PT1H",
        "timeDuration=P1W",
        "timeDuration=P1DT2H",
        "timeDuration=PT0.5H",
        "timeDuration=pt1h",
        "timeDuration='\"PT1H\"'",
        "timeDate=2026-10-01",
        "timeDate=2026-10-01T07:30:00Z",
        "timeDuration=P1000Y",
        "timeDate=0002-01-01T00:00:00+14:00",
        "timeDate=9998-12-31T23:59:59-12:00",
    ],
)
def test_a_time_that_can_be_read_is_fine(timer: str) -> None:
    assert rules(middle(f"intermediateCatchEvent x {timer}")) == {}


@pytest.mark.parametrize(
    ("cycle", "fine"),
    [
        ("R/P3D", True),
        ("R3/PT1H", True),
        ("R5/2026-01-05T08:00:00Z/P1W", True),
        ("R0/PT1H", False),
        ("R/PT0S", False),
        ("R3/PT1H/2026-01-05", False),
        ("P3D", False),
        ("R3/kapan", False),
        ("R2/P999999Y", False),
        ("R2/9999-12-31T23:59:59-12:00/P1D", False),
    ],
)
def test_a_repetition_is_read_as_the_engine_reads_it(cycle: str, fine: bool) -> None:
    text = SOP + f"boundaryEvent t attachedToRef=langkah_1 cancelActivity=false timeCycle={cycle}"
    assert rules(draw(text)) == ({} if fine else {"timer": ["t"]})


@pytest.mark.parametrize(
    ("cycle", "fine"),
    [
        ("R/PT1M", True),
        ("R/P1D", True),
        ("R60/PT1S", True),
        ("R3/2026-01-05T08:00:00Z/PT1S", True),
        ("R/PT59S", False),
        ("r/pt0.000001s", False),
        ("R61/PT1S", False),
        ("R/2026-01-05T08:00:00Z/PT1S", False),
    ],
)
def test_a_timer_that_repeats_too_fast_is_refused(cycle: str, fine: bool) -> None:
    text = SOP + f"boundaryEvent t attachedToRef=langkah_1 cancelActivity=false timeCycle={cycle}"
    assert rules(draw(text)) == ({} if fine else {"short-timer": ["t"]})


@pytest.mark.parametrize(
    ("text", "fine"), [("R3/PT10M", True), ("PT1M,PT5M", True), ("3", True), ("tiga", False), ("R3", False)]
)
def test_retries_that_cannot_be_read_are_refused(text: str, fine: bool) -> None:
    held = HELD.format(f"<camunda:failedJobRetryTimeCycle>{text}</camunda:failedJobRetryTimeCycle>")
    data = middle(f"serviceTask x type=external topic=t inner='{held}'")
    assert rules(data) == ({} if fine else {"retries": ["x"]})


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("PT5M", True),
        ("P1D", True),
        ("P1W", True),
        ("P1M", True),
        ("PT5M/PT10M", True),
        ("PT10M/PT10M", True),
        ("PT60M/PT1H", True),
        ("", True),
        ("PT10M/PT5M", False),
        ("PT5M/PT10M/PT15M", False),
        ("PT5M/", False),
        ("5 menit", False),
        ("PT5m", False),
        ("P", False),
        ("PT", False),
    ],
)
def test_a_norm_is_a_period_or_a_range(text: str, fine: bool) -> None:
    data = draw(SOP.replace("sop:no=1", f"sop:no=1 'sop:waktu=Real Time' 'sop:durasi={text}'"))
    assert rules(data) == ({} if fine else {"duration": ["langkah_1"]})


def test_a_norm_that_nobody_printed_is_warned_of() -> None:
    data = draw(SOP.replace("sop:no=1", "sop:no=1 sop:durasi=PT5M"))
    assert [(finding.rule, finding.severity) for finding in found(data)] == [("norm-without-text", "warning")]


@pytest.mark.parametrize(
    ("printed", "held", "meant"),
    [
        ("45 Menit", "PT30M", "PT45M"),
        ("5 - 10 Menit", "PT10M", "PT5M/PT10M"),
        ("3jam", "PT3M", "PT3H"),
        ("2 hari kerja", "P1D", "P2D"),
        ("60 Menit", "PT1H", ""),
        ("5-10 Menit", "PT5M/PT10M", ""),
        ("Sesuai kesepakatan", "P1D", ""),
        ("1 jam 30 menit", "PT90M", ""),
    ],
)
def test_a_printed_time_that_is_not_the_duration_is_warned_of(printed: str, held: str, meant: str) -> None:
    data = draw(SOP.replace("sop:no=1", f"sop:no=1 'sop:waktu={printed}' sop:durasi={held}"))
    told = [(finding.rule, finding.severity, f"tulis {meant}." in finding.id) for finding in found(data)]
    assert told == ([("norm-differs", "warning", True)] if meant else [])


def test_steps_without_a_number_or_with_one_number_are_warned_of() -> None:
    text = SOP.replace(
        "langkah_1 > selesai", "userTask langkah_2 lane=Staf {}\nlangkah_1 > langkah_2\nlangkah_2 > selesai"
    )
    assert rules(draw(text.format(""))) == {"step-number": ["langkah_2"]}
    assert rules(draw(text.format("sop:no=1"))) == {"step-number": ["langkah_2"], "step-id": ["langkah_2"]}
    assert rules(draw(text.format("sop:no=2"))) == {}


def test_a_step_whose_id_is_not_its_number_is_warned_of() -> None:
    assert rules(draw(SOP.replace("sop:no=1", "sop:no=13a"))) == {"step-id": ["langkah_1"]}
    assert rules(draw(SOP.replace("sop:no=1", "sop:no=13a").replace("langkah_1", "langkah_13a"))) == {}


def test_a_property_that_nothing_reads_is_warned_of() -> None:
    assert rules(draw(SOP.replace("sop:no=1", "sop:no=1 sop:waktuu=x"))) == {"unknown-property": ["langkah_1"]}
    assert rules(draw(SOP, **{"sop:nomer": "1", "sop:nomor": "1", "lain:x": ""})) == {"unknown-property": ["p"]}


@pytest.mark.parametrize(
    ("property", "fine"),
    [
        ("sop:norma=total", True),
        ("sop:norma=semua", False),
        ("sop:bukti=simpulan", True),
        ("sop:bukti=tebakan", False),
        ("sop:waktu-kerja=true", True),
        ("sop:waktu-kerja=ya", False),
        ("'sop:pengesahan=paraf | Tanda Tangan'", True),
        ("'sop:pengesahan=paraf | jempol'", False),
        ("sop:pengesahan=", True),
    ],
)
def test_a_property_that_takes_one_of_a_few_values_takes_no_other(property: str, fine: bool) -> None:
    data = draw(SOP.replace("sop:no=1", f"sop:no=1 {property}"))
    assert rules(data) == ({} if fine else {"property-value": ["langkah_1"]})
