"""What runs by itself: due timers, retries, housekeeping."""

from engine.worker.clock import ClockWatch
from engine.worker.loop import Worker

__all__ = ["ClockWatch", "Worker"]
