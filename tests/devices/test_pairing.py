"""A screen of the hall joins an office: it shows a code, an administrator approves it, it becomes what it asked for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.devices import pairing
from app.devices.errors import AsksElsewhere, CodeRanOut, CodeUnknown, DeviceNameUnusable, TooManyCodes
from app.errors import NoSuchDevice
from app.extensions import socketio
from app.models import Branch, Device, DeviceKind, Pairing, Role
from app.queueing import reading
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall

CODE = re.compile(r'name="shown" value="(\w{6})"')
ONE_DATABASE = pytest.mark.parametrize("template", ["sqlite"], indirect=True)


@pytest.fixture
def screen(app: Flask) -> Browser:
    """A screen of the hall, far from the server."""
    return Browser(app, address="10.20.0.7", host="antrean.example:8000")


@pytest.fixture
def budi(app: Flask, hall: Hall) -> Browser:
    """Budi administers the office, at his own computer."""
    hall.employ("Budi", Role.ADMIN)
    browser = Browser(app, address="10.20.0.2", host="antrean.example:8000")
    browser.sign_in("Budi")
    return browser


@pytest.fixture
def elsewhere(hall: Hall) -> int:
    """Another office of the installation."""
    from app.db import transaction

    with transaction() as session:
        other = Branch(code="ciledug", name="Kecamatan Ciledug")
        session.add(other)
        session.flush()
        return other.id


def code_of(screen: Browser, path: str = "/kiosk/karawaci") -> str:
    """Open a page on a screen that is not paired; the code it shows."""
    page = screen.get(path, 403)
    asks = re.search(r'action="([^"]+)"', page)
    assert asks
    found = CODE.search(screen.post(asks[1], htmx=True))
    assert found
    return found[1]


def approves(somebody: Browser, code: str, name: str = "Kios pintu masuk") -> None:
    assert code[:3] in somebody.get(f"/admin/karawaci/devices?code={code}")
    somebody.post("/admin/karawaci/devices", 303, code=code, name=name)


def test_a_screen_shows_a_code_and_becomes_the_kiosk(screen: Browser, budi: Browser, hall: Hall) -> None:
    approves(budi, code_of(screen).lower())
    screen.post("/pairing/karawaci/kiosk", 205, htmx=True)
    assert "Kependudukan" in screen.get("/kiosk/karawaci")
    screen.post("/kiosk/karawaci/tickets", 201, service="A-KTPR", key="k", priority="none")
    page = budi.get("/admin/karawaci/devices")
    assert "Kios pintu masuk" in page and "10.20.0.7" in page
    assert [event["device"] for event in hall.events("device.paired")] == ["kiosk"]
    # A kiosk is no board.
    screen.get("/display/karawaci", 403)


@ONE_DATABASE
def test_showing_the_code_page_changes_nothing(screen: Browser, hall: Hall) -> None:
    page = screen.get("/display/karawaci", 403)
    assert "Kecamatan Karawaci" in page and "/admin/karawaci/devices" in page
    assert "This screen is not paired yet" in screen.get("/display/karawaci?lang=en", 403)
    assert db.session.scalar(select(Pairing)) is None


@ONE_DATABASE
def test_a_screen_keeps_its_code_until_it_runs_out(screen: Browser, hall: Hall, time: TurnableClock) -> None:
    code = code_of(screen)
    screen.post("/pairing/karawaci/kiosk", 204, htmx=True, shown=code)
    assert code in screen.post("/pairing/karawaci/kiosk", 200, htmx=True)
    time.passes(minutes=11)
    assert code not in screen.post("/pairing/karawaci/kiosk", 200, htmx=True, shown=code)


@ONE_DATABASE
def test_a_code_that_is_wrong_run_out_or_used_opens_nothing(
    screen: Browser, budi: Browser, hall: Hall, time: TurnableClock
) -> None:
    code = code_of(screen)
    assert "aria-invalid" in budi.get("/admin/karawaci/devices?code=XXXXXX", 422)
    time.passes(minutes=11)
    budi.post("/admin/karawaci/devices", 422, code=code, name="Kios")
    code = code_of(screen)
    budi.get("/admin/karawaci/devices")
    approves(budi, code)
    budi.get("/admin/karawaci/devices")
    budi.post("/admin/karawaci/devices", 422, code=code, name="Kios dua")
    db.session.rollback()
    assert [device.name for device in db.session.scalars(select(Device))] == ["Kios pintu masuk"]


@ONE_DATABASE
def test_nobody_finds_a_code_by_trying(budi: Browser, hall: Hall) -> None:
    tries = [budi.try_to_post("/admin/karawaci/devices", code=f"AAAA{n}{n}", name="x")[0] for n in range(1, 13)]
    assert tries[:10] == [422] * 10 and tries[10:] == [429] * 2
    budi.get("/admin/karawaci/devices")


@ONE_DATABASE
def test_a_screen_is_only_approved_by_its_own_office(app: Flask, screen: Browser, hall: Hall, elsewhere: int) -> None:
    code = code_of(screen)
    hall.employ("Sari", Role.ADMIN, "ciledug")
    hall.employ("Rina", Role.SUPERVISOR)
    sari, rina = Browser(app), Browser(app)
    sari.sign_in("Sari")
    sari.get(f"/admin/karawaci/devices?code={code}", 403)
    sari.get("/admin/ciledug/devices")
    sari.post("/admin/ciledug/devices", 409, code=code, name="Kios")
    rina.sign_in("Rina")
    rina.get("/admin/karawaci/devices", 403)
    assert db.session.scalar(select(Device)) is None


@ONE_DATABASE
def test_a_screen_sent_away_shows_a_code_again(app: Flask, screen: Browser, budi: Browser, hall: Hall) -> None:
    approves(budi, code_of(screen, "/display/karawaci"), "Papan")
    screen.post("/pairing/karawaci/board", 205, htmx=True)
    screen.get("/display/karawaci")
    db.session.rollback()
    device = db.session.scalars(select(Device)).one()
    budi.get("/admin/karawaci/devices")
    budi.post(f"/admin/karawaci/devices/{device.id}/revoke", 303)
    screen.get("/display/karawaci", 403)
    assert "Papan" not in budi.get("/admin/karawaci/devices")


@ONE_DATABASE
def test_a_token_opens_the_socket_until_it_is_revoked(app: Flask, hall: Hall) -> None:
    secret, asking = pairing.ask(DeviceKind.BOARD, hall.branch_id, "10.20.0.7")
    device_id = pairing.approve(hall.branch_id, asking.code, "Papan", hall.employ("Budi", Role.ADMIN))
    token = pairing.fetch(secret).token
    far = {"REMOTE_ADDR": "10.20.0.7", "HTTP_HOST": "antrean.example"}
    client = socketio.test_client(app, headers=far, flask_test_client=app.test_client())

    def watches(**shown: str) -> dict[str, object]:
        return client.emit("watch", {"branch": "karawaci", **shown}, callback=True)  # type: ignore[no-any-return]

    app.config["BOUND_TO_LOOPBACK"] = False
    assert watches()["error"] == "not-yours"
    assert "seq" in watches(token=token)
    pairing.revoke(hall.branch_id, device_id, 1)
    assert watches(token=token)["error"] == "no-such-ticket"


def test_a_token_is_fetched_once(hall: Hall) -> None:
    budi = hall.employ("Budi", Role.ADMIN)
    secret, asking = pairing.ask(DeviceKind.AGENT, None, "10.20.0.9")
    assert pairing.waiting(secret) == asking
    with pytest.raises(CodeRanOut):
        pairing.fetch(secret)
    with pytest.raises(DeviceNameUnusable):
        pairing.approve(hall.branch_id, asking.code, " ", budi)
    pairing.approve(hall.branch_id, asking.code, "PC kios", budi)
    with pytest.raises(CodeUnknown):
        pairing.approve(hall.branch_id, asking.code, "PC kios", budi)
    assert pairing.waiting(secret) is None
    assert pairing.fetch(secret).branch_id == hall.branch_id
    with pytest.raises(CodeRanOut):
        pairing.fetch(secret)


def test_another_offices_screens_stay_its_own(hall: Hall, elsewhere: int) -> None:
    budi = hall.employ("Budi", Role.ADMIN)
    secret, asking = pairing.ask(DeviceKind.KIOSK, elsewhere, "10.20.0.9")
    with pytest.raises(AsksElsewhere):
        pairing.approve(hall.branch_id, asking.code, "Kios", budi)
    device_id = pairing.approve(elsewhere, asking.code, "Kios", budi)
    pairing.fetch(secret)
    with pytest.raises(NoSuchDevice):
        pairing.revoke(hall.branch_id, device_id, budi)
    assert list(reading.office("ciledug").screens) and not reading.office("karawaci").screens


@ONE_DATABASE
def test_no_address_floods_the_codes(hall: Hall, time: TurnableClock) -> None:
    for _ in range(pairing.MOST_CODES):
        pairing.ask(DeviceKind.AGENT, None, "10.20.0.9")
    with pytest.raises(TooManyCodes):
        pairing.ask(DeviceKind.AGENT, None, "10.20.0.9")
    time.moment += timedelta(minutes=11)
    pairing.ask(DeviceKind.AGENT, None, "10.20.0.9")


@ONE_DATABASE
def test_a_secret_cookie_is_out_of_reach_of_scripts(app: Flask, screen: Browser, budi: Browser, hall: Hall) -> None:
    screen.origin = screen.headers["Referer"] = screen.origin.replace("http:", "https:")
    approves(budi, code_of(screen))
    answer = screen._ask("POST", "/pairing/karawaci/kiosk", {}, {"csrf_token": screen.token})
    assert answer.status_code == 205, answer.get_data(as_text=True)[-900:]
    (cookie,) = (each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-giliran_kiosk="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" in cookie


@ONE_DATABASE
def test_budi_sees_who_waits_but_not_by_which_code_and_says_whose_place_it_takes(
    app: Flask, screen: Browser, budi: Browser, hall: Hall
) -> None:
    approves(budi, code_of(screen))
    screen.post("/pairing/karawaci/kiosk", 205, htmx=True)
    db.session.rollback()
    earlier = db.session.scalars(select(Device)).one()
    second = Browser(app, address="10.20.0.8", host="antrean.example:8000")
    code = code_of(second)
    page = budi.get("/admin/karawaci/devices?lang=en")
    assert "Shows a code now" in page and "10.20.0.8" in page and code not in page
    page = budi.get(f"/admin/karawaci/devices?code={code}&lang=en")
    assert f'<option value="{earlier.id}"' in page and "Kios pintu masuk (in contact)" in page
    budi.post("/admin/karawaci/devices", 303, code=code, name="Kios baru", replaces=str(earlier.id))
    screen.get("/kiosk/karawaci", 403)
    second.post("/pairing/karawaci/kiosk", 205, htmx=True)
    second.get("/kiosk/karawaci")
    page = budi.get("/admin/karawaci/devices?lang=en")
    assert "Kios pintu masuk" not in page and "Kios baru" in page and "Shows a code now" not in page
