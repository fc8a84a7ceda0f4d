"""What the audit log can say: one list of words for what was done, and what is never written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

LONGEST_WORD = 500
"""So many characters of one value are kept."""
MOST_WORDS = 100
"""So many values of one list or mapping are kept."""
SECRET = re.compile(r"passw|secret|token|digest|(^|_)(pin|key|hash|salt|otp|totp|recovery)(_|$)")
"""Names of values that are never kept, in whatever change they come."""
COVERED = "•••"


class AuditAction(StrEnum):
    """What somebody did, as the audit log names it; its sentence is in `app.audit_words`."""

    SIGNED_IN = "session.signed_in"
    SIGN_IN_REFUSED = "session.refused"
    SIGNED_OUT = "session.signed_out"
    SESSIONS_ENDED = "session.ended_everywhere"
    LOCKED_OUT = "session.locked_out"

    STAFF_CREATED = "staff.created"
    STAFF_CHANGED = "staff.changed"
    STAFF_STOPPED = "staff.stopped"
    STAFF_ADMITTED = "staff.admitted"
    STAFF_IMPORTED = "staff.imported"
    ROLE_GIVEN = "staff.role_given"
    ROLE_TAKEN = "staff.role_taken"
    PASSWORD_CHANGED = "staff.password_changed"  # a word, no password # noqa: S105 # nosec B105
    PASSWORD_RESET = "staff.password_reset"  # noqa: S105 # nosec B105
    SECOND_FACTOR_ADDED = "staff.second_factor_added"
    SECOND_FACTOR_REMOVED = "staff.second_factor_removed"
    PIN_CHANGED = "staff.pin_changed"

    KEY_CREATED = "api_key.created"
    KEY_REVOKED = "api_key.revoked"

    DEVICE_APPROVED = "device.approved"
    DEVICE_REVOKED = "device.revoked"
    PRINTERS_REPLACED = "printer.replaced"

    OFFICE_CREATED = "office.created"
    OFFICE_CHANGED = "office.changed"
    CATALOGUE_CHANGED = "catalogue.changed"
    CATALOGUE_LEFT = "catalogue.left"
    CATALOGUE_IMPORTED = "catalogue.imported"
    CALENDAR_CHANGED = "calendar.changed"
    SETTINGS_CHANGED = "installation.changed"

    REASON_ERASED = "history.reason_erased"
    HISTORY_PRUNED = "history.pruned"
    RETENTION_CHANGED = "retention.changed"
    DATA_REMOVED = "retention.removed"

    PERSONAL_DATA_SEEN = "personal_data.seen"
    EXPORTED = "data.exported"
    IMPORT_UNDONE = "data.import_undone"

    BACKED_UP = "installation.backed_up"
    RESTORED = "installation.restored"
    UPGRADED = "installation.upgraded"

    BREACH_BEGAN = "breach.began"
    BREACH_STEP_DONE = "breach.step_done"
    BREACH_ENDED = "breach.ended"


def without_secrets(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A change as it may be kept: nothing of a secret, no text longer than LONGEST_WORD, nothing but JSON.

    Args:
        values: by the name of what changed; None when there was nothing.
    """
    if values is None:
        return None
    kept = list(values.items())[:MOST_WORDS]
    return {str(name)[:80]: COVERED if SECRET.search(str(name).lower()) else _plain(value) for name, value in kept}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return without_secrets(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in list(value)[:MOST_WORDS]]
    return shortened(str(value))


def shortened(text: str, longest: int = LONGEST_WORD) -> str:
    """One line of somebody's text, cut where it is too long."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
