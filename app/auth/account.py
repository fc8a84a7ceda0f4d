"""*Akun saya*: what somebody sees and does of their own account."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import login_required, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField

from app.access import asked_of, first_to_do, is_tried_out, staff
from app.auth.routes import home_of, pages
from app.errors import NotYours
from app.models import Role
from app.people import own_account, passkeys, sign_ins
from app.people.errors import NameOrPasswordWrong, PasswordUnusable, PinUnusable, SignInRests

NOT_YOURS = _l("This is not your password. Please try again.")


class NewPassword(FlaskForm):  # type: ignore[misc]
    """The password somebody has, and the one they choose."""

    current = PasswordField(_l("The password you have now"))
    new = PasswordField(
        _l("New password"),
        description=_l("10 to 200 characters. Three or four words that do not belong together are easy to remember."),
    )


@pages.app_context_processor
def banner_of_the_demo() -> dict[str, Any]:
    """Whether a page says that a real installation would ask for more."""
    return {"asks_less": lambda: asked_of(staff()) is not None and is_tried_out()}


@pages.get("/account")
@login_required  # type: ignore[untyped-decorator]
def account() -> ResponseReturnValue:
    """Roles, password, and where one is signed in."""
    first = first_to_do(staff())
    if first:
        return redirect(url_for(first))
    return _home()


@pages.post("/account/pin")
@login_required  # type: ignore[untyped-decorator]
def set_pin() -> ResponseReturnValue:
    """Set the PIN to change over at a counter, or take it away."""
    if not _may_have_pin():
        raise NotYours
    given, pin = request.form.get("password", "")[:200], request.form.get("pin", "").strip()[:12]
    try:
        own_account.set_pin(staff(), given, pin, request.remote_addr or "")
    except (PinUnusable, SignInRests) as refused:
        return _home(refused.words()), refused.status
    except NameOrPasswordWrong as wrong:
        return _home(str(NOT_YOURS)), wrong.status
    return redirect(url_for("auth.account", done="pin"), 303)


@pages.get("/account/password")
@login_required  # type: ignore[untyped-decorator]
def password() -> ResponseReturnValue:
    """The form for another password."""
    return _password_page(NewPassword())


@pages.post("/account/password")
@login_required  # type: ignore[untyped-decorator]
def change_password() -> ResponseReturnValue:
    """Choose another password; other browsers are signed out."""
    form, person = NewPassword(), staff()
    current = None if person.first_password else form.current.data or ""
    try:
        own_account.change_password(person, current, form.new.data or "", request.remote_addr or "")
    except PasswordUnusable as unusable:
        form.new.errors = [unusable.words()]
        return _password_page(form), unusable.status
    except NameOrPasswordWrong as wrong:
        form.current.errors = [NOT_YOURS]
        return _password_page(form), wrong.status
    except SignInRests as rests:
        form.current.errors = [rests.words()]
        return _password_page(form), rests.status
    return redirect(home_of(person) if person.first_password else url_for("auth.account", done="password"), 303)


@pages.post("/account/browsers/<mark>/end")
@login_required  # type: ignore[untyped-decorator]
def end_browser(mark: str) -> ResponseReturnValue:
    """Sign another browser out."""
    sign_ins.end_one(staff(), mark)
    return redirect(url_for("auth.account", done="ended"), 303)


@pages.post("/account/browsers/end")
@login_required  # type: ignore[untyped-decorator]
def end_browsers() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    sign_ins.end_everywhere(staff())
    logout_user()
    session.clear()
    return redirect(url_for("auth.sign_in"), 303)


def _may_have_pin() -> bool:
    return staff().holds(Role.OFFICER, Role.SUPERVISOR) and not staff().needs_second_step


def _home(wrong_pin: str = "") -> str:
    return render_template(
        "account/home.html",
        browsers=sign_ins.browsers_of(staff()),
        passkeys=passkeys.of(staff().id),
        done=request.args.get("done") if request.method == "GET" else None,
        may_have_pin=_may_have_pin(),
        has_pin=own_account.has_pin(staff()),
        wrong_pin=wrong_pin,
    )


def _password_page(form: NewPassword) -> str:
    return render_template("account/password.html", form=form, first=staff().first_password)
