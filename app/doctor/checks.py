"""The checks, in the order they are told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.doctor import backups, database, folder, hall, machine, network
from app.doctor.findings import Depth, Finding, Severity

log = logging.getLogger(__name__)
Check = Callable[[Depth], Iterator[Finding]]

OF_MACHINE: tuple[Check, ...] = (
    folder.rights,
    folder.space,
    machine.synchronised,
    network.address,
    network.certificate,
)
OF_DATABASE: tuple[Check, ...] = (
    database.integrity,
    database.durability,
    database.history,
    database.audit_log,
    machine.clock,
    hall.printers,
    hall.spool,
    hall.devices,
    hall.sounds_and_pictures,
    backups.last,
    network.processes,
    network.open_demo,
)
"""What cannot be looked at unless the database answers, with this version's schema."""


def examine(depth: Depth) -> list[Finding]:
    """Look at everything; what is wrong comes first."""
    found = list(database.answers(depth))
    checks = (*OF_MACHINE, *OF_DATABASE) if all(each.severity is Severity.WELL for each in found) else OF_MACHINE
    for check in checks:
        found += _findings(check, depth)
        time.sleep(0)  # a server of one thread answers others in between
    found += machine.versions(depth)
    return sorted(found, key=lambda each: list(Severity).index(each.severity))


def _findings(check: Check, depth: Depth) -> list[Finding]:
    try:
        return list(check(depth))
    except (SQLAlchemyError, OSError):
        log.exception("the check %s failed", check.__name__)
        db.session.rollback()
        about = gettext("Check")
        what = gettext("%(name)s could not be looked at.", name=check.__name__)
        return [Finding(Severity.WRONG, about, what, gettext("Look for the reason in the server's log."))]
