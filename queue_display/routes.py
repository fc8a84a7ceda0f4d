"""The board of a waiting room."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.access import screen_required
from app.errors import OfficeClosed
from app.office import Office
from app.queueing import reading
from app.rules.schedule import spans_of
from queue_display import speech

LONGEST_NAME = 20
CLIPS = Path(__file__).parent / "static" / "voice" / "id"

pages = Blueprint("queue_display", __name__, url_prefix="/display", template_folder="templates", static_folder="static")


@pages.get("/<branch_code>")
@screen_required
def board(office: Office) -> ResponseReturnValue:
    """The whole board; from then on it lives by Socket.IO."""
    standing = reading.standing(office)
    return render_template(
        "queue_display/board.html",
        office=office,
        branch=office.branch,
        queues=reading.queues(office),
        closed=None if standing.is_open else OfficeClosed(standing).words(),
        hours=_hours_today(office),
        clips=[speech.CHIME, *speech.CLIPS],
        clips_version=_clips_version(),
    )


@pages.get("/<branch_code>/announcement")
@screen_required
def announcement(office: Office) -> ResponseReturnValue:
    """What to say for a call (`ticket`, `counter` in the query): its clips, those of its short form, its caption."""
    ticket, counter = (request.args.get(name, "")[:LONGEST_NAME] for name in ("ticket", "counter"))
    if not ticket or not counter:
        abort(400)
    return jsonify(speech.call(ticket, counter).as_json() | {"short": speech.in_short(ticket, counter)})


def _hours_today(office: Office) -> str:
    if office.hours.always_open:
        return ""
    spans = spans_of(office.hours, reading.today(office.branch))
    return ", ".join(f"{opens:%H.%M}–{closes:%H.%M}" for opens, closes in spans)


@cache
def _clips_version() -> str:
    # Browsers keep clips for a year: made anew, they have another address.
    clips = b"".join(clip.read_bytes() for clip in sorted(CLIPS.glob("*.mp3")))
    return hashlib.sha256(clips).hexdigest()[:10]
