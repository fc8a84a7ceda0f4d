"""What nobody needs any more goes, and it can be proven what went."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import audit_check, clock, create_app, history_check, tidying
from app.db import db, transaction
from app.devices import pairing
from app.errors import SettingsUnusable
from app.guide import voice
from app.guide.sounds import folder
from app.models import (
    AuditEntry,
    Checkpoint,
    DeviceKind,
    Event,
    Imported,
    Note,
    Pairing,
    PrintJob,
    Reason,
    Role,
    Series,
    SignIn,
    Ticket,
    WrongTries,
)
from app.queueing import noting, offering, reading
from app.queueing.exchange.importing import carry_out
from app.queueing.exchange.planning import digest_of, plan_for
from app.rules.retention import Retention, months_before
from app.rules.tables import Row
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall


def count(of: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(of)) or 0


@pytest.fixture
def years_ago(hall: Hall, time: TurnableClock) -> Hall:
    """An office with a busy day six years ago, whose last citizens expired overnight, and one today."""
    time.passes(days=-6 * 365)
    rina = hall.officer()
    for _citizen in range(4):
        hall.citizen_takes()
    ticket = rina.calls(hall.citizen_takes("B-DOM"), "Nenek dengan tongkat")
    noting.note(ticket.id, rina.counter_id, "Akta lahir menyusul", rina.staff_id)
    rina.finishes(rina.starts(ticket))
    time.passes(days=6 * 365)
    hall.citizen_takes()
    return hall


def test_what_was_kept_long_enough_goes_and_the_rest_still_holds(app: Flask, years_ago: Hall) -> None:
    would = tidying.tidy(only_look=True)
    assert count(Ticket) == 6 and count(AuditEntry) == audit_check.last_seq()
    gone = tidying.tidy()
    assert {(each.what, each.count) for each in would if each.what != "events"} == {
        (each.what, each.count) for each in gone if each.what != "events"
    }
    assert ("notes and reasons", 2) in {(each.what, each.count) for each in gone}
    # Those who expired this morning are told of by today's history: their day stays until that goes, too.
    assert history_check.first_wrong(years_ago.branch) is None
    assert audit_check.first_wrong() is None
    assert db.session.get_one(Checkpoint, years_ago.branch_id).removed > 0
    assert tidying.tidy() == [], "a second time there is nothing to do"
    assert years_ago.citizen_takes().number == "A-002"


def test_whole_days_go_with_their_slips_series_and_notes(app: Flask, hall: Hall, time: TurnableClock) -> None:
    time.passes(days=-6 * 365)
    hall.officer().serves_next() if hall.citizen_takes() else None
    time.passes(days=5 * 365)
    hall.citizen_takes()  # what was left of the first day ends here, five years later
    time.passes(days=365)
    hall.citizen_takes()
    slips = count(PrintJob)
    gone = {each.what: each.count for each in tidying.tidy()}
    assert gone["tickets"] == 1 and gone["events"] > 0
    assert (count(Ticket), count(Series), count(PrintJob)) == (2, 2, slips - 1)
    assert history_check.first_wrong(hall.branch) is None
    said = db.session.scalars(select(AuditEntry.action)).all()
    assert "history.pruned" in said and "retention.removed" in said


def test_an_office_whose_history_does_not_hold_keeps_it(app: Flask, years_ago: Hall) -> None:
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.seq == 2)).one()
        event.body += " "
    before = count(Event), count(Ticket)
    assert not {each.what for each in tidying.tidy()} & {"events", "tickets"}
    assert (count(Event), count(Ticket)) == before


def test_sign_ins_go_thirty_days_after_somebody_was_there(app: Flask, hall: Hall, time: TurnableClock) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    Browser(app).sign_in("Budi")
    time.passes(days=31)
    assert [(each.what, each.count) for each in tidying.tidy()] == [("sign-ins", 1), ("wrong tries", 1)]
    assert count(SignIn) == 0


def test_tries_pairings_and_imports_go_when_their_time_is_over(app: Flask, hall: Hall, time: TurnableClock) -> None:
    browser = Browser(app)
    browser.get("/login")
    browser.post("/login", 422, name="Siapa", password="not the password")
    pairing.ask(DeviceKind.AGENT, None, "192.168.1.9")
    counter = [Row("counters", 2, {"number": "8", "name": "Kasir"})]
    carry_out(hall.branch_id, counter, digest_of(plan_for(reading.office("karawaci"), counter)))
    time.passes(minutes=59)
    assert not {"wrong tries", "imports"} & {each.what for each in tidying.tidy()}
    time.passes(minutes=2)
    gone = {each.what: each.count for each in tidying.tidy()}
    assert gone["wrong tries"] == 2 and (count(WrongTries), count(Pairing), count(Imported)) == (0, 0, 1)
    time.passes(days=30)
    assert {each.what: each.count for each in tidying.tidy(only_look=True)}["imports"] == 1
    tidying.tidy()
    assert count(Imported) == 0


def test_once_a_day_while_the_office_is_closed(app: Flask, hall: Hall, time: TurnableClock) -> None:
    tidying.tidy()
    time.passes(hours=10)
    assert not tidying.is_due(), "it was tidied this morning"
    time.passes(hours=14)
    assert reading.standing(reading.office("karawaci")).is_open and not tidying.is_due()
    offering.close_day(hall.branch_id)
    time.passes(seconds=1)
    assert tidying.is_due()


def test_an_office_that_never_closes_is_not_spared(app: Flask, hall: Hall, time: TurnableClock) -> None:
    tidying.tidy()
    time.passes(days=3, hours=1)
    assert tidying.is_due()


def test_how_long_is_set_within_bounds_and_told(app: Flask, hall: Hall) -> None:
    with pytest.raises(SettingsUnusable):
        tidying.set_retention(Retention(audit_months=1))
    assert tidying.set_retention(Retention(words_months=3)) and not tidying.set_retention(Retention(words_months=3))
    assert tidying.retention().words_months == 3
    assert db.session.scalars(select(AuditEntry.action)).all() == ["retention.changed"]


@given(st.datetimes(min_value=datetime(1950, 1, 1)), st.integers(1, 240))
def test_so_many_months_before_is_a_day_of_that_month(moment: datetime, months: int) -> None:
    before = months_before(moment, months)
    assert (moment.year * 12 + moment.month) - (before.year * 12 + before.month) == months
    assert before.day <= moment.day


def test_the_command_says_what_it_would_do(app: Flask, years_ago: Hall) -> None:
    tidied = create_app(app.config["SETTINGS"], with_commands=True).test_cli_runner()
    told = tidied.invoke(args=["tidy", "--dry-run"])
    assert told.exit_code == 0, told.output
    assert count(Note) == 1 and count(Reason) == 1


def test_a_reason_that_was_spoken_once_is_not_kept_as_a_sound_for_ever(
    app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = {"Selamat datang.": "a" * 32, "Pak Budi sakit": "b" * 32}
    monkeypatch.setattr(voice, "clip", lambda folder, text, *_, **__: folder / f"{name.get(text, 'c' * 32)}.mp3")
    folder().mkdir(parents=True, exist_ok=True)
    years_ago = (clock.now() - timedelta(days=800)).timestamp()
    for sound in (*name.values(), "d" * 32):
        (folder() / f"{sound}.mp3").write_bytes(b"ID3")
        os.utime(folder() / f"{sound}.mp3", (years_ago, years_ago))
    os.utime(folder() / f"{'d' * 32}.mp3")
    assert ("sounds of the guide", 1) in {(each.what, each.count) for each in tidying.tidy(only_look=True)}
    assert len(list(folder().iterdir())) == 3
    assert ("sounds of the guide", 1) in {(each.what, each.count) for each in tidying.tidy()}
    assert sorted(each.name[0] for each in folder().iterdir()) == ["a", "d"], "what is said, and what was said lately"
