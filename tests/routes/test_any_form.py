"""Whatever anybody sends to whichever address: no failure of ours, and nothing crosses from one office to the other."""

from __future__ import annotations

import io
import os
import random
from base64 import b64encode
from collections import Counter
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from werkzeug.routing import Rule

from app.api import agent
from tests.routes.forms import FILE, Forms, learn
from tests.routes.furnish import ELSEWHERE, HERE
from tests.routes.test_who_may_what import OPEN_TO_ALL
from tests.routes.world import SENT, Actor, World

SOAK = bool(os.environ.get("GILIRAN_SOAK"))
REQUESTS = 100_000 if SOAK else 20_000
SEED = int(os.environ.get("GILIRAN_SEED") or 6)
SEEDS = range(SEED, SEED + 4)
"""Several people with much time, so that two runners of tests share them: each asks its part of all requests."""
ANEW_EVERY = 300

ABSURD: list[Any] = [
    "", " ", "0", "-1", "1", "2147483647", "2147483648", "9" * 30, "1e309", "nan", "0x10", "٣", "𝟗", "½", "null",
    "true", "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "%s%n%00", "../../../../etc/passwd", "..\\..\\x",
    "=1+1", "a" * 81, "b" * 5000, "\x00", "a\x00b", "\r\nSet-Cookie: x=1", "\u202egnirts", "\ufeff", "\ud7ff",
    "👩‍👩‍👧‍👦" * 20,
    "ﷺ" * 50, "2026-02-30", "0001-01-01", "9999-12-31", "25:61", "08:00-07:00", "08:00–11:30, 13:00–16:00",
    "#ffffff", "#12", "virtual:", "tcp://127.0.0.1:1024", "file:///etc/passwd", "javascript:alert(1)", "//evil.example",
    "/admin/", HERE, ELSEWHERE, "A-001", "A-KTPR", "B", "3", "hall", "id", "en", "tlh", "on", "y", "[]", "{}",
    '{"a": [1, 2]}',
]  # fmt: skip
IN_JSON: list[Any] = [None, True, 0, -1, 2**31, 2**70, 1.5, [], [[]], {}, {"a": {"b": [None]}}, *ABSURD]
ASKED = [
    "action", "at", "board", "code", "counter", "cursor", "day", "lang", "letter", "limit", "name", "next", "number",
    "office", "page", "percent", "q", "saved", "service", "since", "state", "table", "test", "text", "ticket", "until",
    "url", "who", "words",
]  # fmt: skip
FILES = [b"", b"x", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0" + b"J" * 99, b"RIFF....WAVEfmt ", b"<svg/>"]
FILE_NAMES = ("x.png", "../../x.png", "x.wav", "\u202e.exe", ".")


class Anybody:
    """Somebody with much time and no manners."""

    def __init__(self, world: World, forms: Forms, seed: int) -> None:
        self.world, self.forms, self.dice = world, forms, random.Random(seed)
        self.actors = list(world.actors.values())
        self.rules = world.rules()
        self.changing = [each for each in self.rules if each[1] != "GET"]
        with world.app.app_context():
            self.named = {HERE: world.here.arguments(), ELSEWHERE: world.elsewhere.arguments()}

    def asks(self) -> tuple[Actor, Rule, str, Any]:
        """Ask something; who asked what, and the answer."""
        rule, method = self.dice.choice(self.changing if self.dice.random() < 0.7 else self.rules)
        actor = self._somebody(rule)
        path = self._path(rule)
        if self.dice.random() < 0.3:
            path += f"?{urlencode({self.dice.choice(ASKED): self._absurd() for _ in range(self.dice.randint(1, 3))})}"
        if method == "GET":
            return actor, rule, method, actor.ask(method, path)
        if path.startswith("/api/"):
            return actor, rule, method, actor.ask(method, path, json=self._body(rule))
        return actor, rule, method, actor.ask(method, path, form=self._form(rule))

    def _somebody(self, rule: Rule) -> Actor:
        # Half of the time somebody who is let in further than to the door.
        kinds = {"api_": ("key", "reading"), "agent": ("agent",), "kiosk": ("kiosk", "officer")}
        wanted = next((value for key, value in kinds.items() if rule.endpoint.startswith(key)), ("admin", "officer"))
        near = [actor for actor in self.actors if actor.name.startswith(wanted)]
        return self.dice.choice(near if self.dice.random() < 0.6 else self.actors)

    def _path(self, rule: Rule) -> str:
        office = self.dice.choice((HERE, HERE, ELSEWHERE))
        values = self.world.of_rule(rule, self.named[office])
        for name in rule.arguments:
            if self.dice.random() < 0.12:
                other = self.named[self.dice.choice((HERE, ELSEWHERE))].get(name)
                values[name] = other if isinstance(values[name], int) else self._absurd() or "x"
        if self.dice.random() < 0.05 and rule.arguments:
            name = self.dice.choice(sorted(rule.arguments))
            values[name] = self.dice.choice((0, 2**31 - 1, 2**63, 10**25)) if isinstance(values[name], int) else "x"
        built = rule.build({k: v for k, v in values.items() if k in rule.arguments}, append_unknown=False)
        return str(built[1]) if built else quote("/nowhere")

    def _form(self, rule: Rule) -> dict[str, Any]:
        known = self.forms.of_views.get(rule.endpoint, {})
        form: dict[str, Any] = {}
        for name, seen in known.items():
            if self.dice.random() < 0.1:
                continue
            value = self.dice.choice(seen) if self.dice.random() < 0.6 else self._absurd()
            form[name] = self._file() if FILE in seen and self.dice.random() < 0.9 else value
            if form[name] is FILE:
                form[name] = self._file()
        for _ in range(self.dice.randint(0, 2)):
            form[self.dice.choice(self.forms.names)] = self._absurd()
        if self.dice.random() < 0.3:
            form["ticket"] = self.dice.choice((self.world.here.called, self.world.elsewhere.called))
        return form

    def _body(self, rule: Rule) -> Any:
        if self.dice.random() < 0.05:
            return self.dice.choice(IN_JSON)
        body = dict(SENT.get(rule.endpoint, {}))
        for name in [*body, "reason", "service", "counter", "to", "n", "priority", "printers", "status", "lost"]:
            if self.dice.random() < 0.2:
                body[name] = self.dice.choice(IN_JSON)
        return body

    def _absurd(self) -> str:
        return str(self.dice.choice(ABSURD))

    def _file(self) -> tuple[io.BytesIO, str]:
        return io.BytesIO(self.dice.choice(FILES)), self.dice.choice(FILE_NAMES)


@pytest.fixture(scope="module")
def forms(world: World) -> Forms:
    """The forms of every page."""
    world.restore()
    return learn(world)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_anybody_sends_makes_us_fail_or_crosses_between_offices(
    world: World, forms: Forms, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent, "HELD_FOR", 0.0)
    world.restore()
    somebody = Anybody(world, forms, seed)
    assert len(forms.of_views) > 50
    answers: Counter[int] = Counter()
    asked_by: Counter[str] = Counter()
    offices, works_in = world.digests(), world.who_works_where()
    for asked in range(1, REQUESTS // len(SEEDS) + 1):
        before = world.changes()
        actor, rule, method, answer = somebody.asks()
        answers[answer.status_code] += 1
        asked_by[actor.name] += 1
        told = f"{method} {rule} by {actor.name}, request {asked} of seed {seed}"
        assert answer.status_code < 500, f"{told}: {answer.status_code} {answer.get_data()[-300:]!r}"
        assert b"Traceback" not in answer.get_data()[:100_000], told
        if world.changes() != before:
            now = world.digests()
            for code, was in offices.items():
                if actor.name.endswith((HERE, ELSEWHERE)) and not actor.name.endswith(code):
                    may = rule.endpoint in OPEN_TO_ALL or actor.name in works_in[code]
                    assert may or now[code] == was, f"{told} changed {code}"
            # Somebody of all offices may have sent somebody to the other one.
            offices, works_in = now, world.who_works_where()
        if asked % ANEW_EVERY == 0:
            world.restore()
            offices, works_in = world.digests(), world.who_works_where()
    print(f"{answers.total()} of {REQUESTS} requests: {dict(answers)}")
    assert answers.total() == REQUESTS / len(SEEDS)
    assert asked_by.keys() == world.actors.keys()
    assert min(asked_by.values()) > answers.total() / 100, f"somebody hardly asked: {asked_by}"
    assert answers[200] + answers[201] + answers[303] > answers.total() / 20, f"hardly anybody was let in: {answers}"


@pytest.mark.parametrize(
    ("who", "path", "form", "status"),
    [
        ("officer of karawaci", f"/counter/{10**20}/take-over", {}, 400),
        ("officer of karawaci", "/counter/cancel", {"ticket": str(10**20)}, 400),
        ("admin of karawaci", "/admin/karawaci/boards/hall/media", {"file": "no file"}, 422),
        ("admin of karawaci", "/admin/karawaci/slip/logo", {"file": "no file"}, 422),
        ("admin of karawaci", "/admin/karawaci/voice/id/chime", {"file": "no file"}, 422),
        ("admin of karawaci", "/admin/audit.csv", {"office": str(2**31 - 1)}, 404),
        ("admin of karawaci", "/admin/audit.csv", {"office": "2"}, 404),
        ("admin of karawaci", "/admin/audit.csv", {"since": "0001-01-01"}, 200),
        ("admin of karawaci", "/admin/audit.csv", {"until": "9999-12-31"}, 200),
    ],
)
def test_what_once_made_us_fail_is_refused(
    world: World, who: str, path: str, form: dict[str, str], status: int
) -> None:
    world.restore()
    assert world.actors[who].ask("POST", path, form=form).status_code == status


LONG_AGO = b64encode(b'["0001-01-01T00:00:00+07:00", 0, 0, 0]').decode()
DEEP = b64encode(b"[" * 5000).decode()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/admin/audit?cursor={LONG_AGO}", 400),
        (f"/admin/audit?cursor={DEEP}", 400),
        ("/admin/audit?since=0001-01-01", 200),
        ("/admin/karawaci/recap?day=0001-01-01", 200),
    ],
)
def test_what_nobody_has_asked_for_yet_is_answered_in_words(world: World, path: str, status: int) -> None:
    assert world.actors["admin of karawaci"].ask("GET", path).status_code == status
