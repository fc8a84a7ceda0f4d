"""The second step of somebody's own account: a telephone, passkeys, and codes for when they are gone."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app.access import first_to_do, staff
from app.auth.routes import browser_of_request, home_of, pages
from app.auth.this_site import this_site
from app.errors import GiliranError, NotYours
from app.frontend import qr_svg
from app.people import own_account, passkeys, recovery_codes, second_step
from app.people.errors import CodeWrong, NameOrPasswordWrong, SecondStepNeeded, SignInRests

SEED = "second_step_seed"
NO_STORE = {"Cache-Control": "no-store"}


@pages.get("/account/second-step", endpoint="second_step")
@login_required  # type: ignore[untyped-decorator]
def second_step_page() -> ResponseReturnValue:
    """What a telephone is to take over; or, of whoever has the second step, what can be done about it."""
    if first_to_do(staff()) == "auth.password":
        return redirect(url_for("auth.password"))
    return shown()


@pages.post("/account/second-step")
@login_required  # type: ignore[untyped-decorator]
def enrol() -> ResponseReturnValue:
    """The first code from the telephone, with the password: from now on one is asked for."""
    if SEED not in session:
        return redirect(url_for("auth.second_step"), 303)
    refusal = password_refusal()
    if refusal:
        return shown(refusal)
    try:
        codes = second_step.enrol(staff(), session[SEED], request.form.get("code", "")[:40])
    except CodeWrong as wrong:
        return shown(wrong)
    session.pop(SEED)
    return shown_once(codes)


@pages.post("/account/second-step/again")
@login_required  # type: ignore[untyped-decorator]
def enrol_again() -> ResponseReturnValue:
    """Set up a telephone, in place of the one there is, which works until then, or beside passkeys."""
    _must_have_it()
    session[SEED] = second_step.new_seed()
    return redirect(url_for("auth.second_step"), 303)


@pages.post("/account/second-step/keep")
@login_required  # type: ignore[untyped-decorator]
def keep_second_step() -> ResponseReturnValue:
    """Leave the second step as it is: the telephone that was to be set up is not."""
    _must_have_it()
    session.pop(SEED, None)
    return redirect(url_for("auth.second_step"), 303)


@pages.post("/account/second-step/codes")
@login_required  # type: ignore[untyped-decorator]
def new_codes() -> ResponseReturnValue:
    """Other recovery codes, with the password."""
    _must_have_it()
    refusal = password_refusal()
    return shown(refusal) if refusal else shown_once(recovery_codes.make_anew(staff()))


@pages.post("/account/second-step/remove")
@login_required  # type: ignore[untyped-decorator]
def remove_own_telephone() -> ResponseReturnValue:
    """Go on without the telephone, where that is enough, with the password."""
    _must_have_it()
    refusal = password_refusal()
    if refusal:
        return shown(refusal)
    try:
        return after_removal("telephone", second_step.remove_telephone(staff()))
    except SecondStepNeeded as refused:
        return shown(refused)


def after_removal(what: str, is_left: bool) -> ResponseReturnValue:
    """Back to what is left of the second step; where nothing is, to the account."""
    where = url_for("auth.second_step", done=what) if is_left else url_for("auth.account", done="second-step")
    return redirect(where, 303)


def shown(refusal: GiliranError | None = None) -> ResponseReturnValue:
    """The page as it is for whoever is signed in, with what was refused."""
    page = _has_it(refusal) if staff().has_second_step and SEED not in session else _set_up(refusal)
    return page, refusal.status if refusal else 200, NO_STORE


def shown_once(codes: list[str]) -> ResponseReturnValue:
    """The page with recovery codes."""
    return render_template("account/codes.html", codes=codes, home=home_of(staff())), 200, NO_STORE


def password_refusal() -> NameOrPasswordWrong | SignInRests | None:
    """Why the password of this form is not taken; None when it is right."""
    try:
        own_account.must_be_right(staff(), request.form.get("password", "")[:200], request.remote_addr or "")
    except (NameOrPasswordWrong, SignInRests) as refused:
        return refused
    return None


def _must_have_it() -> None:
    if not staff().has_second_step:
        raise NotYours


def _set_up(refusal: GiliranError | None) -> str:
    seed = session.setdefault(SEED, second_step.new_seed())
    told = second_step.enrolment(staff(), seed)
    return render_template("account/set_up.html", letters=told.secret, qr=qr_svg(told.address), **_about(refusal))


def _has_it(refusal: GiliranError | None) -> str:
    return render_template(
        "account/second_step.html",
        left=recovery_codes.left(staff()),
        passkeys=passkeys.of(staff().id),
        done=request.args.get("done") if request.method == "GET" else None,
        **_about(refusal),
    )


def _about(refusal: GiliranError | None) -> dict[str, object]:
    return {"refusal": refusal, "site": this_site(), "this_browser": browser_of_request()}
