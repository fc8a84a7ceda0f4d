"""Whoever has just given their password: a code of their telephone, a recovery code or a passkey lets them in."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.aside import aside
from app.auth.routes import let_in, pages
from app.auth.this_site import this_site
from app.clock import now
from app.errors import GiliranError
from app.extensions import limiter
from app.people import ceremony, challenges, passkeys, second_step, signing_in
from app.people.errors import CodeWrong, PasskeyCopied, PasskeyWrong, SignInRests
from app.people.signing_in import Known

HALF_IN = "half_in"
LASTS = 300
"""Seconds in which the second step follows the first."""


def begin(known: Known, wanted: str | None) -> ResponseReturnValue:
    """Ask somebody whose password was right for the second step, before they go where they wanted."""
    session.clear()
    session[HALF_IN] = {"id": known.staff_id, "seal": known.seal, "at": now().timestamp(), "next": wanted}
    _ask_passkeys(session[HALF_IN])
    return redirect(url_for("auth.code"))


@pages.get("/login/code")
def code() -> ResponseReturnValue:
    """The page of the second step, of whoever has just given their password."""
    half = _half_in()
    return _page(half) if half else redirect(url_for("auth.sign_in"))


@pages.post("/login/code")
@limiter.limit("20 per minute")
def give_code() -> ResponseReturnValue:
    """Check a code from a telephone, or a recovery code."""
    half = _half_in()
    if half is None:
        return redirect(url_for("auth.sign_in"), 303)
    try:
        second_step.check(half["id"], request.form.get("code", "")[:40], request.remote_addr or "")
    except (CodeWrong, SignInRests) as refused:
        return _page(half, refused), refused.status
    return let_in(half["id"], half["next"], half["seal"])


@pages.post("/login/passkey")
@limiter.limit("20 per minute")
def give_passkey() -> ResponseReturnValue:
    """Check what a passkey has signed."""
    half, site = _half_in(), this_site()
    if half is None or site is None:
        return redirect(url_for("auth.sign_in"), 303)
    answer, address = request.form.get("answer", ""), request.remote_addr or ""
    try:
        passkeys.check(half["id"], site, half["challenge"], answer, address)
    except (PasskeyWrong, PasskeyCopied, SignInRests) as refused:
        return _page(_ask_passkeys(half), refused), refused.status
    return let_in(half["id"], half["next"], half["seal"])


def _half_in() -> dict[str, Any] | None:
    half: dict[str, Any] | None = session.get(HALF_IN)
    if half is None or now().timestamp() - half["at"] > LASTS:
        return None
    return half if signing_in.known(half["id"]).seal == half["seal"] else None


def _ask_passkeys(half: dict[str, Any]) -> dict[str, Any]:
    """Give this browser something to sign, where passkeys can: what it had before is used up."""
    site = this_site()
    challenge = ""
    if site and passkeys.of(half["id"], site):
        aside(ceremony.load)
        challenge = challenges.new(half["id"])
    session[HALF_IN] = half | {"challenge": challenge}
    return dict(session[HALF_IN])


def _page(half: dict[str, Any], refused: GiliranError | None = None) -> str:
    site, mine = this_site(), passkeys.of(half["id"])
    here = [each for each in mine if site and each.site == site.name]
    return render_template(
        "auth/code.html",
        asked=ceremony.to_use(site, half["challenge"], here) if site and here and half["challenge"] else "",
        site=site,
        elsewhere=[] if here else sorted({each.site for each in mine}),
        has_telephone=second_step.has_telephone(half["id"]),
        refused=refused,
    )
