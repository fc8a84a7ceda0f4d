"""Pages: the people of an office in from a file, as what it offers is; and new people's passwords, told once."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.access import roles_required, staff
from app.admin.exchange import exchange_page, read_file, sent_rows, tried
from app.admin.routes import mine, pages
from app.admin.rules.saving import page
from app.aside import place_aside
from app.extensions import htmx
from app.fault_words import fault_words
from app.models import Role
from app.office import Office
from app.people import importing, preparing
from app.people.preparing import Preparing
from app.queueing.exchange import keeping
from app.rules.faults import Unusable
from app.rules.tables import STAFF, YES, Plan, Planned
from app.rules.taking_back import Back

admin_required = roles_required(Role.ADMIN)
KINDS_OF_PEOPLE = {
    "new": _l("New people, each with a one-time password"),
    "joins": _l("Has an account already, and gets a role here"),
    "roles": _l("Other roles in this office"),
    "leaves": _l("Holds no role here any more"),
    "stopped": _l("Stopped: can sign in no more"),
    "admitted": _l("Let in again"),
}
"""What a file does to people, in the order in which it is shown."""


@pages.post("/<branch_code>/exchange/staff/try")
@admin_required
def try_staff_file(branch_code: str) -> ResponseReturnValue:
    """The dry run of a list of people."""
    office = mine(branch_code)
    try:
        rows, unreadable = read_file((STAFF,))
    except Unusable as unusable:
        return exchange_page(office, staff_file=fault_words(unusable.fault)), 422
    plan = importing.plan(staff().id, office.id, rows)
    plan.wrong[:0] = unreadable
    return tried(office, "tried_staff", plan, rows, agree="admin.carry_out_staff_file", groups=_grouped(plan))


@pages.post("/<branch_code>/exchange/staff/carry-out")
@admin_required
def carry_out_staff_file(branch_code: str) -> ResponseReturnValue:
    """Do what the dry run has shown; or, where people are new by it, make their passwords first."""
    office, rows, shown = mine(branch_code), sent_rows((STAFF,)), request.form.get("shown", "")
    new = importing.new_names(staff().id, office.id, rows, shown)
    if new:
        preparing.begin(staff().id, office.id, Preparing(rows, shown, new), place_aside())
        return redirect(url_for("admin.prepare_staff", branch_code=branch_code), 303)
    done = importing.carry_out(staff().id, office.id, rows, shown)
    return redirect(url_for("admin.exchange", branch_code=branch_code, done=done.changes), 303)


@pages.get("/<branch_code>/exchange/staff/passwords")
@admin_required
def prepare_staff(branch_code: str) -> ResponseReturnValue:
    """How many passwords are made; asked again and again by the page itself, which then shows this part alone."""
    office = mine(branch_code)
    found = preparing.of(staff().id, office.id)
    template = "_preparing" if htmx else "preparing"
    return page(template, office, folder="exchange", preparing=found, waits_for=preparing.WAITS_FOR // 60)


@pages.post("/<branch_code>/exchange/staff/passwords/stop")
@admin_required
def stop_preparing_staff(branch_code: str) -> ResponseReturnValue:
    """Forget the passwords that were made, and change nothing."""
    preparing.leave(staff().id, mine(branch_code).id)
    return redirect(url_for("admin.exchange", branch_code=branch_code, done=0), 303)


@pages.post("/<branch_code>/exchange/staff/make")
@admin_required
def make_staff(branch_code: str) -> ResponseReturnValue:
    """Do what was agreed to, its passwords being ready; the page that answers is the only one that tells them."""
    office = mine(branch_code)
    found = preparing.of(staff().id, office.id)
    if found is None or not found.is_ready:
        return redirect(url_for("admin.prepare_staff", branch_code=branch_code), 303)
    preparing.leave(staff().id, office.id)
    done = importing.carry_out(staff().id, office.id, found.rows, found.shown, found.hashes)
    told = page("told_once", office, folder="exchange", done=done)
    return told, 200, {"Cache-Control": "no-store"}


@pages.get("/<branch_code>/exchange/staff/undo")
@admin_required
def look_at_undoing_staff(branch_code: str) -> ResponseReturnValue:
    """What taking the last list of people back would change, or doing it again; and who is left alone."""
    office = mine(branch_code)
    found, undoes = _back(office)
    plan = importing.plan(staff().id, office.id, found.rows)
    groups = _grouped(plan)
    agree = "admin.undo_staff_import"
    return tried(office, "tried_staff", plan, agree=agree, left=found.left, undoes=undoes, groups=groups)


@pages.post("/<branch_code>/exchange/staff/undo")
@admin_required
def undo_staff_import(branch_code: str) -> ResponseReturnValue:
    """Take the last list of people back, or do it again, as it was shown."""
    office = mine(branch_code)
    found, undoes = _back(office)
    shown = request.form.get("shown", "")
    done = importing.carry_out(staff().id, office.id, found.rows, shown, undoes=undoes)
    return redirect(url_for("admin.exchange", branch_code=branch_code, done=done.changes), 303)


def _back(office: Office) -> tuple[Back, bool]:
    kept = keeping.last(office.id, STAFF)
    return importing.back(office.id, kept.changes) if kept else Back(), not (kept and kept.is_undoing)


def _grouped(plan: Plan) -> list[tuple[str, str, list[Planned]]]:
    by_kind: dict[str, list[Planned]] = {}
    for change in plan.changes:
        by_kind.setdefault(_kind(change), []).append(change)
    return [(kind, str(words), by_kind[kind]) for kind, words in KINDS_OF_PEOPLE.items() if kind in by_kind]


def _kind(change: Planned) -> str:
    if change.is_new:
        return "new"
    values = {column: (before, value) for column, before, value in change.cells}
    if "stopped" in values:
        return "stopped" if values["stopped"][1] == YES else "admitted"
    before, value = values["role"]
    return "roles" if before and value else "joins" if value else "leaves"
