"""The machine: its clock, its time zones, and what runs on it."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import gettext

from app.clock import now
from app.db import db
from app.doctor.findings import Depth, Finding, Severity
from app.installation import known_schemas
from app.queueing import reading
from app.version import VERSION

FROM_THE_FUTURE = timedelta(seconds=30)
PATIENCE = 2


def clock(_depth: Depth) -> Iterator[Finding]:
    """Whether the clock stands before what has happened already, and every office's zone is known."""
    about, well = gettext("Clock"), True
    for branch in reading.branches():
        if branch.last_at and branch.last_at - now() > FROM_THE_FUTURE:
            well = False
            ahead = int((branch.last_at - now()).total_seconds())
            yield Finding(
                Severity.WRONG,
                about,
                gettext(
                    "The last event of %(office)s is %(seconds)s s ahead of the clock, which is or was wrong.",
                    office=branch.name,
                    seconds=ahead,
                ),
                gettext("Set the clock right, and let it be kept so: timedatectl set-ntp true"),
                branch.id,
            )
        try:
            ZoneInfo(branch.zone)
        except (ZoneInfoNotFoundError, ValueError):
            well = False
            what = gettext(
                "Nothing is known of the time zone %(zone)s of %(office)s.", zone=branch.zone, office=branch.name
            )
            yield Finding(Severity.WRONG, about, what, gettext("Run: pip install -r requirements.txt"), branch.id)
    if well:
        yield Finding(Severity.WELL, about, gettext("It goes on from what has happened, in known time zones."))


def synchronised(_depth: Depth) -> Iterator[Finding]:
    """Whether somebody keeps the clock right, where the machine tells."""
    said = _timedatectl()
    if said not in ("yes", "no"):
        return
    about = gettext("Clock")
    if said == "yes":
        yield Finding(Severity.WELL, about, gettext("It is kept right over the network."))
    else:
        yield Finding(
            Severity.NOTE,
            about,
            gettext("Nobody keeps it right over the network."),
            gettext("Run: timedatectl set-ntp true; in an office without internet, name a time server of its own."),
        )


def versions(_depth: Depth) -> Iterator[Finding]:
    """What runs here, to be told when asking for help."""
    what = gettext(
        "Giliran %(version)s, schema %(schema)s, Python %(python)s, %(database)s",
        version=VERSION,
        schema=known_schemas()[-1],
        python=platform.python_version(),
        database=db.engine.dialect.name,
    )
    yield Finding(Severity.WELL, gettext("Versions"), what)


def _timedatectl() -> str:
    if not shutil.which("timedatectl"):
        return ""
    command = ["timedatectl", "show", "-p", "NTPSynchronized", "--value"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
