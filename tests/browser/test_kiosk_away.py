"""The server out of the kiosk's reach: no lost touch, no double number, and no word of it once it is back."""

from __future__ import annotations

import re
import signal
import sqlite3

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import KIOSK, OpenScreen
from tests.server import RealServer

pytestmark = pytest.mark.browser

SERVICE = "/kiosk/karawaci/services/A-KTPR"
CALM = "Sebentar, kami menyambung kembali …"


def tickets(server: RealServer) -> int:
    with sqlite3.connect(server.folder / "giliran.sqlite3") as kept:
        return int(kept.execute("SELECT count(*) FROM ticket").fetchone()[0])


def about_to_take_a_number(open_screen: OpenScreen) -> Page:
    kiosk = open_screen(SERVICE, KIOSK, expect_errors=True)
    expect(kiosk.locator("body")).to_have_attribute("data-live", "yes")
    return kiosk


def test_a_touch_while_the_server_starts_anew_gives_its_number(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = about_to_take_a_number(open_screen)
    assert server.process
    server.process.send_signal(signal.SIGSTOP)  # it has the touch, and never answers
    kiosk.get_by_role("button", name="Ambil nomor").click()
    server.stop(signal.SIGKILL)
    expect(kiosk.get_by_role("heading", name=CALM)).to_be_visible()
    expect(kiosk.get_by_text("Sentuhan Anda tersimpan")).to_be_visible()
    server.start()
    expect(kiosk.locator("#screen .number")).to_have_text("A-001", timeout=15_000)
    expect(kiosk.get_by_text(CALM)).to_be_hidden()
    assert tickets(server) == 1


def test_a_touch_whose_answer_was_lost_gives_no_second_number(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = about_to_take_a_number(open_screen)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        kiosk.context.set_offline(True)
        route.abort("connectionreset")

    kiosk.route("**/karawaci/tickets", lose_the_answer, times=1)
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.get_by_role("heading", name=CALM)).to_be_visible()
    assert tickets(server) == 1
    kiosk.context.set_offline(False)
    expect(kiosk.locator("#screen .number")).to_have_text("A-001", timeout=15_000)
    assert tickets(server) == 1


def test_a_screen_left_alone_says_so_and_is_itself_again(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = about_to_take_a_number(open_screen)
    kiosk.context.set_offline(True)
    expect(kiosk.get_by_role("heading", name=CALM)).to_be_visible()
    expect(kiosk.get_by_text("Sentuhan Anda tersimpan")).to_be_hidden()
    kiosk.context.set_offline(False)
    expect(kiosk.get_by_text(CALM)).to_be_hidden(timeout=15_000)
    expect(kiosk.locator("#refusal")).to_be_empty()
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.locator("#screen .number")).to_have_text("A-001")


def test_a_failure_is_tried_once_more_and_then_told(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = about_to_take_a_number(open_screen)
    tries = []

    def fail(route: Route) -> None:
        tries.append(route.request.post_data)
        route.fulfill(status=500, headers={"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML"}, body="<p>Maaf</p>")

    kiosk.route("**/karawaci/tickets", fail)
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.locator("#refusal")).to_have_text("Maaf")
    assert len(tries) == 2 and tries[0] == tries[1]
    expect(kiosk.get_by_text(CALM)).to_be_hidden()


def test_a_refusal_is_told_where_the_touch_was(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = about_to_take_a_number(open_screen)
    kiosk.locator("form.take [name=service]").evaluate("field => { field.value = 'Z-NO'; }")
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.locator("#refusal")).to_have_text(re.compile("Silakan pilih"))
    kiosk.get_by_role("link", name="Kembali").click()
    expect(kiosk.locator("#refusal")).to_be_empty()
