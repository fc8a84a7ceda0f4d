"""A citizen's own ticket, followed on the phone by an unguessable address; no log-in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.frontend import qr_svg
from app.printing.slips import ticket_link
from app.queueing import moving, reading

pages = Blueprint("citizen", __name__, url_prefix="/t")


@pages.get("/<token>")
def ticket(token: str) -> ResponseReturnValue:
    """Number, state and people ahead, live."""
    return render_template("citizen/ticket.html", **_shown(token))


@pages.get("/<token>/state")
def state(token: str) -> ResponseReturnValue:
    """The part of the page that changes."""
    return render_template("citizen/_state.html", **_shown(token))


@pages.post("/<token>/cancel")
def cancel(token: str) -> ResponseReturnValue:
    """Give one's own number up; whoever has the address is its citizen."""
    moving.cancel(reading.ticket_by_token(token).id, by="citizen")
    return redirect(url_for("citizen.ticket", token=token), 303)


@pages.get("/<token>/qr.svg")
def qr(token: str) -> ResponseReturnValue:
    """The QR code of this page's address, apart from the number's screen, so that the number need not wait for it."""
    link = ticket_link(reading.ticket_by_token(token).token)
    if link is None:
        abort(404)
    return qr_svg(link), 200, {"Content-Type": "image/svg+xml", "Cache-Control": "private, max-age=86400"}


def _shown(token: str) -> dict[str, Any]:
    row = reading.ticket_by_token(token)
    office = reading.office_of(row.branch_id)
    return {
        "ticket": reading.ticket_view(row),
        "estimate": reading.estimate_of(row),
        "branch": office.branch,
        "counter": office.every_counter.get(row.counter_id or 0),
        "stopped": office.stopped(office.services_by_id[row.service_id]),
        "last": reading.last_event(row),
        "return_by": reading.may_return_until(row),
    }
