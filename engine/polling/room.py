"""The room where polls wait: how many may, one a worker, and who is woken for what."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from engine.metrics import polls_parked
from engine.store.external_offers import Offer

__all__ = ["TICKET", "Place", "Room", "Ticket", "Verdict", "Want"]

TICKET: Final = "lajur.ticket"
"""The key of a request's WSGI environment under which the server says that the request may wait."""

Verdict = Literal["try", "end"]
"""What a poll is woken for: to try again, or to be answered as it stands."""


@dataclass(frozen=True, slots=True)
class Want:
    """What a poll waits for, as far as its account may see it. Polls that want the same are one group."""

    offers: tuple[Offer, ...]

    def about(self, topics: Collection[str]) -> bool:
        """True when it waits for one of the topics."""
        return any(offer.topic in topics for offer in self.offers)


@dataclass(eq=False, slots=True)
class Place:
    """One poll that waits. `worker` names who polls, `most` tasks he takes; `wake` is called once, from any thread."""

    want: Want
    worker: str
    most: int
    wake: Callable[[Verdict], None]
    since: str = ""


@dataclass(slots=True)
class Ticket:
    """Lets a view ask that its request waits, for so many seconds, instead of being answered at once."""

    want: Want | None = None
    worker: str = ""
    most: int = 1
    seconds: float = 0.0

    def ask(self, want: Want, worker: str, most: int, seconds: float) -> None:
        """Asks for it; what the view answers is what the poll gets when nothing comes."""
        self.want, self.worker, self.most, self.seconds = want, worker, most, seconds


@dataclass
class Room:
    """At most `size` polls wait here, one a worker: a newer one ends the older."""

    size: int
    knock: Callable[[], None] = lambda: None  # called when somebody came in, who has to be looked after at once
    occupied: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _places: dict[str, Place] = field(default_factory=dict)
    _fresh: set[Want] = field(default_factory=set)
    _closed: bool = False
    _here: str = field(default_factory=lambda: secrets.token_hex(4))

    def enter(self, place: Place) -> bool:
        """Lets a poll wait; False when the room is full or closed. The older poll of the worker is ended."""
        with self._lock:
            older = self._places.pop(place.worker, None)
            let_in = not self._closed and len(self._places) < self.size
            if let_in:
                place.since = f"{time.time():017.6f}-{self._here}"
                self._places[place.worker] = place
                self._fresh.add(place.want)
                self.occupied.set()
            polls_parked(len(self._places))
        if older is not None:
            older.wake("end")
        if let_in:
            self.knock()
        return let_in

    def leave(self, place: Place) -> None:
        """Its time is over, or its client is gone; no matter whether it was woken before."""
        with self._lock:
            if self._places.get(place.worker) is place:
                del self._places[place.worker]
            self._settle()

    def groups(self, topics: Collection[str] | None) -> dict[Want, int]:
        """What is waited for and how many tasks that takes: of these topics and of who came in lately; None: of all."""
        with self._lock:
            fresh, self._fresh = self._fresh, set()
            found: dict[Want, int] = {}
            for place in self._places.values():
                if topics is None or place.want in fresh or place.want.about(topics):
                    found[place.want] = found.get(place.want, 0) + place.most
        return found

    def wake(self, want: Want, number: int) -> None:
        """Lets as many polls of the group try as so many tasks need, who waits longest first."""
        woken: list[Place] = []
        with self._lock:
            for place in list(self._places.values()):
                if number <= 0:
                    break
                if place.want == want:
                    woken.append(self._places.pop(place.worker))
                    number -= place.most
            self._settle()
        for place in woken:
            place.wake("try")

    def workers(self, after: str = "") -> list[tuple[str, str]]:
        """Who waits here since then, as (worker, since), for the other processes."""
        with self._lock:
            return [(place.worker, place.since) for place in self._places.values() if place.since > after]

    def end_older(self, workers: Iterable[tuple[str, str]]) -> None:
        """Ends the polls of workers that wait in another process since a later time."""
        with self._lock:
            found = [self._places.get(worker) for worker, since in workers if self._older(worker, since)]
            ended = [place for place in found if place is not None]
            for place in ended:
                del self._places[place.worker]
            self._settle()
        for place in ended:
            place.wake("end")

    def close(self) -> None:
        """Ends all polls at once, and lets nobody in any more."""
        with self._lock:
            self._closed = True
            ended = list(self._places.values())
            self._places.clear()
            self._settle()
        for place in ended:
            place.wake("end")

    @property
    def taken(self) -> int:
        """How many wait."""
        with self._lock:
            return len(self._places)

    def _older(self, worker: str, since: str) -> bool:
        place = self._places.get(worker)
        return place is not None and place.since < since

    def _settle(self) -> None:
        if not self._places:
            self.occupied.clear()
        polls_parked(len(self._places))
