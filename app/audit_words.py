"""What the audit log says was done, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.rules.audit import AuditAction
from app.standard_words import STANDARD

DONE = {
    AuditAction.SIGNED_IN: _l("Signed in"),
    AuditAction.SIGN_IN_REFUSED: _l("Tried to sign in and was refused"),
    AuditAction.SIGNED_OUT: _l("Signed out"),
    AuditAction.SESSIONS_ENDED: _l("Signed out everywhere"),
    AuditAction.LOCKED_OUT: _l("Was locked out after too many tries"),
    AuditAction.STAFF_CREATED: _l("Made an account"),
    AuditAction.STAFF_CHANGED: _l("Changed an account"),
    AuditAction.STAFF_STOPPED: _l("Stopped an account"),
    AuditAction.STAFF_ADMITTED: _l("Let an account in again"),
    AuditAction.STAFF_IMPORTED: _l("Took over a list of staff"),
    AuditAction.ROLE_GIVEN: _l("Gave a role"),
    AuditAction.ROLE_TAKEN: _l("Took a role away"),
    AuditAction.PASSWORD_CHANGED: _l("Changed their password"),
    AuditAction.PASSWORD_RESET: _l("Gave somebody a new one-time password"),
    AuditAction.SECOND_FACTOR_ADDED: _l("Added a second proof for signing in"),
    AuditAction.SECOND_FACTOR_REMOVED: _l("Removed a second proof for signing in"),
    AuditAction.PIN_CHANGED: _l("Changed a PIN"),
    AuditAction.KEY_CREATED: _l("Made an API key"),
    AuditAction.KEY_REVOKED: _l("Revoked an API key"),
    AuditAction.DEVICE_APPROVED: _l("Approved a device"),
    AuditAction.DEVICE_REVOKED: _l("Sent a device away"),
    AuditAction.PRINTERS_REPLACED: _l("Replaced the printers"),
    AuditAction.OFFICE_CREATED: _l("Made an office"),
    AuditAction.OFFICE_CHANGED: _l("Changed an office"),
    AuditAction.CATALOGUE_CHANGED: _l("Changed the shared catalogue"),
    AuditAction.CATALOGUE_LEFT: _l("Let a service follow the shared catalogue no more"),
    AuditAction.CATALOGUE_IMPORTED: _l("Took over a catalogue from a file"),
    AuditAction.CALENDAR_CHANGED: _l("Changed the shared calendar"),
    AuditAction.SETTINGS_CHANGED: _l("Changed a setting of the installation"),
    AuditAction.REASON_ERASED: _l("Erased somebody's own words"),
    AuditAction.HISTORY_PRUNED: _l("Removed old history"),
    AuditAction.RETENTION_CHANGED: _l("Changed how long data is kept"),
    AuditAction.DATA_REMOVED: _l("Removed data whose time was over"),
    AuditAction.PERSONAL_DATA_SEEN: _l("Looked at personal data"),
    AuditAction.EXPORTED: _l("Exported data"),
    AuditAction.IMPORT_UNDONE: _l("Took an import back"),
    AuditAction.BACKED_UP: _l("Made a backup"),
    AuditAction.RESTORED: _l("Restored a backup"),
    AuditAction.UPGRADED: _l("Upgraded the installation"),
    AuditAction.BREACH_BEGAN: _l("Began the list for a data breach"),
    AuditAction.BREACH_STEP_DONE: _l("Ticked a step after a data breach"),
    AuditAction.BREACH_ENDED: _l("Ended the list for a data breach"),
}

FACTS = {
    "role": _l("Role"),
    "office": _l("Office"),
    "branch_id": _l("Office"),
    "name": _l("Name"),
    "address": _l("Address"),
    "may_act": _l("May act"),
    "expires_at": _l("Holds until"),
    "kind": _l("Kind"),
    "device": _l("Device"),
    "its_address": _l("Address of the device"),
    "runs_on": _l("Runs on"),
    "printers": _l("Printers, in their order"),
    "width_mm": _l("Width of the paper, in mm"),
    "model": _l("Model"),
    "events": _l("Events"),
    "entries": _l("Entries"),
    "until": _l("Until"),
    "since": _l("From"),
    "first_day_kept": _l("First day that stays"),
    "action": _l("What was done"),
    "who": _l("Who"),
    "words": _l("Words"),
    "letter": _l("Queue"),
    "icon": _l("Picture"),
    "is_retired": _l("Retired"),
    "passkey": _l("Passkey"),
    "by": _l("With"),
    "why": _l("Why"),
    "is_withdrawn": _l("Withdrawn from the catalogue"),
    "follows": _l("Follows the city's catalogue"),
} | STANDARD
"""What the values of a change are called; one that is not here goes by its own name."""

KNOWN = {
    "role": {
        "officer": _l("Officer"),
        "supervisor": _l("Supervisor"),
        "admin": _l("Administrator"),
        "city": _l("City"),
        "auditor": _l("Auditor"),
    },
    "kind": {"kiosk": _l("Kiosk"), "board": _l("Board"), "agent": _l("Print agent"), "passkey": _l("Passkey")},
    "by": {"passkey": _l("Passkey")},
    "why": {
        "passkey-wrong": _l("Not proven, or too late"),
        "passkey-copied": _l("Its count went back, as a copy's does"),
    },
}
"""Values that have words of their own."""


def said_facts(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values of a change, each with what it is called."""
    return [(str(FACTS.get(name, name.replace("_", " "))), _value(name, value)) for name, value in facts.items()]


def _value(name: str, value: Any) -> str:
    known = KNOWN.get(name, {})
    return str(known[value]) if isinstance(value, str) and value in known else _said(value)


def _said(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_said(each)}" for name, each in value.items())
    return str(value)


def audit_words(action: str) -> str:
    """What was done, in the reader's language."""
    return str(DONE[AuditAction(action)])
