"""What officers do at their desks, and what the desk says, for the tests of it."""

from __future__ import annotations

import itertools
import json
import re
import sqlite3

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OLD_PC, OpenScreen
from tests.browser.test_main_job import open_counter, sign_in
from tests.server import RealServer

_touches = itertools.count(1)


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
