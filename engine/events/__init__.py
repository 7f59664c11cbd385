"""What happened: frozen events, and the only place that says what each does to the rows."""

from engine.events.applier import MOVES, Change, Rows, changes, fold
from engine.events.event import KINDS, Event, instant, moment
from engine.events.move import OpenedTask, closed_tasks, due_times, home_of, opened_tasks, variables_set, written_key
from engine.events.upcast import upcast

__all__ = [
    "KINDS",
    "MOVES",
    "Change",
    "Event",
    "OpenedTask",
    "Rows",
    "changes",
    "closed_tasks",
    "due_times",
    "fold",
    "home_of",
    "instant",
    "moment",
    "opened_tasks",
    "upcast",
    "variables_set",
    "written_key",
]
