"""The application with two offices alike, and everybody who may ask it for a page: what do they get?"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP
from sqlalchemy import Table
from sqlalchemy.engine import make_url
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import api_keys, create_app
from app.access import COOKIES
from app.db import Model, db
from app.models import DeviceKind, Role
from app.queueing.furnishing import catalogue
from tests.browser.every_page import EXAMPLES
from tests.browser_of import SECRET
from tests.databases import compiled_once, settings_for
from tests.people import PASSWORD, Hall
from tests.routes.furnish import ELSEWHERE, HERE, ROLES, Office, office, passkey_of_officer, twin

SERVER = "http://antrean.example"
"""Never the demo's own machine: that opens kiosk and board to all."""
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
NOTED = {
    "device": {"last_seen", "address", "version", "printers_seen"},
    "api_key": {"last_used_at"},
    "staff": {"has_signed_in"},
    "sign_in": {"last_seen"},
    "installation": {"audit_seq", "audit_at", "audit_head", "audit_seal"},
    "audit_entry": {"seq", "at", "action", "branch_id", "staff_id", "api_key_id", "facts", "salt", "words", "link"},
}
"""What says that somebody was there: to look is enough to change it."""
OF_RULES: dict[str, dict[str, Any]] = {
    "kiosk.static": {"filename": "kiosk.css"},
    "queue_display.static": {"filename": "board.css"},
    "admin.set_slip": {"language": "en"},
    "admin.set_a_board": {"code": "hall"},
    "admin.remove_a_board": {"code": "zone"},
    "admin.add_a_medium": {"code": "hall"},
    "admin.set_a_medium": {"code": "hall"},
    "admin.move_a_medium": {"code": "hall"},
    "admin.remove_a_medium": {"code": "hall"},
}
"""What an address of a change names, where that is not what a page's names (tests/browser/every_page.py)."""


SENT: dict[str, dict[str, Any]] = {
    "agent.begin": {"version": "1"},
    "agent.printed": {
        "job": 1,
        "claim": 1,
        "millimetres": 1,
        "status": {"online": True, "paper": "ok", "cover_open": None},
    },
    "agent.failed": {"job": 1, "claim": 1, "reason": "jam"},
    "agent.status": {"status": {"online": True, "paper": "ok", "cover_open": False}},
    "api_counters.call_this_one": {"reason": "why"},
    "api_counters.serve_without_number": {"service": "A-KTPR"},
    "api_offices.close_service": {"reason": "why"},
    "api_offices.print_strip": {"letter": "A", "count": 1},
    "api_offices.suspend": {"reason": "why"},
    "api_offices.suspend_service": {"reason": "why"},
    "api_offices.use_strip_number": {"service": "A-KTPR", "number": "A-001"},
    "api_tickets.take_number": {"service": "A-KTPR"},
}
"""What a change must have in it, so that the application comes to look whether it may be made."""


@dataclass
class Actor:
    """Somebody who asks: a browser with its cookies, or a program with its key or token."""

    name: str
    client: FlaskClient
    bearer: str = ""
    token: str = ""
    cookies: dict[Any, Any] = field(default_factory=dict)

    @property
    def is_of_elsewhere(self) -> bool:
        return self.name.endswith(ELSEWHERE)

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None, json: Any = None) -> TestResponse:
        """Ask, as often as wanted: what an answer does to this browser's cookies is forgotten."""
        self.client._cookies = dict(self.cookies)
        # In a context of its own: a request would take over the test's, and with it who is signed in.
        return Context().run(
            self.client.open,
            path,
            method=method,
            data=None if form is None else form | {"csrf_token": self.token},
            json=json,
            headers={"Authorization": f"Bearer {self.bearer}"} if self.bearer else {},
            buffered=True,
            base_url=SERVER,
        )

    def begins(self, name: str = "") -> Actor:
        """Open the front page, or sign in with this name; from then on it is as it was then."""
        self._learn_token(Context().run(self.client.get, "/login" if name else "/", base_url=SERVER))
        if name:
            form = {"name": name, "password": PASSWORD, "csrf_token": self.token}
            answer = Context().run(self.client.post, "/login", data=form, base_url=SERVER)
            assert answer.status_code == 302, answer.text[-400:]
            if answer.location.endswith("/account/second-step"):
                self._sets_up_a_telephone()
            self._learn_token(Context().run(self.client.get, "/", base_url=SERVER))
        self.cookies = dict(self.client._cookies)
        return self

    def _sets_up_a_telephone(self) -> None:
        page = Context().run(self.client.get, "/account/second-step", base_url=SERVER)
        found = SECRET.search(page.text)
        assert found, page.text[-400:]
        self._learn_token(page)
        form = {"password": PASSWORD, "code": TOTP(found[1]).now(), "csrf_token": self.token}
        answer = Context().run(self.client.post, "/account/second-step", data=form, base_url=SERVER)
        assert answer.status_code == 200, answer.text[-400:]

    def _learn_token(self, answer: TestResponse) -> None:
        found = TOKEN.search(answer.text)
        assert found, answer.text[:400]
        self.token = found[1]


@dataclass
class World:
    """The application, who asks, and how the database was before anybody did."""

    app: Flask
    file: Path
    here: Office
    elsewhere: Office
    arguments: dict[str, Any]
    actors: dict[str, Actor]
    untouched: sqlite3.Connection
    watching: sqlite3.Connection

    def rules(self) -> list[tuple[Rule, str]]:
        """Every route and verb there is, in the order of their addresses."""
        found = [
            (rule, method)
            for rule in self.app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        ]
        return sorted(found, key=lambda each: (str(each[0]), each[1]))

    def path(self, rule: Rule) -> str:
        """An address of this rule that leads to what there is in the office here."""
        built = rule.build(self.of_rule(rule, self.arguments), append_unknown=False)
        assert built, rule
        return built[1]

    def of_rule(self, rule: Rule, known: dict[str, Any]) -> dict[str, Any]:
        """What an address of this rule names, out of what is known of an office."""
        named = EXAMPLES.get(rule.endpoint, {}) | OF_RULES.get(rule.endpoint, {})
        known = known | {name: value for name, value in named.items() if not name.endswith("_id")}
        missing = rule.arguments - known.keys()
        assert not missing, f"{rule}: say in tests/routes/furnish.py what {sorted(missing)} can be"
        if rule.endpoint.startswith("agent."):
            office = self.here if known["branch"] == HERE else self.elsewhere
            known["printer_id"] = office.agents_printer
        return known

    def send(self, actor: Actor, rule: Rule, method: str) -> TestResponse:
        """Let somebody ask for a page; or for a change, of what is here and with as little in it as can be."""
        path = self.path(rule)
        if method == "GET":
            return actor.ask(method, path)
        if path.startswith("/api/"):
            return actor.ask(method, path, json=SENT.get(rule.endpoint, {}))
        return actor.ask(method, path, form={"ticket": self.here.called, "number": "A-001"})

    def changes(self) -> int:
        """A number that is another one once something was committed."""
        return int(self.watching.execute("PRAGMA data_version").fetchone()[0])

    def restore(self) -> None:
        """Put everything back as it was before anybody asked."""
        live = sqlite3.connect(self.file)
        self.untouched.backup(live)
        live.close()

    def digest(self, of: str = "") -> dict[str, str]:
        """What each table holds, in short: of an office alone, or of the installation."""
        live = self.watching
        office_id = live.execute("SELECT id FROM branch WHERE code = ?", (of,)).fetchone()[0] if of else None
        found = {table.name: _digest(live, table, office_id) for table in Model.metadata.sorted_tables}
        return {name: value for name, value in found.items() if value}

    def digests(self) -> dict[str, dict[str, str]]:
        """What the tables hold of each office."""
        return {code: self.digest(code) for code in (HERE, ELSEWHERE)}

    def who_works_where(self) -> dict[str, set[str]]:
        """The names of those who hold a role in each office."""
        rows = self.watching.execute(
            "SELECT branch.code, staff.name FROM staff JOIN staff_role ON staff_role.staff_id = staff.id "
            "JOIN branch ON branch.id = coalesce(staff_role.branch_id, branch.id)"
        ).fetchall()
        return {code: {name for at, name in rows if at == code} for code in (HERE, ELSEWHERE)}


def _digest(live: sqlite3.Connection, table: Table, office_id: int | None) -> str:
    columns = [each.name for each in table.columns if each.name not in NOTED.get(table.name, set())]
    owner = "id" if table.name == "branch" else "branch_id"
    if not columns or (office_id is not None and owner not in table.columns):
        return ""
    where = f" WHERE {owner} = {office_id}" if office_id is not None else ""
    rows = live.execute(f"SELECT {', '.join(columns)} FROM {table.name}{where}").fetchall()
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()


@contextmanager
def world(template: str, folder: Path) -> Iterator[World]:
    """Build it, on SQLite: who may do what does not depend on the database."""
    file = folder / "world.sqlite3"
    shutil.copy(str(make_url(template).database), file)
    app = create_app(settings_for(f"sqlite:///{file}", folder, GILIRAN_RATE_LIMITS="off"))
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = compiled_once
    with app.app_context():
        twin()
        catalogue.add_set("sekarang")
        here, elsewhere = office(app, HERE), office(app, ELSEWHERE)
        actors = {actor.name: actor for actor in _everybody(app, here, elsewhere)}
        for code in (HERE, ELSEWHERE):
            passkey_of_officer(code)
        arguments = here.arguments()
        db.session.remove()
        db.engine.dispose()
    untouched, live = sqlite3.connect(":memory:"), sqlite3.connect(file)
    live.backup(untouched)
    live.close()
    watching = sqlite3.connect(file, isolation_level=None)
    yield World(app, file, here, elsewhere, arguments, actors, untouched, watching)
    watching.close()
    untouched.close()
    with app.app_context():
        db.engine.dispose()


def _everybody(app: Flask, here: Office, elsewhere: Office) -> Iterator[Actor]:
    yield Actor("nobody", app.test_client()).begins()
    for each in (here, elsewhere):
        code = each.hall.code
        for role in ROLES:
            yield Actor(f"{role.value} of {code}", app.test_client()).begins(f"{role.value} of {code}")
        yield Actor(f"key of {code}", app.test_client(), bearer=each.key).begins()
        for kind in (DeviceKind.KIOSK, DeviceKind.BOARD):
            browser = app.test_client()
            browser.set_cookie(COOKIES[kind], each.tokens[kind], domain="antrean.example")
            yield Actor(f"{kind.value} of {code}", browser).begins()
        yield Actor(f"agent of {code}", app.test_client(), bearer=each.tokens[DeviceKind.AGENT]).begins()
    yield Actor(f"reading key of {HERE}", app.test_client(), bearer=here.key_that_reads).begins()
    yield Actor("key of all", app.test_client(), bearer=api_keys.create("of all")).begins()
    for role in (Role.ADMIN, Role.CITY):
        Hall(app).employ(f"{role.value} of all", role, None)
        yield Actor(f"{role.value} of all", app.test_client()).begins(f"{role.value} of all")
