"""Workers outside that wait for service tasks: who waits, who is woken, and what he is lent."""

from engine.polling.fetch import Fetcher
from engine.polling.room import Place, Room, Ticket, Want
from engine.polling.scout import Scout

__all__ = ["Fetcher", "Place", "Room", "Scout", "Ticket", "Want"]
