"""The devices of an office, as its administrators see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.db import db
from app.devices.contact import is_here
from app.models import Device, DeviceKind, Printer
from app.office import Office
from app.printing.kiosk_printers import Order, order_of


@dataclass(frozen=True)
class DeviceView:
    """A device, whether it is there now, and of an agent: what it prints on, and what it could print on."""

    device: Device
    here: bool
    drives: tuple[Printer, ...]
    offers: Mapping[str, str]
    order: Order | None
    """Of a kiosk: where its slips come out."""


def devices_of(office: Office) -> list[DeviceView]:
    """The devices that are paired with an office, the newest first."""
    mine = select(Device).where(Device.branch_id == office.id, Device.revoked_at.is_(None))
    return [_view(office, device) for device in db.session.scalars(mine.order_by(Device.id.desc()))]


def name_of(device_id: int) -> str:
    """What staff call a device, also one that was sent away; empty when there was none."""
    return db.session.scalar(select(Device.name).where(Device.id == device_id)) or ""


def _view(office: Office, device: Device) -> DeviceView:
    drives = tuple(each for each in office.printers if each.device_id == device.id)
    used = {each.url for each in drives}
    offers = {url: name for url, name in device.printers_seen.items() if url not in used}
    order = order_of(office, device.id) if device.may_show and device.kind == DeviceKind.KIOSK else None
    return DeviceView(device, is_here(device), drives, offers, order)
