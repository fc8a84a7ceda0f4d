"""The kiosk left to itself: it follows the office's day, and stays a kiosk while the server is away."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, PHONE, OpenScreen
from tests.browser.test_main_job import take_number
from tests.server import RealServer

pytestmark = pytest.mark.browser


def kiosk_with_a_clock(open_screen: OpenScreen, **how: object) -> Page:
    """A kiosk whose clock the test may turn forward."""
    kiosk = open_screen("/", KIOSK, **how)
    kiosk.clock.install()
    kiosk.goto("/kiosk/karawaci")
    expect(kiosk.locator("body")).to_have_attribute("data-live", "yes")
    return kiosk


def no_hours_today(server: RealServer) -> None:
    """The office's week has no open day."""
    with sqlite3.connect(server.folder / "giliran.sqlite3") as kept:
        hours = json.dumps({"always_open": False, "weekly": {}})
        kept.execute("UPDATE branch SET hours = ?, setup_version = 'a-new-one'", (hours,))


def suspend(server: RealServer, where: str, reason: str) -> None:
    """A program of the city stops the calling."""
    key = server.command("create-api-key", "pusat").stdout.strip()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    body = json.dumps({"reason": reason}).encode()
    with urlopen(Request(f"{server.url}/api/v1/branches/karawaci{where}/suspend", body, headers)) as answer:
        assert answer.status == 200


def test_the_start_screen_follows_the_hours_without_being_touched(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = kiosk_with_a_clock(open_screen)
    expect(kiosk.locator("a.tile")).to_have_count(6)
    no_hours_today(server)
    kiosk.clock.fast_forward("02:00")
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Saat ini nomor belum dapat diambil")
    expect(kiosk.locator("a.tile")).to_have_count(0)


def test_a_start_screen_left_in_english_goes_back_to_indonesian(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = kiosk_with_a_clock(open_screen)
    kiosk.get_by_role("button", name="Bahasa · Language").click()
    kiosk.get_by_role("link", name="English").click()
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Welcome. What do you need?")
    kiosk.clock.fast_forward("02:00")
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Selamat datang. Anda perlu apa?")


def test_while_the_server_is_away_the_number_stays_on_the_screen(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = kiosk_with_a_clock(open_screen, expect_errors=True)
    take_number(kiosk)
    server.stop(signal.SIGKILL)
    kiosk.clock.fast_forward("00:40")
    kiosk.wait_for_timeout(1500)
    expect(kiosk.locator("#screen .number")).to_have_text("A-001")
    server.start()
    kiosk.clock.run_for(5000)
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Selamat datang. Anda perlu apa?", timeout=15_000)


def test_that_nobody_is_called_is_told_as_it_happens(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    take_number(kiosk)
    link = kiosk.locator("[data-ticket-link]").get_attribute("data-ticket-link")
    phone = open_screen(str(link), PHONE)
    for screen in (kiosk, phone):
        expect(screen.locator("body")).to_have_attribute("data-live", "yes")
    kiosk.goto("/kiosk/karawaci/queues/A")
    expect(kiosk.locator("body")).to_have_attribute("data-live", "yes")
    suspend(server, "/services/A-KTPR", "alat perekam rusak")
    expect(kiosk.get_by_role("link", name="Perekaman KTP-el")).to_contain_text("Belum dipanggil: alat perekam rusak")
    expect(phone.locator("#state")).to_contain_text(re.compile("alat perekam rusak"))


def test_whoever_takes_a_number_while_nobody_is_called_reads_that_first(
    server: RealServer, open_screen: OpenScreen
) -> None:
    suspend(server, "", "sistem pusat terganggu")
    kiosk = open_screen("/kiosk/karawaci/services/D-INF", {"width": 1280, "height": 800})
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.locator("#screen .number")).to_have_text("D-001")
    expect(kiosk.locator(".notice")).to_be_in_viewport(ratio=1)
    expect(kiosk.locator("#screen .number")).to_be_in_viewport(ratio=1)
    expect(kiosk.locator("#estimate")).to_be_empty()
