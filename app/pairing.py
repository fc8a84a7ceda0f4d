"""A screen that is not paired: it asks for a code, and becomes a kiosk or board once somebody approved it."""

from __future__ import annotations

import re
from http.client import RESET_CONTENT

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app import cookies
from app.access import COOKIES
from app.devices import pairing
from app.devices.errors import CodeRanOut
from app.extensions import limiter, rate
from app.models import DeviceKind
from app.office import Office
from app.queueing import reading

COOKIE = "giliran_pairing"

pages = Blueprint("pairing", __name__, url_prefix="/pairing")


@pages.post("/<branch_code>/<kind>")
@limiter.limit(rate("ADDRESS"))
def ask(branch_code: str, kind: str) -> ResponseReturnValue:
    """How it is with this screen, asked every two seconds: its code as it was (204), a new one, or its token (205)."""
    if kind not in COOKIES:
        abort(404)
    office, wanted = reading.office(branch_code), DeviceKind(kind)
    secret = cookies.kept(_cookie(wanted))
    try:
        asking = pairing.waiting(secret)
        if asking is None:
            return _paired(pairing.fetch(secret).token, wanted)
    except CodeRanOut:
        return _new_code(office, wanted)
    return ("", 204) if request.form.get("shown") == asking.code else _code(office, asking)


def browser_of_request() -> str:
    """The browser that asks, in a word and a number, as somebody recognises it: "Chrome 130"."""
    found = re.search(r"(Edg|Firefox|Chrome|Version)/(\d+)", request.user_agent.string)
    name = {"Edg": "Edge", "Version": "Safari"}.get(found[1], found[1]) if found else ""
    return f"{name} {found[2]}" if found else ""


def _paired(token: str, kind: DeviceKind) -> ResponseReturnValue:
    answer = make_response("", RESET_CONTENT)
    cookies.keep(answer, COOKIES[kind], token)
    cookies.forget(answer, _cookie(kind))
    return answer


def _new_code(office: Office, kind: DeviceKind) -> ResponseReturnValue:
    secret, asking = pairing.ask(kind, office.id, request.remote_addr or "", browser_of_request())
    answer = make_response(_code(office, asking))
    cookies.keep(answer, _cookie(kind), secret, int(pairing.CODE_LIVES.total_seconds()))
    return answer


def _code(office: Office, asking: pairing.Asking) -> str:
    return render_template("pairing/_code.html", branch=office.branch, kind=asking.kind.value, asking=asking)


def _cookie(kind: DeviceKind) -> str:
    return f"{COOKIE}_{kind}"
