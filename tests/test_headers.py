"""What answers tell browsers: our own scripts alone, no foreign frames, secrets over TLS alone; proxies when told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.devices import pairing
from app.models import DeviceKind, Role
from tests.browser_of import Browser
from tests.databases import settings_for
from tests.people import PASSWORD, Hall

SCRIPT = re.compile(r"<script\b[^>]*>")


@pytest.fixture
def template(sqlite_template: str) -> str:
    """What headers say does not depend on the database."""
    return sqlite_template


@pytest.mark.parametrize("path", ["/", "/login", "/kiosk/karawaci", "/display/karawaci", "/healthz", "/nowhere"])
def test_every_answer_says_what_a_browser_is_to_hold_to(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, base_url="http://127.0.0.1:8000")
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer.headers


def test_a_script_runs_by_the_nonce_of_its_own_page_alone(app: Flask, hall: Hall) -> None:
    hall.employ("Dewi", Role.ADMIN)
    browser = Browser(app)
    browser.sign_in("Dewi")
    seen = set()
    for path in ("/login", "/kiosk/karawaci", "/display/karawaci", "/counter/", "/admin/karawaci/devices"):
        answer = browser.client.get(path, base_url=browser.origin)
        if answer.status_code == 302:
            continue
        policy = answer.headers["Content-Security-Policy"]
        found = re.search(r"script-src 'nonce-([\w-]{20,})';", policy)
        assert found, (path, policy)
        scripts = SCRIPT.findall(answer.text)
        assert scripts and all(f'nonce="{found[1]}"' in script for script in scripts), path
        seen.add(found[1])
    assert len(seen) >= 4, "another one for each page"


def test_every_script_of_a_template_carries_the_nonce() -> None:
    root = Path(__file__).resolve().parent.parent
    for folder in ("app", "kiosk", "queue_display"):
        for template in (root / folder).rglob("*.html"):
            for script in SCRIPT.findall(template.read_text()):
                assert 'nonce="{{ nonce() }}"' in script, f"{template.relative_to(root)}: write <script nonce=… src=…>"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_go_over_tls_alone_where_there_is_tls(app: Flask, hall: Hall, scheme: str) -> None:
    hall.employ("Rina")
    client, origin = app.test_client(), f"{scheme}://antrean.example"
    page = client.get("/login", base_url=origin)
    token = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
    assert token
    form = {"name": "Rina", "password": PASSWORD, "csrf_token": token[1]}
    answer = client.post("/login", data=form, base_url=origin, headers={"Referer": f"{origin}/login"})
    assert answer.status_code == 302
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert ("Secure" in cookie) is cookie.startswith("__Host-") is (scheme == "https")
        assert "Path=/;" in f"{cookie};" and "Domain" not in cookie
    assert ("Strict-Transport-Security" in answer.headers) is (scheme == "https")


def test_over_tls_a_session_that_another_server_of_the_domain_planted_is_none(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    rina = Browser(app, address="10.0.0.7", host="antrean.example")
    rina.sign_in("Rina")
    planted = rina.client.get_cookie("session", domain="antrean.example")
    assert planted
    other = Browser(app, address="10.0.0.7", host="antrean.example")
    other.client.set_cookie("session", planted.value, domain="antrean.example")
    assert "Rina" in other.get("/counter/")
    other.origin = "https://antrean.example"
    other.get("/counter/", 302)


def test_over_tls_a_kiosk_paired_by_an_earlier_version_stays_paired(app: Flask, hall: Hall) -> None:
    secret, asking = pairing.ask(DeviceKind.KIOSK, hall.branch_id, "10.0.0.7")
    pairing.approve(hall.branch_id, asking.code, "Kios", hall.employ("Budi", Role.ADMIN))
    kiosk = app.test_client()
    kiosk.set_cookie("giliran_kiosk", pairing.fetch(secret).token, domain="antrean.example")
    page = kiosk.get("/kiosk/karawaci", base_url="https://antrean.example")
    assert page.status_code == 200
    kiosk.delete_cookie("giliran_kiosk", domain="antrean.example")
    assert kiosk.get("/kiosk/karawaci", base_url="https://antrean.example").status_code == 200


def test_whoever_comes_to_the_computer_next_does_not_go_back_to_pages_of_staff(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    browser = Browser(app)
    browser.sign_in("Rina")
    answer = browser.client.get("/counter/", base_url=browser.origin)
    assert answer.headers["Cache-Control"] == "no-store"


FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}


def test_a_forwarded_address_is_believed_only_of_as_many_proxies_as_was_said(
    app: Flask, sqlite_template: str, tmp_path: Path
) -> None:
    for proxies, address in ((0, "10.0.0.1"), (1, "203.0.113.9")):
        behind = create_app(settings_for(sqlite_template, tmp_path, GILIRAN_TRUSTED_PROXIES=proxies))
        seen: list[tuple[str, bool]] = []

        @behind.before_request
        def note(seen: list[tuple[str, bool]] = seen) -> None:
            from flask import request

            seen.append((request.remote_addr or "", request.is_secure))

        behind.test_client().get("/healthz", headers=FORGED, environ_base={"REMOTE_ADDR": "10.0.0.1"})
        assert seen == [(address, proxies == 1)]


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_trusted_proxy_does_not_open_the_demo(sqlite_template: str, tmp_path: Path, proxies: int) -> None:
    behind = create_app(settings_for(sqlite_template, tmp_path, GILIRAN_TRUSTED_PROXIES=proxies))
    own = {"base_url": "http://127.0.0.1:8000", "environ_base": {"REMOTE_ADDR": "127.0.0.1"}}
    assert behind.test_client().get("/kiosk/karawaci", **own).status_code == 200  # type: ignore[arg-type]
    for headers in ({"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-Proto": "http"}, {"Forwarded": "for=127.0.0.1"}):
        answer = behind.test_client().get("/kiosk/karawaci", headers=headers, **own)  # type: ignore[arg-type]
        assert answer.status_code == 403


@pytest.mark.parametrize(("origin", "status"), [("http://antrean.example", 200), ("http://evil.example", 400)])
def test_a_socket_is_opened_by_our_own_pages_alone(app: Flask, origin: str, status: int) -> None:
    path = "/socket.io/?EIO=4&transport=polling"
    answer = app.test_client().get(path, base_url="http://antrean.example", headers={"Origin": origin})
    assert answer.status_code == status
