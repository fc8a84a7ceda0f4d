"""What a citizen gets at the kiosk besides a number: a list of what is still missing, and somebody who comes."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import select

from app.errors import KeyUnusable
from app.models import Event
from app.printing import spool
from app.queueing.acting import Acting
from app.queueing.issuing import KEY
from app.queueing.locking import acting_in

HELP_ASKED = "kiosk.help_asked"
ONE_CALL = timedelta(seconds=30)
"""So long a second press at the same kiosk is the same call."""


def hand_todo(
    branch_id: int,
    service_code: str,
    missing: tuple[str, ...],
    key: str,
    *,
    language: str = "id",
    kiosk_id: int | None = None,
) -> None:
    """Put the list of what a citizen still has to bring into the spool; nothing happens where there is no printer.

    Args:
        missing: the papers, as the citizen read them.
        key: idempotency key of this touch, as for a number: the same one prints the list once.
        language: in which the list speaks to this citizen.
        kiosk_id: where the citizen stands, when it is a kiosk of its own.

    Raises:
        NoSuchBranch, NoSuchService: not here.
        KeyUnusable: the key is none.
    """
    if not KEY.fullmatch(key):
        raise KeyUnusable
    with acting_in(branch_id) as act:
        service = act.service(service_code)
        facts = {"service": service.code, "missing": missing, "language": language}
        spool.put_todo(act.history, facts, key, kiosk_id)


def call_officer(branch_id: int, kiosk: str) -> None:
    """Ask for an officer to come to a kiosk; the desks are told. Pressed again and again, it is one call.

    Args:
        kiosk: what staff call it, or nothing where there is but one.

    Raises:
        NoSuchBranch: there is no such office.
    """
    with acting_in(branch_id) as act:
        if kiosk not in _called_just_now(act):
            act.record(HELP_ASKED, kiosk=kiosk)


def _called_just_now(act: Acting) -> set[str]:
    calls = select(Event.body).where(
        Event.branch_id == act.office.id,
        Event.day == act.day,
        Event.kind == HELP_ASKED,
        Event.at > act.at - ONE_CALL,
    )
    return {json.loads(body)["kiosk"] for body in act.session.scalars(calls)}
