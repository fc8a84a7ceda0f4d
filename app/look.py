"""How an office looks: its own colour as a style sheet, and its logo. Both are public, like its door."""

from __future__ import annotations

from base64 import b64decode

from flask import Blueprint, Response, abort, render_template

from app.db import db
from app.models import SlipLogo
from app.queueing import reading
from app.rules import contrast

pages = Blueprint("look", __name__, url_prefix="/look")

A_YEAR = 365 * 24 * 3600
"""In seconds. The addresses change with what they lead to."""


@pages.get("/<branch_code>.css")
def style(branch_code: str) -> Response:
    """The office's colour on light and dark screens."""
    accent = reading.office(branch_code).branch.accent
    if not accent:
        abort(404)
    looks = {"light": contrast.on_light(accent), "dark": contrast.on_dark(accent)}
    return _kept(Response(render_template("look.css", **looks), mimetype="text/css"))


@pages.get("/<branch_code>.png")
def logo(branch_code: str) -> Response:
    """The office's logo in colour."""
    found = db.session.get(SlipLogo, reading.office(branch_code).id)
    if found is None or not found.coloured:
        abort(404)
    return _kept(Response(b64decode(found.coloured), mimetype="image/png"))


def _kept(answer: Response) -> Response:
    answer.cache_control.public = True
    answer.cache_control.max_age = A_YEAR
    return answer
