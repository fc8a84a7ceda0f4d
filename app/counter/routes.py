"""The officer's screen: choose a counter, call, serve."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import AT_A_COUNTER, roles_required, staff
from app.errors import CounterNotOpen, NotYours
from app.extensions import htmx
from app.models import Counter
from app.queueing import calling, opening, reading, serving

pages = Blueprint("counter", __name__, url_prefix="/counter")
officer_required = roles_required(*AT_A_COUNTER)


@pages.get("/")
@officer_required
def home() -> ResponseReturnValue:
    """The desk of whoever has a counter; else the counters to choose from."""
    mine = reading.counter_of(staff().id)
    return _desk_page(mine) if mine else _counters_page()


@pages.post("/<int:counter_id>/open")
@officer_required
def open_counter(counter_id: int) -> ResponseReturnValue:
    """Sit down at a counter."""
    opening.open_counter(_of_my_office(counter_id).id, staff().id)
    return redirect(url_for("counter.home"), 303)


@pages.post("/pause")
@officer_required
def pause() -> ResponseReturnValue:
    """Step away for a while."""
    opening.pause_counter(_my_counter().id, staff().id)
    return _desk()


@pages.post("/resume")
@officer_required
def resume() -> ResponseReturnValue:
    """Come back from a pause."""
    opening.open_counter(_my_counter().id, staff().id)
    return _desk()


@pages.post("/close")
@officer_required
def close() -> ResponseReturnValue:
    """Leave the counter."""
    opening.close_counter(_my_counter().id, staff().id)
    return redirect(url_for("counter.home"), 303)


@pages.get("/desk")
@officer_required
def desk() -> ResponseReturnValue:
    """The desk alone, as htmx asks for it when something happened in the hall."""
    return _desk()


@pages.post("/call-next")
@officer_required
def call_next() -> ResponseReturnValue:
    """Invite the citizen whose turn it is."""
    calling.call_next(_my_counter().id, staff().id)
    return _desk()


@pages.post("/tickets/<int:ticket_id>/recall")
@officer_required
def recall(ticket_id: int) -> ResponseReturnValue:
    """Invite the same citizen again."""
    calling.recall(ticket_id, _my_counter().id, staff().id)
    return _desk()


@pages.post("/tickets/<int:ticket_id>/start")
@officer_required
def start(ticket_id: int) -> ResponseReturnValue:
    """The citizen is here."""
    serving.start(ticket_id, _my_counter().id, staff().id)
    return _desk()


@pages.post("/tickets/<int:ticket_id>/finish")
@officer_required
def finish(ticket_id: int) -> ResponseReturnValue:
    """The citizen's business is done."""
    serving.finish(ticket_id, _my_counter().id, staff().id)
    return _desk()


@pages.post("/tickets/<int:ticket_id>/no-show")
@officer_required
def no_show(ticket_id: int) -> ResponseReturnValue:
    """The citizen did not come."""
    serving.mark_no_show(ticket_id, _my_counter().id, staff().id)
    return _desk()


def _my_counter() -> Counter:
    mine = reading.counter_of(staff().id)
    if mine is None:
        raise CounterNotOpen(counter="–")
    return mine


def _of_my_office(counter_id: int) -> Counter:
    counter = reading.counter(counter_id)
    if not staff().works_in(counter.branch_id):
        raise NotYours
    return counter


def _desk() -> ResponseReturnValue:
    mine = reading.counter_of(staff().id)
    if mine is None:
        return "", 200, {"HX-Redirect": url_for("counter.home")}
    if not htmx:
        return redirect(url_for("counter.home"), 303)
    return render_template("counter/_desk.html", desk=reading.desk(mine))


def _desk_page(counter: Counter) -> str:
    return render_template("counter/desk.html", desk=reading.desk(counter), branch=counter.branch)


def _counters_page() -> str:
    offices = [branch for branch in reading.branches() if staff().works_in(branch.id)]
    return render_template("counter/choose.html", halls=[(branch, reading.counters(branch)) for branch in offices])
