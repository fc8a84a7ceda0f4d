"""Calling the next with a million tickets behind the office, against none."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from sqlalchemy import select, text

from app.db import db, transaction
from app.models import Counter
from app.queueing import calling, issuing, opening, reading, serving
from bench.table import Row
from tests.databases import settings_for, template_for
from tests.server import RealServer

PAST = 1_000_000
CALLS = 150

OLD_TICKETS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :past)
    INSERT INTO ticket (branch_id, service_id, day, letter, number, token, label, queue, language, priority, state,
        arrived_at, sort_key, since, wait_seconds, walk_seconds, service_seconds, hold_seconds, calls, counter_id, step,
        journey, issued_at, called_at, last_seq)
    SELECT 1, 1, date('2020-01-01', '+' || (i / 400) || ' days'), 'A', i, 'past-' || i, 'A-' || i, 'A', 'id', 'none',
        'served', '2020-01-01', '2020-01-01', '2020-01-01', 60, 10, 300, 0, 1, 1, 0, '[]', '2020-01-01', '2020-01-01', 0
    FROM n
"""


def measure(_server: RealServer) -> list[Row]:
    """The median of a call in an empty office, and in one with a long past."""
    with tempfile.TemporaryDirectory(prefix="giliran-past-") as name:
        from app import create_app

        folder = Path(name)
        url = template_for(f"sqlite:///{folder / 'past.sqlite3'}", folder)
        app = create_app(settings_for(url, folder))
        with app.app_context():
            without = _calls("none")
            with transaction() as session:
                session.execute(text(OLD_TICKETS), {"past": PAST})
            with_past = _calls("million")
            db.engine.dispose()
    figure = f"{with_past * 1e3:.2f} ms"
    return [
        Row(f"call next with {PAST:,} past tickets", figure, f"with none {without * 1e3:.2f} ms", with_past / without)
    ]


def _calls(name: str) -> float:
    branch_id = reading.branch("karawaci").id
    counter_id = db.session.scalars(select(Counter.id).limit(1)).one()
    opening.open_counter(counter_id)
    for number in range(CALLS):
        issuing.issue(branch_id, "A-KTPR", f"{name}-{number}", print_slip=False)
    took = []
    for _ in range(CALLS):
        began = time.perf_counter()
        ticket = calling.call_next(counter_id)
        took.append(time.perf_counter() - began)
        serving.mark_no_show(ticket.id, counter_id)
    return median(took)
