"""What happened: frozen events, and the only place that says what each does to the rows."""

from engine.events.applier import Change, Rows, changes, fold
from engine.events.event import KINDS, Event, instant, moment
from engine.events.upcast import upcast

__all__ = ["KINDS", "Change", "Event", "Rows", "changes", "fold", "instant", "moment", "upcast"]
