"""The kiosk as a citizen has it: what comes over the wire, and how long until something is seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.table import Row, percentile
from tests.browser.conftest import FLAGS, KIOSK
from tests.server import RealServer

TIMES = 20
SLOWED = 6
"""How much slower Chromium is made to reckon: a Raspberry Pi 4's class."""

HOME = "/kiosk/karawaci"
PAINTED = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime"""
TAP_TO_NUMBER = """() => new Promise((seen) => {
  const began = performance.now();
  const look = () => document.querySelector("#screen .number")
    ? requestAnimationFrame(() => seen(performance.now() - began))
    : requestAnimationFrame(look);
  document.querySelector(".take-button").click();
  look();
})"""


def measure(server: RealServer) -> list[Row]:
    """Weight of the kiosk's home, first paint and tap-to-number."""
    server.start()
    with _kiosk(server) as (page, devtools):
        weight = _weight(page, devtools)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        painted = [_first_paint(page) for _ in range(TIMES)]
        tapped = [_tap_to_number(page) for _ in range(TIMES)]
    server.stop()
    slowly = f"Chromium {SLOWED} x slower, {TIMES} times"
    return [
        Row("kiosk home over the wire", f"{weight / 1000:.0f} kB"),
        Row(f"kiosk home, first paint ({slowly})", _p50_p95(painted)),
        Row(f"kiosk, tap to number ({slowly})", _p50_p95(tapped)),
    ]


@contextmanager
def _kiosk(server: RealServer) -> Iterator[tuple[Page, CDPSession]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport=KIOSK, base_url=server.url, bypass_csp=True)  # to wait by a function of ours
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        yield page, devtools
        browser.close()


def _weight(page: Page, devtools: CDPSession) -> int:
    sizes: list[int] = []

    def came(what: dict[str, Any]) -> None:
        sizes.append(what["encodedDataLength"])

    devtools.on("Network.loadingFinished", came)
    page.goto(HOME)
    page.wait_for_timeout(1000)  # the web socket is open by then; nothing else is to come
    return sum(sizes)


def _first_paint(page: Page) -> float:
    page.goto(HOME)
    page.wait_for_function(PAINTED)
    return float(page.evaluate(PAINTED))


def _tap_to_number(page: Page) -> float:
    # As on a kiosk in the hall: the page stays, its steps come and go, and somebody reads before touching.
    for opens in (f"{HOME}/queues/A", f"{HOME}/services/A-KTPR"):
        page.click(f'a[href="{opens}"]')
    page.wait_for_selector(".take-button")
    page.wait_for_timeout(1000)
    took = float(page.evaluate(TAP_TO_NUMBER))
    page.click("[data-ends]")
    return took


def _p50_p95(milliseconds: list[float]) -> str:
    return f"p50 {percentile(milliseconds, 50):.0f} ms, p95 {percentile(milliseconds, 95):.0f} ms"
