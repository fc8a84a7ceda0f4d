"""The slips of a virtual printer, drawn by decoding the bytes it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.db import db
from app.models import Branch, Printer
from printers import picture as pictures
from printers.drivers.virtual import VirtualSlip, recent
from printers.operations import UnknownCommand
from printers.profiles import paper_with
from printers.teaching import pages_of_lesson

SHOWN = 8


@dataclass(frozen=True)
class PrinterView:
    """A printer and, when it is virtual, the slips that came out last, newest first."""

    printer: Printer
    slips: tuple[VirtualSlip, ...]


def printers_of(branch: Branch) -> list[PrinterView]:
    """The printers an office uses."""
    mine = select(Printer).where(Printer.branch_id == branch.id, Printer.is_active)
    rows: Sequence[Printer] = db.session.scalars(mine.order_by(Printer.position, Printer.id)).all()
    return [PrinterView(printer, tuple(recent(_folder(printer), SHOWN))) for printer in rows]


def printer(printer_id: int) -> Printer | None:
    """One printer, or None."""
    return db.session.get(Printer, printer_id)


def picture(printer: Printer, name: str) -> bytes | None:
    """A slip as PNG; None when the printer keeps none of that name, or it was another model when it printed it."""
    slip = next((slip for slip in recent(_folder(printer), 50) if slip.name == name), None)
    paper = paper_with(printer.width_mm, printer.profile)
    # Among them are test slips, and slips from before somebody said what it is.
    all_pages = (*pages_of_lesson(), *paper.code_pages)
    try:
        return pictures.draw(slip.path.read_bytes(), replace(paper, code_pages=all_pages)) if slip else None
    except UnknownCommand:
        return None


def _folder(printer: Printer) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "virtual" / str(printer.id)
