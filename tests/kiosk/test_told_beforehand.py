"""What a citizen is told before taking a number: that nobody is called, or why there is none and when to come."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from flask import Flask

from app.db import transaction
from app.guide.voice import voice_version
from app.models import Service
from app.office import set_up_anew
from app.queueing import offering, reading
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.queueing.test_day import at, keeps_hours

REASON = "jaringan pusat terganggu"
HOME, TILES, SERVICE = "/kiosk/karawaci", "/kiosk/karawaci/queues/A", "/kiosk/karawaci/services/A-KTPR"


@pytest.fixture
def kiosk(app: Flask) -> Browser:
    """The kiosk of the demo, on the demo's own machine."""
    return Browser(app)


def takes(kiosk: Browser, service: str, key: str, language: str = "id") -> str:
    kiosk.get(HOME)
    return kiosk.post(f"/kiosk/karawaci/tickets?lang={language}", 201, service=service, key=key, priority="none")


def quota(hall: Hall, service: str, most: int) -> None:
    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        session.query(Service).filter_by(code=service).one().quota = most


@pytest.mark.parametrize(
    ("language", "words"), [("id", "Panggilan dihentikan sementara"), ("en", "Nobody is called for now")]
)
def test_a_suspended_office_is_told_of_on_every_screen(kiosk: Browser, hall: Hall, language: str, words: str) -> None:
    assert words not in takes(kiosk, "A-KTPR", "before", language)
    offering.suspend_office(hall.branch_id, REASON)
    for path in (HOME, TILES, SERVICE):
        assert f"{words}: {REASON}" in kiosk.get(f"{path}?lang={language}")
    assert f"{words}: {REASON}" in takes(kiosk, "A-KTPR", "meanwhile", language)
    offering.resume_office(hall.branch_id)
    for page in (kiosk.get(f"{HOME}?lang={language}"), takes(kiosk, "A-KTPR", "after", language)):
        assert REASON not in page


def test_nobody_is_told_how_long_it_takes_while_nobody_is_called(kiosk: Browser, hall: Hall) -> None:
    estimate = re.compile(r"Sekitar \d+–\d+ menit")
    takes(kiosk, "F-KAS", "first")
    assert estimate.search(takes(kiosk, "F-KAS", "before"))
    offering.suspend_service(hall.branch_id, "F-KAS", REASON)
    page = takes(kiosk, "F-KAS", "meanwhile")
    assert "2 orang di depan Anda" in page and not estimate.search(page)
    offering.resume_service(hall.branch_id, "F-KAS")
    assert estimate.search(takes(kiosk, "F-KAS", "after"))


def test_a_suspended_service_is_told_of_where_it_is_chosen_alone(kiosk: Browser, hall: Hall) -> None:
    offering.suspend_service(hall.branch_id, "A-KTPR", "alat <perekam> rusak")
    assert "Sebagian layanan belum dipanggil" in kiosk.get(HOME)
    told = "alat &lt;perekam&gt; rusak"
    for page in (kiosk.get(TILES), kiosk.get(SERVICE), takes(kiosk, "A-KTPR", "this")):
        assert told in page
    assert told not in kiosk.get("/kiosk/karawaci/services/A-KK")
    assert told not in takes(kiosk, "A-KK", "another")


def test_a_queue_whose_only_service_is_suspended_says_so_at_once(kiosk: Browser, hall: Hall) -> None:
    offering.suspend_service(hall.branch_id, "F-KAS", REASON)
    assert f"Belum dipanggil: {REASON}" in kiosk.get(HOME)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-23T07:30+07:00", ("Kantor belum buka", "Senin, 23 November, pukul 08.00")),
        ("2026-11-23T12:15+07:00", ("Kantor sedang istirahat", "Senin, 23 November, pukul 13.00")),
        ("2026-11-23T15:45+07:00", ("Kantor segera tutup", "Selasa, 24 November, pukul 08.00")),
        ("2026-11-23T17:00+07:00", ("Kantor sudah tutup", "Selasa, 24 November, pukul 08.00")),
        ("2026-11-22T10:00+07:00", ("Kantor tutup hari ini", "Senin, 23 November, pukul 08.00")),
    ],
)
def test_a_closed_office_says_why_and_when_to_come_once(
    kiosk: Browser, hall: Hall, time: TurnableClock, moment: str, told: tuple[str, str]
) -> None:
    why, when = told
    keeps_hours(hall)
    at(time, moment)
    for path in (HOME, TILES):
        page = kiosk.get(path)
        assert page.count(why) == 1
        assert f"Nomor diberikan lagi mulai {when}." in page
        assert 'data-step data-key="1"' not in page
        assert "<span>Tutup</span>" in page and "sementara" not in page
    assert why in kiosk.get(SERVICE)


def test_an_office_that_never_closes_says_the_day_and_not_midnight(kiosk: Browser, hall: Hall) -> None:
    quota(hall, "A-KTPR", 0)
    page = kiosk.get(SERVICE)
    assert "Nomor diberikan lagi mulai" in page and "00.00" not in page


def test_a_tile_says_that_the_quota_is_reached_in_the_readers_language(kiosk: Browser, hall: Hall) -> None:
    quota(hall, "F-KAS", 0)
    assert "untuk layanan ini sudah diberikan" in kiosk.get(HOME)
    page = kiosk.get(f"{HOME}?lang=en")
    assert "All 0 numbers of today for this service have been given" in page
    assert "Kasir" not in page


def test_what_has_no_more_numbers_today_says_when_to_come(kiosk: Browser, hall: Hall, time: TurnableClock) -> None:
    keeps_hours(hall)
    at(time, "2026-11-23T09:00+07:00")
    offering.close_service(hall.branch_id, "A-KTPC", "blanko habis")
    quota(hall, "A-KK", 0)
    assert kiosk.get(TILES).count("Nomor diberikan lagi mulai Selasa, 24 November, pukul 08.00.") == 2
    hall.officer("Rina", "3").leaves()
    assert "Nomor diberikan lagi mulai Selasa, 24 November, pukul 08.00." in kiosk.get(SERVICE)


def test_what_every_tile_would_say_is_said_once_above_them(kiosk: Browser, hall: Hall) -> None:
    for code in reading.office("karawaci").services:
        if code.startswith("A-"):
            offering.close_service(hall.branch_id, code, "alat perekam rusak")
    page = kiosk.get(TILES)
    assert "Semua layanan di sini ditutup hari ini: alat perekam rusak." in page and "ayanan ini" not in page
    assert page.count("alat perekam rusak") == 1 and page.index("alat perekam rusak") < page.index('class="tiles"')
    assert page.count("<span>Tutup</span>") == page.count('class="tile-name"')
    start = kiosk.get(HOME)  # other queues are open here: its own tile says it
    assert start.count("alat perekam rusak") == 1 and start.index("alat perekam rusak") > start.index('class="tiles"')
    assert "Saat ini nomor belum dapat diambil" not in start


def test_a_tile_that_stands_alone_says_itself_why_it_is_closed(kiosk: Browser, hall: Hall) -> None:
    offering.close_service(hall.branch_id, "F-KAS", "mesin kas rusak")
    page = kiosk.get("/kiosk/karawaci/queues/F")
    assert page.count("mesin kas rusak") == 1 and page.index("mesin kas rusak") > page.index('class="tiles"')


def test_an_office_whose_every_service_is_closed_for_one_reason_says_it_at_the_start(
    kiosk: Browser, hall: Hall
) -> None:
    for code in reading.office("karawaci").services:
        offering.close_service(hall.branch_id, code, "listrik padam")
    for path in (HOME, TILES, "/kiosk/karawaci/quick"):
        page = kiosk.get(path)
        assert page.count("listrik padam") == 1 and "ayanan ini" not in page, "one reason, and not of one service"
    for path in (HOME, "/kiosk/karawaci/quick"):
        assert "Kantor tutup hari ini: listrik padam." in kiosk.get(path)
    assert "Saat ini nomor belum dapat diambil" in kiosk.get(HOME)
    offering.open_service(hall.branch_id, "F-KAS")
    assert "Saat ini nomor belum dapat diambil" not in kiosk.get(HOME)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "Kantor tutup hari ini"),
        ("en", "The office is closed today"),
        ("su", "Kantor tutup dinten ieu"),
        ("jv", "Dinten punika kantor tutup"),
    ],
)
def test_the_guide_says_of_the_office_what_its_screen_says(
    kiosk: Browser, hall: Hall, language: str, words: str
) -> None:
    for code in reading.office("karawaci").services:
        offering.close_service(hall.branch_id, code, "listrik padam")
    notice = re.search(r'notice">.*?<span>(.*?)</span>', kiosk.get(f"{HOME}?lang={language}"), re.DOTALL)
    assert notice and notice[1].startswith(f"{words}: listrik padam.")
    sounds = kiosk.fetch(f"/kiosk/karawaci/speech?{urlencode({'lang': language, 'text': notice[1]})}").json
    assert sounds or not voice_version(), "what stands there is said"


@pytest.mark.parametrize(
    ("path", "words"), [(HOME, "Semua nomor hari ini (0 untuk setiap layanan)"), (TILES, "(0 untuk setiap layanan)")]
)
def test_numbers_that_ran_out_everywhere_are_told_of_every_service(
    kiosk: Browser, hall: Hall, path: str, words: str
) -> None:
    for code in reading.office("karawaci").services:
        quota(hall, code, 0)
    assert kiosk.get(path).count(words) == 1


def test_counters_that_have_all_closed_are_told_once(kiosk: Browser, hall: Hall) -> None:
    hall.officer("Rina", "3").leaves()
    assert kiosk.get(HOME).count("Semua loket sudah tutup hari ini.") == 1
    assert kiosk.get(TILES).count("Loket untuk semua layanan di sini sudah tutup hari ini.") == 1


def test_a_queue_closed_for_several_reasons_leads_to_them(kiosk: Browser, hall: Hall) -> None:
    offering.close_service(hall.branch_id, "D-INF", "petugas ke lapangan")
    quota(hall, "D-ADU", 0)
    assert re.search(r'href="[^"]*/queues/D"[^>]*>(?:(?!</a>).)*Sentuh untuk melihat', kiosk.get(HOME), re.DOTALL)
    page = kiosk.get("/kiosk/karawaci/queues/D")
    assert "petugas ke lapangan" in page and "sudah diberikan" in page
