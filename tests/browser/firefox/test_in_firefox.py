"""People in front of Firefox: what a finger, a loudspeaker and a phone do differently there, and every kind of page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.appearance import COOKIE
from tests.browser.board_of import Office
from tests.browser.conftest import KIOSK, OLD_PC, PHONE, TV, OpenScreen, until
from tests.browser.desk_of import at_counter, citizens_take, free, has
from tests.browser.test_kiosk_everyone import press
from tests.browser.test_kiosk_guide import hears, listen
from tests.browser.test_main_job import sign_in, spoken, take_number
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser

CHIME = "window.giliranVoice.say(['chime'])"


def ticket_of(kiosk: Page) -> str:
    """A citizen takes a number; the address of its page."""
    take_number(kiosk)
    return str(kiosk.locator("#screen [data-ticket-link]").get_attribute("data-ticket-link"))


def test_a_citizen_takes_a_number_with_a_finger(server: RealServer, open_touched_screen: OpenScreen) -> None:
    kiosk = open_touched_screen("/kiosk/karawaci", KIOSK)
    kiosk.add_init_script("addEventListener('click', (event) => { window.touchedBy = event.pointerType; })")
    assert take_number(kiosk) == "A-001"
    assert kiosk.evaluate("window.touchedBy") == "touch"
    qr = kiosk.locator("#screen .qr img")
    assert qr.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_a_blind_citizen_hears_the_number_that_the_keypad_gave(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci/services/D-INF", KIOSK)
    said = listen(kiosk)
    press(kiosk, "*", "7")
    hears(kiosk, said, "Panduan suara menyala.")
    press(kiosk, "0", "Enter")
    expect(kiosk.locator("#screen .number")).to_have_text("D-001")
    hears(kiosk, said, "Nomor antrean Anda", "D", "0", "0", "1")


def test_a_board_that_may_not_sound_says_so_and_speaks_once_it_was_touched(
    server: RealServer, open_screen: OpenScreen
) -> None:
    office = Office(server)
    office.opens("3")
    office.citizens_come(1)
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    turn_on = board.get_by_role("button", name="Nyalakan suara")
    expect(turn_on).to_be_visible()
    assert board.evaluate(CHIME)["peak"] == 0
    turn_on.click()
    expect(turn_on).to_be_hidden()
    office.calls_next("3")
    expect(board.locator("#call")).to_contain_text("A-001")
    expect(board.locator("#caption")).to_have_text("Nomor antrean, A, nol nol satu, silakan menuju loket tiga")
    assert float(str(spoken(board, 1)[0]["peak"])) > 0.02, "the loudspeaker stayed silent"


def test_an_officer_spends_a_day_without_a_mouse(server: RealServer, open_screen: OpenScreen) -> None:
    desk = open_screen("/login", OLD_PC)
    desk.keyboard.type("petugas")
    desk.keyboard.press("Tab")
    desk.keyboard.type(server.passwords["petugas"])
    desk.keyboard.press("Enter")
    expect(desk).not_to_have_url(re.compile("/login"))
    desk.goto("/counter/")
    desk.get_by_role("button", name=re.compile(r"\bLoket 3\b")).press("Enter")
    free(desk)
    expect(desk.locator("body")).to_have_attribute("data-live", "yes")
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("Tombol cepat")
    desk.keyboard.press("Escape")
    for key, comes in (("n", "Dipanggil"), ("s", "Sedang dilayani")):
        desk.keyboard.press(key)
        expect(desk.locator("#desk .here")).to_contain_text(comes)
    has(desk, "A-001")
    desk.keyboard.press("f")
    free(desk)


def test_a_phone_that_cannot_vibrate_follows_its_number_all_the_same(
    server: RealServer, open_screen: OpenScreen
) -> None:
    phone = open_screen(ticket_of(open_screen("/kiosk/karawaci", KIOSK)), PHONE)
    expect(phone.locator("body")).to_contain_text("Anda terdepan di antrean ini")
    assert not phone.evaluate("'vibrate' in navigator")
    phone.get_by_role("button", name="Beri tahu saya").click()
    desk = at_counter(open_screen, server)
    desk.keyboard.press("n")
    expect(phone.locator(".state-caption")).to_have_text("Nomor A-001, silakan ke loket 3.")
    until(phone, "() => document.getElementById('state').getBoundingClientRect().height >= innerHeight")
    phone.get_by_role("button", name="Saya menuju ke sana").click()
    expect(phone.get_by_role("link", name="English")).to_be_visible()


def test_an_administrator_corrects_what_a_form_refused(server: RealServer, open_screen: OpenScreen) -> None:
    # A form that is refused answers 422.
    admin = open_screen("/login", OLD_PC, expect_errors=True)
    sign_in(admin, server, "admin")
    admin.goto("/admin/karawaci/rules/counters/3")
    admin.locator("[name='B-how'][value=helps]").check()
    admin.locator("[name='B-after']").fill("soon")
    admin.locator(".save button").click()
    wrong = admin.locator("[aria-invalid]")
    expect(wrong).to_have_value("soon")
    assert complaints(admin) == []
    wrong.fill("10")
    admin.locator(".save button").click()
    expect(admin.locator("[aria-invalid]")).to_have_count(0)
    admin.reload()
    expect(admin.locator("[name='B-after']")).to_have_value("10")


def test_no_kind_of_page_shuts_anybody_out_in_light_or_dark(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    phone = open_screen(ticket_of(kiosk), PHONE)
    desk = at_counter(open_screen, server)
    desk.keyboard.press("n")
    has(desk, "A-001")
    board = open_screen("/display/karawaci", TV)
    expect(board.locator("#call")).to_contain_text("A-001")
    found = complaints(kiosk) + complaints(board)
    for page in (phone, desk, open_screen("/login", OLD_PC)):
        for theme in ("light", "dark"):
            # By *Tampilan*: what the system prefers, Firefox cannot be told yet.
            page.context.add_cookies([{"name": COOKIE, "value": theme, "url": server.url}])
            page.reload()
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == theme
            found += complaints(page)
    assert found == []
