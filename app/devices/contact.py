"""When a device was last heard of, and what happens to the printers of an agent that falls silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import bindparam, select, update

from app.clock import now
from app.db import UtcDateTime, db, transaction
from app.events import history_of
from app.models import Branch, Device, Printer
from app.models.printer import PrinterStatus
from app.printing import condition, jobs
from app.printing.condition import Condition
from app.printing.spool import PrinterSpool
from app.statements import Statement
from printers.drivers import Trouble

SCREENS_NOTED_EVERY = timedelta(minutes=1)
AGENTS_NOTED_EVERY = timedelta(seconds=3)
SILENT_AFTER = timedelta(seconds=10)
SCREEN_GONE_AFTER = timedelta(minutes=3)

NOTE = Statement(
    update(Device)
    .where(Device.id == bindparam("device_id"))
    .values(last_seen=bindparam("moment", type_=UtcDateTime()), address=bindparam("at"))
)
OF_AGENTS = Statement(
    select(
        Printer.id,
        Printer.branch_id,
        Printer.trouble,
        Device.last_seen,
        Device.revoked_at,
        Branch.slip_expires_seconds,
    )
    .join(Device, Device.id == Printer.device_id)
    .join(Branch, Branch.id == Printer.branch_id)
    .where(Printer.is_active)
)
OF_AGENT = Statement(select(Printer.branch_id, Printer.id).where(Printer.device_id == bindparam("device_id")))


def is_here(device: Device) -> bool:
    """Whether a device was heard of lately."""
    heard: datetime | None = device.last_seen
    patience = SILENT_AFTER if device.is_agent else SCREEN_GONE_AFTER
    return heard is not None and now() - heard <= patience


def note(device_id: int, address: str, every: timedelta = SCREENS_NOTED_EVERY) -> None:
    """A device was heard of; written down only when the last time is longer ago than `every`."""
    noted: dict[int, datetime] = current_app.extensions.setdefault("devices_noted", {})
    moment = now()
    if device_id in noted and timedelta() <= moment - noted[device_id] < every:
        return
    noted[device_id] = moment
    with transaction() as session:
        NOTE.run(session, device_id=device_id, moment=moment, at=address[:64])


def look_at_agents(app: Flask) -> None:
    """Take printers whose agent is silent for down, and those whose agent is back for up again."""
    with app.app_context():
        found = OF_AGENTS.run(db.session())
        db.session.rollback()
        for printer_id, branch_id, trouble, last_seen, revoked_at, expires in found:
            silent = revoked_at is not None or last_seen is None or now() - last_seen > SILENT_AFTER
            if silent and trouble != Trouble.AGENT_SILENT:
                _fell_silent(branch_id, printer_id)
            elif not silent and trouble == Trouble.AGENT_SILENT:
                _is_back(branch_id, printer_id)
            elif silent:
                PrinterSpool(app, printer_id).give_up_old(timedelta(seconds=expires))


def now_silent(device_id: int) -> None:
    """An agent was sent away: its printers are down from this moment."""
    for branch_id, printer_id in OF_AGENT.run(db.session(), device_id=device_id):
        _fell_silent(branch_id, printer_id)


def _fell_silent(branch_id: int, printer_id: int) -> None:
    # One printer at a time, each in the office as it is then: what waits must not go on to the agent's other one.
    with transaction() as session, history_of(session, branch_id) as history:
        jobs.RELEASE.run(session, of_printer=printer_id, maybe=True)
        printer = next((each for each in history.office.printers if each.id == printer_id), None)
        if printer:
            condition.keep(history, printer, Condition.of(printer).in_trouble(Trouble.AGENT_SILENT))


def _is_back(branch_id: int, printer_id: int) -> None:
    with transaction() as session, history_of(session, branch_id) as history:
        printer = next((each for each in history.office.printers if each.id == printer_id), None)
        if printer and printer.trouble == Trouble.AGENT_SILENT:
            before = Condition.of(printer)
            condition.keep(history, printer, replace(before, status=PrinterStatus.UNKNOWN.value, trouble=""))
