"""`make bench`: run every measurement on a fresh demo and print one table."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path

from bench import city, kiosk_posts, kiosk_screen, past, printing, screens, start
from bench.table import Row, print_table
from tests.server import RealServer

MEASUREMENTS = (
    start.measure,
    kiosk_posts.measure,
    kiosk_screen.measure,
    screens.measure,
    printing.measure,
    past.measure,
    city.measure,
)


def main() -> None:
    """Measure everything, one after the other, each on a server of its own."""
    rows: list[Row] = []
    for measure in MEASUREMENTS:
        with tempfile.TemporaryDirectory(prefix="giliran-bench-") as folder:
            server = RealServer(Path(folder), more={"GILIRAN_RATE_LIMITS": "off"})
            server.demo()
            print(f"… {measure.__module__.partition('.')[2]}", flush=True)
            rows += measure(server)
    print(f"\n{os.cpu_count()} cores, Python {platform.python_version()}, SQLite with synchronous=FULL\n")
    print_table(rows)


if __name__ == "__main__":
    main()
