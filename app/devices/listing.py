"""The devices of an office, as its administrators see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.clock import now
from app.db import db
from app.devices.contact import SILENT_AFTER
from app.models import Device, Printer

SCREEN_GONE_AFTER = timedelta(minutes=3)


@dataclass(frozen=True)
class DeviceView:
    """A device, whether it is there now, and of an agent: what it prints on, and what it could print on."""

    device: Device
    here: bool
    drives: tuple[Printer, ...]
    offers: Mapping[str, str]


def devices_of(branch_id: int) -> list[DeviceView]:
    """The devices that are paired with an office, the newest first."""
    mine = select(Device).where(Device.branch_id == branch_id, Device.revoked_at.is_(None))
    printers = db.session.scalars(select(Printer).where(Printer.branch_id == branch_id, Printer.is_active)).all()
    return [_view(device, printers) for device in db.session.scalars(mine.order_by(Device.id.desc()))]


def _view(device: Device, printers: Iterable[Printer]) -> DeviceView:
    drives = tuple(each for each in printers if each.device_id == device.id)
    used = {each.url for each in drives}
    offers = {url: name for url, name in device.printers_seen.items() if url not in used}
    return DeviceView(device, _is_here(device), drives, offers)


def _is_here(device: Device) -> bool:
    heard: datetime | None = device.last_seen
    patience = SILENT_AFTER if device.is_agent else SCREEN_GONE_AFTER
    return heard is not None and now() - heard <= patience
