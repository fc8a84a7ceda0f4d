"""Petugas makes a passkey in a real browser, signs in with it and takes it away; Chromium holds the key."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import OLD_PC, PHONE, OpenScreen, until
from tests.browser.test_open_to_everyone import complaints
from tests.server import RealServer

pytestmark = pytest.mark.browser

LONG = "Kunci keamanan biru muda di laci meja loket tiga lantai satu"
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Desk:
    """Somebody at http://localhost, where browsers make passkeys without TLS, with a key in the socket."""

    def __init__(self, server: RealServer, open_screen: OpenScreen, **look: Any) -> None:
        self.server = server
        self.url = f"http://localhost:{server.port}"
        # A refusal is an answer with 422, which the console tells.
        self.page: Page = open_screen(f"{self.url}/login", OLD_PC, expect_errors=True, reduced_motion="reduce", **look)
        self.devtools: CDPSession = self.page.context.new_cdp_session(self.page)
        self.devtools.send("WebAuthn.enable")
        self.key = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]

    def goes(self, path: str) -> None:
        self.page.goto(self.url + path)

    def gives_password(self, name: str = "petugas") -> None:
        self.goes("/login")
        self.page.get_by_label("Nama").fill(name)
        self.page.get_by_label("Kata sandi", exact=True).fill(self.server.passwords[name])
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        expect(self.page).not_to_have_url(re.compile("/login$"))

    def signs_out(self) -> None:
        self.page.get_by_role("button", name="Keluar", exact=True).first.click()
        expect(self.page).to_have_url(f"{self.url}/")

    def begins_a_passkey(self, name: str) -> None:
        self.goes("/account/second-step")
        if self.page.locator("#add-passkey").count():
            self.page.locator("#add-passkey").click()
        self.page.locator("#passkey-name").fill(name)
        self.page.locator("#password-passkey").fill(self.server.passwords["petugas"])
        self.page.locator("#password-passkey").press("Enter")
        expect(self.page.locator("h1")).to_have_text("Kunci sandi baru")

    def credentials(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.key})[
            "credentials"
        ]
        return found


@pytest.fixture
def desk(server: RealServer, open_screen: OpenScreen) -> Desk:
    """Petugas, who has given the password."""
    desk = Desk(server, open_screen)
    desk.gives_password()
    return desk


def looks_well(page: Page) -> None:
    """On a telephone and an old computer, on both grounds."""
    for size, theme in ((PHONE, "dark"), (OLD_PC, "light")):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        assert complaints(page) == []
        until(page, "document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def looks_well_in_both(desk: Desk, path: str) -> None:
    """A page in English, too; afterwards it is Indonesian again."""
    looks_well(desk.page)
    desk.goes(f"{path}?lang=en")
    looks_well(desk.page)
    desk.goes(f"{path}?lang=id")


def test_a_passkey_is_made_used_and_taken_away(desk: Desk) -> None:
    page = desk.page
    desk.begins_a_passkey(LONG)
    looks_well_in_both(desk, "/account/passkeys/new")
    page.locator("#passkey").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Kode pemulihan")
    assert len(desk.credentials()) == 1
    desk.goes("/account/second-step")
    expect(page.locator(".passkey")).to_contain_text("belum pernah dipakai")
    looks_well_in_both(desk, "/account/second-step")
    desk.signs_out()

    desk.gives_password()
    expect(page.locator("#passkey")).to_be_focused()
    looks_well_in_both(desk, "/login/code")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/counter/"))

    desk.goes("/account/second-step")
    expect(page.locator(".passkey")).to_contain_text("terakhir dipakai")
    page.get_by_text("Ganti nama").click()
    page.locator(".passkey [name=name]").fill("Kunci biru")
    page.locator(".passkey [name=name]").press("Enter")
    expect(page.locator(".passkey")).to_contain_text("Kunci biru")
    page.get_by_text("Hapus", exact=False).first.click()
    looks_well(page)
    page.locator(".passkey [name=password]").fill(desk.server.passwords["petugas"])
    page.locator(".passkey [name=password]").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Langkah kedua sudah dihapus")).to_be_visible()
    desk.signs_out()
    desk.gives_password()
    expect(page).to_have_url(re.compile("/counter/"))


def test_a_copy_and_a_stranger_are_refused_and_a_code_still_opens(desk: Desk) -> None:
    page = desk.page
    desk.begins_a_passkey("Kunci biru")
    page.locator("#passkey").click()
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    desk.signs_out()
    desk.gives_password()
    page.locator("#passkey").click()
    expect(page).to_have_url(re.compile("/counter/"))
    desk.signs_out()

    (its,) = desk.credentials()
    desk.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": desk.key})
    desk.devtools.send("WebAuthn.addCredential", {"authenticatorId": desk.key, "credential": its | {"signCount": 0}})
    desk.gives_password()
    page.locator("#passkey").click()
    expect(page.get_by_role("alert").filter(has_text="hitungannya mundur")).to_be_visible()
    looks_well(page)

    # Nobody touches it: the browser says so, and the page stays as it is.
    desk.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": desk.key})
    page.evaluate("void (navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')))")
    page.locator("#passkey").click()
    expect(page.locator("[data-says=stopped]")).to_be_visible()
    expect(page.locator("#passkey")).to_be_enabled()
    looks_well(page)
    page.locator("#code").fill(codes[0])
    page.locator("#code").press("Enter")
    expect(page).to_have_url(re.compile("/counter/"))


def test_a_key_that_is_there_already_makes_no_second(desk: Desk) -> None:
    page = desk.page
    desk.begins_a_passkey("Kunci biru")
    page.locator("#passkey").click()
    expect(page.locator("h1")).to_have_text("Kode pemulihan")
    desk.begins_a_passkey("Sekali lagi")
    page.locator("#passkey").click()
    expect(page.locator("[data-says=there]")).to_be_visible()


def test_where_there_can_be_none_the_page_says_why(server: RealServer, open_screen: OpenScreen) -> None:
    by_number = Desk(server, open_screen)
    by_number.url = server.url
    by_number.gives_password()
    by_number.goes("/account/second-step")
    expect(by_number.page.get_by_text("Kunci sandi memerlukan alamat terenkripsi")).to_be_visible()
    expect(by_number.page.locator("#passkey-name")).to_have_count(0)
    looks_well(by_number.page)
    old = Desk(server, open_screen)
    old.page.add_init_script("delete window.PublicKeyCredential")
    old.gives_password()
    old.goes("/account/second-step")
    expect(old.page.get_by_text("Peramban ini belum mengenal kunci sandi")).to_be_visible()
    expect(old.page.locator("#passkey-name")).to_be_hidden()
    looks_well(old.page)
