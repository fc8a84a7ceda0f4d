"""From the touch to the last byte at a TCP printer, and what laying a slip out costs."""

from __future__ import annotations

import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from bench.http import Connection
from bench.table import Row, p50_p99
from printers.layout import layout
from printers.paper import PAPER_58, PAPER_80, Paper
from printers.slip import ticket_slip
from tests.printers.samples import FACTS
from tests.server import RealServer

SLIPS = 40
BETWEEN = 0.4  # people do not touch while the last slip still comes out
CUT = b"\x1dV"
NUMBER = re.compile(rb"D-\d{3,}")
ASKED = re.compile(rb"\x10\x04[\x01\x02\x04]")
LAYOUTS = 200


def measure(server: RealServer) -> list[Row]:
    """One kiosk, then eight at once, on a listening socket that only looks for the cut; then layout alone."""
    printer = _Printer()
    told = server.command("set-printer", "karawaci", f"tcp://127.0.0.1:{printer.port}")
    assert told.returncode == 0, told.stderr
    server.start()
    time.sleep(1.5)
    rows = [_kiosks(server, printer, 1, SLIPS), _kiosks(server, printer, 8, SLIPS // 4)]
    server.stop()
    return [*rows, _layout(PAPER_80), _layout(PAPER_58)]


def _kiosks(server: RealServer, printer: _Printer, kiosks: int, each: int) -> Row:
    def kiosk(number: int) -> list[float]:
        connection = Connection(server.port)
        connection.open_page("/kiosk/karawaci")
        return [_one(connection, printer, f"{kiosks}-{number}-{touch}", BETWEEN * kiosks) for touch in range(each)]

    with ThreadPoolExecutor(kiosks) as pool:
        seconds = [second for some in pool.map(kiosk, range(kiosks)) for second in some]
    words = "1 kiosk" if kiosks == 1 else f"{kiosks} kiosks at the same moment, one printer"
    return Row(f"touch → last byte at the printer, {words}", p50_p99(seconds))


def _one(kiosk: Connection, printer: _Printer, key: str, between: float) -> float:
    # All kiosks on the same beat: the worst moment for one printer.
    time.sleep(between - time.monotonic() % between)
    began = time.perf_counter()
    status, body = kiosk.post("/kiosk/karawaci/tickets", service="D-INF", key=key)
    found = NUMBER.search(body)
    assert status == 201 and found
    return printer.cut_at(found[0]) - began


def _layout(paper: Paper) -> Row:
    slip = ticket_slip(FACTS)
    size = len(layout(slip, paper))
    began = time.process_time()
    for _ in range(LAYOUTS):
        layout(slip, paper)
    milliseconds = (time.process_time() - began) / LAYOUTS * 1000
    return Row(f"laying out a slip for {paper.width_mm} mm", f"{milliseconds:.1f} ms, {size} bytes")


class _Printer:
    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.cuts: dict[bytes, float] = {}
        self.cut = threading.Condition()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_at(self, number: bytes) -> float:
        """When the slip with this number was cut off, waited for."""
        with self.cut:
            assert self.cut.wait_for(lambda: number in self.cuts, 20), f"no slip {number!r} within 20 s"
            return self.cuts[number]

    def _accept(self) -> None:
        while True:
            connection, _address = self.listener.accept()
            threading.Thread(target=self._read, args=(connection,), daemon=True).start()

    def _read(self, connection: socket.socket) -> None:
        slip = b""
        with connection:
            while chunk := connection.recv(65536):
                questions = len(ASKED.findall(chunk))
                connection.sendall(b"\x12" * questions)
                slip += ASKED.sub(b"", chunk)
                self._look_for_the_cut(slip)

    def _look_for_the_cut(self, slip: bytes) -> None:
        number = NUMBER.search(slip)
        if number and CUT in slip:
            with self.cut:
                self.cuts.setdefault(number[0], time.perf_counter())
                self.cut.notify_all()
