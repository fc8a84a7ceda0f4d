"""The officer's screen: choose a counter, call, serve."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import AT_A_COUNTER, roles_required, staff
from app.errors import CounterNotOpen, CounterTakenOver, GiliranError, NotYours
from app.extensions import htmx
from app.models import Counter
from app.queueing import calling, moving, noting, opening, reading, reprinting, serving
from app.queueing.desk import desk_of

pages = Blueprint("counter", __name__, url_prefix="/counter")
officer_required = roles_required(*AT_A_COUNTER)


@pages.get("/")
@officer_required
def home() -> ResponseReturnValue:
    """The desk of whoever has a counter; else the counters to choose from."""
    mine = _counter_i_have()
    return _desk_page(mine) if mine else _counters_page()


@pages.post("/<int:counter_id>/open")
@officer_required
def open_counter(counter_id: int) -> ResponseReturnValue:
    """Sit down at a counter."""
    opening.open_counter(_counter_to_sit_at(counter_id).id, staff().id)
    return redirect(url_for("counter.home"), 303)


@pages.post("/<int:counter_id>/take-over")
@officer_required
def take_over(counter_id: int) -> ResponseReturnValue:
    """Sit down where a colleague's name still stands."""
    opening.take_over(_counter_to_sit_at(counter_id).id, staff().id, request.form.get("reason", ""))
    return redirect(url_for("counter.home"), 303)


@pages.post("/pause")
@officer_required
def pause() -> ResponseReturnValue:
    """Step away for a while, with a reason if there is something to say."""
    # Enter in the field for one's own words presses the first button, too: what was typed is meant.
    reason = request.form.get("other") or request.form.get("reason", "")
    opening.pause_counter(_my_counter().id, staff().id, reason)
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


@pages.post("/tickets/<int:ticket_id>/hold")
@officer_required
def hold(ticket_id: int) -> ResponseReturnValue:
    """Set the citizen aside."""
    serving.hold(ticket_id, _my_counter().id, staff().id)
    return _desk()


@pages.post("/tickets/<int:ticket_id>/go-on")
@officer_required
def go_on(ticket_id: int) -> ResponseReturnValue:
    """Go on with a citizen who was set aside, here."""
    serving.resume(_of_my_hall(ticket_id), _my_counter().id, staff().id)
    return _desk()


@pages.post("/tickets/<int:ticket_id>/send-on")
@officer_required
def send_on(ticket_id: int) -> ResponseReturnValue:
    """The next step of the service's journey."""
    moving.transfer(ticket_id, _my_counter().id, staff_id=staff().id)
    return _desk()


@pages.post("/tickets/<int:ticket_id>/undo")
@officer_required
def undo(ticket_id: int) -> ResponseReturnValue:
    """Take the last step back."""
    moving.undo(ticket_id, _my_counter().id, staff().id)
    return _desk()


@pages.post("/transfer")
@officer_required
def transfer() -> ResponseReturnValue:
    """Send the citizen on to the service or counter that was chosen."""
    form = request.form
    moving.transfer(
        _ticket_asked(),
        _my_counter().id,
        service=form.get("service") or None,
        to_counter=form.get("counter") or None,
        staff_id=staff().id,
    )
    return _desk()


@pages.post("/return")
@officer_required
def send_back() -> ResponseReturnValue:
    """Put the citizen back into the line, where it was chosen."""
    after = request.form.get("after", type=int)
    moving.return_to_queue(_ticket_asked(), _my_counter().id, request.form.get("to"), after, staff().id)
    return _desk()


@pages.post("/no-show")
@officer_required
def no_show() -> ResponseReturnValue:
    """The citizen did not come."""
    serving.mark_no_show(_ticket_asked(), _my_counter().id, staff().id)
    return _desk()


@pages.post("/cancel")
@officer_required
def cancel() -> ResponseReturnValue:
    """The citizen gives the number up."""
    moving.cancel(_ticket_asked(), _my_counter().id, request.form.get("reason", ""), staff().id)
    return _desk()


@pages.post("/note")
@officer_required
def note() -> ResponseReturnValue:
    """Note something about the citizen's business."""
    noting.note(_ticket_asked(), _my_counter().id, request.form.get("text", ""), staff().id)
    return _desk()


@pages.post("/choose")
@officer_required
def choose() -> ResponseReturnValue:
    """Invite somebody out of order, with a reason: whose button was pressed, or whose number was typed."""
    here, typed = _my_counter(), request.form.get("number", "")
    chosen = reading.ticket_labelled(reading.office_of(here.branch_id), typed).id if typed else _ticket_asked()
    calling.call_this_one(chosen, here.id, request.form.get("reason", ""), staff().id)
    return _desk()


@pages.post("/walk-in")
@officer_required
def walk_in() -> ResponseReturnValue:
    """Serve somebody who has no number."""
    calling.serve_without_number(_my_counter().id, request.form.get("service", ""), staff_id=staff().id)
    return _desk()


@pages.post("/come-back")
@officer_required
def come_back() -> ResponseReturnValue:
    """Let somebody who missed their call stand in line again."""
    missed = reading.ticket_labelled(reading.office_of(_my_counter().branch_id), request.form.get("number", ""))
    moving.return_to_queue(missed.id, None, staff_id=staff().id)
    return _desk()


@pages.post("/reprint")
@officer_required
def reprint() -> ResponseReturnValue:
    """Print somebody's slip once more."""
    lost = reading.ticket_labelled(reading.office_of(_my_counter().branch_id), request.form.get("number", ""))
    reprinting.reprint(lost.id, staff_id=staff().id)
    return _desk()


def _ticket_asked() -> int:
    # Filled in when the dialog opened: meanwhile the counter may hold somebody else, who is not meant.
    return request.form.get("ticket", 0, type=int)


def _of_my_hall(ticket_id: int) -> int:
    if reading.ticket_by_id(ticket_id).branch_id != _my_counter().branch_id:
        raise NotYours
    return ticket_id


def _my_counter() -> Counter:
    mine, shown = _counter_i_have(), _shown()
    # A desk left open in another window or on another PC shows a counter that is not mine any more.
    if mine and shown in (None, mine.id):
        return mine
    raise _left(_of_my_office(shown)) if shown else CounterNotOpen(counter="–")


def _counter_i_have() -> Counter | None:
    # Whose role in the office was taken away meanwhile has no counter there any more.
    mine = reading.counter_of(staff().id)
    return mine if mine and staff().works_in(mine.branch_id) else None


def _shown() -> int | None:
    """The counter of the desk that asks."""
    return request.values.get("at", type=int)


def _left(counter: Counter) -> GiliranError:
    if counter.staff and counter.staff_id != staff().id:
        return CounterTakenOver(counter=counter.number, staff=counter.staff.name)
    return CounterNotOpen(counter=counter.number)


def _counter_to_sit_at(counter_id: int) -> Counter:
    wanted, mine = _of_my_office(counter_id), reading.counter_of(staff().id)
    if mine and mine.branch_id != wanted.branch_id:  # one officer, one counter, over all their offices
        opening.close_counter(mine.id, staff().id)
    return wanted


def _of_my_office(counter_id: int) -> Counter:
    counter = reading.counter(counter_id)
    if not staff().works_in(counter.branch_id):
        raise NotYours
    return counter


def _desk() -> ResponseReturnValue:
    mine, shown = _counter_i_have(), _shown()
    if shown and (mine is None or mine.id != shown):
        return render_template("counter/_left.html", counter=_of_my_office(shown))
    if mine is None:
        return "", 200, {"HX-Redirect": url_for("counter.home")}
    if not htmx:
        return redirect(url_for("counter.home"), 303)
    office = reading.office_of(mine.branch_id)
    may_choose = office.branch.officers_may_choose or staff().holds_in(office.id, *calling.MAY_ALWAYS_CHOOSE)
    return render_template("counter/_desk.html", desk=desk_of(mine), office=office, may_choose=may_choose)


def _desk_page(counter: Counter) -> str:
    office = reading.office_of(counter.branch_id)
    may_choose = office.branch.officers_may_choose or staff().holds_in(office.id, *calling.MAY_ALWAYS_CHOOSE)
    return render_template(
        "counter/desk.html", desk=desk_of(counter), branch=office.branch, office=office, may_choose=may_choose
    )


def _counters_page() -> str:
    offices = [reading.office_of(branch.id) for branch in reading.branches() if staff().works_in(branch.id)]
    halls = [(each.branch, reading.counters(each.branch), reading.at_counters(each)) for each in offices]
    return render_template("counter/choose.html", halls=halls)
