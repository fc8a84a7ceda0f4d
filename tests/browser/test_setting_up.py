"""Somebody sets an office up in a real browser: five questions by keyboard, and what they look for by the key /."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OLD_PC, PHONE, OpenScreen
from tests.browser.test_main_job import sign_in
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser


@pytest.fixture
def adi(server: RealServer, open_screen: OpenScreen) -> Page:
    """Adi, administrator of all offices."""
    page = open_screen("/login", OLD_PC, reduced_motion="reduce")
    sign_in(page, server, "admin")
    return page


def test_five_answers_by_keyboard_make_a_hall_that_gives_a_number(adi: Page) -> None:
    adi.goto("/admin/new-office")
    for question in ("Kantor apa ini?", "Jam mana yang dipakai?", "Kapan nomor diberikan?", "Berapa loketnya?"):
        expect(adi.locator("h1")).to_have_text(question)
        assert complaints(adi) == []
        if question == "Kantor apa ini?":
            adi.get_by_label("Nama").fill("Kecamatan Cipondoh Makmur Indah Poris Plawad Utara")
        if question == "Kapan nomor diberikan?":
            adi.get_by_label("Selalu buka").check()
        adi.locator("form.question input:visible").first.press("Enter")
    adi.get_by_role("button", name="Lanjutkan").click()
    expect(adi.locator("h1")).to_have_text("Ini yang akan dibuat")
    assert complaints(adi) == []
    adi.get_by_role("button", name="Buat kantor ini").click()
    expect(adi.locator("h1")).to_have_text("Ruang pelayanan siap")
    assert complaints(adi) == []
    adi.goto("/kiosk/cipondoh-makmur-indah-poris-plawad-utara/services/A-KTPR")
    adi.locator(".take-button").click()
    expect(adi.locator("#screen")).to_contain_text("A-001")


def test_names_as_long_as_they_may_be_push_no_page_over_the_edge_of_a_phone(adi: Page) -> None:
    adi.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    word = "Pelayananadministrasikependudukandanpencatatansipilterpadu"
    adi.goto("/admin/karawaci/queues/new")
    adi.locator("#letter").fill("G")
    adi.locator("#name_id").fill(word)
    adi.get_by_role("button", name="Simpan").click()
    adi.goto("/admin/karawaci/counters")
    adi.locator("#number").fill("9")
    adi.locator("#name").fill(word)
    adi.locator("form", has=adi.locator("#number")).get_by_role("button").click()
    pages = ["rules", "rules/letters", "rules/services", "rules/counters", "queues", "counters", "offer", "guide"]
    for path in [*(f"/admin/karawaci/{page}" for page in pages), "/counter/"]:
        adi.goto(path)
        width = adi.evaluate("document.documentElement.scrollWidth")
        assert width == PHONE["width"], f"{path} is {width} px wide"


def test_the_key_slash_finds_a_page_and_a_file_taken_out_twice_comes_in_as_it_was(adi: Page) -> None:
    for size in (PHONE, OLD_PC):
        adi.set_viewport_size({"width": size["width"], "height": size["height"]})
        adi.goto("/admin/")
        adi.keyboard.press("/")
        adi.keyboard.type("excel")
        expect(adi.locator("#found a")).to_have_count(1)
        expect(adi.locator("#search")).to_have_value("excel")
        assert complaints(adi) == []
        adi.keyboard.press("Tab")
        adi.keyboard.press("Enter")
        adi.wait_for_url(re.compile("/exchange$"))  # with its scripts, whose keys are pressed next
    adi.keyboard.press("/")
    adi.keyboard.type("pritner")
    expect(adi.locator("#found")).to_contain_text("Yang mirip")
    assert complaints(adi) == []
    adi.goto("/admin/karawaci/exchange")
    for _time in range(2):
        with adi.expect_download() as file:
            adi.locator("button[value='all.xlsx']").click()
    adi.set_input_files("#file", {"name": "a.xlsx", "mimeType": "", "buffer": file.value.path().read_bytes()})
    importing = adi.get_by_role("region", name="Impor", exact=True)
    importing.get_by_role("button", name="Lihat apa yang akan berubah").click()
    expect(adi.locator(".note")).to_contain_text("tidak mengubah apa pun")
    assert complaints(adi) == []
