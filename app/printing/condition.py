"""How a printer is: kept on its row; on a change the office hears, and slips that wait go where they can print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, update

from app.clock import now
from app.events import History
from app.models import Printer
from app.models.printer import PrinterStatus
from app.office import Office, set_up_anew
from app.printing import jobs
from app.printing.office_printers import (
    first_that_prints,
    printer_for_slips,
    printers_of_kiosk,
    where_slips_come_out,
)
from app.statements import Statement
from printers.drivers import UNKNOWN, Status, Trouble

KEEP = Statement(
    update(Printer)
    .where(Printer.id == bindparam("of_printer"))
    .values(
        status=bindparam("now_is"),
        trouble=bindparam("now_troubled_by"),
        paper=bindparam("now_has"),
        checked_at=jobs.moment,
    )
)
NEW_ROLL = Statement(update(Printer).where(Printer.id == bindparam("of_printer")).values(mm_used=0, slips_used=0))


@dataclass(frozen=True)
class Condition:
    """What is known of a printer: whether it prints, what is wrong, and its paper."""

    status: str
    trouble: str
    paper: str

    @classmethod
    def of(cls, printer: Printer) -> Condition:
        return cls(printer.status, printer.trouble, printer.paper)

    @property
    def is_down(self) -> bool:
        return self.status == PrinterStatus.DOWN

    @property
    def paper_low(self) -> bool:
        return self.paper == "near_end"

    def in_trouble(self, trouble: Trouble) -> Condition:
        """Down, for this reason."""
        paper = "out" if trouble is Trouble.PAPER_OUT else self.paper
        return Condition(PrinterStatus.DOWN.value, trouble.value, paper)

    def having_said(self, status: Status) -> Condition:
        """Not down, as it answered; of one that cannot answer no more is known than that it does not refuse."""
        online = PrinterStatus.UNKNOWN if status == UNKNOWN else PrinterStatus.ONLINE
        return Condition(online.value, "", status.paper)

    def having_printed(self, status: Status) -> Condition:
        """A slip has gone there. What a printer does not say leaves what was known."""
        if status == UNKNOWN:
            return replace(self, status=PrinterStatus.UNKNOWN.value, trouble="") if self.is_down else self
        return self.having_said(status)


def keep(history: History, printer: Printer, now_is: Condition) -> None:
    """Keep how a printer is now, and when that changed: tell the office, and let slips go where they can print.

    Args:
        printer: as it stands in the office's set-up of this version.
    """
    before = Condition.of(printer)
    KEEP.run(
        history.session,
        of_printer=printer.id,
        now_is=now_is.status,
        now_troubled_by=now_is.trouble,
        now_has=now_is.paper,
        moment=now(),
    )
    if now_is == before:
        return
    if before.paper in ("near_end", "out") and now_is.paper == "ok":
        NEW_ROLL.run(history.session, of_printer=printer.id)
    set_up_anew(history.session, history.office.id)
    history.office = _with(history.office, printer, now_is)
    _tell(history, printer, before, now_is)
    if now_is.is_down:
        move_waiting(history, printer.id)
    elif before.is_down:
        _take_over(history)


def move_waiting(history: History, printer_id: int) -> None:
    """Let the slips that wait at a printer go to the next one that prints, each along the printers of its kiosk.

    Where none prints they stay; at a printer that the office has given up no slip does.
    """
    given_up = all(each.id != printer_id for each in history.office.printers)
    for (kiosk_id,) in jobs.KIOSKS_WAITING.run(history.session, of_printer=printer_id):
        to = first_that_prints(printers_of_kiosk(history.office, kiosk_id))
        if to is None and given_up:
            to = printer_for_slips(history.office, kiosk_id)
        if to is not None:
            jobs.MOVE.run(history.session, of_printer=printer_id, of_kiosk=kiosk_id, to_printer=to.id)


def _take_over(history: History) -> None:
    for other in history.office.printers:
        if other.is_down:
            move_waiting(history, other.id)


def _with(office: Office, printer: Printer, now_is: Condition) -> Office:
    changed = type(printer)(**vars(printer) | vars(now_is))
    return replace(office, printers=tuple(changed if each.id == printer.id else each for each in office.printers))


def _tell(history: History, printer: Printer, before: Condition, now_is: Condition) -> None:
    facts: dict[str, Any] = {
        "printer": printer.name,
        "paper_low": now_is.paper_low,
        **where_slips_come_out(history.office),
    }
    if now_is.is_down and (before.status, before.trouble) != (now_is.status, now_is.trouble):
        history.record("printer.down", trouble=now_is.trouble, **facts)
    elif before.is_down and not now_is.is_down:
        history.record("printer.up", **facts)
    elif before.paper_low != now_is.paper_low:
        history.record("printer.paper", **facts)
