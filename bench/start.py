"""Cold start and idle memory."""

from __future__ import annotations

import subprocess
import sys
import time

import psutil

from bench.table import Row
from tests.server import RealServer


def measure(server: RealServer) -> list[Row]:
    """From the command to the first answer, and what the idle process holds afterwards."""
    bare = min(_bare_python() for _ in range(3))
    times = [_cold_start(server) for _ in range(3)]
    server.start()
    time.sleep(3)
    assert server.process
    memory = psutil.Process(server.process.pid).memory_info().rss / 1e6
    server.stop()
    best = min(times)
    return [
        Row("cold start", f"{best:.2f} s", f"python -c '' {bare:.3f} s", best / bare),
        Row("idle memory", f"{memory:.0f} MB"),
    ]


def _cold_start(server: RealServer) -> float:
    began = time.perf_counter()
    server.start()
    took = time.perf_counter() - began
    server.stop()
    return took


def _bare_python() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - began
