"""A city: thirteen offices on PostgreSQL, two processes, verbs in the database layer."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from sqlalchemy import select, text

from app import create_app, seeds
from app.db import db, transaction
from app.errors import GiliranError
from app.models import Branch, Counter
from app.queueing import calling, issuing, opening, serving
from bench.table import Row
from tests.databases import postgres_server, settings_for, template_for
from tests.server import RealServer

OFFICES, PROCESSES, THREADS, SECONDS = 13, 2, 3, 6.0


def measure(_server: RealServer) -> list[Row]:
    """Verbs a second, as a share of bare `SELECT 1` round trips of the same processes and threads."""
    with tempfile.TemporaryDirectory(prefix="giliran-city-") as name:
        folder = Path(name)
        with postgres_server(folder / "postgres") as postgres:
            url = template_for(postgres.create("city"), folder)
            _found_offices(url, folder)
            bare = _together(url, folder, "bare")
            verbs = _together(url, folder, "verbs")
    label = f"PostgreSQL, {OFFICES} offices, {PROCESSES} processes of {THREADS} threads"
    return [Row(label, f"{verbs:.0f} verbs/s", f"bare SELECT 1 {bare:.0f}/s", verbs / bare)]


def _found_offices(url: str, folder: Path) -> None:
    with create_app(settings_for(url, folder)).app_context():
        for number in range(OFFICES):
            with transaction() as session:
                branch = Branch(code=f"kecamatan-{number}", name=f"Kecamatan {number}")
                session.add(branch)
                session.flush()
                seeds.plant(session, branch, "sekarang")
                session.add_all(Counter(branch_id=branch.id, number=str(n), letters=list("ABCD")) for n in range(1, 5))
        db.engine.dispose()


def _together(url: str, folder: Path, what: str) -> float:
    command = [sys.executable, "-m", "bench.city", url, str(folder), what]
    workers = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True) for number in range(PROCESSES)
    ]
    return sum(float(worker.communicate(timeout=120)[0].split()[-1]) for worker in workers)


def _work(url: str, folder: Path, what: str, seed: int) -> None:
    app = create_app(settings_for(url, folder))
    done = [0] * THREADS
    until = time.monotonic() + SECONDS
    does = _verbs if what == "verbs" else _bare

    def run(thread: int) -> None:
        with app.app_context():
            does(random.Random(seed * 100 + thread), seed * 100 + thread, until, thread, done)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    print(sum(done) / SECONDS)


def _bare(_dice: random.Random, _name: int, until: float, thread: int, done: list[int]) -> None:
    while time.monotonic() < until:
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
        done[thread] += 1


def _verbs(dice: random.Random, name: int, until: float, thread: int, done: list[int]) -> None:
    offices = db.session.execute(select(Branch.id).where(Branch.code != "karawaci")).scalars().all()
    counters = {
        office: db.session.scalars(select(Counter.id).where(Counter.branch_id == office)).all() for office in offices
    }
    for office in offices:
        for counter in counters[office]:
            opening.open_counter(counter)
    while time.monotonic() < until:
        office = dice.choice(offices)
        counter = dice.choice(counters[office])
        try:
            for _ in range(2):
                issuing.issue(office, "A-KTPR", f"{name}-{done[thread]}", print_slip=False)
                done[thread] += 1
            ticket = calling.call_next(counter)
            serving.start(ticket.id, counter)
            serving.finish(ticket.id, counter)
            done[thread] += 3
        except GiliranError:
            continue  # another thread has this counter


if __name__ == "__main__":
    _work(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
