"""A citizen's own ticket, followed on the phone by an unguessable address; no log-in."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.frontend import qr_svg
from app.printing.slips import ticket_link
from app.queueing import reading

pages = Blueprint("citizen", __name__, url_prefix="/t")


@pages.get("/<token>")
def ticket(token: str) -> ResponseReturnValue:
    """Number, state and people ahead, live."""
    row = reading.ticket_by_token(token)
    return render_template("citizen/ticket.html", ticket=reading.ticket_view(row), branch=row.branch)


@pages.get("/<token>/state")
def state(token: str) -> ResponseReturnValue:
    """The part of the page that changes."""
    row = reading.ticket_by_token(token)
    return render_template("citizen/_state.html", ticket=reading.ticket_view(row), branch=row.branch)


@pages.get("/<token>/qr.svg")
def qr(token: str) -> ResponseReturnValue:
    """The QR code of this page's address, apart from the number's screen, so that the number need not wait for it."""
    link = ticket_link(reading.ticket_by_token(token).token)
    if link is None:
        abort(404)
    return qr_svg(link), 200, {"Content-Type": "image/svg+xml", "Cache-Control": "private, max-age=86400"}
