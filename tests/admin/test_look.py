"""Budi gives his office its own colour and logo; citizens know it by them on every screen."""

from __future__ import annotations

import re
from io import BytesIO

from flask import Flask
from PIL import Image

from app.models import Role
from tests.browser_of import Browser
from tests.people import Hall
from tests.printing.test_golden import crest

PAGE = "/admin/karawaci/look"
STYLE = re.compile(r'href="(/look/karawaci\.css[^"]*)"')
LOGO = re.compile(r'src="(/look/karawaci\.png[^"]*)"')


def test_the_kiosk_has_the_offices_colour(app: Flask, budi: Browser) -> None:
    assert STYLE.search(Browser(app).get("/kiosk/karawaci")) is None
    budi.post(PAGE, 303, accent="#9D174D")
    kiosk = Browser(app)
    found = STYLE.search(kiosk.get("/kiosk/karawaci"))
    assert found
    style = kiosk.client.get(found[1])
    assert "--primary: #9d174d" in style.text and style.mimetype == "text/css"
    assert "#9d174d" in budi.get("/admin/karawaci/rules")


def test_a_colour_nobody_could_read_is_refused_beside_its_field(app: Flask, budi: Browser) -> None:
    page = budi.post(PAGE, 422, accent="#ffe066")
    assert "terlalu pucat" in page and 'value="#ffe066"' in page
    assert STYLE.search(Browser(app).get("/kiosk/karawaci")) is None


def test_without_a_colour_it_is_giliran_s_own_again(app: Flask, budi: Browser) -> None:
    budi.post(PAGE, 303, accent="#9d174d")
    budi.post(PAGE, 303, accent="")
    assert STYLE.search(Browser(app).get("/kiosk/karawaci")) is None
    assert Browser(app)._ask("GET", "/look/karawaci.css", {}).status_code == 404


def test_the_logo_of_the_slip_stands_on_the_screens_in_colour(app: Flask, budi: Browser) -> None:
    budi.get("/admin/karawaci/slip")
    file = (BytesIO(crest()), "lambang.png")
    answer = budi.client.post(
        "/admin/karawaci/slip/logo",
        data={"file": file, "csrf_token": budi.token},
        base_url=budi.origin,
        headers={"Referer": budi.origin},
    )
    assert answer.status_code == 303
    kiosk = Browser(app)
    found = LOGO.search(kiosk.get("/kiosk/karawaci"))
    assert found
    picture = Image.open(BytesIO(kiosk.client.get(found[1]).data))
    assert picture.format == "PNG" and picture.width <= 512 and picture.height <= 256
    budi.post("/admin/karawaci/slip/logo/remove", 303)
    assert LOGO.search(kiosk.get("/kiosk/karawaci")) is None
    assert kiosk._ask("GET", "/look/karawaci.png", {}).status_code == 404


def test_an_officer_does_not_repaint_the_office(app: Flask, hall: Hall) -> None:
    hall.employ("Rina", Role.OFFICER)
    browser = Browser(app)
    browser.sign_in("Rina")
    browser.get(PAGE, 403)
