"""Files at the edge of what runs: loops without a wait, quantities, times, references, programs, forms, data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.corpus.specimen import PLAIN, Specimen, process, refused, runs

__all__ = ["specimens"]

_STAFF: Final = 'camunda:candidateGroups="staf"'
_AROUND: Final = "start s\nuser a\nend e\ns>a>b>e\n"


def _never(name: str, body: str, rules: str = "loop-without-wait", found: str = "") -> Specimen:
    return refused(f"without a wait: {name}", rules, process(body), found)


def _turning() -> Iterator[Specimen]:
    yield _never("a loop of gateways", "start s\nuser a\nxor x\nxor y\nend e\ns>a>x>y\ny>x ? =n > 1\ny>e *")
    loop = "<standardLoopCharacteristics{}><loopCondition>=true</loopCondition></standardLoopCharacteristics>"
    yield _never("a task that repeats itself", f'{_AROUND}<task id="b">{loop.format("")}</task>')
    yield _never(
        "a sub-process that repeats itself",
        f'{_AROUND}<subProcess id="b">{loop.format("")}\nstart t\ntask u\nt>u\n</subProcess>',
    )
    yield runs(
        "without a wait: a task that repeats itself a few times",
        process(f'{_AROUND}<task id="b">{loop.format(chr(32) + "loopMaximum=" + chr(34) + "7" + chr(34))}</task>'),
    )


def _returning() -> Iterator[Specimen]:
    yield _never(
        "an error that leads back into its sub-process",
        f'{_AROUND}<subProcess id="b">\nstart t\n<endEvent id="g"><errorEventDefinition/></endEvent>\nt>g\n'
        '</subProcess>\n<boundaryEvent id="k" attachedToRef="b"><errorEventDefinition/></boundaryEvent>\nk>b',
    )
    yield _never(
        "an escalation that leads back beside its sub-process",
        f'{_AROUND}<subProcess id="b">\nstart t\n<endEvent id="g"><escalationEventDefinition/></endEvent>\nt>g\n'
        '</subProcess>\n<boundaryEvent id="k" attachedToRef="b" cancelActivity="false"><escalationEventDefinition/>'
        "</boundaryEvent>\nk>b",
    )
    yield _never(
        "a cancellation that leads back into its transaction",
        f'{_AROUND}<transaction id="b">\nstart t\n<endEvent id="g"><cancelEventDefinition/></endEvent>\nt>g\n'
        '</transaction>\n<boundaryEvent id="k" attachedToRef="b"><cancelEventDefinition/></boundaryEvent>\nk>b',
    )
    yield _never(
        "a condition on a sub-process that leads back",
        f'{_AROUND}<subProcess id="b">\nstart t\nuser u\nt>u\n</subProcess>\n<boundaryEvent id="k" attachedToRef="b">'
        "<conditionalEventDefinition><condition>=true</condition></conditionalEventDefinition></boundaryEvent>\nk>b",
    )


def _meeting() -> Iterator[Specimen]:
    for manner, stops in (("back to it", "true"), ("beside it", "false")):
        yield _never(
            f"a condition on a task that leads {manner}",
            "start s\nuser a\nend e\ns>a>e\n"
            f'<boundaryEvent id="k" attachedToRef="a" cancelActivity="{stops}"><conditionalEventDefinition>'
            "<condition>=true</condition></conditionalEventDefinition></boundaryEvent>\nk>a",
        )
    yield _never(
        "a link back",
        "start s\nuser a\nxor x\nend e\n"
        '<intermediateThrowEvent id="p"><linkEventDefinition name="l"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="q"><linkEventDefinition name="l"/></intermediateCatchEvent>\n'
        "s>a>x\nx>p ? =n > 1\nx>e *\nq>x",
    )


def _many(count: int, tag: str, inside: str = "") -> str:
    loop = "multiInstanceLoopCharacteristics"
    held = f"<{loop}><loopCardinality>{count}</loopCardinality></{loop}>"
    return process(f'{_AROUND}<{tag} id="b" {_STAFF}>{held}\n{inside}\n</{tag}>')


def _counts() -> Iterator[Specimen]:
    yield runs("counts: no items", _many(0, "userTask"))
    yield runs("counts: 60 tasks", _many(60, "userTask"))
    yield runs("counts: 9,900 tasks that pass", _many(9_900, "task"))
    yield runs("counts: 60 sub-processes", _many(60, "subProcess", "start t\nuser u\nt>u"))
    yield refused("counts: 100,000 tasks that pass", "too-many-steps", _many(100_000, "task"))
    people = "start t\nuser u\nt>u"
    yield refused("counts: 5,000 sub-processes", "too-many-tokens", _many(5_000, "subProcess", people))
    yield refused("counts: more than any loop", "not-runnable", _many(10_000_000, "userTask"))
    for name in ("startQuantity", "completionQuantity"):
        text = process(PLAIN)
        yield runs(f"counts: {name} of 1", text.replace('id="a"', f'id="a" {name}="1"'))
        yield refused(f"counts: {name} of 2", "not-runnable", text.replace('id="a"', f'id="a" {name}="2"'))


def _at(kind: str, text: str, *, boundary: bool = False) -> str:
    timer = f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"
    if boundary:
        event = f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{timer}</boundaryEvent>'
        return process(f"start s\nuser a\nend e\ns>a>e\n{event}\nend f\nb>f")
    return process(f'start s\n<intermediateCatchEvent id="b">{timer}</intermediateCatchEvent>\nend e\ns>b>e')


def _times() -> Iterator[Specimen]:
    for kind, text in (
        ("timeDuration", "PT0S"),
        ("timeDuration", "\n      P1DT12H\n    "),
        ("timeDuration", "P1Y2M10DT2H30M5.5S"),
        ("timeDuration", "P4W"),
        ("timeDuration", '"PT1H"'),
        ("timeDuration", "=batas"),
        ("timeDuration", "P99Y"),
        ("timeDate", "2030-02-28T09:00"),
        ("timeDate", "2030-W05-1"),
        ("timeDate", "1999-12-31"),
    ):
        yield runs(f"times: {kind} {text.strip()}", _at(kind, text))
    for text in ("R2/PT1H", "R/P1D", "R5/2030-01-07T08:00:00Z/P1W"):
        yield runs(f"times: cycle {text}", _at("timeCycle", text, boundary=True))
    for kind, text in (
        ("timeDuration", "2 jam"),
        ("timeDuration", "PT"),
        ("timeDuration", "P1.5M"),
        ("timeDuration", "-PT1H"),
        ("timeDate", "07/01/2030"),
        ("timeDate", "2030-02-30"),
        ("timeDate", "24:00"),
    ):
        yield refused(f"times: {kind} {text}", "timer", _at(kind, text))
    for text in ("0 0 9 * * ?", "R0/PT1H", "R/PT0S", "R3/P1D/2030-01-01T00:00:00Z", "PT1H"):
        yield refused(f"times: cycle {text}", "timer", _at("timeCycle", text, boundary=True))
    for text in ("P9999Y", "P999999Y", "P999999M"):
        yield refused(f"times: timeDuration {text}", "timer", _at("timeDuration", text))
    for text in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"):
        yield refused(f"times: timeDate {text}", "timer", _at("timeDate", text))
    yield refused("times: cycle R2/P999999Y", "timer", _at("timeCycle", "R2/P999999Y", boundary=True))


def _references() -> Iterator[Specimen]:
    receive = 'start s\n<receiveTask id="b"{}/>\nend e\ns>b>e'
    message = '<message id="m" name="surat"/>'
    yield runs("references: with a prefix", process(receive.format(' messageRef="tns:m"'), roots=message))
    yield runs(
        "references: a message without a name", process(receive.format(' messageRef="m"'), roots='<message id="m"/>')
    )
    yield refused("references: no message", "not-runnable", process(receive.format("")))
    yield refused("references: a message that is not there", "not-runnable", process(receive.format(' messageRef="m"')))
    catch = 'start s\n<intermediateCatchEvent id="b">{}</intermediateCatchEvent>\nend e\ns>b>e'
    yield runs(
        "references: a signal that is not there", process(catch.format('<signalEventDefinition signalRef="z"/>'))
    )
    yield refused("references: no signal", "not-runnable", process(catch.format("<signalEventDefinition/>")))
    yield refused(
        "references: two triggers",
        "not-runnable",
        process(
            catch.format('<signalEventDefinition signalRef="z"/><messageEventDefinition messageRef="m"/>'),
            roots=message,
        ),
    )
    shared = '<timerEventDefinition id="t"><timeDuration>PT1H</timeDuration></timerEventDefinition>'
    yield refused(
        "references: a trigger that stands elsewhere",
        "not-runnable",
        process(catch.format("<eventDefinitionRef>t</eventDefinitionRef>"), roots=shared),
    )
    call = 'start s\n<callActivity id="b"{}/>\nend e\ns>b>e'
    yield runs("references: a called process", process(call.format(' calledElement="tns:lain"')))
    yield runs(
        "references: a global task", process(call.format(' calledElement="g"'), roots='<globalUserTask id="g"/>')
    )
    yield refused("references: nothing called", "not-runnable", process(call.format("")))
    end = "start s\n{}\ns>e"
    for kind in ("error", "escalation"):
        text = end.format(f'<endEvent id="e"><{kind}EventDefinition {kind}Ref="z"/></endEvent>')
        yield runs(f"references: an {kind} that is not there", process(text))


def _programs() -> Iterator[Specimen]:
    step = "start s\n{}\nend e\ns>b>e"
    yield refused(
        "programs: a script",
        "program-text",
        process(step.format('<scriptTask id="b" scriptFormat="groovy"><script>1</script></scriptTask>')),
    )
    for name in ("class", "delegateExpression", "expression"):
        task = f'<serviceTask id="b" camunda:{name}="a.b.C"/>'
        yield refused(f"programs: a {name}", "program-text", process(step.format(task)))
    listener = '<extensionElements><camunda:executionListener event="start" class="a.B"/></extensionElements>'
    yield refused(
        "programs: a listener", "program-text", process(step.format(f'<userTask id="b" {_STAFF}>{listener}</userTask>'))
    )
    for language in ("groovy", "http://www.w3.org/1999/XPath", "https://example.org/languages/python"):
        text = process("start s\nuser a\nxor x\nend e\nend f\ns>a>x\nx>e ? n > 1\nx>f *")
        spoken = text.replace("<conditionExpression>", f'<conditionExpression language="{language}">')
        yield refused(f"programs: a condition in {language}", "program-text", spoken)
    for text in ("${execution.getVariable('a') == 1}", "=for x in list return x", "${a = 1; b}", "=" + "(" * 400):
        body = process(f"start s\nuser a\nxor x\nend e\nend f\ns>a>x\nx>e ? {text}\nx>f *")
        yield refused(f"programs: {text[:30]}", "expression", body)
    yield refused("programs: a service without a topic", "not-runnable", process(step.format('<serviceTask id="b"/>')))
    web = '<serviceTask id="b" implementation="##WebService" operationRef="op"/>'
    yield refused("programs: a web service", "not-runnable", process(step.format(web)))


def _people() -> Iterator[Specimen]:
    step = "start s\n{}\nend e\ns>b>e"
    yield refused("people: nobody", "no-performer", process(step.format('<userTask id="b"/>')))
    yield runs("people: a computed one", process(step.format('<userTask id="b" camunda:assignee="${pemohon}"/>')))
    yield refused(
        "people: a form that did not come along",
        "no-form",
        process(step.format(f'<userTask id="b" {_STAFF} camunda:formKey="embedded:app:forms/a.html"/>')),
    )
    yield refused(
        "people: a lane without a name",
        "unnamed-lane",
        process(
            '<laneSet id="l"><lane id="m"><flowNodeRef>b</flowNodeRef></lane></laneSet>\n'
            + step.format('<userTask id="b"/>')
        ),
    )


def _data() -> Iterator[Specimen]:
    held = (
        '<ioSpecification id="io"><dataInput id="di" name="berkas"/><dataOutput id="do"/><inputSet id="is">'
        "<dataInputRefs>di</dataInputRefs></inputSet><outputSet><dataOutputRefs>do</dataOutputRefs></outputSet>"
        '</ioSpecification><dataInputAssociation id="ia"><sourceRef>d</sourceRef><targetRef>di</targetRef>'
        '<transformation>x</transformation></dataInputAssociation><dataOutputAssociation id="oa"><sourceRef>do'
        "</sourceRef><targetRef>d</targetRef></dataOutputAssociation>"
    )
    body = f'start s\n<userTask id="a" {_STAFF}>{held}</userTask>\nend e\n<dataObject id="d"/>\ns>a>e'
    yield runs("data: inputs and outputs of a task", process(body))
    yield runs(
        "data: inputs and outputs of a process",
        process(
            '<ioSpecification><dataInput id="pi"/><inputSet/><outputSet/></ioSpecification>'
            f'<ioBinding id="ib" inputDataRef="pi" operationRef="op" outputDataRef="pi"/>\n{PLAIN}'
        ),
    )
    loop = (
        '<multiInstanceLoopCharacteristics><loopDataInputRef>d</loopDataInputRef><inputDataItem id="x" name="satu"/>'
        "</multiInstanceLoopCharacteristics>"
    )
    yield runs(
        "data: a loop over a data object",
        process(
            f'start s\n<userTask id="a" {_STAFF}>{loop}</userTask>\nend e\n<dataObject id="d" name="daftar"/>\ns>a>e'
        ),
    )


def specimens() -> Iterator[Specimen]:
    """All of them."""
    yield from _turning()
    yield from _returning()
    yield from _meeting()
    yield from _counts()
    yield from _times()
    yield from _references()
    yield from _programs()
    yield from _people()
    yield from _data()
