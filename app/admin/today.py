"""A supervisor's switches for today: the office's day, stops with a reason, and paper strips for a power cut."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.errors import OfficeClosed
from app.office import Office
from app.queueing import messaging, offering, reading, strips
from app.rules.priority import Priority
from app.rules.texts import LANGUAGES


@pages.get("/<branch_code>/today")
@set_up_required
def today(branch_code: str) -> ResponseReturnValue:
    """How the office stands now, and what can be switched."""
    return _page(mine(branch_code))


@pages.post("/<branch_code>/today/open")
@set_up_required
def open_day(branch_code: str) -> ResponseReturnValue:
    """Open the office for today, whatever its hours say."""
    offering.open_day(mine(branch_code).id, staff().id)
    return _back(branch_code)


@pages.post("/<branch_code>/today/close")
@set_up_required
def close_day(branch_code: str) -> ResponseReturnValue:
    """Close the office for today."""
    offering.close_day(mine(branch_code).id, request.form.get("reason", ""), staff().id)
    return _back(branch_code)


@pages.post("/<branch_code>/today/suspend")
@set_up_required
def suspend(branch_code: str) -> ResponseReturnValue:
    """Call nobody for a while: in the whole office, or for one service."""
    office, service, reason = mine(branch_code), request.form.get("service", ""), request.form.get("reason", "")
    if service:
        offering.suspend_service(office.id, service, reason, staff().id)
    else:
        offering.suspend_office(office.id, reason, staff().id)
    return _back(branch_code)


@pages.post("/<branch_code>/today/resume")
@set_up_required
def resume(branch_code: str) -> ResponseReturnValue:
    """Go on calling."""
    office, service = mine(branch_code), request.form.get("service", "")
    if service:
        offering.resume_service(office.id, service, staff().id)
    else:
        offering.resume_office(office.id, staff().id)
    return _back(branch_code)


@pages.post("/<branch_code>/today/message")
@set_up_required
def show_message(branch_code: str) -> ResponseReturnValue:
    """Fill the boards with a message."""
    said = {language: request.form.get(f"message-{language}", "") for language in LANGUAGES}
    messaging.show_message(mine(branch_code).id, said, staff().id)
    return _back(branch_code)


@pages.post("/<branch_code>/today/message/end")
@set_up_required
def end_message(branch_code: str) -> ResponseReturnValue:
    """Let the boards go on."""
    messaging.end_message(mine(branch_code).id, staff().id)
    return _back(branch_code)


@pages.post("/<branch_code>/today/strips")
@set_up_required
def print_strip(branch_code: str) -> ResponseReturnValue:
    """Print numbers in advance."""
    count = request.form.get("count", 0, type=int)
    numbers = strips.print_strip(mine(branch_code).id, request.form.get("letter", ""), count, staff_id=staff().id)
    return _page(mine(branch_code), printed=(numbers[0], numbers[-1]))


@pages.post("/<branch_code>/today/strips/used")
@set_up_required
def use_strip_number(branch_code: str) -> ResponseReturnValue:
    """Let a number of a strip stand in line."""
    used = strips.use_strip_number(
        mine(branch_code).id,
        request.form.get("number", ""),
        request.form.get("service", ""),
        priority=request.form.get("priority") or Priority.NONE,
        staff_id=staff().id,
    )
    return _page(mine(branch_code), used=used.number)


def _back(branch_code: str) -> ResponseReturnValue:
    return redirect(url_for("admin.today", branch_code=branch_code), 303)


def _page(office: Office, **done: object) -> str:
    hours, branch = reading.standing(office), office.branch
    return render_template(
        "admin/today.html",
        office=office,
        branch=branch,
        closed=None if hours.is_open else OfficeClosed(hours).words(),
        resting=all(office.is_resting(letter, reading.today(branch)) for letter in office.letters),
        waiting=sum(reading.waiting(branch).values()),
        strips=reading.strips_today(office),
        priorities=list(Priority),
        message={each: branch.message[each] for each in LANGUAGES if each in branch.message},
        **done,
    )
