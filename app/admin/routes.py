"""Set-up of an office: its services today, and its printers with their last slips."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import SETS_UP, my_office, roles_required, staff
from app.admin import slips
from app.errors import NoSuchPrinter
from app.models import Role
from app.office import Office
from app.printing import office_printers
from app.queueing import offering, reading

pages = Blueprint("admin", __name__, url_prefix="/admin")
set_up_required = roles_required(*SETS_UP)


def mine(branch_code: str) -> Office:
    """The office of an address, when this person may set it up; raises NoSuchBranch or NotYours."""
    office = reading.office(branch_code)
    my_office(office.branch)
    return office


@pages.get("/")
@set_up_required
def home() -> ResponseReturnValue:
    """The offices this person may set up."""
    offices = [branch for branch in reading.branches() if staff().works_in(branch.id)]
    may_found = staff().roles.include_in(None, Role.ADMIN)
    if may_found and not offices:
        return redirect(url_for("admin.new_office"))
    return render_template("admin/home.html", offices=offices, may_found=may_found)


@pages.get("/<branch_code>/services")
@set_up_required
def services(branch_code: str) -> ResponseReturnValue:
    """The services of an office, and which are closed now."""
    office = reading.office(branch_code)
    branch = my_office(office.branch)
    return render_template(
        "admin/services.html", branch=branch, queues=reading.queues(office), today=reading.today(branch)
    )


@pages.post("/<branch_code>/services/<code>/close")
@set_up_required
def close_service(branch_code: str, code: str) -> ResponseReturnValue:
    """Stop giving numbers for a service, with the reason its tile will show."""
    branch = my_office(reading.branch(branch_code))
    offering.close_service(branch.id, code, request.form.get("reason", ""), staff().id)
    return redirect(url_for("admin.services", branch_code=branch.code), 303)


@pages.post("/<branch_code>/services/<code>/open")
@set_up_required
def open_service(branch_code: str, code: str) -> ResponseReturnValue:
    """Give numbers for a service again."""
    branch = my_office(reading.branch(branch_code))
    offering.open_service(branch.id, code, staff().id)
    return redirect(url_for("admin.services", branch_code=branch.code), 303)


@pages.get("/printers")
@set_up_required
def printers() -> ResponseReturnValue:
    """The printers of all offices this person sets up, with the last slips as pictures."""
    offices = [branch for branch in reading.branches() if staff().works_in(branch.id)]
    return render_template("admin/printers.html", halls=[(branch, slips.printers_of(branch)) for branch in offices])


@pages.post("/printers/<int:printer_id>/new-roll")
@set_up_required
def new_roll(printer_id: int) -> ResponseReturnValue:
    """Somebody has put a new roll in."""
    printer = slips.printer(printer_id)
    if printer is None or not staff().works_in(printer.branch_id):
        raise NoSuchPrinter
    office_printers.new_roll(printer.id)
    return redirect(url_for("admin.printers"), 303)


@pages.get("/printers/<int:printer_id>/slips/<name>.png")
@set_up_required
def slip_picture(printer_id: int, name: str) -> ResponseReturnValue:
    """One slip of a virtual printer, drawn from the very bytes that were sent."""
    printer = slips.printer(printer_id)
    if printer is None or not staff().works_in(printer.branch_id):
        abort(404)
    picture = slips.picture(printer, name)
    if picture is None:
        abort(404)
    return picture, 200, {"Content-Type": "image/png", "Cache-Control": "private, max-age=86400"}


from app.admin import (  # noqa: E402 - their pages are of this blueprint
    audit,  # noqa: F401
    boards,  # noqa: F401
    breach,  # noqa: F401
    catalogue,  # noqa: F401
    components,  # noqa: F401
    devices,  # noqa: F401
    doctor,  # noqa: F401
    exchange,  # noqa: F401
    founding,  # noqa: F401
    furnishing,  # noqa: F401
    guide,  # noqa: F401
    keys,  # noqa: F401
    people,  # noqa: F401
    printing,  # noqa: F401
    recap,  # noqa: F401
    recaps,  # noqa: F401
    retention,  # noqa: F401
    rules,  # noqa: F401
    search,  # noqa: F401
    slip,  # noqa: F401
    staff_file,  # noqa: F401
    today,  # noqa: F401
    voice,  # noqa: F401
)
