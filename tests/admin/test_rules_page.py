"""Budi sets his office's rules in the browser: what he types holds, what cannot be is said beside its field."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, transaction
from app.models import Branch, Counter, Role, SpecialDay
from app.queueing import reading
from tests.browser_of import Browser, as_of_in
from tests.conftest import TurnableClock
from tests.people import Hall

RULES = "/admin/karawaci/rules"
LINE = {
    "kind": "head_start",
    "elderly": "30",
    "disabled": "30",
    "pregnant": "30",
    "toddler": "30",
    "priority": "1",
    "ordinary": "2",
    "largest_wait": "90",
    "long_wait": "20",
    "too_long_wait": "45",
    "officers_may_choose": "y",
}
MISSED = {"calls": "1", "seconds_apart": "0", "window": "60", "place": "after", "after": "2", "undo_seconds": "60"}
HOURS = {
    "always_open": "no",
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "08.00-12.00, 13.00-16.00"),
    "friday": "08:00–11:30, 13:00–16:30",
    "cut_off": "30",
    "zone": "Asia/Jakarta",
}
EMPTY_TOO = ("", "/line", "/missed", "/pauses", "/hours", "/days", "/letters", "/services", "/counters")
PAGES = (*EMPTY_TOO, "/services/A-KTPR", "/counters/3")
NUMBERS = {f"{letter}-{name}": value for letter in "ABCDEF" for name, value in (("first_number", "1"), ("width", "3"))}
SERVED = {f"{letter}-how": "serves" for letter in "ABCDEF"}


def saves(browser: Browser, page: str, **form: str) -> str:
    """Save a form, and read the page that comes next."""
    browser.get(f"{RULES}{page}")
    browser.post(f"{RULES}{page}", 303, **form)
    db.session.rollback()
    seq = reading.last_seq(reading.branch("karawaci").id)
    return browser.get(f"{RULES}{page}?saved={seq}&lang=en")


def beside_budi(app: Flask, hall: Hall) -> Browser:
    """Ani, who sets up the same office."""
    hall.employ("Ani", Role.ADMIN)
    ani = Browser(app)
    ani.sign_in("Ani")
    return ani


def refused(browser: Browser, page: str, **form: str) -> str:
    """Save a form that cannot be; the page with what is wrong, in English, and nothing has happened."""
    branch_id = reading.branch("karawaci").id
    before = reading.last_seq(branch_id)
    browser.get(f"{RULES}{page}")
    text = browser.post(f"{RULES}{page}?lang=en", 422, **form)
    db.session.rollback()
    assert reading.last_seq(branch_id) == before
    assert "Nothing was saved yet." in text
    return text


def said_at(page: str, field: str) -> str:
    """What is said to be wrong with a field."""
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', page, re.DOTALL)
    return found.group(1) if found else ""


def test_the_elderly_go_ten_minutes_earlier_and_the_next_call_obeys(
    budi: Browser, hall: Hall, time: TurnableClock
) -> None:
    saves(budi, "/line", **LINE | {"elderly": "0"})
    rina = hall.officer()
    hall.citizen_takes()
    time.passes(minutes=8)
    elderly = hall.citizen_takes(priority="elderly")
    assert "Minutes earlier: the elderly: 0, now 10" in saves(budi, "/line", **LINE | {"elderly": "10"})
    assert rina.calls_next().number == elderly.number


def test_what_was_typed_stays_and_every_wrong_field_says_so(budi: Browser, hall: Hall) -> None:
    typed = {"elderly": "sepuluh", "toddler": "-5", "largest_wait": "601", "ordinary": ""}
    page = refused(budi, "/line", **LINE | typed)
    bounds = {"elderly": "0 to 480", "toddler": "0 to 480", "largest_wait": "0 to 600", "ordinary": "1 to 20"}
    for field, words in bounds.items():
        assert words in said_at(page, field)
        assert f'name="{field}" value="{typed[field]}"' in page
    assert "Tulis bilangan bulat" in budi.post(f"{RULES}/line", 422, **LINE | {"elderly": "x"})
    assert "not known" in said_at(refused(budi, "/line", **LINE | {"kind": "lottery"}), "kind")


def test_too_long_is_longer_than_long(budi: Browser, hall: Hall) -> None:
    page = refused(budi, "/line", **LINE | {"long_wait": "30", "too_long_wait": "30"})
    assert "31 to 600" in said_at(page, "too_long_wait")
    assert "long from so many minutes: 20, now 10" in saves(budi, "/line", **LINE | {"long_wait": "10"})


def test_what_is_so_already_is_said_to_be(budi: Browser) -> None:
    budi.get(f"{RULES}/line")
    budi.post(f"{RULES}/line", 303, **LINE)
    assert "nothing was changed" in budi.get(f"{RULES}/line?saved=0&lang=en")
    assert "Saved." not in budi.get(f"{RULES}/line?saved=99999&lang=en")


def test_officers_may_be_kept_to_the_order(budi: Browser, hall: Hall) -> None:
    rina = hall.officer()
    hall.citizen_takes()
    second = hall.citizen_takes()
    saves(budi, "/line", **{name: value for name, value in LINE.items() if name != "officers_may_choose"})
    with pytest.raises(Exception, match="choice-not-allowed"):
        rina.calls(second)


def test_officers_choose_from_the_offices_own_reasons_for_a_pause(budi: Browser, app: Flask, hall: Hall) -> None:
    hall.officer("Rina", "3")
    page = saves(budi, "/pauses", pause_reasons="Salat Jumat\r\n\r\nApel  pagi\r\nSalat Jumat\r\n")
    assert "Reasons to choose from: the usual reasons, now Salat Jumat, Apel pagi" in page
    rina = Browser(app)
    rina.sign_in("Rina")
    desk = rina.get("/counter/")
    offered = re.findall(r'name="reason" value="([^"]+)" data-key="(\d)"', desk)
    assert offered == [("Salat Jumat", "1"), ("Apel pagi", "2")]
    assert "at most 9" in said_at(refused(budi, "/pauses", pause_reasons="\n".join("abcdefghij")), "pause_reasons")
    assert "longer than 40" in said_at(refused(budi, "/pauses", pause_reasons="x" * 41), "pause_reasons")
    saves(budi, "/pauses", pause_reasons="")
    assert 'value="Istirahat" data-key="1"' in rina.get("/counter/")


def test_two_calls_and_then_back_at_the_end(budi: Browser, hall: Hall, time: TurnableClock) -> None:
    page = saves(budi, "/missed", **MISSED | {"calls": "2", "place": "tail", "undo_seconds": "30"})
    assert "Where they stand when they come back: After the next few, now At the end of the line" in page
    rina = hall.officer()
    hall.citizen_takes()
    with pytest.raises(Exception, match="call-again-first"):
        rina.gives_up_on(rina.calls_next())
    assert "from 1 to 9" in said_at(refused(budi, "/missed", **MISSED | {"calls": "0"}), "calls")


def test_an_office_begins_to_keep_hours_with_a_friday_prayer(budi: Browser, hall: Hall, time: TurnableClock) -> None:
    page = saves(budi, "/hours", **HOURS)
    assert "When numbers are given: Always open, now By the week" in page
    assert "Friday: closed, now 08:00–11:30, 13:00–16:30" in page
    assert 'value="08:00–12:00, 13:00–16:00"' in page
    time.moment = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)  # Friday noon in Tangerang
    with pytest.raises(Exception, match="office-closed"):
        hall.citizen_takes()


def test_hours_that_cannot_be_are_named_by_their_day(budi: Browser) -> None:
    page = refused(
        budi, "/hours", **HOURS | {"monday": "08:00-12:00, 11:00-16:00", "friday": "pagi", "sunday": "9:00-8:00"}
    )
    assert "overlap" in said_at(page, "monday") and "Write hours as" in said_at(page, "friday")
    assert "end before they begin" in said_at(page, "sunday") and 'value="pagi"' in page
    assert "never open" in said_at(
        refused(budi, "/hours", always_open="no", cut_off="0", zone="Asia/Jakarta"), "always_open"
    )
    assert "not known" in said_at(refused(budi, "/hours", **HOURS | {"zone": "Europe/Berlin"}), "zone")


def test_hours_that_send_people_home_ask_for_a_tick(budi: Browser, hall: Hall) -> None:
    hall.citizen_takes()
    page = refused(budi, "/hours", **HOURS | {"monday": "07:00-08:00"})
    assert "1 waiting would be told" in said_at(page, "may_end_today")
    saves(budi, "/hours", **HOURS | {"monday": "07:00-08:00", "may_end_today": "y"})


def test_a_holiday_is_added_and_taken_away_again(budi: Browser, hall: Hall) -> None:
    saves(budi, "/hours", **HOURS)
    page = saves(budi, "/days", day="2026-12-25", name="Hari Raya <Natal>", spans="")
    assert "25 December 2026 · Special day: like its weekday, now closed" in page
    assert "Friday, 25 December 2026" in page and "Hari Raya &lt;Natal&gt;" in page
    page = refused(budi, "/days", day="2026-12-25", name="", spans="08.00-10.00")
    assert "special day already" in said_at(page, "day") and "Write a name" in said_at(page, "name")
    assert "Choose a date" in said_at(refused(budi, "/days", day="besok", name="Libur", spans=""), "day")
    budi.post(f"{RULES}/days/remove", 303, day="2026-12-25")
    assert "&lt;Natal" not in budi.get(f"{RULES}/days")
    budi.post(f"{RULES}/days/remove", 404, day="2026-12-25")
    budi.post(f"{RULES}/days/remove", 404, day="besok")
    db.session.rollback()
    assert db.session.scalar(select(SpecialDay)) is None


def test_numbers_begin_elsewhere_from_the_next_series_on(budi: Browser, hall: Hall, time: TurnableClock) -> None:
    hall.citizen_takes("A-KTPR")
    page = saves(budi, "/letters", **NUMBERS | {"A-first_number": "101", "A-width": "4"})
    assert "A · Digits: 3, now 4" in page and "A-0101" in page
    page = refused(budi, "/letters", **NUMBERS | {"A-first_number": "5", "B-width": "7", "C-first_number": "x"})
    assert "from 1 to 6" in said_at(page, "B-width") and "from 1 to 9000" in said_at(page, "C-first_number")
    assert hall.citizen_takes("A-KTPR").number == "A-002"
    time.passes(days=1)
    assert hall.citizen_takes("A-KTPR").number == "A-0101"


def test_a_service_gets_a_quota_and_leads_on(budi: Browser, hall: Hall) -> None:
    page = saves(budi, "/services/A-KTPR", quota="1", **{"journey-0": "E-AMB", "journey-1": "", "journey-2": "F-KAS"})
    assert "A-KTPR · Numbers a day: as many as come, now 1" in page
    assert "A-KTPR · Afterwards on to: none, now E-AMB, F-KAS" in page
    assert hall.ticket(hall.citizen_takes("A-KTPR")).journey == ["E-AMB", "F-KAS"]
    with pytest.raises(Exception, match="quota-reached"):
        hall.citizen_takes("A-KTPR")
    saves(budi, "/services/A-KTPR", quota="")
    hall.citizen_takes("A-KTPR")


@pytest.mark.parametrize(
    ("steps", "words"),
    [(["A-KTPR"], "after itself"), (["X-NONE"], "not known here"), (["E-AMB", "E-AMB"], "stands here twice")],
)
def test_a_journey_that_leads_nowhere_is_refused(budi: Browser, steps: list[str], words: str) -> None:
    form = {f"journey-{place}": code for place, code in enumerate(steps)}
    assert words in said_at(refused(budi, "/services/A-KTPR", quota="", **form), "journey")
    assert "from 1 to 9999" in said_at(refused(budi, "/services/A-KTPR", quota="0", **form), "quota")


def test_a_counter_serves_some_first_and_helps_others(budi: Browser, hall: Hall) -> None:
    work = SERVED | {"A-how": "first", "A-services": "A-KTPR", "B-how": "helps", "B-after": "25", "C-how": "not"}
    page = saves(budi, "/counters/3", **work)
    assert "Counter 3 · Helps other queues: none, now B after 25 minutes" in page
    db.session.rollback()
    counter = db.session.scalars(select(Counter).where(Counter.number == "3")).one()
    assert (counter.letters, counter.first_letters, counter.helps) == (["A", "D", "E", "F"], ["A"], {"B": 25})
    assert "A-KTPR" in counter.services and "A-KK" not in counter.services and "D-INF" in counter.services
    assert re.search(r'name="A-services" value="A-KTPR" checked', page)
    assert not re.search(r'name="D-services" value="D-INF" checked', page)  # all of them: no tick
    saves(budi, "/counters/3", **SERVED)
    db.session.rollback()
    assert db.session.scalars(select(Counter).where(Counter.number == "3")).one().services == []


def test_a_counter_without_a_queue_is_refused(budi: Browser) -> None:
    page = refused(budi, "/counters/3", **dict.fromkeys(SERVED, "not"))
    assert "at least one queue" in page
    page = refused(budi, "/counters/3", **SERVED | {"B-how": "helps", "B-after": ""})
    assert "from 1 to 480" in said_at(page, "B-after")
    page = refused(budi, "/counters/3", **SERVED | {"A-services": "Z-NONE"})
    assert "Z-NONE is not known here" in page


def test_a_queue_that_nobody_serves_is_told(budi: Browser) -> None:
    for number in "12345678":
        saves(budi, f"/counters/{number}", **SERVED | {"F-how": "not"})
    assert "No counter serves F" in budi.get(f"{RULES}/counters?lang=en")
    assert "Nobody serves F" in budi.get(f"{RULES}?lang=en")


def test_the_page_of_rules_tells_who_changed_what(budi: Browser) -> None:
    assert "Nothing was changed yet" in budi.get(f"{RULES}?lang=en")
    saves(budi, "/line", **LINE | {"elderly": "10"})
    page = budi.get(RULES)
    assert "<b>Budi</b>" in page and "lansia: 30, kini 10" in page


@pytest.mark.parametrize("page", PAGES)
def test_only_supervisors_and_admins_of_the_office_come_in(app: Flask, hall: Hall, page: str) -> None:
    with transaction() as session:
        session.add(Branch(code="cibodas", name="Kecamatan Cibodas"))
    for name, role, branch, status in (
        ("Rudi", Role.OFFICER, "karawaci", 403),
        ("Bu Tuti", Role.SUPERVISOR, "cibodas", 403),
        ("Pak Made", Role.AUDITOR, None, 403),
        ("Bu Kota", Role.CITY, None, 403),
        ("Bu Ani", Role.ADMIN, None, 200),
    ):
        hall.employ(name, role, branch)
        browser = Browser(app)
        browser.sign_in(name)
        browser.get(f"{RULES}{page}", status)
        if status == 403:
            assert browser.try_to_post(f"{RULES}{page or '/days/remove'}", day="2026-12-25")[0] in (403, 405)
    Browser(app).get(f"{RULES}{page}", 302)


@pytest.mark.parametrize("page", ["/services/X-NONE", "/counters/99"])
def test_what_is_not_there_is_said_so(budi: Browser, page: str) -> None:
    budi.get(f"{RULES}{page}", 404)
    budi.get(RULES)
    budi.post(f"{RULES}{page}", 404)


def test_an_empty_office_has_empty_pages(app: Flask, hall: Hall) -> None:
    with transaction() as session:
        session.add(Branch(code="cibodas", name="Kecamatan Cibodas"))
    hall.employ("Bu Tuti", Role.SUPERVISOR, "cibodas")
    tuti = Browser(app)
    tuti.sign_in("Bu Tuti")
    for page in EMPTY_TOO:
        tuti.get(f"/admin/cibodas/rules{page}")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CITY])
def test_auditors_and_the_city_find_the_recaps_of_their_offices(app: Flask, hall: Hall, role: Role) -> None:
    hall.employ("Pak Made", role, None)
    made = Browser(app)
    made.sign_in("Pak Made")
    page = made.get("/admin/recaps")
    assert "/admin/karawaci/recap" in page and 'href="/counter/"' not in page
    assert 'href="/admin/recaps"' in made.get("/admin/karawaci/recap")
    made.get("/login", 302)


def test_officers_read_no_recaps(app: Flask, hall: Hall) -> None:
    hall.employ("Rudi")
    rudi = Browser(app)
    rudi.sign_in("Rudi")
    rudi.get("/admin/recaps", 403)


def test_two_people_who_save_the_same_page_are_told_of_each_other(app: Flask, hall: Hall, budi: Browser) -> None:
    ani = beside_budi(app, hall)
    seen = as_of_in(ani.get(f"{RULES}/line"))
    saves(budi, "/line", **LINE | {"largest_wait": "60"})
    page = ani.post(f"{RULES}/line?lang=en", 422, **LINE | {"largest_wait": "120", "as_of": seen})
    assert "Budi changed the same while this page was open" in page and 'value="120"' in page
    assert "what is marked" not in page, "no field of hers is wrong"
    ani.post(f"{RULES}/line", 303, **LINE | {"largest_wait": "120", "as_of": as_of_in(page)})
    db.session.rollback()
    assert reading.branch("karawaci").order_policy["largest_wait"] == 120


def test_who_first_mistypes_is_told_too_of_what_was_changed_meanwhile(app: Flask, hall: Hall, budi: Browser) -> None:
    ani = beside_budi(app, hall)
    seen = as_of_in(ani.get(f"{RULES}/line"))
    saves(budi, "/line", **LINE | {"largest_wait": "60"})
    wrong = ani.post(f"{RULES}/line?lang=en", 422, **LINE | {"long_wait": "x", "as_of": seen})
    assert "what is marked" in wrong
    assert as_of_in(wrong) == seen, "what stands in the form is as old as it was"
    page = ani.post(f"{RULES}/line?lang=en", 422, **LINE | {"long_wait": "25", "as_of": as_of_in(wrong)})
    assert "Budi changed the same while this page was open" in page
    wrong_again = ani.post(f"{RULES}/line", 422, **LINE | {"long_wait": "x", "as_of": as_of_in(page)})
    ani.post(f"{RULES}/line", 303, **LINE | {"long_wait": "25", "as_of": as_of_in(wrong_again)})


def test_two_people_who_change_different_rules_do_not_mind_each_other(app: Flask, hall: Hall, budi: Browser) -> None:
    ani = beside_budi(app, hall)
    seen = as_of_in(ani.get(f"{RULES}/missed"))
    saves(budi, "/line", **LINE | {"largest_wait": "60"})
    ani.post(f"{RULES}/missed", 303, **MISSED | {"calls": "2", "as_of": seen})
