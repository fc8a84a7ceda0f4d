"""Who may see and do what: one guard for staff, one for the hall's own screens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import abort, current_app, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required

from app import cookies
from app.devices.tokens import digest
from app.errors import NotYours
from app.extensions import htmx
from app.models import Branch, Device, DeviceKind, Role
from app.office import Office
from app.people.person import Person, ask_for, asked_for
from app.queueing import reading
from app.settings import is_loopback

P = ParamSpec("P")
R = TypeVar("R")

AT_A_COUNTER = (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
SETS_UP = (Role.SUPERVISOR, Role.ADMIN)
PAIRS_DEVICES = (Role.ADMIN,)
LOOKS_BACK = (Role.ADMIN, Role.CITY, Role.AUDITOR)
MAKES_KEYS = (Role.ADMIN,)
MAY_LOOK = (*SETS_UP, Role.AUDITOR, Role.CITY)


def coming_in() -> Person | None:
    """Whoever is signed in in this browser, also when there is something they have to do first."""
    if "_user_id" not in session:  # Flask-Login's own mark: most requests are a citizen's, and have none
        return None
    return cast(Person, current_user._get_current_object()) if current_user.is_authenticated else None


def signed_in() -> Person | None:
    """The member of staff of this request, or None."""
    person = coming_in()
    return None if person is None or first_to_do(person) else person


def staff() -> Person:
    """The member of staff of this request, on a page that requires one."""
    found = coming_in()
    if found is None:
        abort(401)
    return found


def first_to_do(person: Person) -> str | None:
    """The page on which somebody has to do something before any other opens to them; None when there is nothing.

    The demo on its own machine asks for nothing, so that it can be tried: its pages say so.
    """
    page = asked_of(person)
    return None if page is None or is_tried_out() else page


def asked_of(person: Person) -> str | None:
    """The page that a real installation would lead somebody to first."""
    if person.first_password:
        return "auth.password"
    return "auth.second_step" if person.needs_second_step and not person.has_second_step else None


def roles_required(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only signed-in staff of these roles in; others are sent to sign in, or refused.

    Where the address names an office the role must be held there. On a page without one it may be held anywhere, and
    what the page then shows or changes is of the offices in which it is: `my_office`, `works_in`.
    """

    def guard(page: Callable[P, R]) -> Callable[P, R]:
        @wraps(page)
        @login_required  # type: ignore[untyped-decorator]
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            ask_for(roles)
            first = first_to_do(staff())
            if first:
                return cast(R, _led_to(first))
            if not _may_be_here(roles):
                raise NotYours
            return page(*args, **kwargs)

        return cast(Callable[P, R], guarded)

    return guard


def reaches_all() -> bool:
    """Whether this person holds what the page asks for in all offices: what belongs to none is theirs to see, too."""
    return staff().roles.include_in(None, *asked_for())


def _led_to(endpoint: str) -> Any:
    # A part of a page that asks (htmx) follows no redirect of its own: the whole page goes.
    return ("", 204, {"HX-Redirect": url_for(endpoint)}) if htmx else redirect(url_for(endpoint), 303)


def _may_be_here(roles: tuple[Role, ...]) -> bool:
    named = (request.view_args or {}).get("branch_code")
    return staff().holds(*roles) if named is None else staff().holds_in(reading.office(named).id, *roles)


def my_office(branch: Branch) -> Branch:
    """The office, when this person holds there what the page asks for; raises NotYours otherwise."""
    if not staff().works_in(branch.id):
        raise NotYours
    return branch


COOKIES = {DeviceKind.KIOSK: "giliran_kiosk", DeviceKind.BOARD: "giliran_board"}
"""Where a screen keeps its token. One for each kind: a computer may be both, in two windows."""
SCREENS = {"kiosk": DeviceKind.KIOSK, "queue_display": DeviceKind.BOARD}
"""What a page makes of the browser that shows it, by its blueprint."""


def may_show(office: Office, *kinds: DeviceKind) -> bool:
    """Whether this browser may be a screen of an office: one of these kinds, or any.

    A screen of the hall presents its device token; staff of the office may try it, but whoever only looks takes no
    numbers. The demo opens them on its own
    machine alone (CONTRACT: Pages), so that a tunnel or proxy does not open them to the world.
    """
    if paired_screen(office, *kinds) is not None:
        return True
    person = signed_in()
    if person is not None:
        return person.holds_in(office.id, *(AT_A_COUNTER if DeviceKind.KIOSK in kinds else ()))
    return is_tried_out()


def is_tried_out() -> bool:
    """Whether this is the demo, asked on its own machine with nobody in between (CONTRACT: Pages)."""
    return bool(nobody_in_between() and current_app.config["BOUND_TO_LOOPBACK"] and reading.made_by_demo())


def paired_screen(office: Office, *kinds: DeviceKind) -> Device | None:
    """The screen of this office that asks, by its cookie; None when it is none. Costs no look at the database."""
    for kind in kinds or COOKIES:
        token = cookies.kept(COOKIES[kind])
        device = office.screens.get(digest(token)) if token else None
        if device and device.kind == kind:
            return device
    return None


def nobody_in_between() -> bool:
    """Whether the request comes from this very machine, with no proxy or tunnel in between."""
    names = " ".join(request.environ)
    forwarded = "HTTP_FORWARDED" in names or "HTTP_X_FORWARDED_" in names
    return not forwarded and is_loopback(request.remote_addr or "") and is_loopback(_host_name())


def _host_name() -> str:
    host = request.host
    return host[: host.index("]") + 1] if host.startswith("[") else host.partition(":")[0]


def which_screen() -> str:
    """The browser of this request, as a rate limit counts it: its device, else its session, else its address."""
    device = paired_screen(_office_of_screen(request.view_args["branch_code"])) if request.view_args else None
    return f"device:{device.id}" if device else str(session.get("csrf_token") or request.remote_addr)


def _office_of_screen(code: str) -> Office:
    return reading.touched(code) if request.method == "POST" else reading.office(code)


def screen_required(page: Callable[..., Any]) -> Callable[..., Any]:
    """For pages of the hall's own screens: the address names the office by its code, the page is handed the office.

    A screen that is not paired shows a code instead, and becomes what was asked for once somebody approves it.
    """

    @wraps(page)
    def guarded(branch_code: str, **values: Any) -> Any:
        office, kind = _office_of_screen(branch_code), SCREENS[request.blueprint or ""]
        if may_show(office, kind):
            return _remembering(page(office, **values), office, kind)
        if request.method != "GET" or htmx:
            abort(403, "unpaired")
        return render_template("pairing/page.html", branch=office.branch, kind=kind.value), 403

    return guarded


def _remembering(answer: Any, office: Office, kind: DeviceKind) -> Any:
    token = cookies.kept(COOKIES[kind])
    if not token or request.method != "GET" or htmx or paired_screen(office, kind) is None:
        return answer
    kept = make_response(answer)
    cookies.keep(kept, COOKIES[kind], token)
    return kept
