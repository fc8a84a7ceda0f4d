"""An officer and the others: who comes, who asks for help, and colleagues at the same citizen or counter."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.desk_of import (
    at_counter,
    citizens_take,
    colleague,
    dewi,
    free,
    has,
    here,
    in_line,
    sheet,
)
from tests.browser.test_main_job import open_counter
from tests.server import RealServer

pytestmark = pytest.mark.browser


HEARD = """
window.heard = [];
window.notified = [];
window.Notification = class {
  static permission = "granted";
  constructor(words) {
    window.notified.push(words);
  }
};
Object.defineProperty(document, "hidden", { get: () => true });
addEventListener("DOMContentLoaded", () => {
  window.softTone = (...pitches) => window.heard.push(pitches);
});
"""


def test_an_idle_officer_is_told_that_somebody_came_unless_they_said_no(
    server: RealServer, open_screen: OpenScreen
) -> None:
    desk = at_counter(open_screen, server)
    desk.add_init_script(HEARD)
    desk.reload()
    expect(desk.locator("body")).to_have_attribute("data-live", "yes")
    citizens_take(desk, "A-KTPR")
    expect(desk).to_have_title("(1) Loket 3")
    citizens_take(desk, "A-KTPR")
    in_line(desk, "A-001", "A-002")
    assert desk.evaluate("window.heard") == [[523, 659]]
    assert desk.evaluate("window.notified") == ["A-001 menunggu"]
    desk.keyboard.press("v")
    expect(desk.get_by_role("button", name="Nada")).to_have_attribute("aria-pressed", "false")
    for _ in range(2):
        desk.keyboard.press("n")
        here(desk, "Dipanggil")
        desk.keyboard.press("s")
        here(desk, "Sedang dilayani")
        desk.keyboard.press("f")
        free(desk)
    citizens_take(desk, "A-KTPR")
    in_line(desk, "A-003")
    assert len(desk.evaluate("window.heard")) == len(desk.evaluate("window.notified")) == 1
    expect(desk.get_by_role("button", name="Nada")).to_have_attribute("aria-pressed", "false")


def test_a_kiosk_that_asks_for_help_is_told_at_the_desk(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    desk.evaluate(
        "document.dispatchEvent(new CustomEvent('giliran:event', { detail: { late: false,"
        " event: { kind: 'kiosk.help_asked', kiosk: 'Pintu utama' } } }))"
    )
    note = desk.get_by_text("Kios Pintu utama memanggil petugas.")
    expect(note).to_be_visible()
    citizens_take(desk, "A-KTPR")
    in_line(desk, "A-001")
    desk.get_by_role("button", name="Saya ke sana").click()
    expect(note).to_have_count(0)


def test_two_officers_choose_the_same_citizen(server: RealServer, open_screen: OpenScreen) -> None:
    rina = at_counter(open_screen, server, "3", expect_errors=True)
    dewi = colleague(open_screen, server, "5", expect_errors=True)
    citizens_take(rina, "A-KTPR", "A-KTPR")
    for desk in (rina, dewi):
        desk.get_by_role("button", name="Panggil A-002 di luar urutan").click()
        sheet(desk).get_by_role("textbox").fill("Sakit")
    for desk in (rina, dewi):
        with desk.expect_request(lambda request: request.method == "POST"):  # hers is on its way before Dewi touches
            sheet(desk).get_by_role("button", name="Panggil").click(no_wait_after=True)
    has(rina, "A-002")
    expect(dewi.locator("#refusal")).to_contain_text("Nomor A-002 sudah berubah keadaannya")
    free(dewi)
    for desk in (rina, dewi):
        desk.evaluate("setTimeout(() => document.querySelector('[data-key~=N], [data-key=R]').click(), 200)")
    has(dewi, "A-001")
    here(rina, "2 kali")


def test_a_counter_is_taken_over_knowingly_and_the_old_desk_rests(server: RealServer, open_screen: OpenScreen) -> None:
    old = at_counter(open_screen, server)
    citizens_take(old, "A-KTPR")
    old.keyboard.press("n")
    has(old, "A-001")
    new = dewi(open_screen, server)
    new.get_by_role("button", name=re.compile(r"\bLoket 3\b")).click()
    expect(sheet(new)).to_contain_text("petugas: buka sejak")
    expect(sheet(new)).to_contain_text("A-001")
    sheet(new).get_by_role("button", name="Ambil alih").click()
    has(new, "A-001")
    expect(old.get_by_role("heading", level=1)).to_have_text("Dewi mengambil alih loket 3")
    old.keyboard.press("f")
    old.keyboard.press("x")
    expect(sheet(old)).to_have_count(0)
    here(new, "Dipanggil")
    old.get_by_role("link", name="Pilih loket").click()
    open_counter(old, "4")
