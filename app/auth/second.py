"""Setting up the second step of signing in: a telephone, and codes for when it is gone."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app.access import first_to_do, staff
from app.auth.routes import home_of, pages
from app.errors import GiliranError, NotYours
from app.frontend import qr_svg
from app.people import own_account, second_step
from app.people.errors import CodeWrong, NameOrPasswordWrong, SignInRests

SEED = "second_step_seed"
NO_STORE = {"Cache-Control": "no-store"}


@pages.get("/account/second-step", endpoint="second_step")
@login_required  # type: ignore[untyped-decorator]
def second_step_page() -> ResponseReturnValue:
    """What a telephone is to take over; or, of whoever has the second step, what can be done about it."""
    if first_to_do(staff()) == "auth.password":
        return redirect(url_for("auth.password"))
    return _has_it() if staff().has_second_step and SEED not in session else _set_up()


@pages.post("/account/second-step")
@login_required  # type: ignore[untyped-decorator]
def enrol() -> ResponseReturnValue:
    """The first code from the telephone, with the password: from now on one is asked for."""
    if SEED not in session:
        return redirect(url_for("auth.second_step"), 303)
    try:
        own_account.must_be_right(staff(), request.form.get("password", "")[:200], request.remote_addr or "")
        codes = second_step.enrol(staff(), session[SEED], request.form.get("code", "")[:40])
    except (NameOrPasswordWrong, SignInRests, CodeWrong) as refused:
        return _set_up(refused, refused.status)
    session.pop(SEED)
    return _codes(codes)


@pages.post("/account/second-step/again")
@login_required  # type: ignore[untyped-decorator]
def enrol_again() -> ResponseReturnValue:
    """Set up another telephone in place of the one there is, which works until then."""
    if not staff().has_second_step:
        raise NotYours
    session[SEED] = second_step.new_seed()
    return redirect(url_for("auth.second_step"), 303)


@pages.post("/account/second-step/codes")
@login_required  # type: ignore[untyped-decorator]
def new_codes() -> ResponseReturnValue:
    """Other recovery codes, with the password."""
    refused = _password_refused()
    return refused or _codes(second_step.new_recovery_codes(staff()))


@pages.post("/account/second-step/remove")
@login_required  # type: ignore[untyped-decorator]
def remove_own_second_step() -> ResponseReturnValue:
    """Go on without, where it is not required, with the password."""
    if staff().needs_second_step:
        raise NotYours
    refused = _password_refused()
    if refused:
        return refused
    second_step.remove_own(staff())
    return redirect(url_for("auth.account", done="second-step"), 303)


def _password_refused() -> ResponseReturnValue | None:
    if not staff().has_second_step:
        raise NotYours
    try:
        own_account.must_be_right(staff(), request.form.get("password", "")[:200], request.remote_addr or "")
    except (NameOrPasswordWrong, SignInRests) as refused:
        return _has_it(refused, refused.status)
    return None


def _set_up(refused: GiliranError | None = None, status: int = 200) -> ResponseReturnValue:
    seed = session.setdefault(SEED, second_step.new_seed())
    told = second_step.enrolment(staff(), seed)
    page = render_template("account/set_up.html", letters=told.secret, qr=qr_svg(told.address), refused=refused)
    return page, status, NO_STORE


def _has_it(refusal: NameOrPasswordWrong | SignInRests | None = None, status: int = 200) -> ResponseReturnValue:
    left = second_step.codes_left(staff())
    return render_template("account/second_step.html", left=left, refusal=refusal), status


def _codes(codes: list[str]) -> ResponseReturnValue:
    return render_template("account/codes.html", codes=codes, home=home_of(staff())), 200, NO_STORE
