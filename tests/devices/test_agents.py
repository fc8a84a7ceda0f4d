"""What a print agent may see, and what happens to its printers when it falls silent."""

from __future__ import annotations

from contextvars import Context
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.db import db, transaction
from app.devices import agents, contact, pairing, replacing
from app.devices.errors import PrinterNotSeen
from app.errors import NoSuchDevice
from app.models import Branch, Device, DeviceKind, Printer, PrintJob, Role
from app.printing import agents_test, managing, office_printers
from app.printing.agents_test import Going
from app.printing.trying import Tried
from printers import worker
from tests.conftest import TurnableClock
from tests.people import Hall

ONE_DATABASE = pytest.mark.parametrize("template", ["sqlite"], indirect=True)
KIOSK_PC = "usb://04b8:0e15"


@dataclass
class PairedAgent:
    """An agent of the office with one printer, speaking to the server as its process does."""

    app: Flask
    id: int
    token: str
    printer_id: int = 0

    def asks(self, path: str, **said: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"}
        return Context().run(self.app.test_client().post, f"/api/agent{path}", json=said, headers=headers)

    def is_here(self) -> None:
        assert self.asks("/begin", version="giliran-agent 0").status_code == 200


def joined(hall: Hall, name: str, staff_id: int, url: str = KIOSK_PC) -> PairedAgent:
    secret, asking = pairing.ask(DeviceKind.AGENT, None, "10.20.0.9")
    device_id = pairing.approve(hall.branch_id, asking.code, name, staff_id)
    agent = PairedAgent(hall.app, device_id, pairing.fetch(secret).token)
    with transaction() as session:
        session.get_one(Device, device_id).printers_seen = {url: name}
    agent.printer_id = agents.use_printer(hall.branch_id, device_id, url, "", 80)
    return agent


@pytest.fixture
def budi(hall: Hall) -> int:
    return hall.employ("Budi", Role.ADMIN)


@pytest.fixture
def agent(hall: Hall, time: TurnableClock, budi: int) -> PairedAgent:
    """The kiosk's computer, and its printer alone."""
    made = joined(hall, "Kios", budi)
    with transaction() as session:
        for other in session.scalars(select(Printer).where(Printer.device_id.is_(None))):
            other.is_active = False
        session.get_one(Branch, hall.branch_id).setup_version = "alone"
    return made


def job() -> PrintJob:
    db.session.rollback()
    return db.session.scalars(select(PrintJob).order_by(PrintJob.id.desc())).first()  # type: ignore[return-value]


def trouble(printer_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Printer, printer_id).trouble


@ONE_DATABASE
def test_an_agent_sees_its_own_printers_alone(hall: Hall, agent: PairedAgent, budi: int) -> None:
    others = joined(hall, "Loket", budi, "usb://0416:5011")
    servers = office_printers.add(hall.branch_id, "Printer server", "tcp://10.0.0.5")
    for printer_id in (others.printer_id, servers, 9999):
        for what in ("claim", "printed", "failed", "status"):
            answer = agent.asks(f"/printers/{printer_id}/{what}", job=1, claim=1, millimetres=1, reason="", status={})
            assert answer.status_code in (400, 404), what
        assert agent.asks(f"/printers/{printer_id}/claim").status_code == 404
    hall.citizen_takes()
    assert agent.asks(f"/printers/{agent.printer_id}/claim").get_json()["url"] == KIOSK_PC


@ONE_DATABASE
def test_an_agent_is_told_what_its_printer_can_do(hall: Hall, agent: PairedAgent, budi: int) -> None:
    managing.set_up(agent.printer_id, "Kios", 58, 30, model="POS-5890", staff_id=budi)
    hall.citizen_takes()
    claimed = agent.asks(f"/printers/{agent.printer_id}/claim").get_json()
    assert claimed["profile"] == {"model": "POS-5890", "columns": 32, "cutter": False, "qr": "image"}
    assert worker._laid_out(worker.Job(**claimed)).data.count(b"\x1dV") == 0


@ONE_DATABASE
def test_a_token_that_was_revoked_or_never_given_is_refused_in_words(hall: Hall, agent: PairedAgent, budi: int) -> None:
    pairing.revoke(hall.branch_id, agent.id, budi)
    for token in (agent.token, "", "x" * 43):
        agent.token = token
        answer = agent.asks("/work", printers={})
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
        assert answer.get_json()["code"] == "device-unknown"


@ONE_DATABASE
def test_a_printer_that_no_agent_offers_is_not_used(hall: Hall, agent: PairedAgent) -> None:
    with pytest.raises(PrinterNotSeen):
        agents.use_printer(hall.branch_id, agent.id, "file:///etc/passwd", "", 80)
    with pytest.raises(NoSuchDevice):
        agents.use_printer(hall.branch_id + 1, agent.id, KIOSK_PC, "", 80)


def test_a_silent_agents_slip_goes_to_the_next_printer_marked(
    hall: Hall, agent: PairedAgent, time: TurnableClock, budi: int
) -> None:
    spare = joined(hall, "Loket", budi, "usb://0416:5011")
    agent.is_here()
    spare.is_here()
    hall.citizen_takes()
    held = agent.asks(f"/printers/{agent.printer_id}/claim").get_json()
    time.passes(seconds=9)
    spare.is_here()
    contact.look_at_agents(hall.app)
    assert trouble(agent.printer_id) == ""
    time.passes(seconds=2)
    contact.look_at_agents(hall.app)
    assert trouble(agent.printer_id) == "agent_silent"
    assert hall.events("printer.down")[-1]["trouble"] == "agent_silent" and hall.events("printer.down")[-1]["slips"]
    copy = spare.asks(f"/printers/{spare.printer_id}/claim").get_json()
    assert (copy["id"], copy["copy"]) == (held["id"], True)
    # The first one's word does not count any more.
    well = {"online": True, "paper": "ok", "cover_open": False}
    told = {"job": held["id"], "claim": held["claim"], "status": well, "millimetres": 130}
    assert agent.asks(f"/printers/{agent.printer_id}/printed", **told).status_code == 204
    assert job().state == "printing"
    contact.look_at_agents(hall.app)
    assert trouble(agent.printer_id) == "" and hall.events("printer.up")


@ONE_DATABASE
def test_an_answer_that_was_lost_makes_no_copy_and_a_crash_does(hall: Hall, agent: PairedAgent) -> None:
    hall.citizen_takes()
    claim = f"/printers/{agent.printer_id}/claim"
    first = agent.asks(claim).get_json()
    assert agent.asks(claim).status_code == 204
    again = agent.asks(claim, lost=True).get_json()
    assert (again["id"], again["copy"], again["claim"]) == (first["id"], False, first["claim"] + 1)
    agent.is_here()  # it has started anew
    assert agent.asks(claim).get_json()["copy"] is True


@ONE_DATABASE
def test_slips_of_an_agent_that_stays_away_expire(hall: Hall, agent: PairedAgent, time: TurnableClock) -> None:
    hall.citizen_takes()
    for _ in range(2):
        time.passes(minutes=2, seconds=5)
        contact.look_at_agents(hall.app)
    assert job().state == "expired"


@ONE_DATABASE
def test_contact_is_written_down_now_and_then(hall: Hall, agent: PairedAgent, time: TurnableClock) -> None:
    def seen() -> Any:
        db.session.rollback()
        return db.session.get_one(Device, agent.id).last_seen

    contact.note(agent.id, "10.20.0.9")
    first = seen()
    time.passes(seconds=59)
    contact.note(agent.id, "10.20.0.9")
    assert seen() == first
    time.passes(seconds=1)
    contact.note(agent.id, "10.20.0.9")
    assert seen() - first == timedelta(minutes=1)


def test_an_agent_that_takes_the_place_of_another_has_its_printers(hall: Hall, agent: PairedAgent, budi: int) -> None:
    agent.is_here()
    hall.citizen_takes()
    held = agent.asks(f"/printers/{agent.printer_id}/claim").get_json()
    secret, asking = pairing.ask(DeviceKind.AGENT, None, "10.20.0.10")
    assert [(each.device.name, each.printers) for each in replacing.earlier(hall.branch_id, asking.kind)] == [
        ("Kios", ("Kios",))
    ]
    new_id = pairing.approve(hall.branch_id, asking.code, "Kios baru", budi, replaces=agent.id)
    assert agent.asks("/work", printers={}).status_code == 401
    contact.look_at_agents(hall.app)
    assert trouble(agent.printer_id) == "agent_silent"
    new = PairedAgent(hall.app, new_id, pairing.fetch(secret).token, agent.printer_id)
    new.is_here()
    contact.look_at_agents(hall.app)
    assert trouble(agent.printer_id) == ""
    copy = new.asks(f"/printers/{new.printer_id}/claim").get_json()
    assert (copy["id"], copy["copy"], copy["url"]) == (held["id"], True, KIOSK_PC)
    assert [each["device_id"] for each in hall.events("device.revoked")] == [agent.id]
    # Whose place was taken offers nothing more.
    assert [each.device.id for each in replacing.earlier(hall.branch_id, asking.kind)] == [new_id]


@ONE_DATABASE
def test_an_agent_sent_away_leaves_printers_that_the_next_one_may_take(
    hall: Hall, agent: PairedAgent, budi: int
) -> None:
    pairing.revoke(hall.branch_id, agent.id, budi)
    secret, asking = pairing.ask(DeviceKind.AGENT, None, "10.20.0.10")
    [earlier] = replacing.earlier(hall.branch_id, asking.kind)
    new_id = pairing.approve(hall.branch_id, asking.code, "Kios", budi, replaces=earlier.device.id)
    pairing.fetch(secret)
    db.session.rollback()
    assert db.session.get_one(Printer, agent.printer_id).device_id == new_id
    assert len(hall.events("device.revoked")) == 1


@ONE_DATABASE
def test_no_device_takes_the_place_of_one_of_another_kind(hall: Hall, agent: PairedAgent, budi: int) -> None:
    _secret, asking = pairing.ask(DeviceKind.KIOSK, hall.branch_id, "10.20.0.10")
    for nobody in (agent.id, 9999):
        with pytest.raises(NoSuchDevice):
            pairing.approve(hall.branch_id, asking.code, "Kios", budi, replaces=nobody)
    assert not hall.events("device.revoked")
    assert pairing.who_asks(hall.branch_id, asking.code)


def test_an_agents_printer_prints_a_test_slip_and_no_other_does(
    hall: Hall, agent: PairedAgent, time: TurnableClock, budi: int
) -> None:
    spare = joined(hall, "Loket", budi, "usb://0416:5011")
    agent.is_here()
    spare.is_here()
    first = agents_test.put(hall.branch_id, agent.printer_id, "id")
    asked = agents_test.put(hall.branch_id, agent.printer_id, "en")
    slip = agent.asks(f"/printers/{agent.printer_id}/claim").get_json()
    assert slip["id"] == asked and "Test slip" in slip["slip_json"] and "SALINAN" not in slip["slip_json"]
    assert goes(agent, asked) == Going(None, waits=True)
    well = {"online": True, "paper": "ok", "cover_open": False}
    told = {"job": asked, "claim": slip["claim"], "status": well, "millimetres": 130}
    agent.asks(f"/printers/{agent.printer_id}/printed", **told)
    assert goes(agent, asked) == Going(Tried(certain=True), waits=False)
    assert not goes(agent, first).waits  # type: ignore[union-attr]
    # Paper is out: it waits here, is tried again, and given up in time; the other printer never hears of it.
    asked = agents_test.put(hall.branch_id, agent.printer_id, "en")
    slip = agent.asks(f"/printers/{agent.printer_id}/claim").get_json()
    told = {"job": asked, "claim": slip["claim"], "reason": "no paper", "trouble": "paper_out", "maybe_printed": False}
    agent.asks(f"/printers/{agent.printer_id}/failed", **told)
    going = goes(agent, asked)
    assert going and going.waits and going.tried and "out of paper" in going.tried.trouble.lower()
    assert spare.asks(f"/printers/{spare.printer_id}/claim").status_code == 204
    time.passes(minutes=2, seconds=5)
    assert agent.asks(f"/printers/{agent.printer_id}/claim").status_code == 204
    going = goes(agent, asked)
    assert going and not going.waits and going.tried and going.tried.trouble
    assert agents_test.going(db.session.get_one(Printer, spare.printer_id), asked) is None


def goes(agent: PairedAgent, job_id: int) -> Going | None:
    db.session.rollback()
    with agent.app.test_request_context("/?lang=en"):
        return agents_test.going(db.session.get_one(Printer, agent.printer_id), job_id)
