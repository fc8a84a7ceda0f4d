"""Two offices alike, with what an address can name, and everybody who works or stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import api_keys, seeds
from app.clock import now
from app.db import db, transaction
from app.devices import pairing
from app.models import ApiKey, Board, Branch, Counter, DeviceKind, Letter, Need, Passkey, Printer, Role, Staff
from app.queueing import calling, issuing, opening, reading
from app.queueing.ruling import look
from tests.people import Hall

HERE, ELSEWHERE = "karawaci", "cibodas"
ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN, Role.CITY, Role.AUDITOR)


@dataclass
class Office:
    """An office with its people and devices; a secret of each that shows one."""

    hall: Hall
    called: int
    waiting: str
    counters: dict[str, int]
    tokens: dict[DeviceKind, str]
    devices: dict[DeviceKind, int]
    printer: int
    agents_printer: int
    key: str
    key_that_reads: str

    def arguments(self) -> dict[str, Any]:
        """What an address can name of this office, by the names of the routes' arguments."""
        branch = Branch.id == self.hall.branch_id
        need = db.session.scalars(select(Need.id).join(Branch, Branch.id == Need.branch_id).where(branch)).first()
        key = db.session.scalars(select(ApiKey.id).where(ApiKey.branch_id == self.hall.branch_id)).first()
        return {
            "branch_code": self.hall.code,
            "branch": self.hall.code,
            "counter_id": self.counters["5"],
            "counter": "5",
            "number": "3",
            "ticket_id": self.called,
            "ticket": self.called,
            "token": self.waiting,
            "letter": "B",
            "code": "A-KTPR",
            "service": "A-KTPR",
            "language": "id",
            "clip": "chime",
            "part": "kiosk",
            "board_code": "hall",
            "seal": "0" * 16,
            "ending": "png",
            "name": "0",
            "kind": "kiosk",
            "filename": "css/base.css",
            "job_id": 1,
            "device_id": self.devices[DeviceKind.KIOSK],
            "printer_id": self.printer,
            "need_id": need,
            "key_id": key,
            "staff_id": _id(f"officer of {self.hall.code}"),
            "passkey_id": db.session.scalars(select(Passkey.id).where(Passkey.credential == self.hall.code)).first(),
            "mark": "0" * 12,
            "day": "2026-12-25",
        }


def office(app: Flask, code: str) -> Office:
    """Furnish an office; it must be there with its services and counters."""
    hall = Hall(app, code)
    for role in ROLES:
        hall.employ(f"{role.value} of {code}", role, code)
    numbered = select(Counter.number, Counter.id).where(Counter.branch_id == hall.branch_id)
    counters = {number: counter_id for number, counter_id in db.session.execute(numbered)}  # noqa: C416
    officer, admin = _id(f"officer of {code}"), _id(f"admin of {code}")
    issuing.issue(hall.branch_id, "A-KTPR", f"called-{code}")
    waiting = issuing.issue(hall.branch_id, "A-KTPR", f"waits-{code}")
    for number, role in (("3", "officer"), ("4", "supervisor"), ("6", "admin")):
        opening.open_counter(counters[number], _id(f"{role} of {code}"))
    with transaction() as session:  # on a slow machine everybody has asked after more than the usual minute
        session.get_one(Branch, hall.branch_id).undo_seconds = 3600
    look.set_accent(hall.branch_id, "#0b5a54")
    called = calling.call_next(counters["3"], officer)
    with transaction() as session:
        session.add(Board(branch_id=hall.branch_id, code="zone", settings={}, position=9))
        session.add(Printer(branch_id=hall.branch_id, name="Spare", url="virtual:spare", position=2))
    tokens, devices = {}, {}
    for kind in DeviceKind:
        tokens[kind], devices[kind] = _pair(hall, kind, admin)
    with transaction() as session:
        printer = Printer(branch_id=hall.branch_id, name="Agent's", url="usb://1", device_id=devices[DeviceKind.AGENT])
        printer.position = 3
        session.add(printer)
        session.flush()
        agents = printer.id
    printers = select(Printer.id).where(Printer.branch_id == hall.branch_id).order_by(Printer.position, Printer.id)
    key, key_that_reads = (api_keys.create(f"{code} {may}", code, may_act=may) for may in (True, False))
    return Office(
        hall,
        called.id,
        reading.ticket_by_id(waiting.id).token,
        counters,
        tokens,
        devices,
        db.session.scalars(printers).first() or 0,
        agents,
        key,
        key_that_reads,
    )


def passkey_of_officer(code: str) -> None:
    """The officer of an office has a passkey; they are signed in already."""
    with transaction() as session:
        its = {"name": "Key", "site": "antrean.example", "credential": code, "public_key": "x", "created_at": now()}
        session.add(Passkey(staff_id=_id(f"officer of {code}"), **its))


def twin() -> None:
    """An office elsewhere, furnished like the demo's."""
    with transaction() as session:
        branch = Branch(code=ELSEWHERE, name="Kecamatan Cibodas", zone="Asia/Jakarta", hours={"always_open": True})
        session.add(branch)
        session.flush()
        seeds.plant(session, branch, "sekarang")
        letters = list(session.scalars(select(Letter.letter).where(Letter.branch_id == branch.id)))
        for number in range(1, 9):
            session.add(Counter(branch_id=branch.id, number=str(number), position=number, letters=letters))
        session.add(Printer(branch_id=branch.id, name="Printer kios", url="virtual:"))


def _pair(hall: Hall, kind: DeviceKind, admin: int) -> tuple[str, int]:
    secret, asking = pairing.ask(kind, None if kind is DeviceKind.AGENT else hall.branch_id, "10.0.0.9")
    device = pairing.approve(hall.branch_id, asking.code, f"{kind.value} of {hall.code}", admin)
    return pairing.fetch(secret).token, device


def _id(name: str) -> int:
    return db.session.scalars(select(Staff.id).where(Staff.name == name)).one()
