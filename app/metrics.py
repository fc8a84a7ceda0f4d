"""`/metrics` for Prometheus (CONTRACT: for machines): counts, never names."""

from __future__ import annotations

import hmac
import platform
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select

from app import beside, durations
from app.access import nobody_in_between
from app.db import db
from app.extensions import socketio
from app.keeping.last import last_backup
from app.models import Printer, PrintJob, Ticket
from app.models.printer import OPEN_JOB
from app.queueing import reading
from app.settings import Settings
from app.version import VERSION

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric

pages = Blueprint("metrics", __name__)


@pages.get("/metrics")
def metrics() -> ResponseReturnValue:
    """How this process and its offices do. To this machine alone, or to whoever has the token."""
    if not _may_read():
        abort(401 if _settings().metrics_token else 403)
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Ours())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Ours:
    """What of ours is counted, at the moment somebody asks."""

    def collect(self) -> Iterator[Metric]:
        yield from _of_process()
        yield from _of_offices()

    def describe(self) -> list[Metric]:
        return []


def _may_read() -> bool:
    token, shown = _settings().metrics_token, request.authorization
    if token and shown and shown.type == "bearer":
        return hmac.compare_digest((shown.token or "").encode(), token.encode())
    return nobody_in_between()


def _of_process() -> Iterator[Metric]:
    labels = {"version": VERSION, "python": platform.python_version(), "database": db.engine.dialect.name}
    info = _gauge("giliran_info", "What runs here", *labels)
    info.add_metric(list(labels.values()), 1)
    yield info
    sockets = _gauge("giliran_sockets", "Screens and phones connected to this process")
    sockets.add_metric([], len(socketio.server.eio.sockets) if socketio.server else 0)
    yield sockets
    alive = _gauge("giliran_workers_alive", "Whether what runs beside this process is well")
    alive.add_metric([], beside.all_alive(current_app))
    yield alive
    found = last_backup(Path(current_app.config["DATA_DIR"]))
    if found:
        backup = _gauge("giliran_last_backup_timestamp_seconds", "When the last backup was made")
        backup.add_metric([], found.at.timestamp())
        yield backup
    yield _durations()


def _durations() -> HistogramMetricFamily:
    from prometheus_client.core import HistogramMetricFamily
    from prometheus_client.utils import floatToGoString

    took = HistogramMetricFamily(
        "giliran_request_seconds", "How long this process took to answer", labels=["surface", "status"]
    )
    bounds = [*map(floatToGoString, durations.BOUNDS), "+Inf"]
    for labels, found in sorted(durations.known().items()):
        took.add_metric(list(labels), list(zip(bounds, accumulate(found.counts), strict=True)), found.seconds)
    return took


def _of_offices() -> Iterator[Metric]:
    branches = reading.branches()
    names = {branch.id: branch.code for branch in branches}
    waiting = _gauge("giliran_waiting", "Citizens who wait", "office", "letter")
    tickets = _gauge("giliran_tickets_today", "Numbers of the office's day, by where they are", "office", "state")
    issued = _gauge("giliran_issued_today", "Numbers given on the office's day", "office")
    events = _gauge("giliran_events", "Events in the history", "office")
    for branch in branches:
        for letter, count in reading.waiting(branch).items():
            waiting.add_metric([branch.code, letter], count)
        today = (Ticket.branch_id == branch.id) & (Ticket.day == reading.today(branch))
        states = db.session.execute(select(Ticket.state, func.count()).where(today).group_by(Ticket.state)).all()
        for state, count in states:
            tickets.add_metric([branch.code, state], count)
        issued.add_metric([branch.code], sum(count for _state, count in states))
        events.add_metric([branch.code], branch.last_seq)
    yield from (waiting, tickets, issued, events)
    printers = select(Printer.branch_id, Printer.status, func.count()).where(Printer.is_active)
    printers = printers.group_by(Printer.branch_id, Printer.status)
    yield _by_office("giliran_printers", "Printers, by how they are", printers, names)
    spool = select(PrintJob.branch_id, PrintJob.state, func.count()).where(OPEN_JOB)
    spool = spool.group_by(PrintJob.branch_id, PrintJob.state)
    yield _by_office("giliran_spool", "Slips on their way to paper", spool, names)


def _by_office(name: str, what: str, counted: Select[int, str, int], names: dict[int, str]) -> GaugeMetricFamily:
    gauge = _gauge(name, what, "office", "state")
    for branch_id, state, count in db.session.execute(counted):
        gauge.add_metric([names[branch_id], state], count)
    return gauge


def _gauge(name: str, what: str, *labels: str) -> GaugeMetricFamily:
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(name, what, labels=labels)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
