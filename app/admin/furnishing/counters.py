"""Pages: the counters of an office, added, renamed, renumbered, retired and brought back."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm
from app.admin.rules.saving import answer, attempt, page
from app.office import Office
from app.queueing import reading
from app.queueing.furnishing import counters as verbs


class CounterForm(RuleForm):
    """What stands on a counter, and what staff call it."""

    number = StringField(
        _l("Number"), description=_l("As painted on it: 3, 12 or 3B. The board shows it and the voice says it.")
    )
    name = StringField(
        _l("What staff call it"),
        description=_l("May be empty: Pendaftaran, Kasir. Officers see it when they choose where to sit."),
    )

    @property
    def typed(self) -> tuple[str, str]:
        """Number and name, without what is around them."""
        return (self.number.data or "").strip(), " ".join((self.name.data or "").split())


@pages.get("/<branch_code>/counters")
@set_up_required
def hall_counters(branch_code: str) -> ResponseReturnValue:
    """The counters in the order of the hall, and those that were retired."""
    return _list(mine(branch_code), CounterForm())


@pages.post("/<branch_code>/counters")
@set_up_required
def add_a_counter(branch_code: str) -> ResponseReturnValue:
    """One more counter."""
    office, form = mine(branch_code), CounterForm()
    seq = attempt({"": form}, lambda: verbs.add_counter(office.id, *form.typed, staff_id=staff().id))
    return answer(seq, lambda: _list(office, form), "admin.hall_counters", branch_code=branch_code)


@pages.get("/<branch_code>/counters/<number>")
@set_up_required
def hall_counter(branch_code: str, number: str) -> ResponseReturnValue:
    """One counter as it is called now."""
    office = mine(branch_code)
    counter = reading.counter_numbered(office, number)
    form = CounterForm(data={"number": counter.number, "name": counter.name})
    return page("counter", office, {"": form}, folder="furnishing", counter=counter)


@pages.post("/<branch_code>/counters/<number>")
@set_up_required
def set_a_counter(branch_code: str, number: str) -> ResponseReturnValue:
    """Another number or name for a counter."""
    office, form = mine(branch_code), CounterForm()
    counter = reading.counter_numbered(office, number)
    seq = attempt({"": form}, lambda: verbs.set_counter(office.id, counter.id, *form.typed, staff_id=staff().id))

    def again() -> str:
        return page("counter", office, {"": form}, folder="furnishing", counter=counter)

    return answer(seq, again, "admin.hall_counters", branch_code=branch_code)


@pages.post("/<branch_code>/counters/<number>/move")
@set_up_required
def move_a_counter(branch_code: str, number: str) -> ResponseReturnValue:
    """Let a counter stand earlier or later."""
    office = mine(branch_code)
    places = 1 if request.form.get("way") == "down" else -1
    seq = verbs.move_counter(office.id, reading.counter_numbered(office, number).id, places, staff().id)
    return answer(seq, str, "admin.hall_counters", branch_code=branch_code)


@pages.post("/<branch_code>/counters/<number>/retire")
@set_up_required
def retire_a_counter(branch_code: str, number: str) -> ResponseReturnValue:
    """Take a counter out of the hall; the page has asked first."""
    office = mine(branch_code)
    seq = verbs.retire_counter(office.id, reading.counter_numbered(office, number).id, staff().id)
    return answer(seq, str, "admin.hall_counters", branch_code=branch_code)


@pages.post("/<branch_code>/counters/<int:counter_id>/back")
@set_up_required
def bring_a_counter_back(branch_code: str, counter_id: int) -> ResponseReturnValue:
    """Let a retired counter serve again."""
    office = mine(branch_code)
    seq = verbs.bring_counter_back(office.id, counter_id, staff().id)
    return answer(seq, str, "admin.hall_counters", branch_code=branch_code)


def _list(office: Office, form: CounterForm) -> str:
    retired = [each for each in office.every_counter.values() if each.is_retired]
    return page("counters", office, {"": form}, folder="furnishing", retired=retired)
