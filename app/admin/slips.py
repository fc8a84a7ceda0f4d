"""The slips of a virtual printer, drawn by decoding the bytes it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.db import db
from app.models import Branch, Printer
from printers import picture as pictures
from printers.drivers.virtual import VirtualSlip, recent
from printers.paper import paper_of

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
    """A slip as PNG, or None when the printer keeps none of that name."""
    slip = next((slip for slip in recent(_folder(printer), 50) if slip.name == name), None)
    return pictures.draw(slip.path.read_bytes(), paper_of(printer.width_mm)) if slip else None


def _folder(printer: Printer) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "virtual" / str(printer.id)
