"""Why a citizen stands where they stand, in one sentence for staff and citizen alike."""

from __future__ import annotations

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from app.models import Ticket
from app.office import Office
from app.rules.order import Kind, Why
from app.rules.priority import HEAD_START_MINUTES, Priority
from app.rules.states import State

IN_SHORT = {
    Why.ARRIVAL: _l("by time of arrival"),
    Why.HEAD_START: _l("priority counts as earlier"),
    Why.PRIORITY_TURN: _l("it is a priority citizen's turn"),
    Why.ORDINARY_TURN: _l("it is an ordinary citizen's turn"),
    Why.WAITED_LONGEST: _l("has waited longer than anyone should"),
    Why.LETTER_FIRST: _l("this counter serves the letter first"),
    Why.HELPING: _l("this counter helps the letter out"),
    Why.FOR_THIS_COUNTER: _l("was sent to this counter"),
    Why.CHOSEN: _l("was chosen by staff"),
}
"""Each reason in a few words, as they stand behind a number in the line."""


def why_it_stands(office: Office, ticket: Ticket, ahead: int | None) -> str:
    """One sentence: where a ticket stands in its line, and by which rule.

    Args:
        ahead: people before it; None once it does not wait.
    """
    if ahead is None or ticket.state != State.WAITING:
        return str(gettext("Number %(number)s is not waiting.", number=ticket.label))
    place = (
        gettext("is next") if ahead == 0 else ngettext("has %(num)d person ahead", "has %(num)d people ahead", ahead)
    )
    return str(
        gettext(
            "Number %(number)s %(place)s in queue %(letter)s: %(rule)s.",
            number=ticket.label,
            place=place,
            letter=ticket.queue,
            rule=_rule(office, ticket),
        )
    )


def _rule(office: Office, ticket: Ticket) -> str:
    if ticket.only_counter_id:
        counter = office.every_counter[ticket.only_counter_id].number
        return str(gettext("it waits for counter %(counter)s alone", counter=counter))
    if office.policy.kind == Kind.INTERLEAVE:
        ratio = {"ordinary": office.policy.ordinary, "priority": office.policy.priority}
        return str(gettext("%(priority)s of priority are called, then %(ordinary)s others, each by arrival", **ratio))
    if ticket.sort_key < ticket.arrived_at and ticket.priority != Priority.NONE:
        minutes = office.policy.head_start.get(ticket.priority, HEAD_START_MINUTES)
        return str(gettext("it counts as %(minutes)s minutes earlier, for its priority", minutes=minutes))
    return str(IN_SHORT[Why.ARRIVAL])
