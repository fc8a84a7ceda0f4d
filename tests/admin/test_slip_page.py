"""Budi decides what his office's slips say: he sees it before he saves, mistakes are named, and he can go back."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from app.admin.slip import FACTS
from app.db import db
from app.models import Branch, Printer, SlipLogo
from app.printing.spool import PrinterSpool
from app.queueing import reading, strips
from printers.decode import Raster, decode, read_text
from printers.layout import layout
from printers.paper import PAPER_58, PAPER_80
from printers.slip import Slip
from printers.template import ALONE, STANDARD, WORDS
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.printing.test_golden import crest

PAGE = "/admin/karawaci/slip"
OWN = "^*## Giliran Anda\n{number}\n{service} di {office}"


@pytest.fixture
def budi(app: Flask, budi: Browser) -> Browser:
    """Budi, where nobody has given the server an address for phones yet."""
    app.config["PUBLIC_URL"] = None
    budi.get(PAGE)
    return budi


@pytest.fixture
def paper(app: Flask, hall: Hall) -> PrinterSpool:
    """The office's only printer."""
    return PrinterSpool(app, db.session.scalars(select(Printer.id)).one())


def printed(paper: PrinterSpool) -> list[str]:
    """What the next slip says."""
    job = paper.claim()
    assert job
    return [" ".join(line.split()) for line in read_text(layout(Slip.from_json(job.slip_json), PAPER_80))]


def errors(page: str) -> list[str]:
    """What is said to be wrong with the template or the picture."""
    return re.findall(r'class="error".*?<span>(.*?)</span>', page, re.DOTALL)


def upload(budi: Browser, file: bytes, name: str = "logo.png") -> tuple[int, str]:
    """Choose a file as logo; the status, and the page that Budi then sees."""
    data = {"file": (BytesIO(file), name), "csrf_token": budi.token}
    path = f"{PAGE}/logo?lang=en"
    answer = budi.client.post(path, data=data, base_url=budi.origin, content_type="multipart/form-data")
    status = answer.status_code
    if status == 303:
        answer = budi.client.get(answer.headers["Location"], base_url=budi.origin)
    return status, answer.get_data(as_text=True)


def logos() -> list[SlipLogo]:
    db.session.rollback()
    return list(db.session.scalars(select(SlipLogo)))


def test_an_office_begins_with_the_standard_slip(budi: Browser, hall: Hall, paper: PrinterSpool) -> None:
    page = budi.get(f"{PAGE}?lang=en")
    assert "{requirements}" in page and page.count("data:image/png;base64,") == 2
    assert "this is the standard slip" in page
    hall.citizen_takes("A-KTPR")
    said = printed(paper)
    assert said[0] == "Kecamatan Karawaci"
    assert "A-001" in said and any(line.startswith("Kurang dari ") for line in said)


def test_the_page_speaks_its_own_language_whatever_the_slip_speaks(budi: Browser) -> None:
    for _twice in range(2):
        page = budi.get(f"{PAGE}?lang=en")
        assert "So it looks" in page and "takes" in page
        assert "Hasilnya" in budi.get(f"{PAGE}/en")


def test_what_budi_saves_is_on_the_next_slip_and_in_the_history(budi: Browser, hall: Hall, paper: PrinterSpool) -> None:
    hall.citizen_takes("A-KTPR")
    budi.post(PAGE, 303, text=OWN.replace("\n", "\r\n"))
    assert printed(paper) == ["Giliran Anda", "A-001", "Perekaman KTP-el di Kecamatan Karawaci"]
    (changes,) = hall.rules_changed()
    assert changes == [{"what": "slip_template", "of": "id", "before": "", "after": OWN}]
    assert "Budi" in budi.get(PAGE)


def test_who_chose_english_gets_the_english_slip(budi: Browser, hall: Hall, paper: PrinterSpool) -> None:
    budi.post(f"{PAGE}/en", 303, text="Your turn\n{number}")
    hall.citizen_takes("A-KTPR", language="en")
    hall.citizen_takes("A-KTPR")
    assert printed(paper) == ["Your turn", "A-001"]


def test_numbers_of_a_strip_follow_the_template_too(budi: Browser, hall: Hall, paper: PrinterSpool) -> None:
    budi.post(PAGE, 303, text=OWN)
    strips.print_strip(hall.branch_id, "A", 1)
    assert "A-001" in printed(paper)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{number}\n{nomer}", "Line 2: nobody knows {nomer}."),
        ("{office}", "The number is missing."),
        ("{number}\n{number}", "Line 2: {number} stands there a second time."),
        ("No. {number}", "Line 1: {number} needs a line to itself."),
        ("{number}\n{office", "Line 2: a brace is missing."),
        ("{number}\n" + "x" * 121, "Line 2 is longer than 120 characters."),
        ("{number}" + "\nx" * 60, "From line 41 on it is too long"),
        ("{number}\n\n{qr}", "Line 3: there is no address yet that a QR code could lead to."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_old_slip_stays(budi: Browser, text: str, words: str) -> None:
    budi.post(PAGE, 303, text=OWN)
    db.session.rollback()
    seq = reading.last_seq(reading.branch("karawaci").id)
    page = budi.post(f"{PAGE}?lang=en", 422, text=text)
    assert any(each.startswith(words) for each in errors(page)), errors(page)
    assert 'aria-invalid="true"' in page and "Nothing was saved yet." in page
    drawn = budi.post(f"{PAGE}/id/preview?lang=en", 200, htmx=True, text=text)
    assert any(each.startswith(words) for each in errors(drawn)) and "<img" not in drawn
    db.session.rollback()
    assert reading.last_seq(reading.branch("karawaci").id) == seq
    assert reading.branch("karawaci").slip_templates == {"id": OWN}


def test_the_picture_follows_what_is_typed_and_nothing_is_kept(budi: Browser, app: Flask) -> None:
    app.config["PUBLIC_URL"] = "https://antrean.example.go.id"
    drawn = [budi.post(f"{PAGE}/id/preview", 200, htmx=True, text=text) for text in (OWN, STANDARD)]
    assert [each.count("<img") for each in drawn] == [2, 2] and drawn[0] != drawn[1]
    assert reading.branch("karawaci").slip_templates == {}


def test_budi_goes_back_to_an_earlier_text_and_to_the_standard(budi: Browser) -> None:
    budi.post(PAGE, 303, text=OWN)
    db.session.rollback()
    first = reading.last_seq(reading.branch("karawaci").id)
    budi.post(PAGE, 303, text="{number}\nLain sama sekali")
    assert "Giliran Anda" in budi.get(f"{PAGE}?version={first}")
    assert "Lain sama sekali" in budi.get(f"{PAGE}?version=999999")
    standard = budi.get(f"{PAGE}?version=standard")
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", standard, re.DOTALL)
    assert text and "{requirements}" in text[1] and "{qr}" not in text[1]
    db.session.rollback()
    assert reading.branch("karawaci").slip_templates["id"].endswith("sekali"), "looking changes nothing"
    budi.post(PAGE, 303, text=text[1])
    db.session.rollback()
    assert reading.branch("karawaci").slip_templates == {}


def test_a_template_of_another_version_does_not_stop_the_slips(hall: Hall, paper: PrinterSpool, app: Flask) -> None:
    from app.db import transaction
    from app.office import set_up_anew

    with transaction() as session:
        session.get_one(Branch, hall.branch_id).slip_templates = {"id": "{number}\n{of_tomorrow}"}
        set_up_anew(session, hall.branch_id)
    hall.citizen_takes("A-KTPR")
    assert "A-001" in printed(paper)


def test_a_logo_is_printed_and_taken_off_again(budi: Browser, hall: Hall, paper: PrinterSpool) -> None:
    status, page = upload(budi, crest(), "lambang.txt")
    assert status == 303 and "Logo on the slip: none, now a picture" in page
    (kept,) = logos()
    hall.citizen_takes("A-KTPR")
    job = paper.claim()
    assert job and kept.wide in job.slip_json, "the logo travels with the slip"
    for width in (PAPER_80, PAPER_58):
        assert isinstance(decode(layout(Slip.from_json(job.slip_json), width))[0], Raster)
    budi.post(f"{PAGE}/logo/remove", 303)
    assert logos() == []
    assert [changes[0]["what"] for changes in hall.rules_changed()] == ["slip_logo", "slip_logo"]


def picture(kind: str, size: tuple[int, int] = (60, 60), colour: str = "black", mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_the_usual_kinds_are_taken(budi: Browser, kind: str) -> None:
    assert upload(budi, picture(kind))[0] == 303
    assert len(logos()) == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"just text, renamed", "This is no picture that can be read."),
        (b"", "This is no picture that can be read."),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>', "This is no picture"),
        (picture("GIF"), "This is no picture that can be read."),
        (picture("PNG")[:60], "This is no picture that can be read."),
        (picture("PNG", (20_000, 20_000), mode="1"), "This picture has more than 12 million dots."),
        (picture("PNG", colour="white"), "On this picture there is nothing to print"),
        (picture("PNG") + bytes(2 * 1024 * 1024), "This file is larger than 2 MB."),
        (bytes(50 * 1024 * 1024), "This file is larger than 2 MB."),
    ],
    ids=["text", "empty", "svg", "gif", "cut off", "bomb", "white", "over 2 MB", "50 MB"],
)
def test_what_is_no_logo_is_refused_in_words_and_the_old_one_stays(budi: Browser, file: bytes, words: str) -> None:
    upload(budi, crest())
    before = [each.wide for each in logos()]
    _status, page = upload(budi, file)
    assert errors(page) and errors(page)[0].startswith(words)
    assert [each.wide for each in logos()] == before


def test_others_may_not_change_the_slip(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")
    rina.get(PAGE, 403)
    for path in ("", "/id/preview", "/logo", "/logo/remove"):
        assert rina.try_to_post(f"{PAGE}{path}", text=OWN)[0] == 403


def test_every_name_a_template_knows_has_its_button() -> None:
    assert set(FACTS) == {*WORDS, *ALONE}
