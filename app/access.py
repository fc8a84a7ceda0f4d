"""Who may see and do what: one guard for staff, one for the hall's own screens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import abort, current_app, request, session
from flask_login import current_user, login_required

from app.errors import NotYours
from app.models import Branch, Role, Staff
from app.queueing import reading
from app.settings import is_loopback

P = ParamSpec("P")
R = TypeVar("R")

AT_A_COUNTER = (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN)
SETS_UP = (Role.SUPERVISOR, Role.ADMIN)
MAY_LOOK = (*SETS_UP, Role.AUDITOR, Role.CITY)


def signed_in() -> Staff | None:
    """The member of staff of this request, or None."""
    if "_user_id" not in session:  # Flask-Login's own mark: most requests are a citizen's, and have none
        return None
    return cast(Staff, current_user._get_current_object()) if current_user.is_authenticated else None


def staff() -> Staff:
    """The member of staff of this request, on a page that requires one."""
    found = signed_in()
    if found is None:
        abort(401)
    return found


def roles_required(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only signed-in staff of these roles in; others are sent to sign in, or refused."""

    def guard(page: Callable[P, R]) -> Callable[P, R]:
        @wraps(page)
        @login_required  # type: ignore[untyped-decorator]
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if staff().role not in roles:
                raise NotYours
            return page(*args, **kwargs)

        return cast(Callable[P, R], guarded)

    return guard


def my_office(branch: Branch) -> Branch:
    """The office, when this member of staff works in it; raises NotYours otherwise."""
    if not staff().works_in(branch.id):
        raise NotYours
    return branch


def may_show(branch: Branch) -> bool:
    """Whether this browser may be a kiosk or a board of an office.

    Staff of the office may try it; a screen of the hall will present its device token. The demo
    opens them on its own machine alone (CONTRACT: Pages), so that a tunnel or proxy does not
    open them to the world.
    """
    person = signed_in()
    if person is not None:
        return person.works_in(branch.id)
    return bool(_nobody_in_between() and current_app.config["BOUND_TO_LOOPBACK"] and reading.made_by_demo())


def _nobody_in_between() -> bool:
    names = " ".join(request.environ)
    forwarded = "HTTP_FORWARDED" in names or "HTTP_X_FORWARDED_" in names
    return not forwarded and is_loopback(request.remote_addr or "") and is_loopback(_host_name())


def _host_name() -> str:
    host = request.host
    return host[: host.index("]") + 1] if host.startswith("[") else host.partition(":")[0]


def which_screen() -> str:
    """The browser of this request, as a rate limit counts it: its session, else its address."""
    return str(session.get("csrf_token") or request.remote_addr)


def screen_required(page: Callable[..., Any]) -> Callable[..., Any]:
    """For pages of the hall's own screens: the address names the office by its code, the page is handed the office."""

    @wraps(page)
    def guarded(branch_code: str, **values: Any) -> Any:
        office = reading.office(branch_code)
        if not may_show(office.branch):
            abort(403, "unpaired")
        return page(office, **values)

    return guarded
