"""What goes wrong at a desk: the server or network away, a step refused, a key pressed twice or too soon."""

from __future__ import annotations

import re
import signal
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.desk_of import (
    at_counter,
    citizens_take,
    free,
    has,
    here,
    in_line,
    sheet,
)
from tests.server import RealServer

pytestmark = pytest.mark.browser

PRESSED_TOGETHER = """
keys => [...keys].forEach(key => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })))
"""


def test_a_server_that_starts_again_finds_the_desk_as_it_was(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server, expect_errors=True)
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("n")
    has(desk, "A-001")
    server.stop(signal.SIGKILL)
    expect(desk.get_by_text("Sambungan terputus")).to_be_visible()
    expect(desk.get_by_role("button", name="Mulai layani")).to_be_disabled()
    for opener in ("Tidak hadir", "Alihkan", "Kembalikan", "Batalkan", "Catatan", "Jeda"):
        expect(desk.get_by_role("button", name=opener, exact=True)).to_be_disabled()
    desk.keyboard.press("s")
    desk.keyboard.press("x")
    expect(sheet(desk)).to_have_count(0)
    server.start()
    expect(desk.get_by_text("Sambungan terputus")).to_be_hidden(timeout=15_000)
    here(desk, "Dipanggil")
    desk.keyboard.press("s")
    here(desk, "Sedang dilayani")


def test_a_cut_network_says_so_and_nothing_was_changed(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server, expect_errors=True)
    citizens_take(desk, "A-KTPR", "A-KTPR")
    expect(desk.locator("#desk .line-list li")).to_have_count(2)
    desk.context.set_offline(True)
    desk.keyboard.press("n")
    expect(desk.locator("#refusal, #contact").filter(visible=True).first).to_contain_text(
        re.compile("tidak terjangkau|terputus|tidak dapat dihubungi")
    )
    free(desk)
    desk.context.set_offline(False)
    expect(desk.locator("body")).not_to_have_attribute("data-out-of-reach", "", timeout=15_000)
    desk.route("**/counter/**", lambda route: route.fulfill(status=502, content_type="text/html", body="Bad Gateway"))
    desk.evaluate("window.stays = true")
    desk.keyboard.press("n")
    expect(desk.locator("#refusal")).to_contain_text("tidak dapat dijangkau")
    desk.evaluate("document.dispatchEvent(new CustomEvent('giliran:event', { detail: { event: {} } }))")
    desk.wait_for_timeout(400)
    desk.unroute_all()
    assert desk.evaluate("window.stays"), "a proxy's page is no reason to leave the desk"
    desk.keyboard.press("n")
    has(desk, "A-001")
    in_line(desk, "A-002")


def test_a_refusal_stands_in_its_question_with_what_was_typed(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server, expect_errors=True)
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("n")
    has(desk, "A-001")
    desk.locator("#note").focus()
    desk.keyboard.press("Enter")
    expect(sheet(desk)).to_be_visible()
    citizens_take(desk, "A-KTPR")  # the hall moves on: the button is another one by now
    in_line(desk, "A-002")
    desk.keyboard.type("Telepon 081234567890")
    desk.keyboard.press("Enter")
    expect(sheet(desk).locator("#refusal")).to_contain_text("Catatan")
    expect(sheet(desk).get_by_role("textbox")).to_have_value("Telepon 081234567890")
    expect(sheet(desk).get_by_role("textbox")).to_be_focused()
    sheet(desk).get_by_role("textbox").fill("KK asli menyusul")
    desk.keyboard.press("Enter")
    here(desk, "KK asli menyusul")
    expect(sheet(desk)).to_have_count(0)
    expect(desk.locator("#note")).to_be_focused()
    expect(desk.locator("#refusal")).to_be_hidden()


def test_a_refused_question_is_left_by_escape_and_later_refusals_stand_on_the_page(
    server: RealServer, open_screen: OpenScreen
) -> None:
    desk = at_counter(open_screen, server, expect_errors=True)
    desk.keyboard.press("l")
    desk.keyboard.type("a99")
    desk.keyboard.press("Enter")
    expect(sheet(desk).locator("#refusal")).to_contain_text("Silakan periksa lagi")
    desk.keyboard.press("Escape")
    expect(sheet(desk)).to_have_count(0)
    expect(desk.locator("#refusal")).to_be_hidden()
    desk.keyboard.press("n")
    expect(desk.locator("#refusal")).to_contain_text("Belum ada yang menunggu")


def test_an_answer_pressed_twice_is_sent_once(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("l")
    desk.keyboard.type("a1")
    desk.evaluate("() => [1, 2].forEach(() => document.querySelector('dialog[open] form').requestSubmit())")
    expect(sheet(desk)).to_have_count(0)
    desk.keyboard.press("n")
    has(desk, "A-001")
    with sqlite3.connect(server.folder / "giliran.sqlite3") as kept:
        assert kept.execute("SELECT count(*) FROM event WHERE kind = 'ticket.reprinted'").fetchone() == (1,)


def test_keys_pressed_faster_than_answers_come_wait_for_each_other(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR", "A-KTPR")
    for key, comes in (("n", "Dipanggil"), ("s", "Sedang dilayani"), ("f", "Belum ada warga di loket Anda")):
        desk.keyboard.press(key)
        here(desk, comes)
    desk.evaluate(PRESSED_TOGETHER, "nu")
    has(desk, "A-002")
    in_line(desk)
    expect(desk.locator("#refusal")).to_be_hidden()
