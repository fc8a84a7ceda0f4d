"""A city keeps one catalogue for Karawaci and Cibodas; each has texts of its own, and both hear of what changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from app import audit_check, history_check
from app.changes import as_seen_at
from app.db import db
from app.errors import ChangedMeanwhile, NoSuchService, SettingsUnusable
from app.models import AuditEntry, CatalogueService, Event, Role, Service
from app.office import Office
from app.queueing import reading
from app.queueing.exchange.importing import carry_out
from app.queueing.exchange.planning import digest_of, plan_for
from app.queueing.furnishing import catalogue, catalogue_views, services, standards
from app.queueing.furnishing.catalogue_views import OwnPart
from app.queueing.furnishing.errors import CatalogueChanged, NoLongerInCatalogue, NoSuchCatalogueService
from app.queueing.furnishing.following import follow
from app.queueing.furnishing.services import Face
from app.queueing.furnishing.taking import Part, join, keep_own, leave, take_over, take_service
from app.rules.standard import Components, in_force
from app.rules.tables import Row
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.routes.furnish import twin

CODE = "A-KTPR"
DAY = date(2026, 11, 23)
"""The Monday on which the tests begin."""


@pytest.fixture
def city(app: Flask, hall: Hall, time: TurnableClock) -> list[str]:
    """Two offices that follow a catalogue of today's services wholly."""
    twin()
    catalogue.add_set("sekarang")
    for code in ("karawaci", "cibodas"):
        link(code)
    return ["karawaci", "cibodas"]


def office(code: str) -> Office:
    db.session.rollback()
    return reading.office_of(reading.branch(code).id)


def link(code: str, service: str = CODE) -> int:
    theirs = catalogue_views.service(service)
    (joining,) = catalogue_views.joinings(theirs, [office(code)])
    return join(office(code).id, service, joining.mark)


def shows(code: str, day: date = DAY) -> Components:
    return in_force(office(code).services[CODE].standards, day)


def city_says(day: date = DAY, **texts: str) -> int:
    db.session.rollback()
    known = in_force(catalogue_views.service(CODE).standards, day)
    return catalogue.set_standard(CODE, known | {name: {"id": text} for name, text in texts.items()}, day)


def office_says(code: str, day: date = DAY, **texts: str) -> int:
    return standards.set_standard(
        office(code).id, CODE, shows(code, day) | {name: {"id": text} for name, text in texts.items()}, day
    )


def own_of(code: str) -> dict[str, OwnPart]:
    db.session.rollback()
    service = office(code).services[CODE]
    return {each.name: each for each in catalogue_views.own_texts(service, catalogue_views.service(CODE))}


def parts(code: str, *names: str) -> list[Part]:
    return [Part(CODE, name, own_of(code)[name].mark) for name in names]


def changes(code: str) -> list[tuple[str, str]]:
    """What the last event of an office says was changed, and of what."""
    facts = db.session.scalars(
        select(Event.facts).where(Event.branch_id == office(code).id).order_by(Event.seq.desc()).limit(1)
    ).one()
    return [(each["what"], each["of"]) for each in json.loads(facts).get("changes", [])]


def test_a_fee_the_city_changes_reaches_every_office_on_its_day(city: list[str], time: TurnableClock) -> None:
    city_says(DAY + timedelta(days=3), fee="Rp10.000")
    for code in city:
        assert office(code).services[CODE].fee["id"] == "Gratis"
        assert shows(code, DAY + timedelta(days=3))["fee"] == {"id": "Rp10.000"}
        assert changes(code) == [("from_catalogue", CODE), ("standard_fee", CODE)]
    time.passes(days=3)
    assert [office(code).services[CODE].fee["id"] for code in city] == ["Rp10.000", "Rp10.000"]


def test_an_office_keeps_what_it_has_written_itself_and_nothing_else(city: list[str]) -> None:
    office_says("cibodas", fee="Rp5.000")
    city_says(fee="Rp10.000", duration="1 jam")
    assert (shows("karawaci")["fee"], shows("karawaci")["duration"]) == ({"id": "Rp10.000"}, {"id": "1 jam"})
    assert (shows("cibodas")["fee"], shows("cibodas")["duration"]) == ({"id": "Rp5.000"}, {"id": "1 jam"})
    assert own_of("cibodas")["fee"].is_new and own_of("karawaci") == {}


def test_the_office_decides_once_and_is_asked_again_only_after_the_next_change(city: list[str]) -> None:
    office_says("cibodas", fee="Rp5.000")
    assert not own_of("cibodas")["fee"].is_new
    city_says(fee="Rp10.000")
    said = own_of("cibodas")["fee"]
    assert (said.ours["id"], said.said["id"], said.says["id"]) == ("Rp5.000", "Gratis", "Rp10.000")
    assert keep_own(office("cibodas").id, parts("cibodas", "fee")) > 0
    assert changes("cibodas") == [("kept_own", CODE)]
    assert not own_of("cibodas")["fee"].is_new
    assert keep_own(office("cibodas").id, parts("cibodas", "fee")) == 0
    city_says(duration="1 jam")
    assert not own_of("cibodas")["fee"].is_new
    city_says(fee="Rp20.000")
    assert own_of("cibodas")["fee"].is_new


def test_what_is_taken_over_counts_from_the_day_the_office_says(city: list[str]) -> None:
    office_says("cibodas", fee="Rp5.000", product="KTP-el")
    city_says(fee="Rp10.000")
    later = DAY + timedelta(days=7)
    take_over(office("cibodas").id, parts("cibodas", "fee"), later)
    assert shows("cibodas", later - timedelta(days=1))["fee"] == {"id": "Rp5.000"}
    assert shows("cibodas", later)["fee"] == {"id": "Rp10.000"}
    assert list(own_of("cibodas")) == ["product"]
    city_says(DAY + timedelta(days=9), fee="Rp11.000")
    assert shows("cibodas", DAY + timedelta(days=9))["fee"] == {"id": "Rp11.000"}
    with pytest.raises(SettingsUnusable):
        take_over(office("cibodas").id, parts("cibodas", "product"), DAY - timedelta(days=1))


def test_several_parts_of_several_services_are_taken_over_at_once(city: list[str]) -> None:
    link("cibodas", "A-KK")
    services.set_service_face(office("cibodas").id, CODE, Face({"id": "Rekam KTP"}, "A", "id-card"))
    office_says("cibodas", fee="Rp5.000")
    standards.set_standard(office("cibodas").id, "A-KK", {"fee": {"id": "Rp1"}}, DAY)
    of_kk = catalogue_views.own_texts(office("cibodas").services["A-KK"], catalogue_views.service("A-KK"))
    wanted = parts("cibodas", *own_of("cibodas")) + [Part("A-KK", each.name, each.mark) for each in of_kk]
    take_over(office("cibodas").id, wanted, DAY)
    now = office("cibodas").services
    assert now[CODE].name == catalogue_views.service(CODE).name
    assert not any(each.own or each.standards[-1].own for each in now.values())
    assert shows("cibodas") == shows("karawaci")


def test_a_name_is_the_offices_own_until_it_says_the_same_again(city: list[str]) -> None:
    old = office("cibodas").services[CODE]
    services.set_service_face(office("cibodas").id, CODE, Face({"id": "Rekam KTP"}, "B", old.icon))
    assert office("cibodas").services[CODE].own == ["name"]
    catalogue.set_face(CODE, Face({"id": "Perekaman baru"}, "A", "scan-face"))
    assert office("karawaci").services[CODE].name == {"id": "Perekaman baru"}
    assert office("cibodas").services[CODE].name == {"id": "Rekam KTP"}
    assert office("cibodas").services[CODE].icon == "scan-face"
    assert own_of("cibodas")["name"].is_new
    services.set_service_face(office("cibodas").id, CODE, Face({"id": "Perekaman baru"}, "B", "scan-face"))
    assert office("cibodas").services[CODE].own == []


def test_a_version_the_city_takes_back_is_gone_everywhere(city: list[str]) -> None:
    later = DAY + timedelta(days=3)
    city_says(later, fee="Rp10.000")
    with pytest.raises(SettingsUnusable):  # it is the catalogue's: the office has nothing of its own to take back
        standards.withdraw_standard(office("cibodas").id, CODE, later)
    office_says("cibodas", later, product="KTP-el")
    assert standards.withdraw_standard(office("cibodas").id, CODE, later) > 0
    assert own_of("cibodas") == {} and shows("cibodas", later)["fee"] == {"id": "Rp10.000"}
    catalogue.withdraw_standard(CODE, later)
    assert [shows(code, later)["fee"]["id"] for code in city] == ["Gratis", "Gratis"]
    with pytest.raises(SettingsUnusable):
        catalogue.withdraw_standard(CODE, date(2000, 1, 1))


def test_linking_loses_nothing_an_office_has_written(app: Flask, hall: Hall, time: TurnableClock) -> None:
    catalogue.add_set("sekarang")
    before = shows("karawaci")
    city_says(product="KTP-el", fee="Rp1")
    (joining,) = catalogue_views.joinings(catalogue_views.service(CODE), [office("karawaci")])
    assert list(joining.own) == ["fee"] and list(joining.filled) == ["product"]
    join(hall.branch_id, CODE, joining.mark)
    assert shows("karawaci") == before | {"product": {"id": "KTP-el"}}
    assert list(own_of("karawaci")) == ["fee"] and not own_of("karawaci")["fee"].is_new
    assert join(hall.branch_id, CODE, joining.mark) == 0


def test_nobody_is_linked_to_what_they_did_not_see(app: Flask, hall: Hall, time: TurnableClock) -> None:
    catalogue.add_set("sekarang")
    (joining,) = catalogue_views.joinings(catalogue_views.service(CODE), [office("karawaci")])
    city_says(fee="Rp1")
    with pytest.raises(CatalogueChanged):
        join(hall.branch_id, CODE, joining.mark)
    with pytest.raises(NoSuchCatalogueService):
        join(hall.branch_id, "X-NO", joining.mark)


def test_an_office_takes_a_service_and_gives_numbers_for_it(city: list[str], hall: Hall) -> None:
    catalogue.add_service("B-PBB", Face({"id": "Pajak bumi"}, "B", "house"), {"fee": {"id": "Gratis"}})
    take_service(hall.branch_id, "B-PBB", Face({"id": "Pajak bumi dan bangunan"}, "B", "house"))
    taken = office("karawaci").services["B-PBB"]
    assert (taken.follows, taken.own, taken.fee) == (True, ["name"], {"id": "Gratis"})
    assert hall.citizen_takes("B-PBB").number == "B-001"
    catalogue.set_standard("B-PBB", {"fee": {"id": "Rp1"}}, DAY)
    assert office("karawaci").services["B-PBB"].fee == {"id": "Rp1"}
    with pytest.raises(SettingsUnusable):
        take_service(hall.branch_id, "B-PBB", Face({"id": "Sekali lagi"}, "B", "house"))


def test_what_a_file_says_otherwise_is_own_and_the_rest_goes_on_following(city: list[str]) -> None:
    rows = [Row("services", 2, {"code": CODE, "fee_id": "Rp7.000", "icon": "house"})]
    carry_out(office("cibodas").id, rows, digest_of(plan_for(office("cibodas"), rows)))
    assert set(own_of("cibodas")) == {"fee", "icon"}
    city_says(fee="Rp10.000", duration="1 jam")
    assert (shows("cibodas")["fee"]["id"], shows("cibodas")["duration"]) == ("Rp7.000", {"id": "1 jam"})


def test_a_retired_service_is_taken_by_nobody_and_those_who_have_it_are_told(city: list[str], hall: Hall) -> None:
    catalogue.add_service("B-PBB", Face({"id": "Pajak bumi"}, "B", "house"))
    catalogue.set_retired("B-PBB", True)
    catalogue.set_retired(CODE, True)
    assert "B-PBB" not in catalogue_views.offered(office("karawaci"))
    with pytest.raises(NoLongerInCatalogue):
        take_service(hall.branch_id, "B-PBB", Face({"id": "Pajak bumi"}, "B", "house"))
    assert changes("karawaci") == changes("cibodas") == [("catalogue_retired", CODE)]
    hall.citizen_takes(CODE)
    assert catalogue.set_retired(CODE, True) == 0
    catalogue.set_retired(CODE, False)
    assert changes("cibodas") == [("catalogue_retired", CODE)]


def test_an_office_that_was_missed_is_seen_and_caught_up_once(city: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    cibodas = office("cibodas").id

    def breaks_down(branch_id: int, *more: object) -> int:
        if branch_id == cibodas:
            raise OSError("the power fails")
        return follow(branch_id, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(catalogue, "follow", breaks_down)
    city_says(fee="Rp10.000")
    monkeypatch.undo()
    seen = catalogue_views.standings(catalogue_views.service(CODE), map(office, city))
    assert [each.is_behind for each in seen] == [False, True]
    catalogue.reach_offices(CODE)
    assert shows("cibodas")["fee"] == {"id": "Rp10.000"}
    before = reading.last_seq(cibodas)
    catalogue.reach_offices(CODE)
    db.session.rollback()
    assert reading.last_seq(cibodas) == before


def test_of_two_who_change_a_service_at_once_one_is_told_who_was_first(city: list[str], hall: Hall) -> None:
    dewi = hall.employ("Dewi", Role.SUPERVISOR)
    db.session.rollback()
    seen = catalogue_views.service(CODE).version
    with as_seen_at(seen):
        catalogue.set_standard(CODE, {"fee": {"id": "Rp1"}}, DAY, dewi)
    with as_seen_at(seen), pytest.raises(ChangedMeanwhile) as refused:
        catalogue.set_standard(CODE, {"fee": {"id": "Rp2"}}, DAY)
    assert refused.value.by == "Dewi"
    assert shows("cibodas")["fee"] == {"id": "Rp1"}


def test_an_office_that_writes_while_the_city_changes_the_same_is_told(city: list[str]) -> None:
    seen = reading.last_seq(office("cibodas").id)
    city_says(fee="Rp10.000")
    with as_seen_at(seen), pytest.raises(ChangedMeanwhile):
        office_says("cibodas", fee="Rp5.000")


def test_offices_and_city_that_change_at_one_moment_end_in_one_truth(app: Flask, city: list[str]) -> None:
    together = Barrier(3)

    def at_once(act: Callable[[], object]) -> Thread:
        def run() -> None:
            with app.app_context():
                together.wait()
                act()

        return Thread(target=run)

    branch_id, duration = office("cibodas").id, shows("cibodas")["duration"]
    said = shows("cibodas") | {"fee": {"id": "Rp5.000"}}
    people = [
        at_once(lambda: standards.set_standard(branch_id, CODE, said, DAY)),
        at_once(lambda: catalogue.set_standard(CODE, said | {"fee": {"id": "Rp10.000"}}, DAY)),
        at_once(lambda: catalogue.set_face(CODE, Face({"id": "Nama baru"}, "A", "id-card"))),
    ]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert shows("karawaci")["fee"] == {"id": "Rp10.000"}
    assert shows("cibodas") == said and shows("cibodas")["duration"] == duration
    assert {office(code).services[CODE].name["id"] for code in city} == {"Nama baru"}
    seen = catalogue_views.standings(catalogue_views.service(CODE), map(office, city))
    assert not any(each.is_behind for each in seen)


def test_all_of_it_stands_in_the_log_and_both_histories_hold(city: list[str], app: Flask) -> None:
    city_says(fee="Rp10.000")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert entry.action == "catalogue.changed" and entry.words
    words = json.loads(entry.words)
    assert words["before"] == {"fee": {"id": "Gratis", "en": "Free"}}
    assert words["after"]["fee"] == {"id": "Rp10.000"}
    assert audit_check.first_wrong() is None
    assert [history_check.first_wrong(reading.branch(code)) for code in city] == [None, None]


def test_what_the_catalogue_cannot_be_is_refused_and_nothing_is_kept(city: list[str]) -> None:
    db.session.rollback()
    for wrong in (
        lambda: catalogue.add_service("a b", Face({"id": "X"}, "A", "house")),
        lambda: catalogue.add_service(CODE, Face({"id": "X"}, "A", "house")),
        lambda: catalogue.add_service("B-X", Face({}, "abc", "no-such")),
        lambda: catalogue.set_standard(CODE, {"fee": {"id": "x" * 81}}, DAY),
        lambda: catalogue.set_standard(CODE, {}, DAY - timedelta(days=1)),
    ):
        with pytest.raises(SettingsUnusable):
            wrong()
    with pytest.raises(NoSuchCatalogueService):
        catalogue.set_retired("X-NO", True)
    with pytest.raises(NoSuchService):
        take_over(office("cibodas").id, [Part("F-KAS", "fee", "")], DAY)
    db.session.rollback()
    assert db.session.get_one(CatalogueService, CODE).version == 1
    assert catalogue.add_set("sekarang") == 0
    assert db.session.scalar(select(Service.follows).where(Service.code == "F-KAS")) is False


def test_a_service_is_made_the_offices_own_altogether_and_linked_again(city: list[str]) -> None:
    office_says("cibodas", product="KTP-el")
    later = DAY + timedelta(days=5)
    city_says(later, fee="Rp10.000")
    before = shows("cibodas")
    assert leave(office("cibodas").id, CODE) > 0
    assert changes("cibodas") == [("follows", CODE)]
    assert "catalogue.left" in db.session.scalars(select(AuditEntry.action)).all()
    assert leave(office("cibodas").id, CODE) == 0
    assert shows("cibodas") == before and shows("cibodas", later)["fee"] == {"id": "Rp10.000"}
    city_says(fee="Rp20.000")
    assert shows("karawaci")["fee"] == {"id": "Rp20.000"} and shows("cibodas") == before
    catalogue.set_face(CODE, Face({"id": "Rekam KTP"}, "A", "camera"))
    assert office("cibodas").services[CODE].name != {"id": "Rekam KTP"}
    office_says("cibodas", later, fee="Rp7.000")
    link("cibodas")
    assert {"name", "icon", "fee"} <= set(own_of("cibodas")) and shows("cibodas", later)["fee"] == {"id": "Rp7.000"}
    assert history_check.first_wrong(reading.branch("cibodas")) is None and audit_check.first_wrong() is None


def test_a_service_withdrawn_by_the_city_stays_each_offices_own(city: list[str]) -> None:
    office_says("cibodas", fee="Rp5.000")
    before = {code: shows(code) for code in city}
    assert catalogue.withdraw_service(CODE) > 1
    for code in city:
        service = office(code).services[CODE]
        assert not service.follows and shows(code) == before[code]
        assert changes(code) == [("catalogue_withdrawn", CODE), ("follows", CODE)]
    assert catalogue.withdraw_service(CODE) == 0
    with pytest.raises(NoLongerInCatalogue):
        join(office("cibodas").id, CODE, "any mark")
    catalogue.set_retired(CODE, False)
    assert not catalogue_views.service(CODE).is_withdrawn and not office("cibodas").services[CODE].follows
    link("cibodas")
    assert office("cibodas").services[CODE].follows and list(own_of("cibodas")) == ["fee"]


def test_an_office_that_was_not_reached_when_it_was_withdrawn_is_seen_and_reached_later(
    city: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "reach_offices", lambda *_whom: None)
    catalogue.withdraw_service(CODE)
    monkeypatch.undo()
    db.session.rollback()
    standings = catalogue_views.standings(catalogue_views.service(CODE), [office(code) for code in city])
    assert [each.is_behind for each in standings] == [True, True]
    catalogue.reach_offices(CODE)
    assert not any(office(code).services[CODE].follows for code in city)
