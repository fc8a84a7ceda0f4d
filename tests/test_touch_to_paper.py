"""From the touch to the paper: the real server, a real TCP printer on a simulated wire, the bytes decoded."""

from __future__ import annotations

import re
import signal
import sqlite3
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from printers.decode import qr_data, read_text
from tests.printers.simulator import PrinterSimulator, printer
from tests.server import RealServer, free_port, serving

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


def touch(server: RealServer, service: str, key: str = "one-touch") -> str:
    """A citizen takes a number at the kiosk; the screen they see."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{server.url}/kiosk/karawaci").read().decode()
    found = TOKEN.search(page)
    assert found
    form = {"service": service, "priority": "none", "key": key, "csrf_token": found[1]}
    return str(browser.open(f"{server.url}/kiosk/karawaci/tickets", urlencode(form).encode()).read().decode())


def slips(paper: PrinterSimulator, count: int, patience: float = 15) -> list[bytes]:
    until = time.monotonic() + patience
    while len(paper.slips) < count and time.monotonic() < until:
        time.sleep(0.05)
    return list(paper.slips)


@pytest.mark.parametrize(("width", "columns"), [("80", 48), ("58", 32)])
def test_the_slip_of_a_touch_arrives_at_the_printer(tmp_path: Path, width: str, columns: int) -> None:
    with printer() as paper, serving(tmp_path) as server:
        told = server.command("set-printer", "karawaci", paper.url, "--width", width)
        assert told.returncode == 0, told.stderr
        screen = touch(server, "A-KTPR")
        (slip,) = slips(paper, 1)
        lines = read_text(slip)
        assert slip.count(b"A-001") == 1
        assert all(len(line) <= columns for line in lines)
        assert any("Perekaman KTP-el" in line for line in lines)
        assert any("Anda terdepan di antrean ini" in line for line in lines)
        assert any("Kartu Keluarga (KK)" in line for line in lines)
        link = re.search(r'data-ticket-link="([^"]+)"', screen)
        assert link and qr_data(slip) == [link[1]]


def test_a_printer_that_comes_back_prints_the_slip_once(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path) as server:
        server.command("set-printer", "karawaci", f"tcp://127.0.0.1:{port}")
        assert "A-001" in touch(server, "A-KTPR")
        time.sleep(2.5)
        with printer(port=port) as paper:
            (slip,) = slips(paper, 1)
            assert "SALINAN" not in "".join(read_text(slip))
            time.sleep(2)
            assert len(paper.slips) == 1


def heard(server: RealServer) -> list[str]:
    """What the office heard of its printers."""
    with sqlite3.connect(f"file:{server.folder}/giliran.sqlite3?mode=ro", uri=True) as database:
        rows = database.execute("SELECT kind FROM event WHERE kind LIKE 'printer.%' ORDER BY seq").fetchall()
    return [kind for (kind,) in rows]


def is_printing(server: RealServer, number: str) -> bool:
    """Whether a worker has taken a number's slip and not yet said how it went."""
    with sqlite3.connect(f"file:{server.folder}/giliran.sqlite3?mode=ro", uri=True) as database:
        slip = "SELECT print_job.state FROM print_job JOIN ticket ON ticket.id = ticket_id WHERE label = ?"
        return database.execute(slip, (number,)).fetchone() == ("printing",)


def test_a_dead_wire_holds_up_no_screen_and_the_next_printer_prints_while_the_office_hears_of_it(
    tmp_path: Path,
) -> None:
    with printer() as first, printer() as second, serving(tmp_path) as server:
        server.command("set-printer", "karawaci", first.url)
        server.command("add-printer", "karawaci", second.url, "--name", "Printer loket")
        touch(server, "A-KTPR", "before")
        assert len(slips(first, 1)) == 1
        with first.unreachable():
            began = time.monotonic()
            for number in range(4):
                touched = time.monotonic()
                touch(server, "A-KTPR", f"touch-{number}")
                assert time.monotonic() - touched < 1.5
            printed = slips(second, 4, patience=5)
            assert len(printed) == 4 and "printer.down" in heard(server)
            assert time.monotonic() - began < 5
        assert not any("SALINAN" in "".join(read_text(slip)) for slip in printed)


def test_a_server_killed_in_the_middle_of_a_slip_prints_it_again_marked_when_it_is_back(tmp_path: Path) -> None:
    with printer(delay=0.25) as paper, serving(tmp_path) as server:
        server.command("set-printer", "karawaci", paper.url)
        touch(server, "A-KTPR", "first")
        assert len(slips(paper, 1)) == 1
        touch(server, "A-KTPR", "second")
        until = time.monotonic() + 10
        while not is_printing(server, "A-002"):
            assert time.monotonic() < until
            time.sleep(0.01)
        server.stop(signal.SIGKILL)
        server.start()
        until = time.monotonic() + 10
        while not any(b"SALINAN" in slip for slip in paper.slips) and time.monotonic() < until:
            time.sleep(0.05)
        second = [slip for slip in paper.slips if b"A-002" in slip]
        assert "SALINAN" in "".join(read_text(second[-1]))
        assert sum(b"SALINAN" not in slip for slip in second) <= 1
