"""Sixteen kiosks touching at once, against the barest page of the same server."""

from __future__ import annotations

import time

from bench.http import Connection, load
from bench.table import Row, p50_p99
from tests.server import RealServer

CLIENTS = 16
SECONDS = 6.0
WARM_UP = 2.0
"""The first touch compiles pages, the first slip loads python-escpos: the start has a row of its own."""


def measure(server: RealServer) -> list[Row]:
    """Tickets a second, as a share of /healthz answers a second."""
    server.start()
    load(server.port, 1, WARM_UP, _take, page="/kiosk/karawaci")
    bare = load(server.port, CLIENTS, SECONDS, _look)
    taken = load(server.port, CLIENTS, SECONDS, _take, page="/kiosk/karawaci")
    again = load(server.port, CLIENTS, SECONDS, _look)
    server.stop()
    ceiling = (bare.per_second + again.per_second) / 2
    noise = abs(bare.per_second - again.per_second) / ceiling
    return [
        Row(
            f"kiosk POST, {CLIENTS} clients",
            f"{taken.per_second:.0f}/s, {p50_p99(taken.seconds)}",
            f"/healthz {ceiling:.0f}/s (before and after differ by {noise:.0%})",
            taken.per_second / ceiling,
        )
    ]


def _look(connection: Connection, _number: int) -> None:
    status, _body = connection.get("/healthz")
    assert status == 200


def _take(connection: Connection, number: int) -> None:
    key = f"bench-{time.monotonic_ns()}-{number}"
    status, body = connection.post("/kiosk/karawaci/tickets", service="A-KTPR", priority="none", key=key)
    assert status == 201, (status, body[:300])
