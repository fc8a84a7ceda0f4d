"""Budi edits the slip by keyboard and buttons, and the picture follows what he types."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OLD_PC, OpenScreen
from tests.browser.test_main_job import sign_in
from tests.server import RealServer

pytestmark = pytest.mark.browser


def test_the_picture_follows_the_words_and_a_mistake_is_named_at_once(
    server: RealServer, open_screen: OpenScreen
) -> None:
    page = open_screen("/login", OLD_PC)
    sign_in(page, server, "admin")
    page.goto("/admin/karawaci/slip")
    text, pictures = page.get_by_label("Isi struk"), page.locator("#drawn img")
    expect(pictures).to_have_count(2)
    before = pictures.first.get_attribute("src")
    text.fill("Selamat datang\n{number}")
    expect(pictures.first).not_to_have_attribute("src", str(before))
    page.keyboard.press("Control+Home")
    page.get_by_role("button", name="Tengah").press("Enter")
    page.get_by_role("button", name="{logo}").press("Enter")
    page.get_by_role("button", name="{office}").press("Enter")
    expect(text).to_have_value("^ Selamat datang\n{logo}{office}\n{number}")
    expect(page.locator("#text-errors")).to_contain_text("Baris 2: {logo}")
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(pictures).to_have_count(2)
    text.fill("^*# Giliran Anda\n{number}")
    expect(page.locator("#text-errors")).to_be_empty()
    expect(text).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status").first).to_contain_text("Tersimpan.")
    expect(text).to_have_value("^*# Giliran Anda\n{number}")
