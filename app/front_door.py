"""The front door: which offices there are, and where to go."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app import tidying
from app.queueing import reading

pages = Blueprint("front_door", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    """Offices, with their kiosk, board and counters."""
    return render_template("front_door.html", branches=reading.branches(), made_by_demo=reading.made_by_demo())


@pages.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is known about a citizen, in plain words."""
    return render_template("privacy.html", branches=reading.branches(), kept=tidying.retention())
