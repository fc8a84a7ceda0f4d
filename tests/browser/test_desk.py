"""An officer's day at the desk, in a real browser: every verb by key and by button."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OLD_PC, OpenScreen
from tests.browser.desk_of import (
    BOTH_WAYS,
    at_counter,
    by_button,
    by_key,
    citizens_take,
    colleague,
    free,
    has,
    here,
    in_line,
    leads_on,
    said_why,
    send,
    sheet,
    undo,
)
from tests.browser.test_main_job import open_counter, sign_in
from tests.server import RealServer

pytestmark = pytest.mark.browser

PRESSED_ON_CLOSING = """
key => {
  document.querySelector("dialog[open]").close();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}
"""

PRESSED_AT_ONCE = """
key => new MutationObserver((_changes, observer) => {
  if (!document.querySelector("#desk .here-called")) return;
  observer.disconnect();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}).observe(document.getElementById("main"), { childList: true })
"""


def test_did_not_come_asks_first_in_the_very_instant_the_desk_is_new(
    server: RealServer, open_screen: OpenScreen
) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR")
    desk.evaluate(PRESSED_AT_ONCE, "x")
    desk.keyboard.press("n")
    question = desk.get_by_role("dialog", name=re.compile("A-001"))
    expect(question).to_be_visible()
    here(desk, "Dipanggil")
    question.get_by_role("button", name="Tutup").click()
    here(desk, "Dipanggil")


def test_without_any_script_did_not_come_is_not_sent_unasked(server: RealServer, open_screen: OpenScreen) -> None:
    desk = open_screen("/login", OLD_PC, java_script_enabled=False)
    sign_in(desk, server)
    open_counter(desk, "3")
    citizens_take(desk, "A-KTPR")
    desk.reload()
    desk.get_by_role("button", name=re.compile("^Panggil")).first.click()
    has(desk, "A-001")
    desk.get_by_role("button", name=re.compile("Tidak hadir")).click()
    desk.goto("/counter/")
    has(desk, "A-001")


def test_call_again_start_and_finish(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR", "B-SKTM")
    for press, number in zip(BOTH_WAYS, ("A-001", "B-001"), strict=True):
        press(desk, "n", "Panggil")
        has(desk, number)
        undo(desk, number, "panggilan", "Berikutnya")
        press(desk, "Space", "Panggil")
        here(desk, "1 kali")
        press(desk, "r", "Panggil ulang")
        here(desk, "2 kali")
        press(desk, "s", "Mulai layani")
        here(desk, "Sedang dilayani")
        undo(desk, number, "mulai", "Dipanggil")
        press(desk, "s", "Mulai layani")
        here(desk, "Sedang dilayani")
        press(desk, "f", "Selesai")
        free(desk)
        undo(desk, number, "selesai", "Sedang dilayani")
        press(desk, "f", "Selesai")
        free(desk)


def test_who_did_not_come_is_asked_about_and_may_come_back(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("x")
    for press in BOTH_WAYS:
        press(desk, "n", "Panggil")
        has(desk, "A-001")
        press(desk, "x", "Tidak hadir")
        expect(sheet(desk)).to_contain_text("A-001")
        desk.keyboard.press("Escape")
        has(desk, "A-001")
        press(desk, "x", "Tidak hadir")
        send(desk, "Ya, tidak hadir")
        free(desk)
        undo(desk, "A-001", "tidak hadir", "Dipanggil")
        desk.keyboard.press("x")
        desk.keyboard.press("x")
        free(desk)
        press(desk, "m", "Terlewat")
        sheet(desk).get_by_label("Nomor di struk").fill("a 1")
        send(desk, "Kembalikan")
        in_line(desk, "A-001")


def test_somebody_is_set_aside_and_gone_on_with(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("n")
    has(desk, "A-001")
    for press in BOTH_WAYS:
        press(desk, "h", "Tunda")
        expect(desk.locator(".set-aside")).to_contain_text("A-001")
        undo(desk, "A-001", "tunda", "Dipanggil")
        press(desk, "h", "Tunda")
        free(desk)
        press(desk, "j", "Lanjutkan")
        here(desk, "Dipanggil")
        undo(desk, "A-001", "panggilan", "Belum ada warga")
        desk.get_by_role("button", name="Lanjutkan").click()
        here(desk, "Dipanggil")


def test_back_to_the_line_goes_where_it_was_chosen(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, *["A-KTPR"] * 4)
    desk.keyboard.press("n")
    has(desk, "A-001")
    for press, place, line in (
        (by_key, "Menurut waktu kedatangan", ("A-001", "A-002", "A-003", "A-004")),
        (by_button, "Di depan", ("A-001", "A-002", "A-003", "A-004")),
        (by_key, "Di akhir", ("A-002", "A-003", "A-004", "A-001")),
        (by_button, "Setelah sekian orang", ("A-002", "A-003", "A-001", "A-004")),
    ):
        press(desk, "b", "Kembalikan")
        expect(sheet(desk)).to_contain_text("A-001")
        sheet(desk).get_by_role("radio", name=place).check()
        send(desk, "Kembalikan")
        in_line(desk, *line)
        undo(desk, "A-001", "pindah", "Dipanggil")


def test_a_key_counts_the_moment_a_question_has_closed(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    desk.keyboard.press("m")
    expect(desk.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    desk.evaluate(PRESSED_ON_CLOSING, "p")
    expect(desk.get_by_role("dialog", name="Jeda")).to_be_visible()


def test_a_citizen_is_sent_to_another_service_and_to_another_counter(
    server: RealServer, open_screen: OpenScreen
) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("n")
    has(desk, "A-001")
    for press in BOTH_WAYS:
        press(desk, "t", "Alihkan")
        sheet(desk).get_by_label("Ke layanan").select_option("B-SKTM")
        send(desk, "Alihkan")
        expect(desk.locator(".line-list li")).to_contain_text("Legalisasi SKTM")
        undo(desk, "A-001", "pindah", "Perekaman KTP-el")
        press(desk, "t", "Alihkan")
        sheet(desk).get_by_label("Atau ke loket").select_option("5")
        send(desk, "Alihkan")
        free(desk)
        in_line(desk)
        undo(desk, "A-001", "pindah", "Perekaman KTP-el")
    desk.keyboard.press("t")
    sheet(desk).get_by_label("Atau ke loket").select_option("5")
    send(desk, "Alihkan")
    other = colleague(open_screen, server, "5")
    in_line(other, "A-001")


def test_the_next_step_of_a_journey_is_one_press(server: RealServer, open_screen: OpenScreen) -> None:
    leads_on(server, "A-KTPR", "F-KAS")
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("n")
    has(desk, "A-001")
    desk.keyboard.press("s")
    for press in BOTH_WAYS:
        here(desk, "Teruskan ke Kasir")
        press(desk, "g", "Teruskan ke Kasir")
        expect(desk.locator(".line-list li")).to_contain_text("Kasir")
        undo(desk, "A-001", "pindah", "Sedang dilayani")
    desk.keyboard.press("f")
    free(desk)


def test_a_number_is_given_up_and_taken_back(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR")
    desk.keyboard.press("n")
    has(desk, "A-001")
    for press in BOTH_WAYS:
        press(desk, "c", "Batalkan")
        expect(sheet(desk)).to_contain_text("A-001")
        sheet(desk).get_by_role("textbox").fill("Salah layanan")
        send(desk, "Batalkan nomor")
        free(desk)
        undo(desk, "A-001", "batal", "Dipanggil")
    assert said_why(server) == ["Salah layanan"] * 2


def test_out_of_order_needs_a_reason(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR", "A-KTPR", "A-KTPR")
    desk.get_by_role("button", name="Panggil A-003 di luar urutan").click()
    expect(sheet(desk)).to_contain_text("A-003")
    sheet(desk).get_by_role("button", name="Panggil").click()
    expect(sheet(desk)).to_be_visible()
    sheet(desk).get_by_role("textbox").fill("Ibu hamil besar")
    desk.keyboard.press("Enter")
    has(desk, "A-003")
    assert said_why(server) == ["Ibu hamil besar"]
    undo(desk, "A-003", "panggilan", "Berikutnya")
    in_line(desk, "A-001", "A-002", "A-003")


def test_somebody_without_a_number_is_served_at_once(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    for press, number in zip(BOTH_WAYS, ("D-001", "D-002"), strict=True):
        press(desk, "w", "Tanpa nomor")
        sheet(desk).get_by_label("Untuk keperluan apa?").select_option("D-INF")
        send(desk, "Panggil")
        has(desk, number)
        undo(desk, number, "panggilan", "Belum ada warga")
        desk.keyboard.press("n")
        has(desk, number)
        desk.keyboard.press("x")
        desk.keyboard.press("x")
        free(desk)


def test_a_pause_says_why_and_the_counter_closes(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    for press in BOTH_WAYS:
        press(desk, "p", "Jeda")
        send(desk, "Istirahat")
        here(desk, "Anda sedang jeda")
        press(desk, "p", "Kembali bertugas")
        free(desk)
    desk.keyboard.press("p")
    sheet(desk).get_by_role("textbox").fill("Mengambil kertas")
    desk.keyboard.press("Enter")
    here(desk, "Anda sedang jeda")
    assert said_why(server) == ["Istirahat", "Istirahat", "Mengambil kertas"]
    desk.get_by_role("button", name="Tutup loket").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Hari ini bertugas di loket mana?")


def keys_of(desk: Page) -> set[str]:
    """Every key that does something at the desk as it is."""
    found = desk.locator("[data-key]").evaluate_all(
        "all => all.filter(each => !each.closest('dialog')).flatMap(each => each.dataset.key.split(' '))"
    )
    return {"Spasi" if key == "Space" else key for key in found}


def test_the_keys_are_shown_and_every_one_of_them_is_told(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    there = keys_of(desk)
    leads_on(server, "A-KTPR", "F-KAS")
    citizens_take(desk, "A-KTPR", "A-KTPR")
    in_line(desk, "A-001", "A-002")
    served = "Sedang dilayani"
    for key, comes in (("n", "Dipanggil"), ("s", served), ("h", "Belum ada warga"), ("j", served)):
        there |= keys_of(desk)
        desk.keyboard.press(key)
        here(desk, comes)
    there |= keys_of(desk)
    for press in BOTH_WAYS:
        press(desk, "?", "Tombol cepat")
        told = set(sheet(desk).locator("dt kbd").all_inner_texts())
        assert told - {"1", "9"} == there
        desk.keyboard.press("?")
        expect(sheet(desk)).to_have_count(0)


def test_the_rest_of_the_day_goes_by_keys_too(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "A-KTPR", "A-KTPR", "A-KTPR")
    in_line(desk, "A-001", "A-002", "A-003")
    desk.keyboard.press("o")
    desk.keyboard.type("a3")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Sakit")
    desk.keyboard.press("Enter")
    has(desk, "A-003")
    for key in "b3b":
        desk.keyboard.press(key)
    in_line(desk, "A-001", "A-002", "A-003")
    free(desk)
    desk.keyboard.press("p")
    desk.keyboard.press("2")
    here(desk, "Anda sedang jeda")
    desk.keyboard.press("p")
    free(desk)
    desk.keyboard.press("i")
    expect(desk.locator("#hall")).to_contain_text("Saat ini tidak ada loket lain yang buka.")
    desk.keyboard.press("q")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Hari ini bertugas di loket mana?")
    open_counter(desk, "3")
    desk.keyboard.press("e")
    expect(desk).to_have_url(f"{server.url}/")
