"""What an office does with a printer it has: names it, says what it is, orders it, gives it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import update

from app.changes import Change, differences, told
from app.clock import now
from app.db import transaction
from app.errors import NoSuchPrinter
from app.events import History, history_of
from app.models import Printer, PrintJob
from app.models.printer import QUEUED_JOB, JobState, PrinterStatus
from app.printing import condition, jobs
from app.printing.abilities import of_model, on_paper
from app.printing.office_printers import ROLL_METRES, names
from printers.profiles import USUAL, profile_of
from printers.teaching import Seen


def set_up(
    printer_id: int,
    name: str,
    width_mm: int,
    roll_metres: int,
    *,
    model: str | None = None,
    staff_id: int | None = None,
) -> int:
    """Name a printer, say what it is and what paper is in it; slips that wait are laid out for that.

    Args:
        width_mm: 80 or 58.
        roll_metres: how long a new roll is.
        model: what it is, by python-escpos's name; empty is a usual printer, None is what it was.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchPrinter: the office has no such printer, or gave it up.
        SettingsUnusable: there is no such model, or it takes no paper as wide as that.
        ChangedMeanwhile: somebody else changed the same after it was seen (`changes.as_seen_at`).
    """
    with _at_printer(printer_id, staff_id) as (history, printer):
        as_it_was = on_paper(printer.profile, printer.width_mm, width_mm)
        profile = as_it_was if model is None else of_model(model, width_mm)
        wanted = {"name": name, "width_mm": width_mm, "profile": profile, "roll_metres": roll_metres}
        return told(history, _set(printer, wanted))


def learn(printer_id: int, seen: Seen, staff_id: int | None = None) -> int:
    """Take a printer for what somebody saw on its test slip; with other paper in it, a new roll is as long as usual.

    Returns, raises: as `move`; and ChangedMeanwhile as `set_up`.
    """
    with _at_printer(printer_id, staff_id) as (history, printer):
        profile = seen.profile(profile_of(printer.width_mm, printer.profile).model)
        is_usual = not printer.profile and profile == USUAL[seen.width_mm]
        wanted: dict[str, Any] = {"width_mm": seen.width_mm, "profile": {} if is_usual else profile.said()}
        if seen.width_mm != printer.width_mm:
            wanted["roll_metres"] = ROLL_METRES[seen.width_mm]
        return told(history, _set(printer, wanted))


def move(printer_id: int, places: int, staff_id: int | None = None) -> int:
    """Let slips go to a printer earlier or later than to its neighbour.

    Args:
        places: -1 is one place earlier, 1 is one later; at the end of the order nothing happens.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchPrinter: the office has no such printer, or gave it up.
    """
    with _at_printer(printer_id, staff_id) as (history, printer):
        order = [history.session.get_one(Printer, each.id) for each in history.office.printers]
        before, place = names(order), order.index(printer)
        order.insert(max(0, place + places), order.pop(place))
        if [each.id for each in order] == [each.id for each in history.office.printers]:
            return 0
        for position, each in enumerate(order, start=1):
            each.position = position
        return told(history, [Change("printers", before, names(order))])


def remove(printer_id: int, staff_id: int | None = None) -> int:
    """Give a printer up. What waits there prints on the next one; of the last printer, it is printed no more.

    Returns, raises: as `move`.
    """
    with _at_printer(printer_id, staff_id) as (history, printer):
        others = [each for each in history.office.printers if each.id != printer_id]
        printer.is_active, printer.status, printer.trouble = False, PrinterStatus.UNKNOWN, ""
        before, history.office = names(history.office.printers), replace(history.office, printers=tuple(others))
        condition.move_waiting(history, printer_id)
        _give_up_waiting(history, printer_id)
        return told(history, [Change("printers", before, names(others))])


def _set(printer: Printer, wanted: Mapping[str, Any]) -> list[Change]:
    before = {f"printer_{what}": getattr(printer, what) for what in wanted}
    after = {f"printer_{what}": value for what, value in wanted.items()}
    changes = differences(before, after, printer.name, printer.id)
    for what, value in wanted.items():
        setattr(printer, what, value)
    return changes


def _give_up_waiting(history: History, printer_id: int) -> None:
    left = update(PrintJob).where(PrintJob.printer_id == printer_id, QUEUED_JOB)
    history.session.execute(left.values(state=JobState.EXPIRED.value, ended_at=now()))


@contextmanager
def _at_printer(printer_id: int, staff_id: int | None) -> Iterator[tuple[History, Printer]]:
    with transaction() as session:
        found = jobs.OFFICE_OF_PRINTER.one(session, of_printer=printer_id)
        if found is None:
            raise NoSuchPrinter
        with history_of(session, found[0], staff_id) as history:
            if printer_id not in {each.id for each in history.office.printers}:
                raise NoSuchPrinter
            yield history, session.get_one(Printer, printer_id)
