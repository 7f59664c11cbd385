"""Kelola with all of its pages."""

from __future__ import annotations

from engine.web import (
    manage_accounts,
    manage_acting,
    manage_agenda,
    manage_calendar,
    manage_labels,
    manage_offices,
    manage_rights,
)
from engine.web.manage import blueprint

__all__ = ["ROOMS", "blueprint"]

ROOMS = (manage_accounts, manage_acting, manage_agenda, manage_calendar, manage_labels, manage_offices, manage_rights)
"""Each adds its pages to the blueprint when it is imported."""
