"""Who sets an office up."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.models import Printer, Role
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall


@pytest.fixture
def budi(app: Flask, hall: Hall, time: TurnableClock) -> Browser:
    """Budi, supervisor of Karawaci."""
    hall.employ("Budi", Role.SUPERVISOR)
    browser = Browser(app)
    browser.sign_in("Budi")
    return browser


@pytest.fixture
def first(hall: Hall) -> int:
    """The printer the office has."""
    return db.session.scalars(select(Printer.id).where(Printer.branch_id == hall.branch_id)).one()
