"""What a citizen's own ticket says on the phone, whatever became of it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.db import transaction
from app.models import Branch
from app.office import set_up_anew
from app.queueing import messaging, moving, offering
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall


@pytest.fixture
def phone(app: Flask) -> Browser:
    """Sari's phone, on her own network."""
    return Browser(app, address="203.0.113.9")


def test_who_missed_the_call_is_told_until_when_to_come_back(phone: Browser, hall: Hall, time: TurnableClock) -> None:
    rina, ticket = hall.officer(), hall.citizen_takes()
    rina.gives_up_on(rina.calls_next())
    page = phone.get(f"/t/{ticket.token}")
    assert "Temui petugas sebelum pukul 09.15" in page
    assert 'data-holds="3600"' in page
    assert "by 09:15" in phone.get(f"/t/{ticket.token}?lang=en")
    time.passes(minutes=61)
    page = phone.get(f"/t/{ticket.token}")
    assert "09.15" not in page and "Silakan ambil nomor baru" in page and "data-holds" not in page


def test_where_nobody_may_come_back_nobody_is_told_to(phone: Browser, hall: Hall, time: TurnableClock) -> None:
    with transaction() as session:
        set_up_anew(session, hall.branch_id)
        session.get_one(Branch, hall.branch_id).no_show_policy = {"window": 0}
    rina, ticket = hall.officer(), hall.citizen_takes()
    rina.gives_up_on(rina.calls_next())
    time.passes(seconds=1)
    assert "Silakan ambil nomor baru" in phone.get(f"/t/{ticket.token}")


FIRE = {
    "id": "Silakan keluar lewat pintu timur.",
    "su": "Mangga kaluar ngaliwatan panto wetan.",
    "jv": "Sumangga medal liwat lawang wetan.",
}


@pytest.mark.parametrize(("language", "words"), [*FIRE.items(), ("en", FIRE["id"])])
def test_whoever_waits_outside_reads_the_emergency_message_too(
    phone: Browser, hall: Hall, language: str, words: str
) -> None:
    ticket = hall.citizen_takes()
    messaging.show_message(hall.branch_id, FIRE)
    assert words in phone.get(f"/t/{ticket.token}?lang={language}")
    assert words in phone.get(f"/t/{ticket.token}/state?lang={language}")
    messaging.end_message(hall.branch_id)
    assert words not in phone.get(f"/t/{ticket.token}?lang={language}")


def test_who_has_gone_home_is_not_alarmed(phone: Browser, hall: Hall) -> None:
    ticket = hall.citizen_takes()
    hall.officer().serves_next()
    messaging.show_message(hall.branch_id, FIRE)
    assert FIRE["id"] not in phone.get(f"/t/{ticket.token}")


def test_who_cancelled_a_number_is_not_mixed_up(phone: Browser, hall: Hall) -> None:
    by_staff, by_citizen = hall.citizen_takes(), hall.citizen_takes()
    moving.cancel(by_staff.id, reason="Salah layanan")
    moving.cancel(by_citizen.id, by="citizen")
    page = phone.get(f"/t/{by_staff.token}")
    assert "dibatalkan oleh petugas" in page and "Salah layanan" not in page
    assert "atas permintaan Anda" in phone.get(f"/t/{by_citizen.token}")


def test_who_is_sent_on_is_told_where(phone: Browser, hall: Hall) -> None:
    rina, ticket = hall.officer(), hall.citizen_takes()
    rina.sends_on(rina.calls_next(), service="B-SKTM")
    assert "Anda dialihkan ke layanan Legalisasi SKTM" in phone.get(f"/t/{ticket.token}")
    rina.sends_on(rina.calls_next(), to_counter="5")
    assert "Anda dialihkan ke loket 5" in phone.get(f"/t/{ticket.token}")


def test_while_a_service_is_suspended_no_minutes_are_promised(phone: Browser, hall: Hall) -> None:
    hall.citizen_takes()
    ticket = hall.citizen_takes()
    assert "menit" in phone.get(f"/t/{ticket.token}")
    offering.suspend_service(hall.branch_id, "A-KTPR", "alat perekam rusak")
    page = phone.get(f"/t/{ticket.token}")
    assert "alat perekam rusak" in page and "menit" not in page


def test_a_number_that_expired_says_sorry(phone: Browser, hall: Hall) -> None:
    ticket = hall.citizen_takes()
    offering.close_day(hall.branch_id)
    assert "mohon maaf" in phone.get(f"/t/{ticket.token}")
