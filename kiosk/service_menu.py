"""The kiosk's hidden menu for whoever looks after it: behind the office's PIN, and closed again by itself."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, wraps
from typing import Any

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.access import screen_required, which_screen
from app.clock import now
from app.db import db
from app.errors import MenuClosed, NoSuchTicket, WrongPin
from app.extensions import limiter, rate
from app.language import chosen_language
from app.office import Office
from app.printing.office_printers import printers_of_kiosk
from app.queueing import reprinting, servicing
from app.settings import ROOT
from kiosk.routes import MENU, kiosk_of, pages, step

OPEN_FOR = timedelta(minutes=2)
"""So long the right to the menu lasts without another touch in it; the screen itself goes home after a minute."""


@pages.get("/<branch_code>/service-menu")
@screen_required
def service_menu(office: Office) -> ResponseReturnValue:
    """The menu, or the pad for the PIN in front of it."""
    if not _may(office):
        return step("kiosk/menu_pin.html", office, has_pin=bool(office.branch.service_pin))
    kiosk_id = kiosk_of(office)
    return step(
        "kiosk/menu.html",
        office,
        taken=servicing.last_taken(db.session, office.id, kiosk_id),
        printers=printers_of_kiosk(office, kiosk_id),
        volume=office.volume_at(kiosk_id),
        volumes=servicing.VOLUMES,
        locked=office.is_locked(kiosk_id),
        version=_version(),
        done=_done(request.args.get("done", "")),
    )


@pages.post("/<branch_code>/service-menu")
@limiter.limit("20 per minute", key_func=which_screen)
@screen_required
def enter_pin(office: Office) -> ResponseReturnValue:
    """Let whoever knows the PIN in."""
    if not servicing.open_menu(office.id, kiosk_of(office), request.form.get("pin", "")):
        raise WrongPin
    _grant(office)
    return _back(office)


def _served(verb: Callable[[Office], str]) -> Callable[..., ResponseReturnValue]:
    """A touch in the menu: refused without the right to it, which every touch renews."""

    @limiter.limit(rate("SCREEN"), key_func=which_screen)
    @screen_required
    @wraps(verb)
    def served(office: Office) -> ResponseReturnValue:
        if not _may(office):
            raise MenuClosed
        done = verb(office)
        _grant(office)
        return _back(office, done=done)

    return served


@pages.post("/<branch_code>/service-menu/slip")
@_served
def slip_again(office: Office) -> str:
    """Print one of the last slips of this kiosk once more, as a copy."""
    wanted, kiosk_id = request.form.get("ticket", type=int), kiosk_of(office)
    if wanted not in {each.id for each in servicing.last_taken(db.session, office.id, kiosk_id)}:
        raise NoSuchTicket
    reprinting.reprint(wanted, kiosk_id=kiosk_id)
    return "slip"


@pages.post("/<branch_code>/service-menu/test")
@_served
def test_slip(office: Office) -> str:
    """Print a test slip on a printer of this kiosk."""
    printer_id = request.form.get("printer", 0, type=int)
    servicing.print_test(office.id, kiosk_of(office), printer_id, chosen_language())
    return "test"


@pages.post("/<branch_code>/service-menu/volume")
@_served
def set_volume(office: Office) -> str:
    """Let the spoken guide of this kiosk be so loud."""
    servicing.set_volume(office.id, kiosk_of(office), request.form.get("percent", 0, type=int))
    return "volume"


@pages.post("/<branch_code>/service-menu/lock")
@_served
def lock(office: Office) -> str:
    """Take this kiosk out of service."""
    servicing.lock(office.id, kiosk_of(office))
    return "locked"


@pages.post("/<branch_code>/service-menu/unlock")
@_served
def unlock(office: Office) -> str:
    """Let this kiosk give numbers again."""
    servicing.unlock(office.id, kiosk_of(office))
    return "unlocked"


def _may(office: Office) -> bool:
    granted: dict[str, Any] = session.get(MENU, {})
    mine = granted.get("at") == [office.id, kiosk_of(office)]
    return mine and datetime.fromisoformat(granted["until"]) > now()


def _grant(office: Office) -> None:
    session[MENU] = {"at": [office.id, kiosk_of(office)], "until": (now() + OPEN_FOR).isoformat()}


def _back(office: Office, done: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("kiosk.service_menu", branch_code=office.branch.code, done=done), 303)


def _done(what: str) -> str:
    words: dict[str, str] = {
        "slip": gettext("The slip is being printed once more."),
        "test": gettext("The test slip is on its way."),
        "volume": gettext("The spoken guide is as loud as that from now on."),
        "locked": gettext("This kiosk is out of service now: it gives no numbers."),
        "unlocked": gettext("This kiosk gives numbers again."),
    }
    return words.get(what, "")


@cache
def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])
