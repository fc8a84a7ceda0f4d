"""Which printers an office uses, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app import audit
from app.changes import Change, told
from app.db import transaction
from app.errors import NoSuchBranch, NoSuchPrinter
from app.events import history_of
from app.models import Branch, Printer, PrintJob
from app.models.printer import OPEN_JOB, PrinterStatus
from app.office import Office, set_up_anew
from app.printing.abilities import of_model
from app.rules.audit import AuditAction
from printers.drivers import check_url

ROLL_METRES = {80: 80, 58: 30}
"""How long a usual roll is, by its width in mm."""


def printers_of_kiosk(office: Office, kiosk_id: int | None) -> tuple[Printer, ...]:
    """The printers for a slip, the preferred one first: the kiosk's own, else those of its office."""
    return office.own_printers.get(kiosk_id or 0, office.printers)


def first_that_prints(printers: Iterable[Printer]) -> Printer | None:
    """The first printer that is not known to be down."""
    return next((each for each in printers if not each.is_down), None)


def printer_for_slips(office: Office, kiosk_id: int | None = None) -> Printer | None:
    """Where the next slip of a kiosk, or of none, goes; when all are down, to the preferred one, to wait there."""
    printers = printers_of_kiosk(office, kiosk_id)
    return first_that_prints(printers) or next(iter(printers), None)


def slips_come_out(office: Office, kiosk_id: int | None = None) -> bool:
    """Whether a kiosk, or else the office, has a printer that is not known to be down."""
    return first_that_prints(printers_of_kiosk(office, kiosk_id)) is not None


def where_slips_come_out(office: Office) -> dict[str, Any]:
    """What screens are told: whether slips come out, and, by its id, of each kiosk that has printers of its own."""
    return {
        "slips": slips_come_out(office),
        "kiosks": {str(kiosk_id): slips_come_out(office, kiosk_id) for kiosk_id in office.own_printers},
    }


def replace(branch_id: int, url: str, width_mm: int = 80, *, model: str = "") -> None:
    """Let an office print on this printer and no other; slips that still wait move to it.

    Args:
        url: as `printers.drivers.open_driver` takes it, "tcp://192.168.1.50:9100".
        width_mm: the paper, 80 or 58.
        model: what it is, by python-escpos's name; empty is a usual printer.

    Raises:
        BadPrinterUrl: the address means nothing; the old printers stay.
        SettingsUnusable: there is no such model, or it takes no paper as wide as that; the old printers stay too.
        NoSuchBranch: there is no such office.
    """
    check_url(url)
    profile = of_model(model, width_mm)
    with transaction() as session:
        active = _active(session, branch_id)
        for old in active:
            old.is_active, old.status, old.trouble = False, PrinterStatus.UNKNOWN, ""
        name, before = (active[0].name if active else "Printer"), names(active)
        printer = _new(session, branch_id, name, url, width_mm)
        printer.profile = profile
        set_up_anew(session, branch_id)
        unprinted = update(PrintJob).where(PrintJob.branch_id == branch_id, OPEN_JOB)
        session.execute(unprinted.values(printer_id=printer.id))
        audit.record(
            session,
            AuditAction.PRINTERS_REPLACED,
            name,
            before={"printers": before},
            after={"printers": [name], "width_mm": width_mm, "model": model},
            branch_id=branch_id,
        )


def add(
    branch_id: int,
    name: str,
    url: str,
    width_mm: int = 80,
    *,
    model: str = "",
    roll_metres: int | None = None,
    device_id: int | None = None,
    staff_id: int | None = None,
) -> int:
    """Let an office print on one more printer, when those it has are down.

    Args:
        name: what staff call it.
        url, width_mm, model: as for `replace`.
        roll_metres: how long a new roll is; None is the usual length for its width.
        device_id: the print agent that drives it, at its end of `url`; None is the server.

    Returns:
        the printer's id.

    Raises:
        BadPrinterUrl, SettingsUnusable, NoSuchBranch: as for `replace`.
    """
    check_url(url)
    profile = of_model(model, width_mm)
    with transaction() as session, history_of(session, branch_id, staff_id) as history:
        before = names(history.office.printers)
        printer = _new(session, branch_id, name, url, width_mm, roll_metres=roll_metres)
        printer.device_id, printer.profile = device_id, profile
        told(history, [Change("printers", before, [*before, name])])
        return printer.id


def new_roll(printer_id: int) -> None:
    """Somebody has put a new roll into a printer: what it used is counted anew.

    Raises:
        NoSuchPrinter: there is no such printer.
    """
    with transaction() as session:
        printer = session.get(Printer, printer_id)
        if printer is None:
            raise NoSuchPrinter
        printer.mm_used = printer.slips_used = 0


def names(printers: Iterable[Printer]) -> list[str]:
    """What staff call these printers, in their order; an address says where to break in, and is told nobody."""
    return [each.name for each in printers]


def _active(session: Session, branch_id: int) -> list[Printer]:
    if session.get(Branch, branch_id, with_for_update=True) is None:
        raise NoSuchBranch
    mine = select(Printer).where(Printer.branch_id == branch_id, Printer.is_active)
    return list(session.scalars(mine.order_by(Printer.position, Printer.id)))


def _new(
    session: Session, branch_id: int, name: str, url: str, width_mm: int, *, roll_metres: int | None = None
) -> Printer:
    last = session.scalar(select(func.max(Printer.position)).where(Printer.branch_id == branch_id)) or 0
    printer = Printer(
        branch_id=branch_id,
        name=name,
        url=url,
        width_mm=width_mm,
        position=last + 1,
        roll_metres=roll_metres or ROLL_METRES[width_mm],
    )
    session.add(printer)
    session.flush()
    return printer
