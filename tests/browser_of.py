"""A browser without a picture: Flask's test client that behaves like a person's browser."""

from __future__ import annotations

import re
from contextvars import Context

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from pyotp import TOTP
from werkzeug.test import TestResponse

from app.clock import now
from app.db import db
from tests.people import PASSWORD

SECRET = re.compile(r"<code>([A-Z2-7]{32})</code>")
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
AS_OF = re.compile(r'name="as_of" value="(\d+)"')


class Browser:
    """Somebody's browser: it keeps its session, and sends forms with the page's own token.

    House rules are checked on every page it gets: one h1, no traceback, a language.
    """

    def __init__(self, app: Flask, address: str = "127.0.0.1", host: str = "127.0.0.1:8000", **headers: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.client.environ_base |= {"REMOTE_ADDR": address}
        self.origin = f"http://{host}"
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.token = ""

    def get(self, path: str, status: int = 200, **headers: str) -> str:
        """Read a page; its text."""
        return self._read(self._ask("GET", path, headers), status)

    def fetch(self, path: str) -> TestResponse:
        """Whatever a page fetches by itself: a sound, a part in JSON."""
        return self._ask("GET", path, {})

    def post(self, path: str, status: int = 200, /, htmx: bool = False, **form: str) -> str:
        """Send a form; the answer's text."""
        headers = {"HX-Request": "true"} if htmx else {}
        answer = self._ask("POST", path, headers, form | {"csrf_token": self.token})
        return self._read(answer, status, whole=not htmx)

    def try_to_post(self, path: str, /, **form: str) -> tuple[int, str]:
        """Send a form that may be refused; status and text."""
        answer = self._ask("POST", path, {}, form | {"csrf_token": self.token})
        return answer.status_code, answer.get_data(as_text=True)

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in as staff; whoever has to sets up a telephone for the second step."""
        self.get("/login")
        if "/account/second-step" in self.post("/login", 302, name=name, password=password):
            self.sets_up_a_telephone(password)
        self.get("/")
        if has_app_context():
            db.session.rollback()  # what a test has begun to read would not have this sign-in in it

    def sets_up_a_telephone(self, password: str = PASSWORD) -> tuple[str, str]:
        """Set up the second step; its secret, and the page with the recovery codes."""
        found = SECRET.search(self.get("/account/second-step"))
        assert found
        code = TOTP(found[1]).at(int(now().timestamp()))
        return found[1], self.post("/account/second-step", 200, password=password, code=code)

    def _ask(self, method: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None) -> TestResponse:
        # In a context of its own: a request would take over the test's, and with it who is signed in.
        return Context().run(
            self.client.open,
            path,
            method=method,
            headers=self.headers | headers,
            data=form,
            base_url=self.origin,
            buffered=True,  # a long table is streamed: read it there, too
        )

    def _read(self, answer: TestResponse, status: int, whole: bool = True) -> str:
        text = answer.get_data(as_text=True)
        assert answer.status_code == status, (answer.status_code, text[-600:])
        assert "Traceback" not in text
        found = TOKEN.search(text)
        self.token = found.group(1) if found else self.token
        if whole and "<html" in text and status // 100 != 3:
            _house_rules(text)
        return text


def as_of_in(page: str) -> str:
    """Of when the forms of a page say they are."""
    found = AS_OF.search(page)
    assert found
    return found[1]


def _house_rules(page: str) -> None:
    assert len(re.findall(r"<h1[ >]", page)) == 1, "every page has one h1"
    assert re.search(r'<html lang="(id|en|su|jv)"', page)
    assert "<title>" in page and 'name="viewport"' in page
