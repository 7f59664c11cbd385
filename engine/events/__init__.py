"""What happened: frozen events, and the only place that says what each does to the rows."""

from engine.events.applier import MOVES, Change, Rows, changes, fold
from engine.events.event import KINDS, Event, instant, moment
from engine.events.move import OpenedTask, closed_tasks, due_times, home_of, opened_tasks, variables_set, written_key
from engine.events.signoff import APPROVING, SIGN_OFF_KINDS, SIGNING, SignOff, sign_offs
from engine.events.upcast import upcast

__all__ = [
    "APPROVING",
    "KINDS",
    "MOVES",
    "SIGNING",
    "SIGN_OFF_KINDS",
    "Change",
    "Event",
    "OpenedTask",
    "Rows",
    "SignOff",
    "changes",
    "closed_tasks",
    "due_times",
    "fold",
    "home_of",
    "instant",
    "moment",
    "opened_tasks",
    "sign_offs",
    "upcast",
    "variables_set",
    "written_key",
]
