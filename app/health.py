"""For machines: does the process answer, and is everything behind it there."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import beside
from app.db import db
from app.installation import not_ready

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return "ok\n", {"Content-Type": "text/plain"}


@pages.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Database and workers answer, and the schema is this version's; 503 with what is missing otherwise."""
    answers = _database_answers()
    found = {
        "database": answers,
        "schema": answers and not_ready(current_app) is None,
        "workers": beside.all_alive(current_app),
    }
    return jsonify(found), 200 if all(found.values()) else 503


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
