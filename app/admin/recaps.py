"""The offices whose days somebody may read: the way in for the city and for auditors."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import MAY_LOOK, roles_required, staff
from app.admin.routes import pages
from app.queueing import reading


@pages.get("/recaps")
@roles_required(*MAY_LOOK)
def recaps() -> ResponseReturnValue:
    """The offices this person may read."""
    offices = [branch for branch in reading.branches() if staff().works_in(branch.id)]
    return render_template("admin/recaps.html", offices=offices)
