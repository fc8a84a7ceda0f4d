"""The people of an office and what they may do: a list, somebody new, somebody's own page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import roles_required, staff
from app.admin.routes import pages
from app.audit_words import audit_words
from app.models import Branch
from app.people import listing, managing
from app.people.errors import PersonUnusable
from app.rules.authority import IN_ALL, IN_AN_OFFICE, LOOKS_AFTER_PEOPLE, Held, Role

looks_after_people = roles_required(*LOOKS_AFTER_PEOPLE)


@pages.get("/people")
@looks_after_people
def people() -> ResponseReturnValue:
    """Everybody this person looks after."""
    search = request.args.get("q", "")[:80]
    return render_template("admin/people/list.html", people=listing.people(staff(), search), search=search)


@pages.get("/people/new")
@looks_after_people
def new_person() -> ResponseReturnValue:
    """The form for somebody new."""
    offices = listing.offices_of(staff())
    alone = {Held(Role.OFFICER, offices[0].id)} if len(offices) == 1 else set()
    return _new_page("", alone)


@pages.post("/people/new")
@looks_after_people
def add_person() -> ResponseReturnValue:
    """Make an account; the page that answers is the only one that tells the password."""
    name, roles = request.form.get("name", ""), _ticked()
    try:
        added = managing.add(staff().id, name, roles)
    except PersonUnusable as unusable:
        return _new_page(name, roles, unusable), unusable.status
    return _told_once(added)


@pages.get("/people/<int:staff_id>")
@looks_after_people
def person(staff_id: int) -> ResponseReturnValue:
    """Somebody: roles, password, whether they may sign in, and what was changed."""
    return _person_page(staff_id)


@pages.post("/people/<int:staff_id>/roles")
@looks_after_people
def set_roles(staff_id: int) -> ResponseReturnValue:
    """Give and take roles."""
    roles, seen = _ticked(), request.form.get("seen")
    try:
        changed = managing.set_roles(staff().id, staff_id, roles, None if seen is None else _held_in(seen.split(",")))
    except PersonUnusable as unusable:
        is_old = unusable.facts["why"] == "changed_meanwhile"
        return _person_page(staff_id, None if is_old else roles, unusable), unusable.status
    return _back(staff_id, "roles" if changed else "nothing")


@pages.post("/people/<int:staff_id>/new-password")
@looks_after_people
def give_new_password(staff_id: int) -> ResponseReturnValue:
    """Give a one-time password; the page that answers is the only one that tells it."""
    return _told_once(managing.new_password(staff().id, staff_id))


@pages.post("/people/<int:staff_id>/remove-second-step")
@looks_after_people
def remove_second_step(staff_id: int) -> ResponseReturnValue:
    """Let somebody whose telephone or passkey is gone set up another."""
    managing.remove_second_step(staff().id, staff_id)
    return _back(staff_id, "second-step")


@pages.post("/people/<int:staff_id>/stop")
@looks_after_people
def stop_person(staff_id: int) -> ResponseReturnValue:
    """Let somebody sign in no more."""
    managing.stop(staff().id, staff_id)
    return _back(staff_id, "stopped")


@pages.post("/people/<int:staff_id>/admit")
@looks_after_people
def admit_person(staff_id: int) -> ResponseReturnValue:
    """Let somebody sign in again."""
    managing.admit(staff().id, staff_id)
    return _back(staff_id, "admitted")


@pages.post("/people/<int:staff_id>/lift")
@looks_after_people
def lift_rest(staff_id: int) -> ResponseReturnValue:
    """Let somebody who was wrong too often try at once again."""
    managing.lift_rest(staff().id, staff_id)
    return _back(staff_id, "lifted")


def _ticked() -> set[Held]:
    return _held_in(request.form.getlist("role"))


def _held_in(values: Collection[str]) -> set[Held]:
    """The roles that a form names, as "officer" in all offices or "officer:3" in one."""
    known: dict[str, Held] = {}
    for branch_id in (None, *(office.id for office in listing.offices_of(staff()))):
        for role in Role:
            known[_value(role, branch_id)] = Held(role, branch_id)
    return {known[value] for value in values if value in known}


def _value(role: Role, branch_id: int | None) -> str:
    return f"{role}:{branch_id}" if branch_id else role.value


def _rows(ticked: Collection[Held]) -> list[tuple[Branch | None, list[tuple[Role, str, bool] | None]]]:
    offices: list[Branch | None] = [*listing.offices_of(staff())]
    if staff().roles.include_in(None, *LOOKS_AFTER_PEOPLE):
        offices.insert(0, None)
    return [(office, [_box(role, office, ticked) for role in Role]) for office in offices]


def _box(role: Role, office: Branch | None, ticked: Collection[Held]) -> tuple[Role, str, bool] | None:
    held = Held(role, office.id if office else None)
    if held not in ticked and role not in (IN_AN_OFFICE if office else IN_ALL):
        return None
    return role, _value(*held), held in ticked


def _new_page(name: str, ticked: Collection[Held], wrong: PersonUnusable | None = None) -> str:
    of_name = wrong is not None and wrong.facts["why"] in ("no_name", "taken")
    return render_template("admin/people/new.html", name=name, rows=_rows(ticked), wrong=wrong, of_name=of_name)


def _person_page(staff_id: int, ticked: Collection[Held] | None = None, wrong: PersonUnusable | None = None) -> str:
    shown = listing.person(staff(), staff_id)
    beyond = [each for each in shown.roles.held if not staff().roles.looks_after(each)]
    return render_template(
        "admin/people/person.html",
        person=shown,
        rows=_rows(shown.roles.held if ticked is None else ticked),
        beyond=beyond,
        seen=",".join(_value(*each) for each in shown.roles.held if each not in beyond),
        wrong=wrong,
        is_me=staff_id == staff().id,
        changes=listing.changes_of(shown.name),
        audit_words=audit_words,
        done=request.args.get("done", "") if request.method == "GET" else "",
    )


def _told_once(added: managing.Added) -> ResponseReturnValue:
    headers: dict[str, Any] = {"Cache-Control": "no-store"}
    return render_template("admin/people/told_once.html", added=added), 200, headers


def _back(staff_id: int, done: str) -> ResponseReturnValue:
    return redirect(url_for("admin.person", staff_id=staff_id, done=done), 303)
