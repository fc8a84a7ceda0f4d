"""Nur keeps the city's catalogue in the browser; Adi, administrator of Cibodas, decides what his office takes over."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask

from app.db import db
from app.models import Role
from app.office import Office
from app.queueing import reading
from app.queueing.furnishing import catalogue, services, standards
from app.queueing.furnishing.catalogue_views import own_texts, service
from app.queueing.furnishing.services import Face
from tests.browser_of import Browser, as_of_in
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.routes.furnish import twin

CODE = "A-KTPR"
CITY = f"/admin/catalogue/{CODE}"
LINK = "/admin/catalogue/link"
OFFICE = "/admin/cibodas/catalogue"
TODAY = "2026-11-23"


@pytest.fixture
def nur(app: Flask, hall: Hall, time: TurnableClock) -> Browser:
    """Nur, of the city."""
    twin()
    hall.employ("Nur", Role.CITY, None)
    browser = Browser(app)
    browser.sign_in("Nur")
    return browser


@pytest.fixture
def adi(app: Flask, nur: Browser, hall: Hall) -> Browser:
    """Adi, administrator of Cibodas."""
    hall.employ("Adi", Role.ADMIN, "cibodas")
    browser = Browser(app)
    browser.sign_in("Adi")
    return browser


@pytest.fixture
def linked(nur: Browser) -> None:
    """A catalogue of today's services, whose first one both offices follow."""
    nur.get("/admin/catalogue")
    nur.post("/admin/catalogue/begin", 303, set="sekarang")
    for value in re.findall(r'name="link" value="([^"]+)"', nur.get(f"{LINK}?service={CODE}")):
        nur.post(LINK, 303, link=value)
    db.session.rollback()


def office(code: str = "cibodas") -> Office:
    db.session.rollback()
    return reading.office_of(reading.branch(code).id)


def read(who: Browser, path: str) -> str:
    """A page as somebody reads it."""
    return unescape(who.get(path))


def says(code: str, **texts: str) -> None:
    """An office writes into its standard, which has nothing else then."""
    standards.set_standard(office(code).id, CODE, {name: {"id": text} for name, text in texts.items()}, _today())
    db.session.rollback()


def _today() -> date:
    return catalogue.today()


def test_an_empty_catalogue_says_what_to_do_and_begins_with_a_ready_set(nur: Browser) -> None:
    assert "The catalogue is empty" in read(nur, "/admin/catalogue?lang=en")
    nur.post("/admin/catalogue/begin", 303, set="sekarang")
    page = read(nur, "/admin/catalogue?lang=en")
    assert "A-KTPR" in page and "Begin with these" not in page
    assert page.count("2 not linked") == len(office().services)


def test_a_service_is_added_from_blank_or_from_a_ready_one(nur: Browser) -> None:
    nur.get("/admin/catalogue/new?from=A-KK")
    nur.post("/admin/catalogue/new", 303, code="A-KK", letter="A", name_id="Kartu keluarga", picture="users")
    assert "F-1.02" in nur.get("/admin/catalogue/A-KK/standard")
    page = nur.post("/admin/catalogue/new?lang=en", 422, code="A-KK", letter="9", name_id="", picture="x")
    for words in ("already, perhaps a retired one", "one or two capital letters", "Write a name in Indonesian"):
        assert words in page


def test_linking_shows_first_what_becomes_own(nur: Browser) -> None:
    nur.get("/admin/catalogue")
    nur.post("/admin/catalogue/begin", 303, set="sekarang")
    says("cibodas", fee="Rp5.000")
    page = read(nur, f"{LINK}?lang=en")
    assert page.count('name="link"') == 2 * len(office().services)
    page = read(nur, f"{LINK}?service={CODE}&lang=en")
    assert "Says the same: it follows wholly." in page
    assert "Becomes its own" in page and "Rp5.000" in page and "Is filled by the catalogue" in page
    karawaci, cibodas = sorted(re.findall(r'name="link" value="([^"]+)"', page), reverse=True)
    nur.post(LINK, 303, link=karawaci)
    says("cibodas", fee="Rp6.000")
    assert "changed meanwhile and are not linked yet" in unescape(nur.post(f"{LINK}?lang=en", 409, link=cibodas))
    (again,) = re.findall(r'name="link" value="([^"]+)"', nur.get(f"{LINK}?service={CODE}"))
    nur.post(LINK, 303, link=again)
    page = read(nur, f"{CITY}?lang=en")
    assert "Follows wholly" in page and "Its own: Cost" in page
    assert nur.try_to_post(LINK, link="nowhere")[0] == 404


def test_the_office_sees_old_and_new_beside_its_own_and_takes_over(nur: Browser, adi: Browser, linked: None) -> None:
    standards.set_standard(office().id, CODE, {"fee": {"id": "Rp5.000"}, "requirements": {"id": ["KK"]}}, _today())
    nur.get(f"{CITY}/standard")
    form = {"requirements_id": "KK\nKTP", "fee_id": "Rp10.000", "duration_id": "1 jam"}
    nur.post(f"{CITY}/standard", 303, counts_from=TODAY, **form)
    assert "in 1 service the office has a text" in read(adi, "/admin/cibodas/offer?lang=en")
    page = read(adi, f"{OFFICE}?lang=en")
    assert "The city's catalogue has changed" in page
    for text in ("Rp5.000", "Gratis", "Rp10.000"):
        assert text in page
    fee = re.search(rf'value="({CODE}/fee/[^"]+)"', page)
    assert fee
    adi.post(f"{OFFICE}?lang=en", 303, part=fee[1], do="take", counts_from=TODAY)
    assert office().services[CODE].fee == {"id": "Rp10.000"}
    told = read(adi, "/admin/cibodas/rules?lang=en")
    assert "From the city's catalogue: Cost" in told
    nur_sees = read(nur, f"{CITY}?lang=en")
    assert "Has yet to decide: Requirements" in nur_sees


def test_the_office_keeps_its_own_and_is_not_asked_again(nur: Browser, adi: Browser, linked: None) -> None:
    says("cibodas", fee="Rp5.000")
    nur.get(f"{CITY}/standard")
    nur.post(f"{CITY}/standard", 303, counts_from=TODAY, fee_id="Rp10.000")
    page = read(adi, f"{OFFICE}?lang=en")
    for value in re.findall(rf'value="({CODE}/[^"]+)"', page):
        adi.post(OFFICE, 303, part=value, do="keep", counts_from=TODAY)
    assert "Nothing to decide" in read(adi, f"{OFFICE}?lang=en")
    assert office().services[CODE].fee == {"id": "Rp5.000"}


def test_a_decision_on_what_changed_meanwhile_is_refused(nur: Browser, adi: Browser, linked: None) -> None:
    says("cibodas", fee="Rp5.000")
    mark = next(each.mark for each in own_texts(office().services[CODE], service(CODE)) if each.name == "fee")
    adi.get(OFFICE)
    assert "Nothing is ticked" in adi.post(f"{OFFICE}?lang=en", 422, do="take", counts_from=TODAY)
    catalogue.set_standard(CODE, {"fee": {"id": "Rp9"}}, catalogue.today())
    assert adi.try_to_post(OFFICE, part=f"{CODE}/fee/{mark}", do="take", counts_from=TODAY)[0] == 409
    assert adi.try_to_post(OFFICE, part=f"{CODE}/letter/{mark}", do="take", counts_from=TODAY)[0] == 409
    assert adi.try_to_post(OFFICE, part=f"{CODE}/fee/{mark}", do="take", counts_from="soon")[0] == 422


def test_the_offices_own_pages_say_whose_each_text_is(adi: Browser, linked: None) -> None:
    services.set_service_face(office().id, CODE, Face({"id": "Rekam KTP"}, "A", "id-card"))
    page = read(adi, f"/admin/cibodas/offer/{CODE}?lang=en")
    assert "The office's own: Name of the service" in page
    says("cibodas", fee="Rp5.000")
    catalogue.set_standard(CODE, {"product": {"id": "KTP-el"}}, date(2026, 12, 1))
    page = read(adi, f"/admin/cibodas/offer/{CODE}/standard?lang=en")
    assert "Take back" not in page
    assert "What the city's catalogue says" in page and "from the city's catalogue" in page


def test_a_service_is_taken_from_the_catalogue_with_one_press(nur: Browser, adi: Browser, linked: None) -> None:
    catalogue.add_service("B-PBB", Face({"id": "Pajak bumi"}, "B", "house"), {"fee": {"id": "Gratis"}})
    page = read(adi, "/admin/cibodas/offer/new?lang=en")
    assert "From the city's catalogue" in page and "Pajak bumi" in page
    adi.get("/admin/cibodas/offer/new?from=B-PBB")
    form = {"code": "B-PBB", "catalogue": "B-PBB", "letter": "B", "name_id": "Pajak bumi", "picture": "house"}
    adi.post("/admin/cibodas/offer/new", 303, **form)
    assert office().services["B-PBB"].follows and office().services["B-PBB"].own == []
    catalogue.add_service("B-PBC", Face({"id": "Pajak lain"}, "B", "house"))
    form |= {"code": "B-PBC", "catalogue": "B-PBC", "letter": "Z"}
    assert "Z is not known here" in adi.post("/admin/cibodas/offer/new?lang=en", 422, **form)
    catalogue.set_retired("B-PBC", True)
    assert adi.try_to_post("/admin/cibodas/offer/new", **form)[0] == 409
    assert "Pajak lain" not in adi.get("/admin/cibodas/offer/new")


def test_retiring_tells_the_offices_that_have_it(nur: Browser, adi: Browser, linked: None) -> None:
    nur.get(CITY)
    nur.post(f"{CITY}/retire", 303)
    assert "to no further office. This office keeps it." in read(adi, f"{OFFICE}?lang=en")
    assert "Offered to no further office" in read(nur, "/admin/catalogue?lang=en")
    assert "The city offers it to no further office" in read(adi, "/admin/cibodas/rules?lang=en")
    nur.get(CITY)
    nur.post(f"{CITY}/back", 303)
    nur.post(f"{CITY}/reach", 303)
    assert "This office keeps it" not in read(adi, f"{OFFICE}?lang=en")


def test_versions_by_date_and_what_was_saved(nur: Browser, linked: None) -> None:
    nur.get(f"{CITY}/standard")
    nur.post(f"{CITY}/standard", 303, counts_from="2026-12-01", fee_id="Rp10.000")
    page = read(nur, f"{CITY}/standard?on=2026-12-01&lang=en&saved=2")
    assert "Rp10.000" in page and "Every office that follows has it" in page
    assert office().services[CODE].fee["id"] == "Gratis"
    nur.get(f"{CITY}/standard")
    nur.post(f"{CITY}/standard/withdraw", 303, counts_from="2026-12-01")
    assert "Rp10.000" not in nur.get(f"{CITY}/standard?on=2026-12-01")
    page = nur.post(f"{CITY}/standard?lang=en", 422, counts_from="2026-11-22", fee_id="x" * 81)
    assert "This day is over" in page and "at most 80 characters" in page
    nur.get(CITY)
    page = read(nur, f"{CITY}?saved=0&lang=en")
    assert "It was so already" in page


def test_two_of_the_city_at_once_are_told_of_each_other(app: Flask, hall: Hall, nur: Browser, linked: None) -> None:
    hall.employ("Tini", Role.CITY, None)
    tini = Browser(app)
    tini.sign_in("Tini")
    seen = as_of_in(nur.get(f"{CITY}/standard"))
    tini.get(f"{CITY}/standard")
    tini.post(f"{CITY}/standard", 303, counts_from=TODAY, fee_id="Rp1", as_of=seen)
    wrong = nur.post(f"{CITY}/standard", 422, counts_from=TODAY, fee_id="x" * 81, as_of=seen)
    assert as_of_in(wrong) == seen, "what stands in the form is as old as it was"
    page = nur.post(f"{CITY}/standard?lang=en", 422, counts_from=TODAY, fee_id="Rp2", as_of=seen)
    assert "Tini changed the same" in page
    again = as_of_in(page)
    nur.post(f"{CITY}/standard", 303, counts_from=TODAY, fee_id="Rp2", as_of=again)
    assert office().services[CODE].fee == {"id": "Rp2"}


def test_auditors_read_and_change_nothing_and_others_do_not_even_read(
    app: Flask, hall: Hall, nur: Browser, adi: Browser, linked: None
) -> None:
    people = {Role.AUDITOR: 200, Role.SUPERVISOR: 403, Role.OFFICER: 403, Role.ADMIN: 403}
    for role, status in people.items():
        hall.employ(f"A {role}", role, "cibodas" if role in (Role.OFFICER, Role.SUPERVISOR) else None)
        browser = Browser(app)
        browser.sign_in(f"A {role}")
        for page in ("/admin/catalogue", CITY, f"{CITY}/standard"):
            browser.get(page, status)
        browser.get(LINK, 403)
        browser.get("/admin/catalogue/new", 403)
        for path in ("new", f"{CODE}", f"{CODE}/standard", f"{CODE}/standard/withdraw", f"{CODE}/retire", "begin"):
            assert browser.try_to_post(f"/admin/catalogue/{path}", fee_id="x", counts_from=TODAY)[0] == 403
        if role == Role.AUDITOR:
            assert 'name="part"' not in browser.get(OFFICE)
        if role != Role.ADMIN:
            assert browser.try_to_post(OFFICE, do="keep", counts_from=TODAY)[0] == 403
    adi.get("/admin/karawaci/catalogue", 403)
    hall.employ("Half", Role.CITY, "cibodas")  # by command alone: of one office, which makes nobody the city
    half = Browser(app)
    half.sign_in("Half")
    half.get("/admin/catalogue")
    assert half.try_to_post(f"/admin/catalogue/{CODE}/retire")[0] == 403


def test_the_log_names_what_the_city_changed(nur: Browser, linked: None) -> None:
    nur.get(f"{CITY}/standard")
    nur.post(f"{CITY}/standard", 303, counts_from=TODAY, fee_id="Rp10.000")
    page = read(nur, "/admin/audit?lang=en")
    assert "Changed the shared catalogue" in page and "Rp10.000" in page and "Cost" in page


def test_an_office_makes_a_service_its_own_and_links_it_again(nur: Browser, adi: Browser, linked: None) -> None:
    page = read(adi, f"{OFFICE}?lang=en")
    assert "Make it our own" in page and "nothing of it comes from the city" in page
    adi.post(f"{OFFICE}/{CODE}/leave", 303)
    assert not office().services[CODE].follows
    says("cibodas", fee="Rp5.000")
    page = read(adi, f"{OFFICE}?lang=en")
    assert "What the office says otherwise becomes its own and stays: Cost" in page
    form = re.search(rf'{OFFICE}/{CODE}/join[^"]*".*?name="mark" value="([^"]+)"', page, re.DOTALL)
    assert form
    says("cibodas", fee="Rp6.000")
    adi.post(f"{OFFICE}/{CODE}/join", 409, mark=form[1])
    assert not office().services[CODE].follows
    form = re.search(rf'{OFFICE}/{CODE}/join[^"]*".*?name="mark" value="([^"]+)"', read(adi, OFFICE), re.DOTALL)
    assert form
    adi.post(f"{OFFICE}/{CODE}/join", 303, mark=form[1])
    assert office().services[CODE].follows
    assert nur.try_to_post(f"{OFFICE}/{CODE}/leave")[0] == 403


def test_what_the_city_withdraws_is_told_to_the_offices(nur: Browser, adi: Browser, linked: None) -> None:
    page = read(nur, f"{CITY}?lang=en")
    assert "Withdraw from the catalogue" in page and "2 offices follow now" in page
    nur.post(f"{CITY}/withdraw-service", 303)
    assert "no office follows it any more" in read(nur, f"{CITY}?lang=en")
    assert "Withdrawn from the catalogue" in read(nur, "/admin/catalogue?lang=en")
    page = read(adi, f"{OFFICE}?lang=en")
    assert "The city has withdrawn" in page and f"{CODE}/join" not in page
    nur.post(f"{CITY}/back", 303)
    page = read(adi, f"{OFFICE}?lang=en")
    assert "The city has withdrawn" not in page and f"{CODE}/join" in page
    assert adi.try_to_post(f"{CITY}/withdraw-service")[0] == 403
