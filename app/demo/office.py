"""Kecamatan Karawaci as the demo has it: eight counters, closed, and a virtual printer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import seeds
from app.db import transaction
from app.models import Branch, Counter, Installation, Letter, Printer
from app.queueing import reading
from app.queueing.furnishing import catalogue, catalogue_views, taking

DEMO_CODE = "karawaci"
COUNTERS = 8


def create_demo_office() -> None:
    """Make the demo office unless it is there; what was changed in it meanwhile stays."""
    with transaction() as session:
        session.get_one(Installation, 1, with_for_update=True)
        if session.scalar(select(Branch).where(Branch.code == DEMO_CODE)):
            return
        branch = _branch()
        session.add(branch)
        session.flush()
        seeds.plant(session, branch, "sekarang")
        _furnish(session, branch)


def create_demo_catalogue() -> None:
    """Let the demo office follow a catalogue of its services, unless the city keeps one already."""
    if catalogue_views.every_service():
        return
    catalogue.add_set("sekarang")
    office = reading.office(DEMO_CODE)
    for theirs in catalogue_views.every_service():
        for each in catalogue_views.joinings(theirs, [office]):
            taking.join(office.id, theirs.code, each.mark)


def _branch() -> Branch:
    return Branch(
        code=DEMO_CODE,
        name="Kecamatan Karawaci",
        address="Jl. Proklamasi 9, Cimone, Kota Tangerang",
        zone="Asia/Jakarta",
        running_text={
            "id": "Selamat datang di Kecamatan Karawaci. Semua layanan gratis, kecuali yang beretribusi resmi. "
            "Mohon siapkan persyaratan Anda sebelum dipanggil.",
            "en": "Welcome to Kecamatan Karawaci. All services are free, except those with an official fee. "
            "Please have your papers ready before you are called.",
        },
        hours={"always_open": True},
        slip_footer={"id": "Terima kasih sudah menunggu.", "en": "Thank you for waiting."},
    )


def _furnish(session: Session, branch: Branch) -> None:
    letters = list(session.scalars(select(Letter.letter).where(Letter.branch_id == branch.id)))
    for number in range(1, COUNTERS + 1):
        session.add(Counter(branch_id=branch.id, number=str(number), position=number, letters=letters))
    session.add(Printer(branch_id=branch.id, name="Printer kios", url="virtual:"))
