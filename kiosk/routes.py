"""The citizen's touch screen: what do you need, what to bring, your number."""

from __future__ import annotations

import secrets

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.access import screen_required
from app.errors import NoSuchService, NoSuchTicket
from app.language import chosen_language
from app.models import Branch
from app.printing import progress
from app.queueing import issuing, reading
from app.rules.priority import Priority

pages = Blueprint("kiosk", __name__, url_prefix="/kiosk", template_folder="templates", static_folder="static")


@pages.get("/<branch_code>")
@screen_required
def home(branch: Branch) -> ResponseReturnValue:
    """First question: which kind of service."""
    return render_template("kiosk/home.html", branch=branch, queues=reading.queues(branch))


@pages.get("/<branch_code>/queues/<letter>")
@screen_required
def queue(branch: Branch, letter: str) -> ResponseReturnValue:
    """Second question: which service of this kind."""
    chosen = next((queue for queue in reading.queues(branch) if queue.letter == letter), None)
    if chosen is None:
        raise NoSuchService
    return render_template("kiosk/queue.html", branch=branch, queue=chosen)


@pages.get("/<branch_code>/services/<code>")
@screen_required
def service(branch: Branch, code: str) -> ResponseReturnValue:
    """What to bring, what it costs, how long it takes; and the button for a number.

    The idempotency key is minted here: one showing of this page is one number at the most.
    """
    return render_template(
        "kiosk/service.html",
        branch=branch,
        service=reading.service(branch, code),
        priorities=list(Priority),
        key=secrets.token_urlsafe(16),
    )


@pages.post("/<branch_code>/tickets")
@screen_required
def take_number(branch: Branch) -> ResponseReturnValue:
    """Give a number; the same key gives the same number."""
    ticket = issuing.issue(
        branch.id,
        request.form.get("service", ""),
        request.form.get("key", ""),
        priority=request.form.get("priority") or Priority.NONE,
        language=chosen_language(),
    )
    # Its slip was put into the spool this moment: the screen asks how it is getting on from the next second on.
    return render_template("kiosk/number.html", branch=branch, ticket=ticket, slip=progress.Slip.ON_ITS_WAY), 201


@pages.get("/<branch_code>/tickets/<token>/slip")
@screen_required
def slip(branch: Branch, token: str) -> ResponseReturnValue:
    """How the slip is getting on, asked by the number's screen until it came out."""
    ticket = reading.ticket_by_token(token)
    if ticket.branch_id != branch.id:
        raise NoSuchTicket
    return render_template("kiosk/_slip.html", branch=branch, token=token, slip=progress.of_slip(ticket.id))
