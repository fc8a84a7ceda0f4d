"""A board's day in minutes: hundreds of calls under Playwright's clock (with GILIRAN_SOAK thousands, 24 hours)."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import TV, OpenScreen, until

pytestmark = pytest.mark.browser

HOURS = 24 if os.environ.get("GILIRAN_SOAK") else 1
STAND_IN = """
// The server's part: the test says what happens. The sound's part: clips of half a second, on the page's clock.
const hears = (window.hears = {});
const io = () => ({
  on: (name, then) => (hears[name] = then),
  timeout: () => ({ emit: (_name, { since }, then) => then(null, {
    seq: since || 0, reset: since === null, events: [], board: {
    now: new Date().toISOString(), calls: [], waiting: {}, open: true, suspended: null, suspended_services: [],
  } }) }),
});
Object.defineProperty(window, "io", { get: () => io, set: () => {} }); // the real one comes with the page's scripts
document.addEventListener("DOMContentLoaded", () => hears.connect());
"""
A_DAY = """
(() => {
  const server = window.fetch;
  window.fetch = (address) => {
    if (!String(address).includes("announcement")) return server(address);
    const asked = new URL(address).searchParams, ticket = asked.get("ticket");
    const clips = ["chime", ticket, "loket", asked.get("counter")];
    return Promise.resolve({ ok: true, json: async () => ({ clips, short: [ticket], caption: ticket }) });
  };
  const day = (window.day = { called: [], heard: [], wrong: [], longest: 0, seq: 0 });
  const shown = (name) => document.querySelector(name).textContent;
  window.giliranVoice.say = async (names) => {
    const number = names.find((name) => name.includes("-"));
    if (number && (shown("#call [data-ticket]") !== number || shown("#caption") !== number)) day.wrong.push(number);
    await new Promise((done) => setTimeout(done, names.length * 500));
    return { peak: 0.5, seconds: names.length * 0.5 };
  };
  document.addEventListener("giliran:spoken", ({ detail }) => day.heard.push(detail.ticket));
  const call = () => {
    day.seq += 1;
    const ticket = `${"ABCDEF"[day.seq % 6]}-${String(day.seq).padStart(3, "0")}`;
    day.called.push(ticket);
    hears.event({ branch: "karawaci", seq: day.seq, kind: "ticket.called", at: new Date().toISOString(), ticket,
      counter: String(1 + (day.seq % 8)), calls: 1, waiting: { A: day.seq % 30 } });
  };
  setInterval(call, 15000);
  // Every quarter of an hour all counters call at once.
  setInterval(() => Array.from({ length: 12 }).forEach(call), 15 * 60000);
  return "ready";
})()
"""


def weight(board: Page, cdp: Any) -> dict[str, int]:
    """What the page keeps, after its rubbish was collected."""
    for _ in range(3):  # what the first finds to be rubbish holds more of it
        cdp.send("HeapProfiler.collectGarbage")
    counts = cdp.send("Memory.getDOMCounters")
    return {"bytes": cdp.send("Runtime.getHeapUsage")["usedSize"], "nodes": counts["nodes"]}


def test_a_whole_day_misses_nobody_repeats_nobody_and_keeps_its_weight(open_screen: OpenScreen) -> None:
    board = open_screen("/", TV)
    board.add_init_script(STAND_IN)
    board.clock.install()
    board.goto("/display/karawaci")
    until(board, "document.body.dataset.live === 'yes'")
    board.evaluate(A_DAY)
    cdp = board.context.new_cdp_session(board)
    board.clock.run_for(30 * 60_000)
    before = weight(board, cdp)
    for _half_hour in range(2 * HOURS - 1):
        board.clock.run_for(30 * 60_000)
    day = board.evaluate("({ ...day, busy: window.giliranAnnouncer.isBusy() })")
    after = weight(board, cdp)
    assert len(day["called"]) > 280 * HOURS
    still_waits = len(day["called"]) - len(day["heard"])
    assert day["heard"] == day["called"][: len(day["heard"])], "somebody was missed, or called twice"
    assert 0 <= still_waits < 14
    assert day["wrong"] == [], "the picture showed another call than the voice spoke"
    kept_by_the_test = 200 * len(day["called"])
    assert after["bytes"] - before["bytes"] < 500_000 + kept_by_the_test
    assert after["nodes"] - before["nodes"] < 300
