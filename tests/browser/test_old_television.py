"""The board on the own browser of a television of 2019, which is never brought up to date: Chromium 64, a real one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium

from app.together import BETWEEN
from tests.browser.board_of import CUT_OFF, QUICK_VOICE, Office
from tests.browser.old_television import Television, TurnOn, switched_on
from tests.browser.style_of import Rule, put_in, rules_of, variables_of
from tests.browser_of import Browser
from tests.people import Hall
from tests.server import ROOT, RealServer

pytestmark = pytest.mark.browser

APPROVE = """
from app.db import db
from app.devices import pairing
from app.models import Staff
from app.queueing import reading
pairing.approve(reading.office("karawaci").id, "{code}", "Papan", db.session.query(Staff).first().id, None)
"""
ASKS = "fetch(location.href, %s).then((answer) => answer.status)"
MESSAGE = """
from app.queueing import messaging, reading
messaging.{verb}(reading.office("karawaci").id{words})
"""
CALL_MANY = """
for (let seq = 1; seq <= %d; seq += 1)
  window.giliranAnnouncer.announce({ ticket: `A-${100 + seq}`, counter: String(1 + (seq %% 8)), seq, at: "" });
"""
OUTSIDE = """
Array.from(document.querySelectorAll(".calls li")).filter((row) => {
  const [inner, outer] = [row, row.closest(".last")].map((each) => each.getBoundingClientRect());
  return row.offsetHeight && (inner.bottom > outer.bottom + 1 || inner.right > outer.right + 1);
}).map((row) => row.innerText)
"""
NAMES = """
(() => {
  const names = new Set();
  const add = (thing) => Object.getOwnPropertyNames(thing).forEach((name) => names.add(name));
  add(window);
  [window, Intl].forEach((place) => Object.getOwnPropertyNames(place).forEach((name) => {
    try {
      add(place[name]);
      add(place[name].prototype);
    } catch (error) {} // of what has none, and of what an empty page is forbidden
  }));
  return Array.from(names);
})()
"""
TOO_OLD = ROOT / "app" / "static" / "css" / "too_old.css"
SAYS_SO = "document.elementFromPoint(960, 900).closest('.too-old') !== null"
CANNOT_READ = "(() => { try { new Function(%s); } catch (error) { return String(error); } })()"
CALLED = re.compile(r"(\w+)\(")
OUR_OWN = re.compile(r"\bconst (\w+) = (?:async )?\(|\b(\w+): \(")
COMMENT = re.compile(r"^ *//.*", re.MULTILINE)
OF_SOCKET_IO = {"timeout", "emit"}
"""Methods of its socket; what browsers call so is something else."""
IS_KNOWN = """
(asked) => asked.map(([kind, one, other]) => {
  if (kind === "value") return CSS.supports(one, other);
  if (kind === "media") return matchMedia(one).media !== "not all";
  try { return document.querySelectorAll(one).length >= 0; } catch (error) { return false; }
})
"""
DOES_NO_HARM = {
    "color-scheme": "its scroll bars stay light, and a board has none",
    "scrollbar-color": "its scroll bars stay light, and a board has none",
    "text-wrap": "lines end less evenly",
    "text-decoration-thickness": "an underline is thinner",
    "text-underline-offset": "an underline is nearer",
}
"""What may be missing there without anything beside it."""
FOR_OLD = "@supports not (inset: 0)"
"""What a style sheet says to browsers without it, which have no gap between what is in a row either."""
NOT_ON_A_BOARD = re.compile(r"\.(button|note|skip)\b|:focus-visible|::marker|:has\(")
"""Parts of style sheets that a board shares with other pages. Its one button has a distance of its own (board.css)."""
BY_TASTE = re.compile(r"prefers-|print")
"""What somebody has chosen in a computer's settings; a television of 2019 has no such settings."""


ONE_DATABASE = pytest.mark.parametrize("template", ["sqlite"], indirect=True)


@pytest.fixture
def turn_on(tmp_path: Path) -> Iterator[TurnOn]:
    with switched_on(tmp_path) as turn_on:
        yield turn_on


@pytest.fixture
def television(turn_on: TurnOn) -> Television:
    """Somewhere in the hall, showing nothing yet."""
    return turn_on()


def is_live(television: Television) -> None:
    television.until("document.body.dataset.live === 'yes'")


def spoken(television: Television, ticket: str) -> None:
    television.until(f"(document.body.dataset.spoken || '').includes('{ticket}')")


def test_it_is_paired_calls_speaks_and_catches_up(server: RealServer, television: Television) -> None:
    # By a name at which the server does not know its own machine: nothing is open there without pairing.
    board = f"http://antrean.localhost:{server.port}/display/karawaci"
    television.goto(board)
    television.until("document.querySelector('.code')")
    code = television.evaluate("document.querySelector('[name=shown]').value")
    assert television.text(".code [aria-hidden]") == code
    server.command("shell", stdin=APPROVE.format(code=code) + "\n")
    is_live(television)
    # The cookie by which a paired board is known goes along only where the script says so.
    assert [television.evaluate(ASKS % how) for how in ("{}", "{ credentials: 'same-origin' }")] == [403, 200]
    assert [each for each in television.complaints if "403" not in each] == []
    television.complaints.clear()

    assert television.evaluate("window.giliranVoice.say(['chime']).then(({ peak }) => peak)") > 0.02
    television.evaluate(QUICK_VOICE % 20)
    office = Office(server)
    office.opens(*"123")
    office.citizens_come(4)
    office.calls_and_serves("1")
    office.calls_next("2")
    spoken(television, "A-002")
    assert television.text("#call [data-ticket]") == "A-002" and television.text("#call [data-counter]") == "2"
    assert television.text("#caption") == "Nomor antrean, A, nol nol dua, silakan menuju loket dua"
    assert "A-001" in television.text("#last") and television.text("[data-waiting=A]") == "2"
    assert re.fullmatch(r"\d\d\.\d\d", television.text("#clock")) and "Kecamatan" in television.text("#running")

    server.command("shell", stdin=MESSAGE.format(verb="show_message", words=', {"id": "Kebakaran"}'))
    television.until("document.getElementById('message').getClientRects().length")
    assert "Kebakaran" in television.text("#message")
    office.calls_next("3")
    server.command("shell", stdin=MESSAGE.format(verb="end_message", words=""))
    spoken(television, "A-003")
    assert television.complaints == []

    server.stop()
    television.until("!document.getElementById('contact').hidden")
    server.start()
    office.calls_next("1")
    spoken(television, "A-004")
    assert television.evaluate("document.getElementById('contact').hidden")
    assert [each for each in television.complaints if "WebSocket" not in each] == []


def test_however_many_are_called_everything_stands_whole(server: RealServer, television: Television) -> None:
    office = Office(server)
    office.has_more_queues("GHJKLM")
    television.goto(f"{server.url}/display/karawaci")
    is_live(television)
    television.evaluate(QUICK_VOICE % 1)
    for count in (7, 6, 21):
        television.evaluate(CALL_MANY % count)
        television.until("document.querySelectorAll('#last li, #coming li').length >= 6")
        assert cut_off(television) == []
        television.evaluate(QUICK_VOICE % 5000)
    office.suspends()
    television.until("!document.getElementById('stopped').hidden")
    assert cut_off(television) == []
    assert television.complaints == []


def cut_off(television: Television) -> list[object]:
    """What does not stand whole, on a small and on a usual television."""
    found: list[object] = []
    for width, height in ((1280, 720), (1920, 1080)):
        television.is_wide(width, height)
        television.evaluate("new Promise((done) => setTimeout(done, 300))")  # the call arrives in motion
        found += [(width, each) for each in television.evaluate(f"({CUT_OFF})()") + television.evaluate(OUTSIDE)]
    return found


@ONE_DATABASE
def test_one_that_cannot_lay_out_a_board_says_so_instead(app: Flask, hall: Hall, television: Television) -> None:
    page = Browser(app).get("/display/karawaci")
    words = page[page.index('<div class="too-old">') : page.index('<div id="settings"')]
    look = TOO_OLD.read_text()
    television.evaluate(f"document.body.innerHTML = {json.dumps(f'<style>{look}</style>{words}')}")
    assert not television.evaluate(SAYS_SO)
    look = look.replace("place-items: center", "nobody: knows")
    television.evaluate(f"document.body.innerHTML = {json.dumps(f'<style>{look}</style>{words}')}")
    assert television.evaluate(SAYS_SO)
    said = television.text(".too-old")
    assert "terlalu lama" in said and "too old" in said and "http://127.0.0.1:8000/display/karawaci" in said


@ONE_DATABASE
def test_its_language_has_every_word_that_the_scripts_use(
    app: Flask, hall: Hall, television: Television, chromium: Chromium
) -> None:
    page = chromium.new_page()
    new = set(page.evaluate(NAMES)) - set(television.evaluate(NAMES)) - OF_SOCKET_IO
    page.close()
    assert {"replaceChildren", "AbortController", "structuredClone", "flatMap"} <= new
    # A library finds out by itself what there is: it is tried above.
    scripts = [part for file in loaded(app, ".js") for part in file.split(BETWEEN[".js"].decode())]
    scripts = [each for each in scripts if "Socket.IO v" not in each[:99]]
    ours = {word for each in scripts for either in OUR_OWN.findall(each) for word in either}
    for script in scripts:
        assert television.evaluate(CANNOT_READ % json.dumps(script)) is None
        assert new & set(CALLED.findall(COMMENT.sub("", script))) - ours == set()


@ONE_DATABASE
def test_its_looks_have_a_plain_way_where_something_is_new(app: Flask, hall: Hall, television: Television) -> None:
    rules = [rule for sheet in loaded(app, ".css") for rule in rules_of(sheet)]
    asked = list(questions(rules))
    answers = television.evaluate(f"({IS_KNOWN})({json.dumps([question for *_, question in asked])})")
    told = [(rule, what, is_known) for (rule, what, _), is_known in zip(asked, answers, strict=True)]
    plain = {(each, what) for rule, what, is_known in told if is_known for each in rule.selectors}
    for_old = {(each, what) for rule, what, _ in told if FOR_OLD in rule.within for each in rule.selectors}
    too_new = [
        (rule.selectors, what)
        for rule, what, is_known in told
        if not is_known and not is_harmless(rule, what) and not has_a_plain_way(rule, what, plain, for_old)
    ]
    assert too_new == []
    assert not all(answers), "it knows everything: is it that old?"


def questions(rules: list[Rule]) -> Iterator[tuple[Rule, str, list[str]]]:
    """What a browser is asked about each rule: its condition, its selectors, and each value with its property."""
    variables = variables_of(rules)
    for rule in rules:
        yield from ((rule, each, ["media", each.removeprefix("@media ")]) for each in rule.within if "@media" in each)
        yield from ((rule, each, ["selector", each]) for each in rule.selectors)
        for name, value in rule.declared:
            if not name.startswith("--"):
                yield rule, name, ["value", name, put_in(value, variables)]
            elif re.match(r"#|\w+\(", value):
                yield rule, name, ["value", "color", put_in(value, variables)]


def is_harmless(rule: Rule, what: str) -> bool:
    """Whether a board can do without it."""
    elsewhere = any(map(NOT_ON_A_BOARD.search, (what, *rule.selectors)))
    return what in DOES_NO_HARM or elsewhere or bool(BY_TASTE.search(what))


def has_a_plain_way(rule: Rule, what: str, plain: set[tuple[str, str]], for_old: set[tuple[str, str]]) -> bool:
    """Whether the same is said once more as that browser knows it; a gap, by distances of what is in there.

    A value with a variable in it is believed until it is used, and then nothing is left of what was said before it.
    """
    if what == "gap":
        return all(any(each.startswith(f"{selector} ") for each, _ in for_old) for selector in rule.selectors)
    where = for_old if "var(" in dict(rule.declared).get(what, "") else plain
    return all((selector, what) in where for selector in rule.selectors)


def loaded(app: Flask, kind: str) -> list[str]:
    """The scripts or style sheets of all that a board opens."""
    addresses = set()
    for page in (
        Browser(app).get("/display/karawaci"),
        Browser(app, "10.0.0.9", "antrean:80").get("/display/karawaci", 403),
    ):
        found = re.findall(r'(?:src|href)="([^"]+)"', page)
        addresses |= {unescape(each) for each in found if kind in each and "/static/" in each}
    return [Browser(app).fetch(each).get_data(as_text=True) for each in sorted(addresses)]
