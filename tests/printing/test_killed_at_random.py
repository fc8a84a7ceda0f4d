"""Printers that fail at random, and a worker killed -9 at random: every slip comes out, and twice only as a copy."""

from __future__ import annotations

import random
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.db import db, transaction
from app.models import Branch, PrintJob
from app.office import set_up_anew
from app.printing import office_printers
from printers.decode import read_text
from tests.crowd import SOAK
from tests.people import Hall
from tests.printers import simulator
from tests.printers.simulator import PrinterSimulator, tear
from tests.server import ROOT

SLIPS = 1000 if SOAK else 40
PATIENCE = 1800 if SOAK else 90
NUMBER = re.compile(rb"[A-D]-\d{3,4}")


class MoodyPrinter(PrinterSimulator):
    """A printer that breaks off, hangs up, has no paper or says nothing, one time in five."""

    def __init__(self, mood: random.Random) -> None:
        self.mood = mood
        super().__init__(simulator.WELL)

    def _printed(self, wire: socket.socket) -> bytes:
        self.answers, self.breaks_after, self.runs_out_after = simulator.WELL, None, None
        how = self.mood.random()
        if how < 0.08:
            self.breaks_after = self.mood.randrange(1, 900)
        elif how < 0.11:
            self.runs_out_after = self.mood.randrange(1, 900)
        elif how < 0.14:
            self.answers = simulator.PAPER_OUT
        elif how < 0.17:
            self.answers = None
        elif how < 0.2:
            tear(wire)
        return super()._printed(wire)


@contextmanager
def moody_printers(hall: Hall, mood: random.Random) -> Iterator[list[PrinterSimulator]]:
    """Two of them, the second for when the first is down."""
    printers: list[PrinterSimulator] = [MoodyPrinter(mood), MoodyPrinter(mood)]
    office_printers.replace(hall.branch_id, printers[0].url)
    office_printers.add(hall.branch_id, "Printer loket", printers[1].url)
    yield printers
    for each in printers:
        each.switch_off()


@contextmanager
def worker_of(app: Flask, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    command = [sys.executable, "-m", "tests.printing.lone_worker", url, str(folder)]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    yield process
    process.kill()
    process.wait()


def open_slips() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(PrintJob.state.in_(("queued", "printing")))) or 0


def prints_until_killed(app: Flask, folder: Path, papers: list[PrinterSimulator], mood: random.Random) -> None:
    """Let a worker live until it has printed something, and a moment longer."""
    before, until = sum(len(paper.slips) for paper in papers), time.monotonic() + 20
    with worker_of(app, folder) as process:
        while sum(len(paper.slips) for paper in papers) == before and open_slips() and time.monotonic() < until:
            assert process.poll() is None, (folder / "worker.log").read_text()
            time.sleep(0.02)
        time.sleep(mood.uniform(0, 4))


# On PostgreSQL another server may still be printing: a slip is taken over when its lease of 30 s has run out.
@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
def test_every_slip_comes_out_and_twice_only_as_a_copy(app: Flask, hall: Hall, tmp_path: Path) -> None:
    mood = random.Random(20261123)
    with moody_printers(hall, mood) as papers:
        tickets = [hall.citizen_takes().number for _ in range(SLIPS)]
        too_late = _have_waited_too_long(hall, tickets[-3:])
        until = time.monotonic() + PATIENCE
        while open_slips():
            assert time.monotonic() < until, f"{open_slips()} slips still wait"
            prints_until_killed(app, tmp_path, papers, mood)
    came_out = [slip for paper in papers for slip in paper.slips if NUMBER.search(slip)]
    unmarked = Counter(_number(slip) for slip in came_out if b"SALINAN" not in slip)
    assert unmarked.most_common(1)[0][1] == 1, unmarked.most_common(3)
    whole = {_number(slip) for paper in papers for slip in paper.whole_slips if read_text(slip)}
    assert whole == set(tickets) - set(too_late)
    assert any(b"SALINAN" in slip for slip in came_out), "nothing went wrong: the test has shown nothing"
    db.session.rollback()
    states = Counter(db.session.scalars(select(PrintJob.state)))
    assert states["expired"] == len(too_late) and set(states) <= {"printed", "unconfirmed", "expired"}
    assert hall.waiting() == {"A": SLIPS}


def _number(slip: bytes) -> str:
    found = NUMBER.search(slip)
    assert found
    return found[0].decode()


def _have_waited_too_long(hall: Hall, numbers: list[str]) -> list[str]:
    """Slips of these are past their time; all others may take as long as it takes."""
    with transaction() as session:
        session.get_one(Branch, hall.branch_id).slip_expires_seconds = 3600
        set_up_anew(session, hall.branch_id)
        late = select(PrintJob.id).order_by(PrintJob.id.desc()).limit(len(numbers))
        for job in session.scalars(select(PrintJob).where(PrintJob.id.in_(late))):
            job.created_at -= timedelta(hours=2)
    return numbers
