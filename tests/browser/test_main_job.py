"""From touch to voice, as a person walks it, with kiosk, board, counter and phone open at once."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import KIOSK, OLD_PC, PHONE, TV, OpenScreen
from tests.server import RealServer

pytestmark = pytest.mark.browser

EACH_CALL_ONCE = """
from dataclasses import replace
from app.queueing import reading
from app.queueing.ruling.boards import set_board
office = reading.office("karawaci")
set_board(office.id, "hall", replace(office.boards["hall"], times=1))
"""


def take_number(kiosk: Page, group: str = "Kependudukan", service: str = "Perekaman KTP-el") -> str:
    """A citizen touches a tile, reads, confirms; the number they hold."""
    kiosk.goto("/kiosk/karawaci")
    kiosk.get_by_role("link", name=group).click()
    kiosk.get_by_role("link", name=service).click()
    expect(kiosk.get_by_text("Kartu Keluarga (KK)").first).to_be_visible()
    kiosk.get_by_role("button", name="Ambil nomor").click()
    number = kiosk.locator("#screen .number").first
    expect(number).to_have_text(re.compile(r"^[A-F]-\d{3,}$"))
    return number.inner_text()


def sign_in(desk: Page, server: RealServer, name: str = "petugas") -> None:
    """Somebody signs in with the password the demo told."""
    desk.goto("/login")
    desk.get_by_label("Nama").fill(name)
    desk.get_by_label("Kata sandi", exact=True).fill(server.passwords[name])
    desk.get_by_role("button", name="Masuk", exact=True).click()
    expect(desk).not_to_have_url(re.compile("/login"))


def open_counter(desk: Page, number: str) -> None:
    """An officer sits down at a counter."""
    desk.goto("/counter/")
    desk.get_by_role("button", name=re.compile(rf"\bLoket {number}\b")).click()
    expect(desk.locator("#desk")).to_be_visible()
    desk.wait_for_load_state()  # keys work once the page's scripts have run


def spoken(board: Page, count: int, patience: float = 60) -> list[dict[str, object]]:
    """What the board has really played, once it played so many."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = json.loads(board.evaluate("document.body.dataset.spoken || '[]'"))
        if len(found) >= count:
            return list(found)
        board.wait_for_timeout(200)
    raise AssertionError(f"only {found} was spoken within {patience} s")


def test_a_citizen_takes_a_number_and_is_called_by_screen_and_voice(
    server: RealServer, open_screen: OpenScreen
) -> None:
    board = open_screen("/display/karawaci", TV)
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    assert take_number(kiosk) == "A-001"
    expect(kiosk.get_by_text("Anda terdepan di antrean ini")).to_be_visible()
    expect(kiosk.get_by_text("Ambil struk Anda")).to_be_visible()
    qr = kiosk.locator("#screen .qr img")
    assert qr.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    desk = open_screen("/counter/", OLD_PC)
    sign_in(desk, server)
    open_counter(desk, "3")
    desk.keyboard.press("n")
    expect(desk.locator("#desk .here-number")).to_have_text("A-001")

    expect(board.locator("body")).to_contain_text("A-001", timeout=2000)
    call = spoken(board, 1)[0]
    assert (call["ticket"], call["counter"]) == ("A-001", "3")
    assert call["caption"] == "Nomor antrean, A, nol nol satu, silakan menuju loket tiga"
    assert float(str(call["peak"])) > 0.02, "the loudspeaker stayed silent"
    assert float(str(call["seconds"])) > 4

    desk.keyboard.press("r")
    assert spoken(board, 2)[1]["ticket"] == "A-001"
    desk.keyboard.press("s")
    expect(desk.locator("#desk")).to_contain_text("Selesai")
    desk.keyboard.press("f")
    expect(desk.locator("#desk .here")).not_to_contain_text("A-001")


def test_the_slip_lies_as_a_picture_at_the_virtual_printer(
    server: RealServer, open_screen: OpenScreen, tmp_path: Path
) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    take_number(kiosk)
    link = kiosk.locator("[data-ticket-link]").get_attribute("data-ticket-link")
    admin = open_screen("/login", OLD_PC)
    sign_in(admin, server, "admin")
    admin.goto("/admin/printers")
    picture = admin.locator("img[src*='.png']").first
    expect(picture).to_be_visible()
    source = picture.get_attribute("src")
    assert source
    file = tmp_path / "slip.png"
    file.write_bytes(admin.request.get(source).body())
    read = subprocess.run(["zbarimg", "-q", "--raw", str(file)], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == link


def test_a_phone_follows_its_number_live(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    take_number(kiosk)
    take_number(kiosk)
    link = kiosk.locator("#screen [data-ticket-link]").get_attribute("data-ticket-link")
    assert link and link.startswith(f"{server.url}/t/")
    phone = open_screen(link, PHONE)
    expect(phone.locator("body")).to_contain_text("A-002")
    expect(phone.locator("body")).to_contain_text("1 orang di depan Anda")
    desk = open_screen("/login", OLD_PC)
    sign_in(desk, server)
    open_counter(desk, "3")
    desk.keyboard.press("n")
    expect(phone.locator("body")).to_contain_text("Anda terdepan di antrean ini", timeout=4000)
    desk.keyboard.press("s")
    expect(desk.locator("#desk")).to_contain_text("Selesai")
    desk.keyboard.press("f")
    expect(desk.locator("#desk .here")).not_to_contain_text("A-001 ")
    desk.keyboard.press("n")
    expect(phone.locator("body")).to_contain_text(re.compile("Silakan ke loket 3", re.IGNORECASE), timeout=4000)


def test_two_calls_at_the_same_moment_are_shown_and_spoken_one_after_the_other(
    server: RealServer, open_screen: OpenScreen
) -> None:
    told = server.command("shell", stdin=EACH_CALL_ONCE)
    assert "Traceback" not in told.stderr, told.stderr
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    take_number(kiosk)
    take_number(kiosk)
    board = open_screen("/display/karawaci", TV)
    made = server.command(
        "create-staff", "Dewi", "--role", "officer", "--password-stdin", stdin="a-long-enough-password\n"
    )
    assert made.returncode == 0
    server.passwords["Dewi"] = "a-long-enough-password"
    desks = []
    for name, counter in (("petugas", "3"), ("Dewi", "5")):
        desk = open_screen("/login", OLD_PC)
        sign_in(desk, server, name)
        open_counter(desk, counter)
        desks.append(desk)
    for desk in desks:
        desk.keyboard.press("n")
    first, second = spoken(board, 2)
    assert {first["ticket"], second["ticket"]} == {"A-001", "A-002"}
    assert {first["counter"], second["counter"]} == {"3", "5"}
    ended, shown = float(str(first["endedAt"])), float(str(second["shownAt"]))
    assert shown >= ended, "the second call was shown while the first was still spoken"
    expect(board.locator("body")).to_contain_text("A-001")
    expect(board.locator("body")).to_contain_text("A-002")


def test_a_board_that_was_cut_off_catches_up_by_itself(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK, expect_errors=True)
    take_number(kiosk)
    board = open_screen("/display/karawaci", TV, expect_errors=True)
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    server.stop(signal.SIGKILL)
    expect(board.get_by_text(re.compile("Tidak terhubung"))).to_be_visible()
    server.start()
    desk = open_screen("/login", OLD_PC)
    sign_in(desk, server)
    open_counter(desk, "7")
    desk.keyboard.press("n")
    expect(board.locator("body")).to_contain_text("A-001", timeout=15_000)
    assert spoken(board, 1)[0]["counter"] == "7"
    board.reload()
    expect(board.locator("body")).to_contain_text("A-001")


def test_a_printer_that_is_off_costs_no_number_and_the_office_is_told(
    server: RealServer, open_screen: OpenScreen
) -> None:
    server.command("set-printer", "karawaci", "tcp://127.0.0.1:9")
    desk = open_screen("/login", OLD_PC)
    sign_in(desk, server)
    open_counter(desk, "1")
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    assert take_number(kiosk) == "A-001"
    expect(kiosk.get_by_text(re.compile("foto", re.IGNORECASE)).first).to_be_visible(timeout=6000)
    expect(desk.locator("body")).to_contain_text("Printer kios", timeout=6000)


def test_a_double_tap_gives_one_number(server: RealServer, open_screen: OpenScreen) -> None:
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    kiosk.get_by_role("link", name="Informasi").click()
    kiosk.get_by_role("link", name=re.compile("Informasi & konsultasi")).click()
    kiosk.get_by_role("button", name="Ambil nomor").dblclick()
    expect(kiosk.locator("#screen .number").first).to_have_text("D-001")
    kiosk.goto("/kiosk/karawaci")
    expect(kiosk.get_by_role("link", name="Informasi")).to_contain_text("1")


def test_a_closed_service_says_why_and_gives_no_number(server: RealServer, open_screen: OpenScreen) -> None:
    admin = open_screen("/login", OLD_PC)
    sign_in(admin, server, "admin")
    admin.goto("/admin/karawaci/services")
    row = admin.locator("[data-service='A-KTPC']")
    row.get_by_role("textbox").fill("blanko KTP-el habis")
    row.get_by_role("button", name=re.compile("Tutup")).click()
    expect(admin.locator("[data-service='A-KTPC']")).to_contain_text("blanko KTP-el habis")
    kiosk = open_screen("/kiosk/karawaci", KIOSK)
    kiosk.get_by_role("link", name="Kependudukan").click()
    expect(kiosk.locator("#screen")).to_contain_text("blanko KTP-el habis")
    expect(kiosk.get_by_role("link", name=re.compile("Cetak KTP-el"))).to_have_count(0)
