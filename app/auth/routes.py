"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.access import signed_in
from app.clock import now
from app.extensions import limiter, login
from app.models import Role
from app.own_paths import own_path
from app.people import accounts
from app.people.person import Person

pages = Blueprint("auth", __name__)

SIGNED_IN_AT = "signed_in_at"
HOMES = (
    ((Role.OFFICER, Role.SUPERVISOR), "counter.home"),
    ((Role.ADMIN,), "admin.home"),
    ((Role.CITY, Role.AUDITOR), "admin.recaps"),
)
"""Where somebody's work begins, by the first of these roles they hold: citizens wait at the counter."""

login.login_view = "auth.sign_in"
login.login_message = None
login.session_protection = "basic"


class SignIn(FlaskForm):  # type: ignore[misc]
    """Name and password."""

    name = StringField(_l("Name"), [InputRequired(_l("Write your name.")), Length(max=80)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password.")), Length(max=200)])


@login.user_loader  # type: ignore[untyped-decorator]
def load_staff(staff_id: str) -> Person | None:
    """The signed-in person of a session, as long as they may sign in and were not signed out since."""
    return accounts.active(int(staff_id), session.get(SIGNED_IN_AT, 0.0))


@pages.get("/login")
def sign_in() -> ResponseReturnValue:
    """The form; whoever is signed in already is sent on."""
    person = signed_in()
    return redirect(_home_of(person)) if person else render_template("auth/sign_in.html", form=SignIn())


@pages.post("/login")
@limiter.limit("20 per minute")
def sign_in_now() -> ResponseReturnValue:
    """Check name and password; the same answer whichever of them was wrong."""
    form = SignIn()
    valid = form.validate_on_submit()
    person = accounts.checked(form.name.data or "", form.password.data or "") if valid else None
    if valid:
        accounts.note_sign_in(form.name.data or "", person)
    if person is None:
        refusal = None if form.errors else gettext("Name or password is not right. Please try again.")
        return render_template("auth/sign_in.html", form=form, refusal=refusal), 422
    session.clear()
    session.permanent = True
    session[SIGNED_IN_AT] = now().timestamp()
    login_user(person)
    return redirect(own_path(request.args.get("next", "")) or _home_of(person))


@pages.post("/logout")
def sign_out() -> ResponseReturnValue:
    """Sign out of this browser."""
    person = signed_in()
    if person:
        accounts.note_sign_out(person)
    logout_user()
    session.clear()
    return redirect(url_for("front_door.home"))


def _home_of(person: Person) -> str:
    return url_for(next((home for roles, home in HOMES if person.holds(*roles)), "front_door.home"))
