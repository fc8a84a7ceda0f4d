"""What is done at a kiosk's service menu by whoever knows the PIN of its office.

A kiosk is told by its id; None is a browser that is not paired, as the demo opens them.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.errors import NoServicePin, NoSuchPrinter, PinRests, VolumeUnusable
from app.models import Branch, Event, PrintJob, Ticket
from app.passwords import matches
from app.printing import agents_test
from app.printing.office_printers import printers_of_kiosk
from app.queueing.acting import Acting
from app.queueing.locking import acting_in
from app.rules.back_off import rest_after

OPENED, REFUSED = "kiosk.menu_opened", "kiosk.menu_refused"
LOCKED, UNLOCKED = "kiosk.locked", "kiosk.unlocked"
VOLUME_SET, TESTED = "kiosk.volume_set", "kiosk.test_printed"
VOLUMES = (20, 40, 60, 80, 100)
REMEMBERED = timedelta(hours=1)
"""So long a wrong PIN counts."""


def open_menu(branch_id: int, kiosk_id: int | None, pin: str) -> bool:
    """Whether this is the PIN of the office; a wrong one is told in the history, and counts.

    Raises:
        NoSuchBranch: there is no such office.
        NoServicePin: it has no PIN, so the menu opens to nobody.
        PinRests: too many were wrong just now; says for how long none is taken.
    """
    with acting_in(branch_id) as act:
        pin_hash = act.office.branch.service_pin
        if not pin_hash:
            raise NoServicePin
        _must_not_rest(act, kiosk_id)
        right = matches(pin_hash, pin)
        act.record(OPENED if right else REFUSED, kiosk=_told(kiosk_id))
        return right


def lock(branch_id: int, kiosk_id: int | None) -> None:
    """Take a kiosk out of service: it gives no numbers until it is unlocked."""
    _set(branch_id, kiosk_id, LOCKED, locked=True)


def unlock(branch_id: int, kiosk_id: int | None) -> None:
    """Let a kiosk give numbers again."""
    _set(branch_id, kiosk_id, UNLOCKED, locked=False)


def set_volume(branch_id: int, kiosk_id: int | None, percent: int) -> None:
    """Let a kiosk's spoken guide be so loud.

    Raises:
        VolumeUnusable: it is none of VOLUMES.
    """
    if percent not in VOLUMES:
        raise VolumeUnusable
    _set(branch_id, kiosk_id, VOLUME_SET, volume=percent)


def print_test(branch_id: int, kiosk_id: int | None, printer_id: int, language: str = "id") -> None:
    """Print a test slip on one of the kiosk's printers, and on no other.

    Raises:
        NoSuchPrinter: the kiosk does not print there.
    """
    with acting_in(branch_id) as act:
        if all(each.id != printer_id for each in printers_of_kiosk(act.office, kiosk_id)):
            raise NoSuchPrinter
        agents_test.put_in(act.history, printer_id, language)
        act.record(TESTED, kiosk=_told(kiosk_id))


def last_taken(session: Any, branch_id: int, kiosk_id: int | None, most: int = 3) -> list[Ticket]:
    """The last numbers that were taken at a kiosk and had a slip, newest first."""
    of_kiosk = select(PrintJob.ticket_id).where(
        PrintJob.branch_id == branch_id, PrintJob.kiosk_id == kiosk_id, PrintJob.ticket_id.is_not(None)
    )
    newest = select(Ticket).where(Ticket.id.in_(of_kiosk)).order_by(Ticket.id.desc()).limit(most)
    return list(session.scalars(newest))


def _set(branch_id: int, kiosk_id: int | None, kind: str, **how: Any) -> None:
    with acting_in(branch_id) as act:
        known = dict(act.office.branch.kiosks)
        before = known.get(_told(kiosk_id), {})
        if before | how == before:
            return
        known[_told(kiosk_id)] = before | how
        act.session.get_one(Branch, act.office.id).kiosks = known
        act.change_setup()
        act.record(kind, kiosk=_told(kiosk_id))


def _must_not_rest(act: Acting, kiosk_id: int | None) -> None:
    wrong = _wrong_tries(act, kiosk_id)
    rest = rest_after(len(wrong))
    left = max(wrong) + rest - act.at if rest else timedelta()
    if left > timedelta():
        raise PinRests(minutes=str(-(-int(left.total_seconds()) // 60)))


def _wrong_tries(act: Acting, kiosk_id: int | None) -> list[datetime]:
    tries = select(Event.at, Event.kind, Event.body).where(
        Event.branch_id == act.office.id,
        Event.day == act.day,
        Event.kind.in_((OPENED, REFUSED)),
        Event.at > act.at - REMEMBERED,
    )
    wrong: list[datetime] = []
    for at, kind, body in act.session.execute(tries.order_by(Event.seq)):
        if json.loads(body)["kiosk"] == _told(kiosk_id):
            wrong = [*wrong, at] if kind == REFUSED else []
    return wrong


def _told(kiosk_id: int | None) -> str:
    return str(kiosk_id or 0)
