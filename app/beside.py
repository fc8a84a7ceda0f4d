"""What a server process runs beside answering requests: the relay, a worker for each printer, and what can wait."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app import tidying
from app.db import db
from app.devices import contact
from app.extensions import socketio
from app.group_commit import CommitFailed
from app.guide.making import Maker
from app.models import Branch, Printer
from app.printing import spool
from app.queueing import offering
from app.realtime import screens
from app.realtime.bell import Bell
from app.realtime.relay import Relay
from app.settings import ROOT
from printers import worker

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
SCREENS_LOOKED_AT_EVERY = 0.2
"""At the most, in a hall where something is committed all the time; once in LOOK_EVERY where nothing is."""
DAYS_LOOKED_AT_EVERY = 15.0
TIDIED_AFTER = 600.0
TIDY = (sys.executable, "-m", "flask", "--app", "wsgi", "tidy")


@dataclass(frozen=True)
class _Printing:
    """The worker of a printer, and how to end and wake it."""

    thread: threading.Thread
    stop: threading.Event
    wake: threading.Event


class Beside:
    """Starts what runs beside the server, keeps it running, and stops it.

    Args:
        aside: where slips are laid out; a server of one thread has a real one for that.
    """

    def __init__(self, app: Flask, aside: worker.Aside = worker.at_once) -> None:
        self.app = app
        self.aside = aside
        self.stop = threading.Event()
        self.bell = Bell(app.config["SETTINGS"].redis_url)
        self.threads: dict[str, threading.Thread] = {}
        self.printing: dict[int, _Printing] = {}

    def start(self) -> None:
        """Start the relay, ear and bell for other processes, and the keeper of print workers."""
        if self.app.config["SETTINGS"].is_sqlite:  # one server a file: whoever printed before it is gone
            spool.take_back(self.app)
        relay, bell = Relay(self.app, socketio), self.bell.listener()
        self._run("relay", lambda: relay.run(self.stop, bell))
        self._run("print workers", self._keep_printing)
        self._run("days", self._end_days)
        self._run("screens", self._look_at_screens)
        self._run("agents", self._look_at_agents)
        self._run("tidying", self._tidy)
        if self.app.config["SETTINGS"].guide_ahead:
            self._run("guide", lambda: Maker(self.app).run(self.stop))
        if self.app.config["SETTINGS"].redis_url:
            self._run("ear", lambda: self.bell.hear_others(self.stop))
            self._run("bell", lambda: self.bell.ring_others(self.stop))
        self.app.extensions["beside"] = self

    def end(self, patience: float = 3.0) -> None:
        """Ask all to stop, and wait for them, at most `patience` seconds each."""
        self.stop.set()
        for printing in self.printing.values():
            printing.stop.set()
        self.bell.ring()
        self.bell.close()
        for thread in (*self.threads.values(), *(printing.thread for printing in self.printing.values())):
            thread.join(patience)

    def all_alive(self) -> bool:
        """Whether everything that was started still runs."""
        return all(thread.is_alive() for thread in self.threads.values())

    def _run(self, name: str, target: Callable[[], None]) -> None:
        self.threads[name] = threading.Thread(target=target, name=name, daemon=True)
        self.threads[name].start()

    def _keep_printing(self) -> None:
        while not self.stop.is_set():
            try:
                self._keep_workers()
            except SQLAlchemyError:
                log.exception("could not read which printers there are; trying again")
            self.stop.wait(LOOK_EVERY)

    def _end_days(self) -> None:
        # First at once: a day may have ended while nobody served.
        while not self.stop.is_set():
            try:
                with self.app.app_context():
                    for branch_id in db.session.scalars(select(Branch.id)).all():
                        offering.end_day_when_due(branch_id)
            except SQLAlchemyError:
                log.exception("could not look whether an office's day is over; trying again")
            self.stop.wait(DAYS_LOOKED_AT_EVERY)

    def _look_at_screens(self) -> None:
        # Whoever takes a right away commits, and so rings: who held it hears nothing more a moment later.
        rung = self.bell.listener()
        while not self.stop.is_set():
            rung.clear()
            try:
                screens.look_at_screens(self.app)
            except (SQLAlchemyError, CommitFailed):
                log.exception("could not look who may watch; trying again")
            self.stop.wait(SCREENS_LOOKED_AT_EVERY)
            rung.wait(LOOK_EVERY)

    def _look_at_agents(self) -> None:
        # Agents have a moment to come back: nobody heard them while no server ran.
        self.stop.wait(contact.SILENT_AFTER.total_seconds())
        while not self.stop.is_set():
            try:
                contact.look_at_agents(self.app)
            except (SQLAlchemyError, CommitFailed):
                log.exception("could not look which agents are there; trying again")
            self.stop.wait(LOOK_EVERY)

    def _tidy(self) -> None:
        while not self.stop.wait(TIDIED_AFTER):
            try:
                with self.app.app_context():
                    due = tidying.is_due()
            except SQLAlchemyError:
                log.exception("could not look whether something has been kept long enough; trying again")
                continue
            if due:
                # A process of its own: it may walk a history of years, and screens would wait for it here.
                told = subprocess.run(TIDY, cwd=ROOT, capture_output=True, text=True)
                log.info("tidied, exit %s: %s", told.returncode, (told.stdout + told.stderr).strip() or "nothing to do")

    def _keep_workers(self) -> None:
        with self.app.app_context():
            active = set(db.session.scalars(select(Printer.id).where(Printer.is_active, Printer.device_id.is_(None))))
        for printer_id in self.printing.keys() - active:
            self._let_go(self.printing.pop(printer_id))
        for printer_id in active:
            if printer_id not in self.printing or not self.printing[printer_id].thread.is_alive():
                self.printing[printer_id] = self._worker(printer_id)

    def _let_go(self, printing: _Printing) -> None:
        printing.stop.set()
        printing.wake.set()
        self.bell.forget(printing.wake)

    def _worker(self, printer_id: int) -> _Printing:
        mine = spool.PrinterSpool(self.app, printer_id)
        folder = self.app.config["DATA_DIR"] / "virtual" / str(printer_id)
        networks = self.app.config["PRINTER_NETWORKS"]
        stop, wake = threading.Event(), self.bell.listener()
        thread = threading.Thread(
            target=lambda: worker.run(mine, folder, stop, wake, aside=self.aside, networks=networks),
            name=f"printer {printer_id}",
            daemon=True,
        )
        thread.start()
        return _Printing(thread, stop, wake)


def all_alive(app: Flask) -> bool:
    """Whether what this process runs beside is well; a process that runs nothing beside is."""
    beside: Beside | None = app.extensions.get("beside")
    return beside is None or beside.all_alive()
