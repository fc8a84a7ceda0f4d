"""The board of a waiting room."""

from __future__ import annotations

import hashlib
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import kept
from app.access import screen_required
from app.clock_words import said_spans
from app.errors import NoSuchBoard, OfficeClosed
from app.office import Office
from app.queueing import reading
from app.rules.board import MAIN, BoardRules, stored
from app.rules.medium import Medium
from app.rules.schedule import Standing, spans_of, stored_spans
from app.rules.tongues import CHIME, TONGUES
from queue_display import speech

LONGEST_NAME = 20
COME_AGAIN = 30
"""Seconds after which a board that could not be shown is asked for anew."""
BOARDS = ("queue_display.board", "queue_display.one_board")
CLIPS = Path(__file__).parent / "static" / "voice"

pages = Blueprint("queue_display", __name__, url_prefix="/display", template_folder="templates", static_folder="static")


@pages.after_request
def come_again(answer: Response) -> Response:
    """A board that cannot be shown says why, and is asked for anew after a while: nobody touches a television."""
    is_shown = answer.status_code in (HTTPStatus.OK, HTTPStatus.FORBIDDEN)  # a screen's code asks by itself
    if request.endpoint in BOARDS and not is_shown:
        answer.headers["Refresh"] = str(COME_AGAIN)
    return answer


@pages.get("/<branch_code>")
@screen_required
def board(office: Office) -> ResponseReturnValue:
    """The hall's board; from then on it lives by Socket.IO."""
    return _show(office, MAIN)


@pages.get("/<branch_code>/<board_code>")
@screen_required
def one_board(office: Office, board_code: str) -> ResponseReturnValue:
    """Another board of the office: of a zone, or of one counter."""
    return _show(office, board_code)


@pages.get("/<branch_code>/announcement")
@screen_required
def announcement(office: Office) -> ResponseReturnValue:
    """What a `board` says for a call (`ticket`, `counter` in the query): its clips, its short form, its caption.

    That is the first language's; `then` holds the same of those that follow it.
    """
    ticket, counter = (request.args.get(name, "")[:LONGEST_NAME] for name in ("ticket", "counter"))
    if not ticket or not counter:
        abort(400)
    rules = _rules(office, request.args.get("board", MAIN))
    calls = [speech.call(ticket, counter, style=rules.style, language=each) for each in rules.voices]
    said, *then = [each.as_json(pause=f"pause-{rules.pause}") for each in calls]
    return jsonify(said | {"then": then})


@pages.get("/<branch_code>/voice/<language>/<clip>.wav")
@screen_required
def recorded_clip(office: Office, language: str, clip: str) -> ResponseReturnValue:
    """A clip that the office has recorded itself; its address tells its version."""
    seal = office.recordings.get(language, {}).get(clip)
    if seal is None:
        abort(404)
    return send_file(kept.where(office.id, "voice", seal, "wav"), conditional=True)


@pages.get("/<branch_code>/media/<seal>.<ending>")
@screen_required
def medium(office: Office, seal: str, ending: str) -> ResponseReturnValue:
    """A picture or video of one of the office's boards; a part of it, where a browser asks for one."""
    shown = [each for board in office.boards.values() for each in board.media]
    if (seal, ending) not in [(each.seal, each.ending) for each in shown]:
        abort(404)
    return send_file(kept.where(office.id, "media", seal, ending), conditional=True)


def _show(office: Office, code: str) -> str:
    rules, standing = _rules(office, code), reading.standing(office)
    queues = [queue for queue in reading.queues(office) if not rules.letters or queue.letter in rules.letters]
    return render_template(
        "queue_display/board.html",
        office=office,
        branch=office.branch,
        code=code,
        rules=rules,
        settings=_settings(rules, standing, silent="preview" in request.args),
        queues=queues,
        no_numbers=_no_numbers(queues, of_office=not rules.letters),
        hours=_hours_today(office),
        media=[_medium(office, each) for each in rules.media if each.is_on],
        voices={language: _voice(office, language) for language in rules.voices},
    )


def _rules(office: Office, code: str) -> BoardRules:
    found = office.boards.get(code)
    if found is None:
        raise NoSuchBoard
    return found


def _voice(office: Office, language: str) -> dict[str, Any]:
    # Where a language's clips are, which, and where those are that the office has recorded itself.
    of_office = partial(url_for, "queue_display.recorded_clip", branch_code=office.branch.code, lang=None)
    recorded = office.recordings.get(language, {})
    return {
        "folder": url_for("queue_display.static", filename=f"voice/{language}/", v=None),
        "version": _clips_version(language),
        "clips": [CHIME, *TONGUES[language].clips],
        "own": {clip: of_office(language=language, clip=clip, v=seal) for clip, seal in recorded.items()},
    }


def _medium(office: Office, medium: Medium) -> dict[str, Any]:
    source = url_for(
        "queue_display.medium", branch_code=office.branch.code, seal=medium.seal, ending=medium.ending, lang=None
    )
    when = {"seconds": medium.seconds, "days": medium.days, "hours": stored_spans(medium.hours)}
    return {"source": source, "kind": medium.kind} | when


def _settings(rules: BoardRules, standing: Standing, *, silent: bool) -> dict[str, Any]:
    # What the page's own scripts must know.
    sound = ("times", "speed", "volume", "soft_volume", "soft_hours", "quiet_hours", "media_volume")
    kept = stored(rules)
    now = {
        "speaks": rules.speaks and not silent,
        "closed": None if standing.is_open else OfficeClosed(standing).words(),
    }
    return {name: kept[name] for name in ("kind", "shows_last", "counters", "letters", *sound)} | now


def _no_numbers(queues: list[reading.QueueView], *, of_office: bool) -> str | None:
    # Why none of these services gives a number now though the office is open; None when one does.
    offers = [offer for queue in queues for offer in queue.offers]
    why = {offer.of_office if of_office else offer.of_several for offer in offers}
    if not why or None in why:
        return None
    return why.pop() if len(why) == 1 else gettext("For now no numbers are given. The kiosk says why for each service.")


def _hours_today(office: Office) -> str:
    if office.hours.always_open:
        return ""
    spans = spans_of(office.hours, reading.today(office.branch))
    return said_spans(stored_spans(spans))


@cache
def _clips_version(language: str) -> str:
    # Browsers keep clips for a year: made anew, they have another address.
    clips = b"".join(clip.read_bytes() for clip in sorted((CLIPS / language).glob("*.mp3")))
    return hashlib.sha256(clips).hexdigest()[:10]
