"""How an office's hours stand at a moment."""

from __future__ import annotations

from datetime import datetime

from app.office import Office
from app.rules import schedule
from app.rules.schedule import Standing


def standing_of(office: Office, at: datetime) -> Standing:
    """How an office's hours stand at a moment."""
    return schedule.standing(office.hours, office.local(at))
