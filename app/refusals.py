"""Refusals and failures as pages: what was wrong, what to do; never what is inside."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from werkzeug.exceptions import HTTPException

from app import audit
from app.errors import GiliranError
from app.extensions import htmx
from app.group_commit import CommitFailed
from app.request_log import request_id

log = logging.getLogger(__name__)

WORDS = {
    400: _l("This could not be understood. Please go back and try again."),
    401: _l("Please sign in first."),
    403: _l("This is not open to you. Sign in, or ask your supervisor for the right to it."),
    404: _l("There is no such page. Start again from the front page."),
    422: _l("Something in what was sent is missing or wrong:"),
    405: _l("This address cannot be used that way. Start again from the front page."),
    413: _l("This is too large. Send something smaller."),
    429: _l("That was too often. Please wait a moment and try again."),
}
UNPAIRED = _l(
    "This screen is not yet paired with an office. "
    "Sign in on it as staff of the office, or open the demo on the machine that serves it."
)
UNAVAILABLE = _l(
    "The office's records cannot be reached just now. Nothing was changed. "
    "Please try again in a moment, or ask an officer."
)
BROKEN = _l("Something went wrong on our side. Nothing was changed. Please try again, or ask an officer.")


def init_refusals(app: Flask) -> None:
    """Answer every refusal and failure in words."""
    app.register_error_handler(GiliranError, refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(DataError, no_such_value)
    app.register_error_handler(OverflowError, no_such_value)
    app.register_error_handler(DBAPIError, unavailable)
    app.register_error_handler(CommitFailed, unavailable)
    app.register_error_handler(Exception, broken)


def refused(error: GiliranError) -> ResponseReturnValue:
    """A domain error, in its own words and with its own status."""
    if error.status == HTTPStatus.FORBIDDEN:
        _log_refused(error.code)
    return _page(error.words(), error.status, error.code, error.facts)


def stale_form(error: CSRFError) -> ResponseReturnValue:
    """A form without this browser's token: an old page, or somebody else's."""
    return _page(gettext("This page is too old to be used. Load it again, then try once more."), 400)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """What Flask refuses by itself."""
    status = error.code or 500
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        _log_refused(str(status))
    words = UNPAIRED if error.description == "unpaired" else WORDS.get(status, BROKEN)
    wrong_fields = getattr(error, "data", {}).get("messages")
    answer = make_response(_page(str(words), status, errors=wrong_fields))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def no_such_value(error: DataError | OverflowError) -> ResponseReturnValue:
    """Something was asked for that no database can hold: a name with a zero byte in it, a number of 20 digits."""
    return _page(str(WORDS[400]), 400)


def unavailable(error: DBAPIError | CommitFailed) -> ResponseReturnValue:
    """The database is locked, down or damaged: the verb was rolled back whole."""
    log.error("the database does not answer: %s", error.__class__.__name__, exc_info=error)
    return _page(str(UNAVAILABLE), 503)


def broken(error: Exception) -> ResponseReturnValue:
    """Anything else is our fault."""
    log.exception("unexpected failure", exc_info=error)
    return _page(str(BROKEN), 500)


def _log_refused(why: str) -> None:
    # Who was refused what: the route, never the address itself, which can hold a citizen's token.
    doer = audit.who()
    log.warning(
        "refused (%s) %s %s: staff %s, key %s, from %s",
        why,
        request.method,
        request.url_rule,
        doer.staff_id or "-",
        doer.api_key_id or "-",
        doer.address,
    )


def _page(
    words: str, status: int, code: str = "", facts: Mapping[str, str] | None = None, errors: object = None
) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return _problem(words, status, code, facts or {}, errors)
    if htmx and not htmx.history_restore_request:
        # A part of a page asked: tell it in the page's own place for refusals, and leave the rest standing.
        return (
            render_template("_refusal.html", words=words),
            status,
            {"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML"},
        )
    return render_template("refusal.html", words=words, status=status, request_id=request_id()), status


def _problem(words: str, status: int, code: str, facts: Mapping[str, str], errors: object) -> ResponseReturnValue:
    # RFC 9457. The type is a name, not an address: an office without internet could not look it up.
    title = HTTPStatus(status).phrase
    problem: dict[str, Any] = {
        "type": f"urn:giliran:{code}" if code else "about:blank",
        "title": title,
        "status": status,
        "detail": words,
        "instance": f"urn:giliran:request:{request_id()}",
    }
    if code:
        problem["code"] = code
    if errors:
        problem["errors"] = errors
        problem["detail"] = f"{words} {json.dumps(errors, ensure_ascii=False, sort_keys=True)}"
    if "ticket_id" in facts:
        problem["ticket"] = {"id": int(facts["ticket_id"]), "number": facts["ticket"]}
    headers = {"Content-Type": "application/problem+json"}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return json.dumps(problem, ensure_ascii=False), status, headers
