"""Which printer an office uses."""

from __future__ import annotations

from sqlalchemy import select, update

from app.db import transaction
from app.errors import NoSuchBranch
from app.models import Branch, Printer, PrintJob
from app.models.printer import JobState
from app.office import set_up_anew
from printers.drivers import check_url


def replace(branch_id: int, url: str, width_mm: int = 80) -> None:
    """Let an office print on this printer and no other; slips that still wait move to it.

    Args:
        url: as `printers.drivers.open_driver` takes it, "tcp://192.168.1.50:9100".
        width_mm: the paper, 80 or 58.

    Raises:
        BadPrinterUrl: the address means nothing; the old printers stay.
        NoSuchBranch: there is no such office.
    """
    check_url(url)
    with transaction() as session:
        if session.get(Branch, branch_id, with_for_update=True) is None:
            raise NoSuchBranch
        active = session.scalars(select(Printer).where(Printer.branch_id == branch_id, Printer.is_active)).all()
        for old in active:
            old.is_active, old.is_down, old.trouble = False, False, ""
        name = active[0].name if active else "Printer"
        printer = Printer(branch_id=branch_id, name=name, url=url, width_mm=width_mm)
        session.add(printer)
        session.flush()
        set_up_anew(session, branch_id)
        session.execute(
            update(PrintJob)
            .where(PrintJob.branch_id == branch_id, PrintJob.state == JobState.QUEUED)
            .values(printer_id=printer.id)
        )
