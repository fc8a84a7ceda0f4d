"""A slip printed once more, marked as a copy: it was lost, or never came out."""

from __future__ import annotations

from datetime import timedelta

from app.clock import now
from app.errors import NotPrintedAgainHere, TooLateToReprint, WrongState
from app.models import Ticket
from app.printing import spool
from app.queueing.acting import Acting
from app.queueing.locking import acting_on
from app.queueing.views import TicketView, view
from app.rules.states import ENDED

AT_THE_KIOSK = timedelta(minutes=2)
MOST_AT_THE_KIOSK = 2


def reprint(
    ticket_id: int, *, by: str = "staff", kiosk_id: int | None = None, staff_id: int | None = None
) -> TicketView:
    """Print a ticket's slip once more, as a copy; an earlier one that still waits is not printed any more.

    A copy that is still on its way is not joined by another.

    Args:
        by: "staff", "citizen" at the kiosk, or "program", told in the history.
        kiosk_id: the kiosk at which the citizen asks, near whose printers it comes out.

    Raises:
        NoSuchTicket: there is no ticket with this id.
        WrongState: its day is over for this number.
        TooLateToReprint: it was taken too long ago, by the office's own limit.
        NotPrintedAgainHere: at the kiosk: more than two minutes ago, or it was printed again often enough.
        NoPrinter: the office has none.
    """
    with acting_on(ticket_id, None, staff_id) as (act, ticket):
        if ticket.state in ENDED or ticket.day != act.day:
            raise WrongState(ticket=ticket.label)
        _must_be_in_time(act, ticket, by)
        ahead = act.people_ahead(ticket)
        copies = spool.put_again(act.history, ticket, ahead or 0, kiosk_id)
        if copies is not None:
            if by == "citizen" and copies >= MOST_AT_THE_KIOSK:
                raise NotPrintedAgainHere(ticket=ticket.label)
            act.record("ticket.reprinted", ticket=ticket, by=by)
        return view(act.office, ticket, ahead)


def offered_at_kiosk(ticket: Ticket) -> bool:
    """Whether the number's screen still offers the slip once more."""
    return ticket.state not in ENDED and now() - ticket.issued_at <= AT_THE_KIOSK


def _must_be_in_time(act: Acting, ticket: Ticket, by: str) -> None:
    passed = act.at - ticket.issued_at
    if by == "citizen" and passed > AT_THE_KIOSK:
        raise NotPrintedAgainHere(ticket=ticket.label)
    minutes = act.office.branch.reprint_minutes
    if passed > timedelta(minutes=minutes):
        raise TooLateToReprint(ticket=ticket.label, minutes=str(minutes))
