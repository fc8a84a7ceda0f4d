"""A device that takes the place of an earlier one: its printers go along, and the earlier one is sent away."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db import db
from app.devices.contact import is_here
from app.errors import NoSuchDevice
from app.models import Device, DeviceKind, Printer, PrintJob
from app.models.printer import OPEN_JOB


@dataclass(frozen=True)
class Earlier:
    """A device whose place another may take, and the printers that would go along."""

    device: Device
    here: bool
    printers: tuple[str, ...]


def earlier(branch_id: int, kind: DeviceKind) -> list[Earlier]:
    """The devices of a kind whose place may be taken: those in use, and those sent away that left printers behind."""
    mine = select(Device).where(Device.branch_id == branch_id, Device.kind == kind.value)
    found = [_earlier(device) for device in db.session.scalars(mine.order_by(Device.id.desc()))]
    return [each for each in found if each.printers or not each.device.revoked_at]


def take_the_place(session: Session, device: Device, earlier_id: int) -> Device:
    """Let a device have what an earlier one had: an agent its printers, a kiosk its order and the slips that wait.

    Returns:
        the earlier device, which is still to be sent away.

    Raises:
        NoSuchDevice: the office has no such device of that kind.
    """
    before = session.get(Device, earlier_id)
    if before is None or (before.branch_id, before.kind) != (device.branch_id, device.kind):
        raise NoSuchDevice
    session.execute(update(Printer).where(Printer.device_id == before.id).values(device_id=device.id))
    session.execute(update(PrintJob).where(PrintJob.kiosk_id == before.id, OPEN_JOB).values(kiosk_id=device.id))
    device.printers, before.printers = before.printers, []
    return before


def _earlier(device: Device) -> Earlier:
    goes_along = (Printer.device_id == device.id) | Printer.id.in_(device.printers)
    names = db.session.scalars(select(Printer.name).where(Printer.is_active, goes_along).order_by(Printer.position))
    return Earlier(device, device.revoked_at is None and is_here(device), tuple(names))
