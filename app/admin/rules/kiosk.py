"""Page: the PIN of the kiosks' service menu."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from app.access import PAIRS_DEVICES, roles_required, staff
from app.admin.routes import mine, pages
from app.admin.rules.fields import RuleForm
from app.admin.rules.saving import answer, attempt, page
from app.queueing.ruling.pin import set_service_pin

pin_required = roles_required(*PAIRS_DEVICES)


class PinForm(RuleForm):
    """A new PIN; what was kept cannot be shown."""

    service_pin = PasswordField(
        _l("New PIN"),
        description=_l(
            "6 to 8 digits. Whoever looks after the kiosks types it there. Nobody can read it here again; "
            "after five wrong tries the kiosk takes none for a while."
        ),
    )


@pages.get("/<branch_code>/rules/kiosk")
@pin_required
def kiosk_rules(branch_code: str) -> ResponseReturnValue:
    """Whether there is a PIN now."""
    return page("kiosk", mine(branch_code), {"": PinForm()})


@pages.post("/<branch_code>/rules/kiosk")
@pin_required
def set_kiosk_rules(branch_code: str) -> ResponseReturnValue:
    """Give the service menu another PIN."""
    office, form = mine(branch_code), PinForm()
    # An empty field is a slip of the hand; to remove a PIN there is a button that asks.
    seq = attempt({"": form}, lambda: set_service_pin(office.id, form.service_pin.data or "?", staff().id))
    return answer(seq, lambda: page("kiosk", office, {"": form}), "admin.kiosk_rules", branch_code=branch_code)


@pages.post("/<branch_code>/rules/kiosk/remove")
@pin_required
def remove_kiosk_pin(branch_code: str) -> ResponseReturnValue:
    """Close the service menu to everybody; the page has asked first."""
    office = mine(branch_code)
    return answer(set_service_pin(office.id, "", staff().id), str, "admin.kiosk_rules", branch_code=branch_code)
