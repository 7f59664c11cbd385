"""One event of a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

__all__ = ["KINDS", "SCHEMA", "Event", "instant", "moment"]

SCHEMA: Final = 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

# Every kind with one sentence; docs/events.md has a heading for each.
KINDS: Final[Mapping[str, str]] = {
    "AccountChanged": "An account, a post's holder, a grant or an office was created or changed.",
    "CalendarChanged": "An administrator changed a working calendar: a year, the hours of an office, or single days.",
    "CallReturned": "A called case has ended; what it gave back completes the call and moves the caller.",
    "CaseCancelled": "A process owner ended the case before its end, with a reason.",
    "CaseCompleted": "No token is left; the outcome is the name of the last end event.",
    "CaseModified": "A process owner moved tokens by hand, with a reason; holds the move.",
    "CaseResumed": "A suspended case goes on.",
    "CasesExported": "Somebody took cases or acts out as a file; what he looked for in words is an answer.",
    "CaseStarted": "A case began on a definition; holds the first move.",
    "CaseSuspended": "A case is held: nothing can be completed and no timer fires.",
    "ClockConfirmed": "An administrator confirmed that a jump of the clock was right.",
    "CommentAdded": "A participant wrote a remark on a case or task; the text is an answer.",
    "CompletionWithdrawn": "Who answered a task took the answer back before anybody went on; all is as before.",
    "DefinitionDeployed": "A version of a diagram with its forms is in force.",
    "DefinitionResumed": "A version that was held takes new cases again.",
    "DefinitionSuspended": "A version is held: no new case begins on it.",
    "DefinitionWithdrawn": "A version takes no new cases, for good.",
    "DeploymentWithdrawn": "The definitions of a deployment take no new cases.",
    "DocumentAttached": "A participant attached a paper to a case or task; its name is an answer.",
    "DocumentDetached": "A paper is attached no more; the history keeps it.",
    "ErrorReceived": "A worker or a called case raised an error that the case catches; holds the move.",
    "EscalationReceived": "A called case raised an escalation; holds the move.",
    "ExternalTaskCompleted": "A worker finished a service task; holds the move.",
    "ExternalTaskFailed": "A worker reported a failure of a service task.",
    "IncidentAnnotated": "A person noted something on an incident; the text is an answer.",
    "IncidentRaised": "The engine could not go on by itself and needs a person.",
    "IncidentResolved": "A person let the engine try again.",
    "ItemsAdded": "Further items for a running multi-instance activity; holds the move.",
    "JobDueSet": "A person changed when a job is to run.",
    "JobHastened": "A person let a job run at once.",
    "JobHeld": "A person holds a job back.",
    "JobReleased": "A person lets a job run that was held back.",
    "JobRetriesSet": "A person changed how often a job is tried.",
    "LegalHoldLifted": "The values of a case may be erased again; the reason is an answer.",
    "LegalHoldSet": "The values of a case are held: nothing of it is erased; the reason is an answer.",
    "MessageExpired": "A message that was kept for who would wait for it was forgotten.",
    "MessageKept": "A message that nobody waited for is kept until a time.",
    "MessageReceived": "A message reached a waiting token; holds the move.",
    "PersonalDataRead": "Somebody read personal data of a case by his role alone; once a reader, case and hour.",
    "RegisterNumberTaken": "A letter got its number in a register of an office.",
    "RegisterNumberVoided": "A number in a register counts no more; it stays in the register, marked.",
    "RegisterSet": "The next number of a register was set by hand, with a reason.",
    "SignOffGiven": "A step was initialled, signed, stamped or decreed; holds the hashes of the papers.",
    "SignOffVoided": "Sign-offs count no more, because what they were given to changed.",
    "SignalReceived": "A signal reached a waiting token; holds the move.",
    "TaskAssigned": "A process owner gave a task to a person.",
    "TaskCandidatesChanged": "A process owner changed who may do a task.",
    "TaskChanged": "When a task is due or to be looked at, its priority or its owner was changed.",
    "TaskClaimed": "A candidate took a task.",
    "TaskCompleted": "A person answered a task; holds the answers' commitments and the move.",
    "TaskDelegated": "A holder or candidate gave a task to a colleague, with a reason.",
    "TaskReleased": "A task went back to its candidates.",
    "TaskResolved": "Who was asked to prepare a task gave it back to its owner.",
    "TimerFired": "A due timer fired; holds the move.",
    "ValuesErased": "Values and salts of a case were erased; their commitments stay. The reason is an answer.",
    "InboundChanged": "Who may send messages, or what became of one that was kept, was changed.",
    "LinkMade": "Somebody outside may answer a step once by a link.",
    "LinkRevoked": "A link counts no more.",
    "LinkUsed": "Somebody outside answered by a link; the answer is the event before.",
    "WebhookChanged": "Who is told of events, or what becomes of a delivery, was changed.",
    "VariablesChanged": "Variables were set from outside; holds what that moved.",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a history; `case` 0 is the stream of the installation; times are aware UTC."""

    case: int
    number: int
    kind: str
    element: str | None
    actor: str | None
    acting_for: str | None
    happened_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]
    schema: int = SCHEMA


def instant(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC, exact."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(instant: int) -> datetime:
    """The aware UTC time of an instant in microseconds."""
    return _EPOCH + timedelta(microseconds=instant)
