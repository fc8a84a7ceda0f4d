"""The check-up: what is wrong with the installation, and what to do."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import roles_required, staff
from app.admin.routes import pages
from app.clock import WHERE_THE_CITY_IS, now
from app.doctor import Severity, examine
from app.doctor.findings import PAGE
from app.models import Role
from app.queueing import reading


@pages.get("/doctor")
@roles_required(Role.ADMIN, Role.CITY, Role.AUDITOR)
def doctor() -> ResponseReturnValue:
    """How this installation is, and the offices this person works in."""
    found = [each for each in examine(PAGE) if each.branch_id is None or staff().works_in(each.branch_id)]
    by_severity = {severity.value: [each for each in found if each.severity is severity] for severity in Severity}
    zone = next((branch.zone for branch in reading.branches() if staff().works_in(branch.id)), WHERE_THE_CITY_IS)
    return render_template("admin/doctor.html", found=by_severity, looked_at=now(), zone=zone)
