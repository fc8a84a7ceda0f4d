"""Somebody's own passkeys: added with the password, called otherwise, and taken away."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app.access import first_to_do, staff
from app.aside import aside
from app.auth import second
from app.auth.routes import browser_of_request, pages
from app.auth.this_site import this_site
from app.errors import NotYours
from app.extensions import limiter
from app.people import ceremony, challenges, passkeys
from app.people.errors import (
    NoSuchPasskey,
    PasskeyNameUnusable,
    PasskeyNotMade,
    SecondStepNeeded,
    TooManyPasskeys,
)

MAKING = "passkey_in_the_making"
"""Where a browser keeps what a new passkey will be called, and the challenge it was given."""


@pages.post("/account/passkeys/begin")
@limiter.limit("20 per minute")
@login_required  # type: ignore[untyped-decorator]
def begin_passkey() -> ResponseReturnValue:
    """Give a browser something to sign with a new passkey, with the password."""
    if first_to_do(staff()) == "auth.password":
        return redirect(url_for("auth.password"), 303)
    if this_site() is None:
        raise NotYours
    try:
        name = passkeys.name_for(request.form.get("name", "")[:200], browser_of_request())
        passkeys.may_add(staff())
    except (PasskeyNameUnusable, TooManyPasskeys) as refused:
        return second.shown(refused)
    refusal = second.password_refusal()
    if refusal:
        return second.shown(refusal)
    aside(ceremony.load)
    session[MAKING] = {"name": name, "challenge": challenges.new(staff().id)}
    return redirect(url_for("auth.new_passkey"), 303)


@pages.get("/account/passkeys/new")
@login_required  # type: ignore[untyped-decorator]
def new_passkey() -> ResponseReturnValue:
    """Where the browser makes it."""
    making, site = session.get(MAKING), this_site()
    if making is None or site is None:
        return redirect(url_for("auth.second_step"))
    asked = ceremony.to_make(staff(), site, making["challenge"], passkeys.of(staff().id, site))
    return render_template("account/new_passkey.html", asked=asked, site=site, name=making["name"])


@pages.post("/account/passkeys/new")
@login_required  # type: ignore[untyped-decorator]
def add_passkey() -> ResponseReturnValue:
    """Take over the passkey that the browser has made."""
    making, site = session.pop(MAKING, None), this_site()
    if making is None or site is None:
        return redirect(url_for("auth.second_step"), 303)
    try:
        codes = passkeys.add(staff(), site, making["challenge"], request.form.get("answer", ""), making["name"])
    except (PasskeyNotMade, TooManyPasskeys) as refused:
        return second.shown(refused)
    session.pop(second.SEED, None)  # whoever came here from the page of a telephone has decided
    return second.shown_once(codes) if codes else redirect(url_for("auth.second_step", done="added"), 303)


@pages.post("/account/passkeys/<int:passkey_id>/rename")
@login_required  # type: ignore[untyped-decorator]
def rename_passkey(passkey_id: int) -> ResponseReturnValue:
    """Call it otherwise."""
    try:
        passkeys.rename(staff(), passkey_id, request.form.get("name", "")[:200])
    except PasskeyNameUnusable as refused:
        return second.shown(refused)
    return redirect(url_for("auth.second_step", done="renamed"), 303)


@pages.post("/account/passkeys/<int:passkey_id>/remove")
@login_required  # type: ignore[untyped-decorator]
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Let it count no more, with the password."""
    if passkey_id not in [each.id for each in passkeys.of(staff().id)]:
        raise NoSuchPasskey
    refusal = second.password_refusal()
    if refusal:
        return second.shown(refusal)
    try:
        return second.after_removal("passkey", passkeys.remove_own(staff(), passkey_id))
    except SecondStepNeeded as refused:
        return second.shown(refused)
