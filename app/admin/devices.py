"""The devices of an office: who asks to join it, who has joined, and sending one away."""

from __future__ import annotations

import re
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.access import PAIRS_DEVICES, roles_required, staff
from app.admin.routes import mine, pages
from app.devices import agents, contact, listing, pairing, replacing
from app.devices.errors import AsksElsewhere, CodeUnknown, DeviceNameUnusable, PrinterNotSeen
from app.errors import GiliranError, NoSuchPrinter
from app.extensions import limiter
from app.office import Office
from app.printing import kiosk_printers
from printers.drivers import BadPrinterUrl

TRIES = "10 per minute; 60 per hour"
"""How often one person may type a code: of those shown, nobody finds one by trying."""

pairs_devices = roles_required(*PAIRS_DEVICES)
tries = limiter.shared_limit(
    TRIES,
    scope="codes",
    key_func=lambda: f"staff:{staff().id}",
    exempt_when=lambda: not request.values.get("code"),
)


@pages.get("/<branch_code>/devices")
@pairs_devices
@tries
def devices(branch_code: str) -> ResponseReturnValue:
    """The devices of an office; with `code`, who shows it."""
    office, code = mine(branch_code), request.args.get("code", "")
    try:
        asking = pairing.who_asks(office.id, code) if code else None
    except (CodeUnknown, AsksElsewhere) as refusal:
        return _page(office, code=code, refusal=refusal), refusal.status
    return _page(office, code=code, asking=asking)


@pages.post("/<branch_code>/devices")
@pairs_devices
@tries
def approve_device(branch_code: str) -> ResponseReturnValue:
    """Let the device that shows a code be one of this office."""
    office, code, name = mine(branch_code), request.form.get("code", ""), request.form.get("name", "")
    try:
        device_id = pairing.approve(office.id, code, name, staff().id, request.form.get("replaces", type=int))
    except DeviceNameUnusable as refusal:
        asking = pairing.who_asks(office.id, code)
        return _page(office, code=code, asking=asking, wrong_name=refusal), refusal.status
    except (CodeUnknown, AsksElsewhere) as refusal:
        return _page(office, code=code, refusal=refusal), refusal.status
    return _back(office, f"device-{device_id}")


@pages.post("/<branch_code>/devices/<int:device_id>/revoke")
@pairs_devices
def revoke_device(branch_code: str, device_id: int) -> ResponseReturnValue:
    """Send a device away."""
    office = mine(branch_code)
    pairing.revoke(office.id, device_id, staff().id)
    contact.now_silent(device_id)
    return _back(office, "devices")


@pages.post("/<branch_code>/devices/<int:device_id>/printers")
@pairs_devices
def use_agents_printer(branch_code: str, device_id: int) -> ResponseReturnValue:
    """Print on a printer that an agent sees."""
    office = mine(branch_code)
    width = 58 if request.form.get("width") == "58" else 80
    try:
        url, name = request.form.get("url", ""), request.form.get("name", "")
        agents.use_printer(office.id, device_id, url, " ".join(name.split())[:80], width)
    except BadPrinterUrl:
        raise PrinterNotSeen from None
    return _back(office, f"device-{device_id}")


@pages.post("/<branch_code>/devices/<int:device_id>/order")
@pairs_devices
def order_kiosks_printers(branch_code: str, device_id: int) -> ResponseReturnValue:
    """Let a kiosk print on the printers that the button named, in its order; on none is the office's order."""
    office = mine(branch_code)
    kiosk_printers.choose(office.id, device_id, _ids(request.form.get("printers", "")), staff().id)
    return _back(office, f"device-{device_id}")


def _ids(said: str) -> list[int]:
    if not re.fullmatch(r"([0-9]{1,9}(,[0-9]{1,9})*)?", said):
        raise NoSuchPrinter
    return [int(each) for each in said.split(",") if each]


def _page(
    office: Office,
    refusal: GiliranError | None = None,
    wrong_name: GiliranError | None = None,
    asking: pairing.Asking | None = None,
    **more: Any,
) -> str:
    return render_template(
        "admin/devices.html",
        branch=office.branch,
        views=listing.devices_of(office),
        asking=asking,
        earlier=replacing.earlier(office.id, asking.kind) if asking else [],
        asking_now=pairing.asking_now(office.id),
        refusal=refusal.words() if refusal else "",
        wrong_name=wrong_name.words() if wrong_name else "",
        kinds={"kiosk": gettext("Kiosk"), "board": gettext("Board"), "agent": gettext("Print agent")},
        **more,
    )


def _back(office: Office, place: str) -> ResponseReturnValue:
    return redirect(url_for("admin.devices", branch_code=office.branch.code, _anchor=place), 303)
