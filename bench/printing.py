"""From the touch to the last byte at a TCP printer."""

from __future__ import annotations

import socket
import threading
import time

from bench.http import Connection
from bench.table import Row, p50_p99
from tests.server import RealServer

SLIPS = 40
BETWEEN = 0.4  # people do not touch while the last slip still comes out
CUT = b"\x1dV"


def measure(server: RealServer) -> list[Row]:
    """One kiosk, one slip after the other, on a listening socket that only looks for the cut."""
    printer = _Printer()
    told = server.command("set-printer", "karawaci", f"tcp://127.0.0.1:{printer.port}")
    assert told.returncode == 0, told.stderr
    server.start()
    time.sleep(1.5)
    kiosk = Connection(server.port)
    kiosk.open_page("/kiosk/karawaci")
    seconds = [_one(kiosk, printer, number) for number in range(SLIPS)]
    server.stop()
    return [Row("touch → last byte at the printer, 1 kiosk", p50_p99(seconds))]


def _one(kiosk: Connection, printer: _Printer, number: int) -> float:
    time.sleep(BETWEEN)
    printer.cut.clear()
    began = time.perf_counter()
    status, _body = kiosk.post("/kiosk/karawaci/tickets", service="D-INF", key=f"slip-{number}")
    assert status == 201
    assert printer.cut.wait(10), "no slip within 10 s"
    return printer.at - began


class _Printer:
    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.cut = threading.Event()
        self.at = 0.0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            connection, _address = self.listener.accept()
            threading.Thread(target=self._read, args=(connection,), daemon=True).start()

    def _read(self, connection: socket.socket) -> None:
        tail = b""
        with connection:
            while chunk := connection.recv(65536):
                if b"\x10\x04" in chunk and len(chunk) <= 9:
                    connection.sendall(b"\x12" * (len(chunk) // 3))
                    continue
                tail = tail[-8:] + chunk
                if CUT in tail:
                    self.at = time.perf_counter()
                    self.cut.set()
