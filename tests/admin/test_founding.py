"""Sinta, administrator of all offices, makes one of five answers, and its hall works at once."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from app import history_check
from app.db import db
from app.errors import SettingsUnusable
from app.models import AuditEntry, Branch, Role
from app.people import accounts
from app.queueing import reading
from app.queueing.furnishing import catalogue, catalogue_views
from app.queueing.furnishing.founding import found_office
from app.queueing.furnishing.services import Face
from app.rules.office import USUAL_WEEK, Founding, code_of
from app.rules.standard import in_force
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import PASSWORD, Hall

NEW = "/admin/new-office"


@pytest.fixture
def sinta(app: Flask, hall: Hall, time: TurnableClock) -> Browser:
    """Sinta, administrator of all offices."""
    accounts.create("Sinta", Role.ADMIN, PASSWORD)
    browser = Browser(app)
    browser.sign_in("Sinta")
    return browser


def answers(page: str) -> dict[str, str]:
    """What a step carries on, as a browser would send it."""
    fields = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page)
    return {name: value for name, value in fields if name != "csrf_token"}


def test_five_answers_make_a_hall_where_a_number_is_given_and_called(sinta: Browser, app: Flask) -> None:
    preview = sinta.get(f"{NEW}?step=6&name=Kecamatan+Karang+Tengah&counters=2&services=sekarang&lang=en")
    assert "/kiosk/karang-tengah" in preview
    assert "B, C, D and E sound alike" in preview
    sinta.post(NEW, 303, **answers(preview))
    db.session.rollback()
    assert "The hall is ready" in sinta.get("/admin/karang-tengah/begun?lang=en")
    hall = Hall(app, "karang-tengah")
    rina = hall.officer("Rina", "2")
    ticket = hall.citizen_takes("A-KK")
    assert rina.calls_next().number == ticket.number == "A-001"
    assert "Kartu Identitas Anak" in sinta.get("/kiosk/karang-tengah/queues/A")
    assert history_check.first_wrong(hall.branch) is None


def test_a_further_office_begins_with_the_citys_catalogue_and_follows_it(sinta: Browser, app: Flask) -> None:
    assert 'value="catalogue"' not in sinta.get(f"{NEW}?step=5&name=Ciledug")
    sinta.get(f"{NEW}?step=6&name=Ciledug&services=catalogue", 422)
    catalogue.add_set("sekarang")
    catalogue.add_service("K-TANAH", Face({"id": "Surat tanah"}, "K", "map"))
    catalogue.set_retired("B-DOM", True)
    later = catalogue.today() + timedelta(days=3)
    known = in_force(catalogue_views.service("A-KTPR").standards, catalogue.today())
    catalogue.set_standard("A-KTPR", known | {"fee": {"id": "Rp10.000"}}, later)
    db.session.rollback()
    assert 'value="catalogue" checked' in sinta.get(f"{NEW}?step=5&name=Ciledug")
    preview = sinta.get(f"{NEW}?step=6&name=Kecamatan+Ciledug&lang=en")
    assert "Surat tanah" in preview and "They follow the city's catalogue" in unescape(preview)
    sinta.post(NEW, 303, **answers(preview))
    db.session.rollback()
    office = reading.office("ciledug")
    assert "B-DOM" not in office.every_service and all(each.follows for each in office.services.values())
    assert office.letters["K"].name == {"id": "Surat tanah"} and office.letters["A"].name == _karawaci("A")
    assert in_force(office.services["A-KTPR"].standards, later)["fee"] == {"id": "Rp10.000"}
    hall = Hall(app, "ciledug")
    rina = hall.officer("Rina", "2")
    hall.citizen_takes("K-TANAH")
    assert rina.calls_next().number == "K-001"
    catalogue.set_standard("A-KTPR", known | {"fee": {"id": "Rp5.000"}}, catalogue.today())
    db.session.rollback()
    assert reading.office("ciledug").services["A-KTPR"].fee == {"id": "Rp5.000"}
    assert not catalogue_views.how_many_new(reading.office("ciledug"))
    (standing,) = catalogue_views.standings(catalogue_views.service("A-KTPR"), [reading.office("ciledug")])
    assert not standing.own and not standing.is_behind
    assert history_check.first_wrong(hall.branch) is None


def _karawaci(letter: str) -> dict[str, str]:
    return reading.office("karawaci").letters[letter].name


def test_who_has_no_office_is_asked_at_once(app: Flask, sinta: Browser) -> None:
    with db.engine.begin() as connection:
        for table in reversed(db.metadata.sorted_tables):
            if table.name not in ("installation", "staff", "staff_role", "sign_in", "audit_entry"):
                connection.execute(table.delete())
    sinta.get("/admin/", 302)
    assert "Question 1 of 5" in sinta.get(f"{NEW}?lang=en")


def test_a_step_that_does_not_hold_is_asked_again_with_what_is_wrong(sinta: Browser) -> None:
    page = sinta.get(f"{NEW}?step=2&name=&lang=en", 422)
    assert "Question 1 of 5" in page
    assert "as citizens know it" in page
    assert "is taken" in sinta.get(f"{NEW}?step=2&name=Karawaci&lang=en", 422)
    assert "is taken" in sinta.get(f"{NEW}?step=2&name=X&code=printers&lang=en", 422)
    page = sinta.get(f"{NEW}?step=4&name=Ciledug&monday=16-8&lang=en", 422)
    assert "Question 3 of 5" in page
    assert "Write hours as" in page
    assert 'value="Ciledug"' in page
    assert "0 to 240" in sinta.get(f"{NEW}?step=4&name=Ciledug&cut_off=999&lang=en", 422)
    assert "1 to 60" in sinta.get(f"{NEW}?step=5&name=Ciledug&counters=0&lang=en", 422)


def test_going_back_loses_nothing(sinta: Browser) -> None:
    page = sinta.get(f"{NEW}?step=5&name=Ciledug&counters=7&friday=08:00-11:00&services=empty")
    assert answers(page)["counters"] == "7"
    assert answers(page)["friday"] == "08:00-11:00"
    assert 'name="name" value="Ciledug"' in sinta.get(f"{NEW}?step=1&name=Ciledug")


def test_an_empty_office_is_furnished_with_ready_services(sinta: Browser, app: Flask) -> None:
    found_office(Founding("Mal Pelayanan", "mpp"))
    sinta.get("/admin/mpp/queues/new")
    sinta.post("/admin/mpp/queues/new", 303, letter="A", name_id="Kependudukan", picture="id-card")
    made = sinta.get("/admin/mpp/begun?lang=en")
    assert "It has no services yet" in made and "take a number" not in made, "nobody is sent to an empty kiosk"
    begun = sinta.get("/admin/mpp/offer/new?from=A-KK")
    assert 'value="A-KK"' in begun
    sinta.post("/admin/mpp/offer/new", 303, code="A-KK", letter="A", name_id="Kartu Keluarga", picture="users")
    db.session.rollback()
    assert "Formulir F-1.02" in sinta.get("/kiosk/mpp/services/A-KK")


def test_making_an_office_stands_in_the_audit_log_and_in_its_history(sinta: Browser) -> None:
    found_office(Founding("Ciledug", "ciledug"))
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry is not None and entry.action == "office.created"
    assert "Office: none, now Ciledug" in sinta.get("/admin/ciledug/rules?lang=en")


def test_only_an_administrator_of_all_offices_makes_one(app: Flask, hall: Hall) -> None:
    for name, role in (("Budi", Role.SUPERVISOR), ("Adi", Role.ADMIN), ("Rina", Role.OFFICER)):
        hall.employ(name, role)
        browser = Browser(app)
        browser.sign_in(name)
        browser.get(NEW, 403)
        assert browser.try_to_post(NEW, name="Ciledug")[0] in (400, 403)
    assert db.session.scalars(select(Branch.code)).all() == ["karawaci"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Founding("", "ok"), "name"),
        (Founding("Ok", "Tidak Boleh"), "code"),
        (Founding("Ok", "karawaci"), "code"),
        (Founding("Ok", "ok", zone="Europe/Paris"), "zone"),
        (Founding("Ok", "ok", counters=61), "counters"),
        (Founding("Ok", "ok", services="nothing"), "services"),
    ],
)
def test_an_office_that_cannot_be_is_not_made(hall: Hall, wrong: Founding, field: str) -> None:
    with pytest.raises(SettingsUnusable) as refused:
        found_office(wrong)
    assert list(refused.value.faults) == [field]
    assert [branch.code for branch in reading.branches()] == ["karawaci"]


def test_a_code_is_made_of_a_name() -> None:
    assert code_of("Kecamatan Karang Tengah") == "karang-tengah"
    assert code_of("Dinas  PMPTSP (Kota)") == "pmptsp-kota"
    assert code_of("") == ""
    assert USUAL_WEEK.weekly[4][0][1].hour == 11
