"""The PIN of the kiosks' service menu."""

from __future__ import annotations

from app.changes import Change, must_be_usable, told
from app.models import Branch
from app.passwords import hash_password
from app.queueing.locking import acting_in
from app.rules import pin as rules


def set_service_pin(branch_id: int, pin: str, staff_id: int | None = None) -> int:
    """Let whoever knows this PIN into the service menu of the office's kiosks.

    Args:
        pin: 6 to 8 digits; none closes the menu for everybody. Nobody can read it again: it is kept as argon2id.

    Returns:
        the `seq` of what was changed; 0 when there was none before either.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: it is no PIN, or one that everybody tries first.
    """
    if pin:
        must_be_usable(rules.faults(pin))
    hashed = hash_password(pin) if pin else ""
    with acting_in(branch_id, staff_id) as act:
        before = act.office.branch.service_pin
        if not (before or hashed):
            return 0
        act.session.get_one(Branch, act.office.id).service_pin = hashed
        return told(act.history, [Change("service_pin", bool(before), bool(hashed))])
