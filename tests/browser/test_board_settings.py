"""Somebody sets a board up in a real browser, and the board takes it while it speaks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.board_of import Office, cut_off, numbers_spoken, quicken
from tests.browser.conftest import OLD_PC, TV, OpenScreen, until
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser


def test_a_board_takes_a_change_without_losing_what_it_speaks(server: RealServer, open_screen: OpenScreen) -> None:
    office = Office(server)
    office.opens("3", "5")
    office.citizens_come(2)
    board = open_screen("/display/karawaci", TV, reduced_motion="reduce")
    expect(board.locator("body")).to_have_attribute("data-live", "yes")
    budi = open_screen("/login", OLD_PC, reduced_motion="reduce")
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/boards/hall")
    assert complaints(budi) == []
    budi.get_by_label("Teks berjalan dalam bahasa Indonesia").fill("Loket 5 pindah ke kanan.")
    budi.locator("[name='counter-5-way'][value=right]").check()
    budi.get_by_label("Sebagai bilangan").check()
    quicken(board, 1000)
    office.calls_next("3")
    expect(board.locator("#caption")).not_to_be_empty()
    budi.get_by_role("button", name="Simpan").click()
    expect(budi.locator(".note")).to_contain_text("Loket 5 pindah ke kanan.")
    expect(board.locator("#running")).to_contain_text("Loket 5 pindah ke kanan.")
    expect(board.locator("#call")).to_contain_text("A-001")
    expect(board.locator("#caption")).to_contain_text("nol nol satu")
    quicken(board)
    office.calls_next("5")
    assert numbers_spoken(board, 2, patience=60) == ["A-001", "A-002"]
    expect(board.locator("#caption")).to_have_text("Nomor antrean, A, dua, silakan menuju loket lima")
    expect(board.locator("#call .way")).to_contain_text("kanan")
    assert complaints(board) == []


def test_a_board_over_one_counter_calls_for_that_counter_alone(server: RealServer, open_screen: OpenScreen) -> None:
    office = Office(server)
    office.opens("3", "5")
    office.citizens_come(3)
    budi = open_screen("/login", OLD_PC, reduced_motion="reduce")
    sign_in(budi, server, "admin")
    budi.goto("/admin/karawaci/boards")
    assert complaints(budi) == []
    budi.get_by_role("link", name="Tambah papan").click()
    budi.get_by_label("Kode pada alamatnya").fill("loket-5")
    budi.get_by_label("Nama", exact=True).fill("Di atas loket 5")
    budi.get_by_label("Di atas satu loket").check()
    budi.get_by_label("Loket 5", exact=True).check()
    budi.get_by_role("button", name="Simpan").click()
    expect(budi).to_have_url(re.compile("/boards/loket-5"))
    expect(budi.frame_locator("iframe").locator("#idle")).to_be_visible()
    mini = open_screen("/display/karawaci/loket-5", TV)
    expect(mini.locator("body")).to_have_attribute("data-live", "yes")
    quicken(mini)
    for counter in "35":
        office.calls_next(counter)
    assert numbers_spoken(mini, 1) == ["A-002"]
    expect(mini.locator("#call")).to_contain_text("A-002")
    office.suspends()
    expect(mini.locator("#stopped")).to_be_visible()
    until(mini, "document.querySelector('.now-number').offsetHeight / innerHeight > 0.25")
    assert cut_off(mini) == [], "with its caption"
    office.resumes()
    mini.reload()
    expect(mini.locator("#call")).to_contain_text("A-002")
    expect(mini.locator("main")).not_to_contain_text("A-001")


def test_a_board_tests_itself_and_says_plainly_what_it_found(server: RealServer, open_screen: OpenScreen) -> None:
    board = open_screen("/display/karawaci?selftest=1", TV)
    expect(board.locator("#selftest")).to_have_attribute("data-done", "yes", timeout=60_000)
    for name in ("server", "clock", "sound", "call"):
        expect(board.locator(f"[data-test={name}]")).to_have_attribute("data-is-well", "yes")
    expect(board.locator("[data-test=call]")).to_contain_text("silakan menuju loket satu")
    expect(board.locator("#call")).to_be_hidden()
    expect(board.locator("#last")).not_to_contain_text("Z-999")


def test_a_silent_board_says_so_when_it_tests_itself(server: RealServer, open_screen: OpenScreen) -> None:
    board = open_screen("/display/karawaci?selftest=1&preview=1", TV)
    expect(board.locator("[data-test=sound]")).to_have_attribute("data-is-well", "no", timeout=30_000)
    expect(board.locator("[data-test=sound]")).to_contain_text("tidak terdengar")
