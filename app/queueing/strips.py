"""Paper strips: numbers printed in advance for a power cut, and marked as used afterwards."""

from __future__ import annotations

from sqlalchemy import select

from app.errors import NoSuchService, NotOnAStrip, StripTooLong
from app.models import PaperStrip, Ticket
from app.printing import spool
from app.queueing.acting import Acting
from app.queueing.issuing import known_priority, take_place
from app.queueing.locking import acting_in
from app.queueing.views import TicketView, view
from app.rules.numbering import label, parts_of
from app.rules.priority import Priority

LONGEST = 200


def print_strip(
    branch_id: int, letter: str, count: int, *, print_slips: bool = True, staff_id: int | None = None
) -> list[str]:
    """Take the next numbers of a letter out of today's series and print them; the series goes on after them.

    Args:
        count: how many, 1-200.

    Returns:
        the numbers, as on the paper.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or letter.
        StripTooLong: `count` is out of bounds.
    """
    if not 0 < count <= LONGEST:
        raise StripTooLong(most=str(LONGEST))
    with acting_in(branch_id, staff_id) as act:
        if letter not in act.office.letters:
            raise NoSuchService
        numbers = _taken(act, letter, count)
        if print_slips:
            spool.put_strip(act.history, letter, numbers)
        return numbers


def go_on_above(branch_id: int, letter: str, number: int, staff_id: int | None = None) -> list[str]:
    """Let today's series of a letter go on above a number; those up to it are on paper already, as on a strip.

    For an office that was restored: numbers given after the backup are in citizens' hands.

    Args:
        number: the highest on paper; 1-999,999.

    Returns:
        the first and the last of the numbers that the office does not know; nothing when it knows them all.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or letter.
    """
    with acting_in(branch_id, staff_id) as act:
        if letter not in act.office.letters:
            raise NoSuchService
        missing = number - act.series(act.day, letter).last
        return _taken(act, letter, missing)[:: max(1, missing - 1)] if missing > 0 else []


def use_strip_number(
    branch_id: int, number: str, service_code: str, *, priority: str = Priority.NONE, staff_id: int | None = None
) -> TicketView:
    """Somebody holds a number of a strip: let it stand in line from now on.

    Args:
        number: as on the paper, "A-012" or "a 12".
        service_code: what they came for; its letter is the number's.

    Raises:
        NoSuchBranch, NoSuchService, PriorityUnknown: the input means nothing here.
        NotOnAStrip: no strip of today has this number, or it was used already.
    """
    wanted, parts = known_priority(priority), parts_of(number)
    with acting_in(branch_id, staff_id) as act:
        service = act.service(service_code)
        if parts is None or parts[0] != service.letter:
            raise NotOnAStrip(number=number[:12])
        on_strip = select(PaperStrip.id).where(
            PaperStrip.branch_id == act.office.id,
            PaperStrip.day == act.day,
            PaperStrip.letter == parts[0],
            PaperStrip.first_number <= parts[1],
            PaperStrip.last_number >= parts[1],
        )
        used = select(Ticket.id).where(
            Ticket.branch_id == act.office.id,
            Ticket.day == act.day,
            Ticket.letter == parts[0],
            Ticket.number == parts[1],
        )
        if act.session.scalar(on_strip) is None or act.session.scalar(used) is not None:
            raise NotOnAStrip(number=number[:12])
        ticket, ahead = take_place(act, service, None, wanted, number=parts[1])
        return view(act.office, ticket, ahead)


def _taken(act: Acting, letter: str, count: int) -> list[str]:
    _waiting, last, width = act.series(act.day, letter, numbers=count)
    first = last - count + 1
    strip = PaperStrip(
        branch_id=act.office.id,
        day=act.day,
        letter=letter,
        first_number=first,
        last_number=last,
        created_at=act.at,
    )
    act.session.add(strip)
    numbers = [label(letter, number, width) for number in range(first, last + 1)]
    act.record("strip.printed", numbers=[numbers[0], numbers[-1]])
    return numbers
