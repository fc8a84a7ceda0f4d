"""An officer's day at the desk, in a real browser: every verb by key and by button, and what goes wrong meanwhile."""

from __future__ import annotations

import itertools
import json
import re
import signal
import sqlite3

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OLD_PC, PHONE, OpenScreen, until
from tests.browser.test_main_job import open_counter, sign_in
from tests.server import RealServer

pytestmark = pytest.mark.browser

_touches = itertools.count(1)
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

PRESSED_TOGETHER = """
keys => [...keys].forEach(key => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })))
"""


def citizens_take(page: Page, *services: str) -> list[str]:
    """Citizens take numbers at the kiosk, faster than fingers; their numbers."""
    numbers = []
    for service in services:
        token = re.search(r'csrf-token" content="([^"]+)', page.request.get("/kiosk/karawaci").text())
        assert token
        form = {"service": service, "key": f"touch-{next(_touches)}", "csrf_token": token[1], "priority": "none"}
        answer = page.request.post("/kiosk/karawaci/tickets", form=form)
        assert answer.status == 201, answer.text()
        found = re.search(r"data-ticket-link[^>]*>([A-F]-\d+)", answer.text())
        assert found
        numbers.append(found[1])
    return numbers


def at_counter(open_screen: OpenScreen, server: RealServer, counter: str = "3", **how: object) -> Page:
    """The demo's officer at an open counter."""
    desk = open_screen("/login", OLD_PC, **how)
    sign_in(desk, server)
    open_counter(desk, counter)
    expect(desk.locator("body")).to_have_attribute("data-live", "yes")
    return desk


def dewi(open_screen: OpenScreen, server: RealServer, **how: object) -> Page:
    """A colleague, signed in, without a counter yet."""
    password = "a-long-enough-password"
    words = ("create-staff", "Dewi", "--role", "officer", "--branch", "karawaci", "--password-stdin")
    made = server.command(*words, stdin=f"{password}\n")
    assert made.returncode == 0, made.stderr
    server.passwords["Dewi"] = password
    desk = open_screen("/login", OLD_PC, **how)
    sign_in(desk, server, "Dewi")
    desk.goto("/counter/")
    return desk


def colleague(open_screen: OpenScreen, server: RealServer, counter: str, **how: object) -> Page:
    """Dewi at another counter."""
    desk = dewi(open_screen, server, **how)
    open_counter(desk, counter)
    return desk


def here(desk: Page, words: str | re.Pattern[str]) -> None:
    """The desk comes to say this of whoever is at the counter."""
    expect(desk.locator("#desk .here")).to_contain_text(words)


def has(desk: Page, number: str) -> None:
    """This citizen is at the counter."""
    expect(desk.locator("#desk .here-number")).to_have_text(number)


def free(desk: Page) -> None:
    """Nobody is at the counter any more."""
    here(desk, "Belum ada warga di loket Anda")


def in_line(desk: Page, *numbers: str) -> None:
    """These wait, in this order."""
    expect(desk.locator("#desk .line-list .number")).to_have_text(list(numbers))


def by_key(desk: Page, key: str, _name: str) -> None:
    desk.keyboard.press(key)


def by_button(desk: Page, _key: str, name: str) -> None:
    desk.locator("#desk").get_by_role("button", name=name, exact=True).click()


BOTH_WAYS = (by_key, by_button)


def sheet(desk: Page) -> Locator:
    """The question that stands open."""
    return desk.get_by_role("dialog")


def send(desk: Page, words: str) -> None:
    """Press what sends the open sheet; it closes."""
    sheet(desk).get_by_role("button", name=words, exact=True).click()
    expect(sheet(desk)).to_have_count(0)


def undo(desk: Page, number: str, did: str, back_to: str) -> None:
    """The button beside the counter says what was done last; it is taken back."""
    expect(desk.locator("#desk .undo")).to_contain_text(f"Urungkan: {did} {number}")
    desk.keyboard.press("u")
    here(desk, back_to)


def said_why(server: RealServer) -> list[str]:
    """The reasons kept beside the history, oldest first."""
    with sqlite3.connect(server.folder / "giliran.sqlite3") as kept:
        return [text for (text,) in kept.execute("SELECT text FROM reason ORDER BY seq")]


def leads_on(server: RealServer, service: str, to: str) -> None:
    """Set up a journey, for which there is no page yet."""
    with sqlite3.connect(server.folder / "giliran.sqlite3") as kept:
        kept.execute("UPDATE service SET journey = ? WHERE code = ?", (json.dumps([to]), service))
        kept.execute("UPDATE branch SET setup_version = 'a-new-one'")


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


def in_sight(page: Page, *parts: str) -> None:
    """Wait until all these parts of the page are seen whole and lie under no other, at one and the same moment.

    The desk renews its line by itself: a part found now may be another one a moment later.
    """
    until(
        page,
        """parts => parts.every(name => {
          const part = document.querySelector(name);
          if (!part) return false;
          const box = part.getBoundingClientRect();
          const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height - 2);
          return box.x >= 0 && box.right <= innerWidth && box.bottom <= innerHeight && part.contains(seen);
        })""",
        arg=parts,
        timeout=5000,
    )


def test_on_a_phone_the_next_step_hides_neither_the_papers_nor_an_empty_desk(
    server: RealServer, open_screen: OpenScreen
) -> None:
    desk = at_counter(open_screen, server)
    desk.set_viewport_size(PHONE)
    citizens_take(desk, "B-WRS")
    in_line(desk, "B-001")
    in_sight(desk, ".nobody", "#next-step")
    desk.locator("#next-step").click()
    has(desk, "B-001")
    desk.evaluate("document.querySelector('.papers li:last-child').scrollIntoView({ block: 'nearest' })")
    desk.mouse.wheel(0, 120)
    in_sight(desk, ".papers li:last-child", "#next-step")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_an_old_pc_six_who_wait_and_all_papers_are_seen_at_once(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, "B-WRS", *["A-KTPR"] * 7)
    desk.keyboard.press("n")
    has(desk, "B-001")
    expect(desk.locator(".line-list li")).to_have_count(7)
    in_sight(desk, *(f".line-list li:nth-child({place})" for place in range(1, 7)))
    assert desk.locator(".here-body").evaluate("body => body.scrollHeight - body.clientHeight") == 0


def test_a_long_line_scrolls_in_its_own_place_and_never_the_page(server: RealServer, open_screen: OpenScreen) -> None:
    desk = at_counter(open_screen, server)
    citizens_take(desk, *["A-KTPR"] * 25)
    expect(desk.locator(".line-list li").nth(20)).to_be_attached()
    assert desk.evaluate("document.documentElement.scrollHeight") <= OLD_PC["height"]


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
