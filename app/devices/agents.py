"""What a print agent may do: it is known by its token, sees its own printers and their slips, and no other's."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import bindparam, exists, literal_column, or_, select
from sqlalchemy.orm import aliased

from app.clock import now
from app.db import committed, db, transaction
from app.devices.errors import DeviceUnknown, PrinterNotSeen
from app.devices.tokens import digest
from app.errors import NoSuchDevice, NoSuchPrinter
from app.models import Device, DeviceKind, Printer, PrintJob
from app.models.printer import OPEN_JOB
from app.printing import jobs, office_printers
from app.printing.spool import PrinterSpool
from app.statements import Statement

LOOK_EVERY = 1.0
MOST_PRINTERS = 20

BY_TOKEN = Statement(
    select(Device.id, Device.branch_id, Device.name).where(
        Device.token_digest == bindparam("digest"),
        Device.kind == DeviceKind.AGENT.value,
        Device.revoked_at.is_(None),
    )
)
_mine = (Printer.device_id == bindparam("device_id")) & Printer.is_active
PRINTERS = Statement(select(Printer.id, Printer.name, Printer.url, Printer.width_mm).where(_mine).order_by(Printer.id))

_leased = aliased(PrintJob)
DUE = Statement(
    select(Printer.id)
    .where(
        _mine,
        or_(Printer.next_try_at.is_(None), Printer.next_try_at <= jobs.moment),
        exists().where(PrintJob.printer_id == Printer.id, OPEN_JOB, PrintJob.next_try_at <= jobs.moment),
        # What it prints now it fetches the next one after by itself.
        ~exists().where(
            _leased.printer_id == Printer.id,
            _leased.state.in_((literal_column("'queued'"), literal_column("'printing'"))),
            _leased.state == literal_column("'printing'"),
            _leased.next_try_at > jobs.moment,
        ),
    )
    .order_by(Printer.id)
)
"""An agent's printers for which a slip is due."""


@dataclass(frozen=True)
class Agent:
    """A print agent of an office."""

    id: int
    branch_id: int
    name: str


@dataclass(frozen=True)
class Driven:
    """A printer that an agent drives."""

    id: int
    name: str
    url: str
    width_mm: int


def known(token: str) -> Agent:
    """The agent with this token; raises DeviceUnknown."""
    found = BY_TOKEN.one(db.session(), digest=digest(token))
    if found is None:
        raise DeviceUnknown
    return Agent(*found)


def begins(app: Flask, agent: Agent, version: str) -> None:
    """An agent has just started: whatever it was printing before may have come out, and is put back."""
    for printer in printers_of(agent):
        PrinterSpool(app, printer.id).put_back(maybe_printed=True)
    with transaction() as session:
        session.get_one(Device, agent.id).version = version[:80]


def printers_of(agent: Agent) -> list[Driven]:
    """The printers an agent drives."""
    return [Driven(*row) for row in PRINTERS.run(db.session(), device_id=agent.id)]


def spool_of(app: Flask, agent: Agent, printer_id: int) -> PrinterSpool:
    """The spool of one of an agent's printers; raises NoSuchPrinter."""
    if all(each.id != printer_id for each in printers_of(agent)):
        raise NoSuchPrinter
    db.session.rollback()
    return PrinterSpool(app, printer_id)


def note_printers(agent: Agent, seen: Mapping[str, str]) -> None:
    """Keep what an agent offers to print on: addresses, each with a name."""
    offered = dict(list(seen.items())[:MOST_PRINTERS])
    if db.session.scalar(select(Device.printers_seen).where(Device.id == agent.id)) != offered:
        with transaction() as session:
            session.get_one(Device, agent.id).printers_seen = offered


def due(agent: Agent, patience: float) -> list[int]:
    """The ids of an agent's printers for which a slip is due, waited for at most `patience` seconds."""
    until = time.monotonic() + patience
    with _bell() as bell:
        while True:
            bell.clear()
            found = [row[0] for row in DUE.run(db.session(), device_id=agent.id, moment=now())]
            # Nobody holds a connection while they wait.
            db.session.rollback()
            left = until - time.monotonic()
            if found or left <= 0:
                return found
            bell.wait(min(left, LOOK_EVERY))


def use_printer(branch_id: int, device_id: int, url: str, name: str, width_mm: int) -> int:
    """Let an office print on a printer that one of its agents sees.

    Returns:
        the printer's id.

    Raises:
        NoSuchDevice: this office has no such agent.
        PrinterNotSeen: the agent does not offer it.
        BadPrinterUrl: the address means nothing.
    """
    device = db.session.get(Device, device_id)
    if device is None or device.branch_id != branch_id or not device.is_agent or device.revoked_at:
        raise NoSuchDevice
    if url not in device.printers_seen:
        raise PrinterNotSeen
    return office_printers.add(branch_id, name or device.printers_seen[url], url, width_mm, device_id=device_id)


@contextmanager
def _bell() -> Iterator[threading.Event]:
    bell = threading.Event()

    def ring(_sender: object) -> None:
        bell.set()

    committed.connect(ring)
    try:
        yield bell
    finally:
        committed.disconnect(ring)
