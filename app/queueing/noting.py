"""Officers leave each other a line about a citizen's business, without anything that tells who the citizen is."""

from __future__ import annotations

from app.errors import NoteUnusable, PersonalInNote, ReasonUnusable, WrongState
from app.models import Note
from app.queueing.acting import one_line
from app.queueing.calling import counter_of
from app.queueing.locking import acting_on
from app.rules.personal import personal_in
from app.rules.states import AT_COUNTER, State

WITH_AN_OFFICER = (*AT_COUNTER, State.HELD)


def note(ticket_id: int, counter_id: int, text: str, staff_id: int | None = None) -> None:
    """Note something about a ticket; it stays with the ticket wherever that goes.

    The history tells that a note was made, never what it says: the note can be erased without a trace.

    Raises:
        NoSuchTicket, NotYours: not a ticket of this counter.
        NoteUnusable: it is empty or too long.
        PersonalInNote: it has the shape of a NIK, a phone number or an e-mail address.
        WrongState: the citizen is at no counter.
    """
    said = _without_persons(text)
    with acting_on(ticket_id, counter_id, staff_id) as (act, ticket):
        if ticket.state not in WITH_AN_OFFICER:
            raise WrongState(ticket=ticket.label)
        act.record_move("ticket.noted", ticket, counter=counter_of(act, ticket))
        act.session.add(Note(ticket_id=ticket.id, seq=ticket.last_seq, at=act.at, staff_id=staff_id, text=said))


def _without_persons(text: str) -> str:
    try:
        said = one_line(text)
    except ReasonUnusable:
        raise NoteUnusable from None
    if personal_in(said):
        raise PersonalInNote
    return said
