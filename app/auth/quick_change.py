"""Changing over at a counter: a colleague who signed in on this computer goes on with six digits."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from app.access import AT_A_COUNTER, roles_required, staff
from app.auth.colleagues import known_here
from app.auth.routes import let_in, pages
from app.errors import GiliranError, NotYours
from app.models import Counter
from app.people import quick_change
from app.people.errors import OfficersPinWrong, PinSpent
from app.queueing import opening, reading


@pages.get("/account/change-over")
@roles_required(*AT_A_COUNTER)
def change_officer() -> ResponseReturnValue:
    """Who may go on at this counter."""
    counter = _counter()
    return _page(counter) if counter else redirect(url_for("counter.home"))


@pages.post("/account/change-over")
@roles_required(*AT_A_COUNTER)
def change_over() -> ResponseReturnValue:
    """Let a colleague go on at this counter, with their PIN."""
    counter, chosen, known = _counter(), request.form.get("staff", type=int), known_here()
    if counter is None:
        raise NotYours
    here = quick_change.colleagues(known, counter.branch_id, staff().id)
    if chosen not in [each.staff_id for each in here]:
        raise NotYours
    try:
        quick_change.must_be_pin(chosen, request.form.get("pin", "")[:12])
        opening.take_over(counter.id, chosen)
    except (OfficersPinWrong, PinSpent) as refused:
        return _page(counter, chosen, refused), refused.status
    return let_in(chosen, url_for("counter.home"), goes_on=known)


@pages.post("/account/change-over/password")
@roles_required(*AT_A_COUNTER)
def change_over_by_password() -> ResponseReturnValue:
    """Leave this browser to a colleague who signs in with the password; whoever leaves may come back with the PIN."""
    if _counter() is None:
        raise NotYours
    logout_user()
    session.clear()
    return redirect(url_for("auth.sign_in"), 303)


def _page(counter: Counter, chosen: int | None = None, refused: GiliranError | None = None) -> str:
    here = quick_change.colleagues(known_here(), counter.branch_id, staff().id)
    return render_template("account/change_over.html", counter=counter, colleagues=here, chosen=chosen, refused=refused)


def _counter() -> Counter | None:
    """The counter of whoever is signed in, where a PIN is enough to go on at it."""
    mine = reading.counter_of(staff().id)
    if mine is None or not staff().works_in(mine.branch_id):
        return None
    return mine if reading.office_of(mine.branch_id).branch.quick_change else None
