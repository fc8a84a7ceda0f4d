"""A second office, and people with roles in both."""

from __future__ import annotations

import pytest

from app import seeds
from app.db import transaction
from app.models import Branch, Counter, Printer, Role, StaffRole
from tests.people import Hall


@pytest.fixture
def cibodas(hall: Hall) -> int:
    """A second office, with a counter and a printer."""
    with transaction() as session:
        branch = Branch(code="cibodas", name="Kecamatan Cibodas", hours={"always_open": True})
        session.add(branch)
        session.flush()
        seeds.plant(session, branch, "sekarang")
        session.add(Counter(branch_id=branch.id, number="1", position=1, letters=["A", "B"]))
        session.add(Printer(branch_id=branch.id, name="Printer Cibodas", url="virtual:"))
        return branch.id


def also(staff_id: int, role: Role, branch_id: int | None) -> None:
    with transaction() as session:
        session.add(StaffRole(staff_id=staff_id, role=role, branch_id=branch_id))
