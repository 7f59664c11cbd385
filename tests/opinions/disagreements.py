"""Where bpmn-engine and we part, each in the smallest model that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.corpus.specimen import process

__all__ = ["DISAGREEMENTS", "Disagreement"]

_ROOTS: Final = '<message id="pesan" name="surat"/><escalation id="naik" escalationCode="N"/>'
_TIMER: Final = (
    '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">P10D</timeDuration></timerEventDefinition>'
)
_ESCALATION: Final = '<escalationEventDefinition escalationRef="naik"/>'


@dataclass(frozen=True)
class Disagreement:
    """A model and the acts until the engines part; `ours` and `theirs` are what is open then, with counts over one."""

    name: str
    body: str
    acts: tuple[str, ...]
    ours: str
    theirs: str

    def xml(self) -> str:
        """The file."""
        return process(self.body, roots=_ROOTS)


DISAGREEMENTS: Final = (
    Disagreement(
        "inclusive join",
        "start s\nuser a\nor g\nuser b\nuser c\nor h\nuser d\nend e\ns>a>g\ng>b ? ${b1}\ng>c ? ${b2}\nb>h\nc>h>d>e",
        ("complete a b1 b2", "complete b"),
        "c",
        "c d",
    ),
    Disagreement(
        "standard loop",
        'start s\n<userTask id="a" camunda:candidateGroups="x"><standardLoopCharacteristics loopMaximum="5">'
        "<loopCondition>${b1}</loopCondition></standardLoopCharacteristics></userTask>\nend e\ns>a>e",
        ("complete a b1",),
        "a",
        "done",
    ),
    Disagreement(
        "two tokens in one task",
        "start s\nuser a\nuser b\nend e\ns>a>e\ns>b>a",
        ("complete b",),
        "a×2",
        "a",
    ),
    Disagreement(
        "message on a task, not interrupting",
        '<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"><messageEventDefinition messageRef="pesan"/>'
        "</boundaryEvent>\nstart s\nuser a\nuser b\nend e\nend f\ns>a>e\nt>b>f",
        ("receive t",),
        "a b t",
        "a b",
    ),
    Disagreement(
        "escalation beside another sub-process",
        f'start s\n<subProcess id="u">\nuser a\n<endEvent id="n">{_ESCALATION}</endEvent>\na>n\n</subProcess>\n'
        f'<subProcess id="v">\nuser b\n</subProcess>\nend e\nend f\nuser x\nuser y\ns>u>e\ns>v>e\n'
        f'<boundaryEvent id="c" attachedToRef="u" cancelActivity="false">{_ESCALATION}</boundaryEvent>\n'
        f'<boundaryEvent id="d" attachedToRef="v" cancelActivity="false">{_ESCALATION}</boundaryEvent>\nc>x>f\nd>y>f',
        ("complete a",),
        "b x",
        "b x y",
    ),
    Disagreement(
        "parallel join that lacks a token",
        f'start s\nand g\nuser a\nuser b\nand h\nend e\nend f\ns>g>a>h>e\ng>b>h\n<boundaryEvent id="t" '
        f'attachedToRef="a">{_TIMER}</boundaryEvent>\nt>f',
        ("fire t", "complete b"),
        "stuck",
        "done",
    ),
    Disagreement(
        "split behind an error that did not occur",
        'start s\n<subProcess id="u">\nuser a\n</subProcess>\n<boundaryEvent id="k" attachedToRef="u">'
        "<errorEventDefinition/></boundaryEvent>\nuser x\nxor h\nand p\nuser b\nuser c\nand q\nend e\n"
        "s>u>h\nk>x>h\nh>p>b>q\np>c>q>e",
        ("complete a", "complete b", "complete c"),
        "done",
        "stuck",
    ),
    Disagreement(
        "way back inside a branch",
        "start s\nand g\nuser a\nxor x\nuser b\nand h\nuser d\nend e\ns>g>a>x\nx>a ? ${b1}\nx>h *\ng>b>h>d>e",
        ("complete a b1", "complete b"),
        "a",
        "a d",
    ),
    Disagreement(
        "event sub-process",
        f'start s\nuser a\nend e\ns>a>e\n<subProcess id="h" triggeredByEvent="true">\n<startEvent id="t">{_TIMER}'
        "</startEvent>\nuser b\nt>b\n</subProcess>",
        (),
        "a t",
        "a",
    ),
)
