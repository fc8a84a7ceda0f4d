"""Signing in and out."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.access import coming_in, first_to_do
from app.auth.colleagues import remember
from app.extensions import htmx, limiter, login
from app.models import Role
from app.own_paths import own_path
from app.people import sign_ins, signing_in
from app.people.errors import NameOrPasswordWrong, SignInRests
from app.people.person import Person

pages = Blueprint("auth", __name__)

HOMES = (
    ((Role.OFFICER, Role.SUPERVISOR), "counter.home"),
    ((Role.ADMIN,), "admin.home"),
    ((Role.CITY, Role.AUDITOR), "admin.recaps"),
)
"""Where somebody's work begins, by the first of these roles they hold: citizens wait at the counter."""
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "CrOS", "Mac OS", "Linux")
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Version": "Safari"}

login.session_protection = "basic"


class SignIn(FlaskForm):  # type: ignore[misc]
    """Name and password."""

    name = StringField(_l("Name"), [InputRequired(_l("Write your name.")), Length(max=80)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password.")), Length(max=200)])


@login.user_loader  # type: ignore[untyped-decorator]
def load_staff(secret: str) -> Person | None:
    """The signed-in person of a browser, as long as they may sign in and were not signed out since."""
    return sign_ins.find(secret)


@login.unauthorized_handler  # type: ignore[untyped-decorator]
def sign_in_first() -> ResponseReturnValue:
    """Whoever is signed in no more goes to the door, and from there back to the page they were on."""
    if htmx and not htmx.history_restore_request:  # a part of a page would show the door inside of it
        return "", 204, {"HX-Redirect": url_for("auth.sign_in", next=urlsplit(htmx.current_url or "").path or None)}
    return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None))


@pages.after_app_request
def note_seen(answer: Response) -> Response:
    """Write down, when the answer is made, that this browser was seen: once a minute, and of staff alone."""
    sign_ins.note_seen()
    return answer


@pages.get("/login")
def sign_in() -> ResponseReturnValue:
    """The form; whoever is signed in already is sent on."""
    person = coming_in()
    if person:
        return redirect(home_of(person))
    # Flask-Login's own mark: somebody was signed in here, and did not sign out.
    return render_template("auth/sign_in.html", form=SignIn(), was_ended="_user_id" in session)


@pages.post("/login")
@limiter.limit("20 per minute")
def sign_in_now() -> ResponseReturnValue:
    """Check name and password; the same answer whichever of them was wrong."""
    form = SignIn()
    if not form.validate_on_submit():
        return render_template("auth/sign_in.html", form=form), 422
    try:
        known = signing_in.check(form.name.data or "", form.password.data or "", request.remote_addr or "")
    except (NameOrPasswordWrong, SignInRests) as refused:
        return render_template("auth/sign_in.html", form=form, refusal=refused.words()), refused.status
    wanted = own_path(request.args.get("next", ""))
    return half_in.begin(known, wanted) if known.needs_second_step else let_in(known.staff_id, wanted, known.seal)


@pages.post("/logout")
def sign_out() -> ResponseReturnValue:
    """Sign out of this browser."""
    person = coming_in()
    if person:
        sign_ins.end(person)
    logout_user()
    session.clear()
    return redirect(url_for("front_door.home"))


def let_in(staff_id: int, wanted: str | None, seal: str = "", goes_on: Collection[str] = ()) -> ResponseReturnValue:
    """Sign somebody in in this browser, and lead them to what they have to do first, wanted, or begin with.

    Args:
        seal: of the password they gave; empty where they gave none.
        goes_on: as for `sign_ins.begin`.
    """
    person = sign_ins.begin(staff_id, request.remote_addr or "", browser_of_request(), seal, goes_on)
    session.clear()
    session.permanent = True
    login_user(person)
    first = first_to_do(person)
    answer = make_response(redirect(url_for(first) if first else wanted or home_of(person)))
    if person.holds(Role.OFFICER, Role.SUPERVISOR):
        remember(answer, person)
    return answer


def home_of(person: Person) -> str:
    """Where somebody's work begins."""
    return url_for(next((home for roles, home in HOMES if person.holds(*roles)), "auth.account"))


def browser_of_request() -> str:
    """The browser that asks, as its owner recognises it: "Chrome 130, Windows"."""
    told = request.user_agent.string
    browser = re.search(r"(Edg|OPR|Firefox|Chrome|Version)/(\d+)", told)
    # Edge and Opera call themselves Chrome, too, before they say who they are.
    own = re.search(r"(Edg|OPR)/(\d+)", told) or browser
    system = next((name for name in SYSTEMS if name in told), "").replace("CrOS", "ChromeOS").replace("Mac OS", "macOS")
    return ", ".join(filter(None, [f"{BROWSERS[own[1]]} {own[2]}" if own else "", system]))


from app.auth import account, half_in, own_passkeys, quick_change, second  # noqa: E402, F401 - their pages are of this blueprint
