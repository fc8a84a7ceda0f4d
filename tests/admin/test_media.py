"""The page of a board's pictures and videos."""

from __future__ import annotations

import html
import re
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from app.models import Role
from tests.browser_of import Browser
from tests.people import Hall

PAGE = "/admin/karawaci/boards/hall/media"
MEDIUM = re.compile(r'id="medium-(\w+)"')
WEBM = b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + bytes(200)


def picture(form: str = "PNG", size: tuple[int, int] = (64, 36)) -> bytes:
    out = BytesIO()
    drawn = Image.new("RGB", size, "#b42318")
    exif = drawn.getexif()
    exif[0x010E] = "taken at Sari's house"
    drawn.save(out, form, exif=exif)
    return out.getvalue()


def sends(who: Browser, file: bytes, name: str = "tarif.png") -> TestResponse:
    return who.client.post(
        PAGE,
        data={"file": (BytesIO(file), name), "csrf_token": who.token},
        base_url=who.origin,
        headers={"Referer": who.origin},
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_and_stands_on_the_board(app: Flask, budi: Browser, form: str) -> None:
    assert sends(budi, picture(form, (3000, 1000)), "tarif.exe").status_code == 303
    board = Browser(app)
    source = re.search(r'"source": "([^"]+)"', html.unescape(board.get("/display/karawaci")))
    assert source
    answer = board.client.get(source[1])
    assert (answer.mimetype, b"Sari" in answer.data) == ("image/jpeg", False)
    assert Image.open(BytesIO(answer.data)).width == 2560


def test_a_video_comes_in_parts_where_a_browser_asks_for_one(app: Flask, budi: Browser) -> None:
    assert sends(budi, WEBM, "profil.webm").status_code == 303
    board = Browser(app)
    source = re.search(r'"source": "([^"]+)"', html.unescape(board.get("/display/karawaci")))
    assert source
    part = board.client.get(source[1], headers={"Range": "bytes=4-9"})
    assert (part.status_code, part.data, part.mimetype) == (206, WEBM[4:10], "video/webm")
    assert board._ask("GET", "/display/karawaci/media/" + "0" * 16 + ".webm", {}).status_code == 404


@pytest.mark.parametrize("file", [b"", b"<svg/>", b"GIF89a" + bytes(50), picture()[:60], b"\0\0\0\x14ftypqt  "])
def test_what_no_board_can_show_is_refused_beside_its_field(budi: Browser, file: bytes) -> None:
    answer = sends(budi, file)
    assert answer.status_code == 422 and "bukan gambar" in answer.text
    assert MEDIUM.findall(budi.get(PAGE)) == []


def test_a_video_that_is_too_large_is_told_on_its_page(app: Flask, budi: Browser) -> None:
    app.config["LARGEST_VIDEO"] = 1024 * 1024
    try:
        refused = sends(budi, WEBM + bytes(1024 * 1024), "panjang.webm")
        assert refused.status_code == 422 and "lebih besar dari 1 MB" in refused.text
        unread = sends(budi, WEBM + bytes(2 * 1024 * 1024), "panjang.webm")
        assert unread.status_code == 303 and "lebih besar dari 1 MB" in budi.get(unread.headers["Location"])
    finally:
        app.config["LARGEST_VIDEO"] = 200 * 1024 * 1024


def test_budi_sets_when_it_is_shown_moves_it_and_deletes_it(budi: Browser) -> None:
    for name in ("satu", "dua"):
        sends(budi, picture(size=(len(name), 36)), f"{name}.png")
    first, second = MEDIUM.findall(budi.get(PAGE))
    wrong = budi.post(f"{PAGE}/{first}", 422, **{f"{first}-seconds": "1", f"{first}-hours": "8"})
    assert "bilangan" in wrong and "08.00–11.30" in wrong
    when = {f"{first}-seconds": "20", f"{first}-hours": "08.00-10.00", f"{first}-days": "4"}
    budi.post(f"{PAGE}/{first}", 303, **when)
    page = budi.get(PAGE)
    assert "Tidak ditampilkan" in page and "Jumat · 08.00–10.00" in page
    budi.post(f"{PAGE}/{second}/move", 303, to="earlier")
    assert MEDIUM.findall(budi.get(PAGE)) == [second, first]
    budi.post(f"{PAGE}/{second}/remove", 303)
    assert MEDIUM.findall(budi.get(PAGE)) == [first]
    budi.post(f"{PAGE}/{second}", 404)


def test_who_does_not_set_up_shows_nothing(app: Flask, hall: Hall, budi: Browser) -> None:
    hall.employ("Rina", Role.OFFICER)
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get(PAGE, 403)
    assert sends(rina, picture()).status_code == 403
    assert sends(rina, WEBM + bytes(200_000)).status_code == 303, "so much is not even read"
    assert MEDIUM.findall(budi.get(PAGE)) == []
