"""The hidden menu in the hands of whoever looks after the kiosk."""

from __future__ import annotations

import json
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, OLD_PC, OpenScreen
from tests.browser.test_kiosk_everyone import press
from tests.browser.test_kiosk_steps import WELCOME, goes_home_by_itself, has_title
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser

PIN = "480915"
OUT = "Kios sedang dirawat, silakan ke petugas."


def set_a_pin(server: RealServer, open_screen: OpenScreen) -> None:
    """The administrator of the office decides."""
    office = open_screen("/login", OLD_PC)
    sign_in(office, server, "admin")
    office.goto("/admin/karawaci/rules/kiosk")
    assert complaints(office) == []
    office.get_by_label("PIN baru").fill(PIN)
    office.get_by_role("button", name="Simpan").click()
    expect(office.get_by_text("Menu sudah punya PIN.")).to_be_visible()


def touch_the_logo(kiosk: Page, times: int) -> None:
    for _ in range(times):
        kiosk.mouse.click(50, 40)


def test_a_kiosk_is_taken_out_of_service_and_put_back(server: RealServer, open_screen: OpenScreen) -> None:
    set_a_pin(server, open_screen)
    kiosk = open_screen("/kiosk/karawaci", KIOSK, expect_errors=True)
    touch_the_logo(kiosk, 4)
    expect(kiosk.get_by_role("heading", level=1)).to_have_text(WELCOME)
    touch_the_logo(kiosk, 1)
    has_title(kiosk, "Menu perawatan")
    for digit in "480916":
        kiosk.get_by_role("button", name=digit, exact=True).click()
    kiosk.get_by_role("button", name="Buka menu").click()
    expect(kiosk.get_by_text("PIN ini tidak cocok.")).to_be_visible()
    assert complaints(kiosk) == []
    press(kiosk, *PIN, "Enter")
    expect(kiosk.get_by_text("Giliran 0.1.0")).to_be_visible()
    assert complaints(kiosk) == []
    press(kiosk, "8")
    expect(kiosk.get_by_role("heading", name="Kerasnya panduan suara: 80 %")).to_be_visible()
    press(kiosk, "4")
    expect(kiosk.get_by_text("Struk uji sedang dikirim.")).to_be_visible()
    press(kiosk, "9")
    expect(kiosk.get_by_role("button", name="Layani lagi")).to_be_visible()
    press(kiosk, "0")
    has_title(kiosk, OUT)
    kiosk.reload()
    expect(kiosk.get_by_role("heading", level=1)).to_have_text(OUT)
    press(kiosk, *"--++--")
    has_title(kiosk, "Menu perawatan")
    press(kiosk, *PIN, "Enter")
    kiosk.get_by_role("button", name="Layani lagi").click()
    expect(kiosk.get_by_role("button", name="Berhenti melayani")).to_be_visible()
    press(kiosk, "0")
    has_title(kiosk, WELCOME)


def test_left_alone_the_menu_closes_itself(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/", KIOSK)
    kiosk.clock.install()
    kiosk.goto("/kiosk/karawaci")
    press(kiosk, *"--++--")
    has_title(kiosk, "Menu perawatan")
    expect(kiosk.get_by_text("belum punya PIN")).to_be_visible()
    kiosk.clock.run_for(30_000)
    has_title(kiosk, "Menu perawatan")
    goes_home_by_itself(kiosk)


def test_the_seventh_paper_is_ticked_by_keypad_too(server: RealServer, open_screen: OpenScreen) -> None:
    service = with_more_than_six_papers(server)
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    kiosk.goto(f"/kiosk/karawaci/services/{service}")
    rows = kiosk.get_by_role("checkbox")
    expect(rows).to_have_count(8)
    press(kiosk, "1", "9", "1", "2")
    expect(rows.nth(0)).to_be_checked()
    expect(rows.nth(1)).not_to_be_checked()
    expect(rows.nth(6)).to_be_checked()
    expect(rows.nth(7)).to_be_checked()
    press(kiosk, "9", "2")
    expect(rows.nth(1)).to_be_checked()


def with_more_than_six_papers(server: RealServer) -> str:
    """A service that asks for eight."""
    with sqlite3.connect(server.folder / "giliran.sqlite3") as kept:
        papers = json.dumps({"requirements": {"id": [f"Surat {number}" for number in range(1, 9)]}})
        service = "SELECT id FROM service WHERE code = 'D-INF'"
        kept.execute(f"UPDATE service_standard SET components = ? WHERE service_id = ({service})", (papers,))
        kept.execute("UPDATE branch SET setup_version = 'a-new-one'")
    return "D-INF"
