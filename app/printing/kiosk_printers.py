"""The printers of a kiosk's own, in its order: slips come out near the citizen who touched it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.changes import Change, told
from app.db import transaction
from app.errors import NoSuchDevice, NoSuchPrinter
from app.events import History, history_of
from app.models import Device, DeviceKind, Printer
from app.office import Office
from app.printing import jobs
from app.printing.office_printers import names, printer_for_slips, printers_of_kiosk

WHAT = "kiosk_printers"


@dataclass(frozen=True)
class Order:
    """The printers of a kiosk as somebody arranges them: each step is the whole order it leads to."""

    printers: tuple[Printer, ...]
    others: tuple[Printer, ...]
    is_own: bool

    @cached_property
    def ids(self) -> tuple[int, ...]:
        return tuple(each.id for each in self.printers)

    def moved(self, printer_id: int, places: int) -> tuple[int, ...]:
        """The order with a printer so many places later."""
        left = self.without(printer_id)
        place = max(0, self.ids.index(printer_id) + places)
        return (*left[:place], printer_id, *left[place:])

    def without(self, printer_id: int) -> tuple[int, ...]:
        """The order without a printer."""
        return tuple(each for each in self.ids if each != printer_id)


def order_of(office: Office, kiosk_id: int) -> Order:
    """The printers of a kiosk, and those of the office that it does not use."""
    printers = printers_of_kiosk(office, kiosk_id)
    others = tuple(each for each in office.printers if each not in printers)
    return Order(printers, others, kiosk_id in office.own_printers)


def choose(branch_id: int, kiosk_id: int, printer_ids: Sequence[int], staff_id: int | None = None) -> int:
    """Let a kiosk print on these printers, in this order; its slips that wait go along.

    Args:
        printer_ids: without any, it prints in the order of its office.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchDevice: the office has no such kiosk.
        NoSuchPrinter: the office does not use one of the printers, or one is named twice.
    """
    with transaction() as session, history_of(session, branch_id, staff_id) as history:
        kiosk = session.get(Device, kiosk_id)
        if kiosk is None or kiosk.branch_id != branch_id or kiosk.kind != DeviceKind.KIOSK or kiosk.revoked_at:
            raise NoSuchDevice
        known = {each.id: each for each in history.office.printers}
        if len(set(printer_ids)) < len(printer_ids) or not known.keys() >= set(printer_ids):
            raise NoSuchPrinter
        before = [known[each] for each in kiosk.printers if each in known]
        wanted = [known[each] for each in printer_ids]
        if before == wanted:
            return 0
        kiosk.printers = list(printer_ids)
        session.flush()
        history.office = _with(history.office, kiosk)
        _let_waiting_follow(history, kiosk_id)
        return told(history, [Change(WHAT, names(before), names(wanted), str(kiosk_id))])


def _with(office: Office, kiosk: Device) -> Office:
    def now_is(device: Device) -> Device:
        return type(device)(**vars(device) | {"printers": kiosk.printers}) if device.id == kiosk.id else device

    return replace(office, screens={digest: now_is(device) for digest, device in office.screens.items()})


def _let_waiting_follow(history: History, kiosk_id: int) -> None:
    wanted = printers_of_kiosk(history.office, kiosk_id)
    to = printer_for_slips(history.office, kiosk_id)
    for each in history.office.printers:
        if to and (each.is_down or each not in wanted) and each.id != to.id:
            jobs.MOVE.run(history.session, of_printer=each.id, of_kiosk=kiosk_id, to_printer=to.id)
