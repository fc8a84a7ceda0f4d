"""From a call to every screen, with 200 and with 1,000 of them; the ceiling is a bare loop over as many sockets.

The screens are another process on the same cores as the server: what they take, the server lacks.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from app.realtime.far_bell import CHANNEL
from bench.http import Connection
from bench.table import Row, percentile
from tests.realtime.screens import happen
from tests.server import RealServer, free_port

COUNTS = (200, 1000)
SECONDS = 8.0
EACH = 0.1


@dataclass(frozen=True)
class Heard:
    """What the screens heard: how many events, and how long after its moment each call came."""

    events: int
    arrivals: list[float]


def measure(server: RealServer) -> list[Row]:
    """Ten calls and twenty tickets a second: written straight into the history, then by kiosk and officer."""
    _allow_many_sockets()
    rows: list[Row] = []
    done = (0, 0)
    for count in COUNTS:
        bare, bare_cpu = _bare_loop(count)
        rows += _pushed_alone(server, count, bare, bare_cpu)
        server.start()
        with _screens(count, server.port) as screens:
            done = _busy_hall(server, done)
            rows += _rows("call → screen", count, _heard(screens), bare)
        server.stop()
    return rows


def _allow_many_sockets() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _rows(what: str, count: int, heard: Heard, bare: Heard) -> Iterator[Row]:
    for percent in (50, 99):
        ours, theirs = percentile(heard.arrivals, percent), percentile(bare.arrivals, percent)
        yield Row(
            f"{what}, {count} sockets, p{percent} ({len(heard.arrivals) // count} calls)",
            f"{ours * 1000:.1f} ms",
            f"bare socket loop {theirs * 1000:.1f} ms",
            ours / max(theirs, 1e-4),
        )


def _bare_loop(count: int) -> tuple[Heard, float]:
    command = [sys.executable, "-m", "bench.watchers", "bare", str(count), str(SECONDS - 2)]
    sending = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert sending.stdout
    with _screens(count, int(sending.stdout.readline()), how="listen") as screens:
        heard = _heard(screens)
    return heard, float(json.loads(sending.communicate(timeout=60)[0]))


def _pushed_alone(server: RealServer, count: int, bare: Heard, bare_cpu: float) -> Iterator[Row]:
    # Nobody posts: another process writes the history and rings through Redis, so that the push is measured.
    if not shutil.which("redis-server"):
        return
    with _bell_of_others(server.folder) as (url, bell):
        server.more["REDIS_URL"] = url
        server.start()
        with _screens(count, server.port) as screens:
            before = _cpu(server)
            until = time.monotonic() + SECONDS - 1
            while time.monotonic() < until:
                began = time.monotonic()
                for kind in ("ticket.issued", "ticket.issued", "ticket.called"):
                    happen(server, 1, size=50, kind=kind)
                    bell.publish(CHANNEL, b"")
                time.sleep(max(0.0, EACH - (time.monotonic() - began)))
            heard = _heard(screens)
        each = (_cpu(server) - before) / heard.events
        server.stop()
        del server.more["REDIS_URL"]
    yield from _rows("pushed alone", count, heard, bare)
    yield Row(
        f"pushed alone, {count} sockets, CPU of the server per delivery",
        f"{each * 1e6:.1f} µs",
        f"bare socket loop {bare_cpu * 1e6:.1f} µs",
        each / bare_cpu,
    )


@contextmanager
def _bell_of_others(folder: Path) -> Iterator[tuple[str, redis.Redis]]:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    bell = redis.Redis(port=port)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            bell.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0", bell
    running.terminate()
    running.wait(5)


def _cpu(server: RealServer) -> float:
    assert server.process
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _screens(count: int, port: int, how: str = "watch") -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bench.watchers", how, str(port), str(count), str(SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as screens:
        assert screens.stdout
        assert screens.stdout.readline().strip() == "ready"
        yield screens


def _heard(screens: subprocess.Popen[str]) -> Heard:
    return Heard(**json.loads(screens.communicate(timeout=60)[0]))


def _busy_hall(server: RealServer, done: tuple[int, int]) -> tuple[int, int]:
    """Twenty tickets and ten calls a second, or as many as the server takes; how many there were by then."""
    kiosk, officer = Connection(server.port), Connection(server.port)
    kiosk.open_page("/kiosk/karawaci")
    officer.sign_in("petugas", server.passwords["petugas"])
    officer.post("/counter/3/open")
    taken, called = done

    def takes() -> None:
        nonlocal taken
        status, _body = kiosk.post("/kiosk/karawaci/tickets", service="A-KTPR", key=f"bench-{taken + 1}")
        assert status == 201, status
        taken += 1

    def calls() -> None:
        # On a fresh installation ids are arrival order, so the n-th call is ticket n.
        nonlocal called
        if called < taken:
            called += 1
            for path in ("call-next", "no-show"):
                status, _body = officer.post(f"/counter/{path}", ticket=str(called))
                assert status == 303, status

    with ThreadPoolExecutor() as both:
        working = [both.submit(_again_and_again, takes, EACH / 2), both.submit(_again_and_again, calls, EACH)]
    for each in working:
        each.result()
    return taken, called


def _again_and_again(act: Callable[[], None], each: float) -> None:
    due = began = time.monotonic()
    while due < began + SECONDS - 2:
        act()
        due = max(due + each, time.monotonic())
        time.sleep(max(0.0, due - time.monotonic()))
