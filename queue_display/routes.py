"""The board of a waiting room."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.access import screen_required
from app.office import Office
from app.queueing import reading
from queue_display import speech

CLIPS = Path(__file__).parent / "static" / "voice" / "id"

pages = Blueprint("queue_display", __name__, url_prefix="/display", template_folder="templates", static_folder="static")


@pages.get("/<branch_code>")
@screen_required
def board(office: Office) -> ResponseReturnValue:
    """The whole board; from then on it lives by Socket.IO."""
    return render_template(
        "queue_display/board.html",
        branch=office.branch,
        board=reading.board(office),
        queues=reading.queues(office),
        clips=[speech.CHIME, *speech.CLIPS],
        clips_version=_clips_version(),
    )


@pages.get("/<branch_code>/announcement")
@screen_required
def announcement(office: Office) -> ResponseReturnValue:
    """What to say for a call: the clips in order, and the caption (`ticket`, `counter` in the query)."""
    try:
        said = speech.announcement(request.args.get("ticket", ""), request.args.get("counter", ""))
    except ValueError:
        abort(400)
    return jsonify(said.as_json())


@cache
def _clips_version() -> str:
    # Browsers keep clips for a year: made anew, they have another address.
    clips = b"".join(clip.read_bytes() for clip in sorted(CLIPS.glob("*.mp3")))
    return hashlib.sha256(clips).hexdigest()[:10]
