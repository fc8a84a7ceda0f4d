"""Adi takes a list of his people in and back out in a real browser: mistakes, passwords on paper, undoing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OLD_PC, PHONE, OpenScreen, until
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser

PAGE = "/admin/karawaci/exchange"
LONG = "Raden Ajeng Siti Nurhaliza Ramadhani Kusumawardhani Putri Notonegoro"


@pytest.fixture
def adi(server: RealServer, open_screen: OpenScreen) -> Page:
    """Adi, administrator of all offices. That a file is refused is an answer with 422, which the console tells."""
    page = open_screen("/login", OLD_PC, expect_errors=True, reduced_motion="reduce")
    sign_in(page, server, "admin")
    return page


def tried(page: Page, *rows: dict[str, str]) -> None:
    page.goto(PAGE)
    data = json.dumps({"staff": rows}).encode()
    page.set_input_files("#staff_file", {"name": "staf.json", "mimeType": "application/json", "buffer": data})
    page.locator("form[action*='exchange/staff/try'] button").click()
    expect(page.locator("h1")).to_have_text("Yang akan diubah berkas ini")


def looks_well(page: Page) -> None:
    for size in (PHONE, OLD_PC):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert complaints(page) == []
        until(page, "document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_list_comes_in_its_passwords_go_to_paper_and_it_is_taken_back(adi: Page, tmp_path: Path) -> None:
    tried(adi, {"name": LONG, "role": "kepala"}, {"name": "petugas", "role": "penyelia"})
    expect(adi.locator(".note.stop")).to_contain_text("baris 2")
    expect(adi.locator("#carry-out")).to_have_count(0)
    looks_well(adi)
    tried(adi, {"name": LONG, "role": "petugas, penyelia"}, {"name": "petugas", "role": "penyelia"})
    looks_well(adi)
    adi.locator("#carry-out").focus()
    adi.keyboard.press("Enter")
    expect(adi.locator("#make")).to_be_visible()
    looks_well(adi)
    adi.locator("#make").click()
    expect(adi.locator(".to-cut li")).to_have_count(1)
    looks_well(adi)
    password = adi.locator(".to-cut code").inner_text()
    adi.emulate_media(media="print")
    expect(adi.locator(".top-links")).to_be_hidden()
    expect(adi.locator("[data-print]")).to_be_hidden()
    expect(adi.locator(".to-cut")).to_be_visible()
    adi.emulate_media(media="screen")
    paper = adi.pdf(path=str(tmp_path / "slips.pdf"), format="A4")
    assert paper.startswith(b"%PDF")
    adi.goto(PAGE)
    expect(adi.locator("body")).not_to_contain_text(password)
    looks_well(adi)
    adi.get_by_role("link", name="Batalkan impor").click()
    expect(adi.locator(".people-changed")).to_have_count(2)
    looks_well(adi)
    adi.get_by_role("button", name="Batalkan impor").click()
    expect(adi).to_have_url(re.compile("done=2"))
    expect(adi.get_by_role("link", name="Lakukan lagi impornya")).to_be_visible()
    adi.goto("/admin/people?q=Raden")
    expect(adi.locator(".people li")).to_contain_text("Dihentikan")


def test_a_page_shows_how_far_the_passwords_are_and_can_be_left(adi: Page) -> None:
    tried(adi, *({"name": f"Petugas {number}", "role": "petugas"} for number in range(40)))
    adi.locator("#carry-out").click()
    expect(adi.locator("progress")).to_be_visible()
    until(adi, "document.querySelector('progress')?.value > 2")
    looks_well(adi)
    adi.goto(PAGE)
    adi.get_by_role("link", name="Lanjutkan").click()
    adi.get_by_role("button", name="Hentikan, tanpa mengubah apa pun").click()
    expect(adi).to_have_url(re.compile("done=0"))
    adi.goto("/admin/people?q=Petugas")
    expect(adi.locator("body")).not_to_contain_text("Petugas 1")


def test_the_print_button_prints(adi: Page) -> None:
    adi.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes'; };")
    tried(adi, {"name": "Siti", "role": "petugas"})
    adi.locator("#carry-out").click()
    adi.locator("#make").click()
    adi.get_by_role("button", name="Cetak").click()
    expect(adi.locator("html")).to_have_attribute("data-printed", "yes")
