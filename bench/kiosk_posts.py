"""Sixteen kiosks touching at once, against the barest page of the same server."""

from __future__ import annotations

from bench.http import Connection, load
from bench.table import Row, p50_p99
from tests.server import RealServer

CLIENTS = 16
SECONDS = 6.0


def measure(server: RealServer) -> list[Row]:
    """Tickets a second, as a share of /healthz answers a second."""
    server.start()
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
    status, body = connection.post("/kiosk/karawaci/tickets", service="A-KTPR", priority="none", key=f"bench-{number}")
    assert status == 201, (status, body[:300])
