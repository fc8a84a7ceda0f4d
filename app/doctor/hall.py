"""The hall: printers, slips that wait, devices, and what boards show and say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask_babel import gettext, ngettext
from sqlalchemy import func, select

from app.clock import now
from app.db import db
from app.devices.contact import is_here
from app.doctor.findings import Depth, Finding, Severity
from app.kept import where
from app.models import Device, Printer, PrintJob
from app.models.printer import OPEN_JOB, PrinterStatus
from app.office import Office
from app.printing.troubles import printer_trouble
from app.queueing import reading
from app.rules.tongues import TONGUES
from app.settings import ROOT

LONG_IN_SPOOL = timedelta(minutes=5)
CLIPS = ROOT / "queue_display" / "static" / "voice"


def printers(_depth: Depth) -> Iterator[Finding]:
    """Printers that are down or low on paper, and offices that have none."""
    for office in _offices():
        about = gettext("Printers of %(office)s", office=office.branch.name)
        active = [printer for printer in office.printers if printer.is_active]
        found = [each for printer in active for each in _of_printer(about, printer)]
        yield from found
        if not active:
            what, remedy = gettext("There is none: no slip comes out."), gettext("Add one under Set-up, Printers.")
            yield Finding(Severity.WRONG, about, what, remedy, office.id)
        elif not found:
            yield Finding(Severity.WELL, about, gettext("None is known to be down."), branch_id=office.id)


def _of_printer(about: str, printer: Printer) -> Iterator[Finding]:
    if printer.status == PrinterStatus.DOWN:
        what = gettext("%(name)s prints nothing.", name=printer.name)
        yield Finding(Severity.WRONG, about, what, printer_trouble(printer), printer.branch_id)
    elif printer.paper == "near_end":
        what = gettext("The paper of %(name)s is near its end.", name=printer.name)
        yield Finding(Severity.NOTE, about, what, gettext("Have a roll at hand."), printer.branch_id)
    elif printer.status == PrinterStatus.UNKNOWN and not printer.url.startswith("virtual:"):
        what = gettext("Nobody knows yet how %(name)s is.", name=printer.name)
        remedy = gettext("Print a test slip under Set-up, Printers.")
        yield Finding(Severity.NOTE, about, what, remedy, printer.branch_id)


def spool(_depth: Depth) -> Iterator[Finding]:
    """Slips that have waited for long."""
    waiting = func.count().label("waiting")
    old = select(PrintJob.branch_id, waiting).where(OPEN_JOB, PrintJob.created_at < now() - LONG_IN_SPOOL)
    stuck = db.session.execute(old.group_by(PrintJob.branch_id)).all()
    about = gettext("Slips")
    for branch_id, count in stuck:
        what = ngettext(
            "%(num)d slip has waited for more than 5 minutes.",
            "%(num)d slips have waited for more than 5 minutes.",
            count,
        )
        remedy = gettext("See that the server runs, and how the printers are under Set-up, Printers.")
        yield Finding(Severity.WRONG, about, what, remedy, branch_id)
    if not stuck:
        yield Finding(Severity.WELL, about, gettext("None waits for long."))


def devices(_depth: Depth) -> Iterator[Finding]:
    """Kiosks, boards and agents that are silent. While the office is closed they may be switched off."""
    for office in _offices():
        mine = select(Device).where(Device.branch_id == office.id, Device.revoked_at.is_(None))
        silent = [device for device in db.session.scalars(mine) if not is_here(device)]
        severity = Severity.WRONG if reading.standing(office).is_open else Severity.NOTE
        about = gettext("Devices of %(office)s", office=office.branch.name)
        for device in silent:
            what = gettext("%(name)s is silent.", name=device.name)
            remedy = gettext("Switch it on, and see that it is in the network; send it away when it is gone.")
            yield Finding(severity, about, what, remedy, office.id)
        if not silent:
            yield Finding(Severity.WELL, about, gettext("None that is paired is silent."), branch_id=office.id)


def sounds_and_pictures(_depth: Depth) -> Iterator[Finding]:
    """Whether what boards say and show is there."""
    about = gettext("Sounds and pictures")
    shipped = [code for code in TONGUES if not (CLIPS / code / "chime.mp3").exists()]
    missing = [(None, gettext("shipped voice, %(language)s", language=code)) for code in shipped]
    lost = [(office.id, name) for office in _offices() for name in _lost(office)]
    for branch_id, name in (*missing, *lost):
        what = gettext("A file is missing: %(name)s.", name=name)
        yield Finding(
            Severity.WRONG, about, what, gettext("Give it again in the set-up, or restore a backup."), branch_id
        )
    if not missing and not lost:
        yield Finding(Severity.WELL, about, gettext("All files that boards say and show are there."))


def _lost(office: Office) -> Iterator[str]:
    said = [
        (name, where(office.id, kind, seal, "wav"))
        for kind, recordings in (("voice", office.recordings), ("guide", office.guide_recordings))
        for of_language in recordings.values()
        for name, seal in of_language.items()
    ]
    shown = [
        (medium.name, where(office.id, "media", medium.seal, medium.ending))
        for board in office.boards.values()
        for medium in board.media
    ]
    for name, file in (*said, *shown):
        if not Path(file).exists():
            yield f"{office.branch.name}, {name}"


def _offices() -> list[Office]:
    return [reading.office(branch.code) for branch in reading.branches()]
