"""What of an import nobody has used yet, so that taking it back leaves nothing of it behind."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Board, LearnedTime, PaperStrip, Series, Ticket
from app.office import Office
from app.queueing.exchange import content
from app.rules.tables import Planned
from app.rules.taking_back import Left, Unused, is_as_imported


def unused_of(session: Session, office: Office, changes: Sequence[Planned]) -> Unused:
    """Of the queues that an import made, those that no ticket, counter or board refers to; and their new services."""
    now = content.tables_of(office)
    going = [each for each in changes if is_as_imported(each, now[each.sheet].get(each.key, {}))]
    services = _services(session, office, [each.key for each in going if each.is_new and each.sheet == "services"])
    set_back = [each.key for each in going if each.sheet == "counters" and (each.is_new or _sets_letters(each))]
    stay = {
        each.key: _why_it_stays(session, office, each.key, services, set_back) if each in going else Left.CHANGED_SINCE
        for each in changes
        if each.is_new and each.sheet == "queues"
    }
    gone = [letter for letter, why in stay.items() if why is None]
    # A service in a queue that stays is retired, as any: its code is known for ever.
    return Unused(
        {code for code in services if office.every_service[code].letter in gone},
        {letter: why for letter, why in stay.items() if why},
    )


def _sets_letters(change: Planned) -> bool:
    return "letters" in {column for column, _before, _value in change.cells}


def _services(session: Session, office: Office, codes: Collection[str]) -> set[str]:
    known = {each.id: code for code, each in office.every_service.items() if code in codes and not each.follows}
    came = select(Ticket.service_id).where(Ticket.branch_id == office.id, Ticket.service_id.in_(known)).distinct()
    learned = select(LearnedTime.service_id).where(LearnedTime.service_id.in_(known)).distinct()
    used = {known[service_id] for rows in (came, learned) for service_id in session.scalars(rows)}
    used |= {code for each in office.every_service.values() for code in each.journey}  # others lead on to it
    used |= {code for each in office.every_counter.values() for code in each.services}
    used |= {code for each in office.needs for code in each.services}
    return set(known.values()) - used


def _why_it_stays(
    session: Session, office: Office, letter: str, going: Collection[str], set_back: Collection[str]
) -> Left | None:
    for model in (Series, PaperStrip):
        if session.scalar(select(model.letter).where(model.branch_id == office.id, model.letter == letter).limit(1)):
            return Left.GAVE_NUMBERS
    if any(each.letter == letter and code not in going for code, each in office.every_service.items()):
        return Left.HAS_SERVICES
    for counter in office.every_counter.values():
        # A counter that serves every queue was given this one with the others: nobody decided on it.
        chosen = {letter} & {*counter.letters} and not set(office.letters) <= {*counter.letters}
        if counter.number not in set_back and (chosen or letter in (*counter.first_letters, *counter.helps)):
            return Left.IS_WORK_OF_A_COUNTER
    boards = session.scalars(select(Board.settings).where(Board.branch_id == office.id))
    return Left.IS_ON_A_BOARD if any(letter in each.get("letters", ()) for each in boards) else None
