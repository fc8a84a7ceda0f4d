"""A computer somebody left open: after how long it is nobody's any more, as each office has it."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.errors import SettingsUnusable
from app.models import Role
from app.queueing import opening
from app.queueing.ruling.idling import set_idle_minutes
from app.rules.authority import IDLES
from app.rules.idling import limits
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall
from tests.staff.conftest import also

MINUTES = st.none() | st.integers(5, 720)
HELD = st.lists(st.tuples(st.sampled_from(Role), MINUTES), max_size=4)


@given(HELD, st.integers(5, 720))
def test_the_shortest_counts_and_an_office_without_its_own_has_the_installations(
    held: list[tuple[Role, int | None]], usual: int
) -> None:
    anywhere, away = limits(held, usual)
    own = [minutes for _role, minutes in held if minutes]
    assert (anywhere is None) == (not own) and all(anywhere <= each for each in own if anywhere)
    assert (away == usual) == any(role in IDLES and minutes is None for role, minutes in held)


@pytest.fixture
def rina(app: Flask, hall: Hall, time: TurnableClock) -> Browser:
    """Rina, officer of Karawaci, signed in."""
    hall.employ("Rina")
    browser = Browser(app)
    browser.sign_in("Rina")
    return browser


def test_an_office_signs_its_people_out_sooner_at_the_next_request(
    hall: Hall, rina: Browser, time: TurnableClock
) -> None:
    time.passes(minutes=90)
    rina.get("/counter/")
    time.passes(minutes=12)
    set_idle_minutes(hall.branch_id, 10)
    assert "/login" in rina.get("/counter/", 302)


def test_at_a_counter_the_offices_own_minutes_count_and_the_installations_do_not(
    app: Flask, hall: Hall, time: TurnableClock
) -> None:
    budi_id = hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(app)
    budi.sign_in("Budi")
    opening.open_counter(hall.office_counters()[0], budi_id)
    time.passes(minutes=90)
    budi.get("/counter/")
    set_idle_minutes(hall.branch_id, 30)
    time.passes(minutes=29)
    budi.get("/counter/")
    time.passes(minutes=31)
    budi.get("/counter/", 302)


def test_an_office_may_let_its_supervisors_stay_longer(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    set_idle_minutes(hall.branch_id, 120)
    budi = Browser(app)
    budi.sign_in("Budi")
    time.passes(minutes=110)
    budi.get("/admin/")
    set_idle_minutes(hall.branch_id, None)
    time.passes(minutes=61)
    budi.get("/admin/", 302)


def test_of_several_offices_the_shortest_time_counts(app: Flask, hall: Hall, cibodas: int, time: TurnableClock) -> None:
    also(hall.employ("Rina"), Role.OFFICER, cibodas)
    rina = Browser(app)
    rina.sign_in("Rina")
    set_idle_minutes(hall.branch_id, 60)
    set_idle_minutes(cibodas, 5)
    time.passes(minutes=6)
    rina.get("/counter/", 302)


def test_it_is_set_on_a_page_within_bounds_and_told(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(app)
    budi.sign_in("Budi")
    page = "/admin/karawaci/rules/idling"
    budi.get(page)
    for wrong in ("4", "721", "soon"):
        assert "from 5 to 720" in budi.post(f"{page}?lang=en", 422, idle_minutes=wrong)
    budi.post(page, 303, idle_minutes="15")
    said = "Minutes without use until somebody is signed out: as the installation has it, now 15"
    assert said in budi.get("/admin/karawaci/rules?lang=en")
    assert "After 15 minutes without use" in budi.get("/admin/karawaci/rules?lang=en")
    assert 'value="15"' in budi.get(page)
    budi.post(page, 303, idle_minutes="")
    with pytest.raises(SettingsUnusable):
        set_idle_minutes(hall.branch_id, 3)
