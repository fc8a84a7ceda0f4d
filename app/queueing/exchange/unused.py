"""What of an import nobody has used yet, so that taking it back leaves nothing of it behind."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Board, LearnedTime, PaperStrip, Series, Ticket
from app.office import Office
from app.rules.tables import COLUMNS, Planned
from app.rules.taking_back import Left, Unused


def unused_of(session: Session, office: Office, changes: Sequence[Planned]) -> Unused:
    """Of the queues that an import made, those that no ticket, counter or board refers to; and their new services."""
    new = {sheet: [each.key for each in changes if each.is_new and each.sheet == sheet] for sheet in COLUMNS}
    services = _services(session, office, new["services"])
    stay = {letter: why for letter in new["queues"] if (why := _why_it_stays(session, office, letter, services))}
    gone = [letter for letter in new["queues"] if letter not in stay]
    # A service in a queue that stays is retired, as any: its code is known for ever.
    return Unused({code for code in services if office.every_service[code].letter in gone}, stay)


def _services(session: Session, office: Office, codes: Collection[str]) -> set[str]:
    known = {each.id: code for code, each in office.every_service.items() if code in codes and not each.follows}
    came = select(Ticket.service_id).where(Ticket.branch_id == office.id, Ticket.service_id.in_(known)).distinct()
    learned = select(LearnedTime.service_id).where(LearnedTime.service_id.in_(known)).distinct()
    used = {known[service_id] for rows in (came, learned) for service_id in session.scalars(rows)}
    used |= {code for each in office.every_service.values() for code in each.journey}  # others lead on to it
    used |= {code for each in office.every_counter.values() for code in each.services}
    return set(known.values()) - used


def _why_it_stays(session: Session, office: Office, letter: str, going: Collection[str]) -> Left | None:
    for model in (Series, PaperStrip):
        if session.scalar(select(model.letter).where(model.branch_id == office.id, model.letter == letter).limit(1)):
            return Left.GAVE_NUMBERS
    if any(each.letter == letter and code not in going for code, each in office.every_service.items()):
        return Left.HAS_SERVICES
    if any(each.letters == [letter] for each in office.every_counter.values()):
        return Left.IS_ALL_OF_A_COUNTER
    boards = session.scalars(select(Board.settings).where(Board.branch_id == office.id))
    return Left.IS_ON_A_BOARD if any(letter in each.get("letters", ()) for each in boards) else None
