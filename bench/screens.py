"""From a call to every screen, with 200 of them; the ceiling is a bare loop over as many sockets."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from bench.http import Connection
from bench.table import Row, p50_p99, percentile
from tests.server import RealServer

SOCKETS = 200
SECONDS = 8.0
EACH = 0.1


def measure(server: RealServer) -> list[Row]:
    """Ten calls and twenty tickets a second for a while; when each screen heard of each call."""
    ceiling = _run("bare", str(SOCKETS), str(SECONDS))
    server.start()
    watching = subprocess.Popen(
        [sys.executable, "-m", "bench.watchers", "watch", str(server.port), str(SOCKETS), str(SECONDS)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert watching.stdout
    assert watching.stdout.readline().strip() == "ready"
    _busy_hall(server)
    seconds = json.loads(watching.communicate(timeout=60)[0])
    server.stop()
    return [
        Row(
            f"call → screen, {SOCKETS} sockets ({len(seconds)} arrivals)",
            p50_p99(seconds),
            f"bare socket loop {p50_p99(ceiling)}",
            percentile(seconds, 50) / max(percentile(ceiling, 50), 1e-4),
        )
    ]


def _run(*words: str) -> list[float]:
    told = subprocess.run([sys.executable, "-m", "bench.watchers", *words], capture_output=True, text=True, check=True)
    return list(json.loads(told.stdout.splitlines()[-1]))


def _busy_hall(server: RealServer) -> None:
    kiosk, officer = Connection(server.port), Connection(server.port)
    kiosk.open_page("/kiosk/karawaci")
    officer.sign_in("petugas", server.passwords["petugas"])
    officer.post("/counter/3/open")
    until = time.monotonic() + SECONDS - 1
    count = 0
    while time.monotonic() < until:
        began = time.monotonic()
        for _ in range(2):
            count += 1
            status, _body = kiosk.post("/kiosk/karawaci/tickets", service="A-KTPR", key=f"bench-{count}")
            assert status == 201
        status, _body = officer.post("/counter/call-next")
        assert status == 303, status
        _serve(officer, count // 2)
        time.sleep(max(0.0, EACH - (time.monotonic() - began)))


def _serve(officer: Connection, ticket_id: int) -> None:
    # On a fresh installation ids are arrival order, so the n-th call is ticket n.
    status, _body = officer.post(f"/counter/tickets/{ticket_id}/no-show")
    assert status == 303, status
