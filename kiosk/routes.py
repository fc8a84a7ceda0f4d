"""The citizen's touch screen: what do you need, what to bring, your number."""

from __future__ import annotations

import secrets
from typing import Any, TypeVar

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.access import paired_screen, screen_required, which_screen
from app.clock import now
from app.errors import KioskLocked, NoSuchNeed, NoSuchService, NoSuchTicket, OfficeClosed
from app.events import said_at
from app.extensions import htmx, limiter, rate
from app.guide.sounds import can_speak
from app.language import chosen_language
from app.models import DeviceKind, Need, Service, Ticket
from app.office import Office, as_read_last
from app.printing import office_printers, progress
from app.queueing import helping, issuing, reading, reprinting
from app.rules.priority import Priority
from app.rules.texts import DEFAULT_LANGUAGE, Texts
from kiosk.number_page import number_page

pages = Blueprint("kiosk", __name__, url_prefix="/kiosk", template_folder="templates", static_folder="static")

T = TypeVar("T")

MENU = "kiosk_service_menu"
"""Where a session keeps its right to the service menu."""
MOST_TILES = 8
"""So many at a time a citizen can take in (BRAND: Screens)."""


@pages.get("/<branch_code>")
@screen_required
def home(office: Office) -> ResponseReturnValue:
    """First question: which kind of service."""
    queues = reading.queues(office)
    shown, page, pages = _page_of(queues)
    said_once = _said_once(office, [offer for queue in queues for offer in queue.offers], of_office=True)
    around = {"needs": _needs(office)} | said_once
    return show("kiosk/home.html", office, queues=shown, page=page, pages=pages, **around)


@pages.get("/<branch_code>/queues/<letter>")
@screen_required
def queue(office: Office, letter: str) -> ResponseReturnValue:
    """Second question: which service of this kind."""
    if letter not in office.letters:
        raise NoSuchService
    chosen = office.letters[letter]
    codes = [each.code for each in office.services.values() if each.letter == letter]
    return _tiles_of(office, chosen.name, codes, {"letter": letter}, back_to="kiosk.home")


@pages.get("/<branch_code>/needs")
@screen_required
def needs(office: Office) -> ResponseReturnValue:
    """Instead of the first question: what happened, for whoever does not know what the service is called."""
    shown, page, pages = _page_of(_needs(office))
    return show("kiosk/needs.html", office, needs=shown, page=page, pages=pages, closed=closed_because(office))


@pages.get("/<branch_code>/needs/<int:need_id>")
@screen_required
def need(office: Office, need_id: int) -> ResponseReturnValue:
    """Which services help with it."""
    chosen = _need(office, need_id)
    codes = [each.code for each in office.helped_by(chosen)]
    return _tiles_of(office, chosen.name, codes, {"need_id": need_id}, back_to="kiosk.needs")


def _tiles_of(office: Office, title: Texts, codes: list[str], of: dict[str, Any], back_to: str) -> str:
    shown, page, pages = _page_of(codes)
    offers = [reading.offer(office, code) for code in shown]
    return show(
        "kiosk/services.html",
        office,
        title=title,
        offers=offers,
        of=of,
        back_to=back_to,
        page=page,
        pages=pages,
        **_said_once(office, offers),
    )


def _page_of(all_of_them: list[T]) -> tuple[list[T], int, int]:
    pages = max(1, -(-len(all_of_them) // MOST_TILES))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return all_of_them[(page - 1) * MOST_TILES : page * MOST_TILES], page, pages


@pages.get("/<branch_code>/services/<code>")
@screen_required
def service(office: Office, code: str) -> ResponseReturnValue:
    """What to bring, what it costs, how long it takes; and the button for a number.

    The idempotency key is minted here: one showing of this page is one number at the most.
    """
    offer = reading.offer(office, code)
    return show(
        "kiosk/service.html",
        office,
        service=offer.service,
        came_by=request.args.get("need", type=int),
        requirements=_requirements(offer.service),
        refusal=offer.refusal,
        stopped=office.stopped(offer.service),
        key=secrets.token_urlsafe(16),
    )


@pages.get("/<branch_code>/quick")
@screen_required
def quick(office: Office) -> ResponseReturnValue:
    """All services on one screen, for an officer on duty beside it; it is this screen's own start."""
    offers = [reading.offer(office, code) for code in office.services]
    return show(
        "kiosk/quick.html",
        office,
        start="kiosk.quick",
        offers=offers,
        key=secrets.token_urlsafe(16),
        **_said_once(office, offers, of_office=True),
    )


@pages.post("/<branch_code>/tickets")
@limiter.limit(rate("SCREEN"), key_func=which_screen)
@screen_required
def take_number(office: Office) -> ResponseReturnValue:
    """Give a number; the same key gives the same number."""
    must_be_in_service(office)
    kiosk_id = kiosk_of(office)
    ticket = issuing.issue(
        office.id,
        request.form.get("service", ""),
        request.form.get("key", ""),
        priority=request.form.get("priority") or Priority.NONE,
        language=chosen_language(),
        kiosk_id=kiosk_id,
    )
    return number_page(as_read_last(office), ticket, kiosk_id, only_step=_only_step()), 201


@pages.post("/<branch_code>/todo")
@limiter.limit(rate("SCREEN"), key_func=which_screen)
@screen_required
def todo(office: Office) -> ResponseReturnValue:
    """For whom something is missing: what that is, on paper and on the screen, instead of a number."""
    must_be_in_service(office)
    service = reading.offer(office, request.form.get("service", "")).service
    have = set(request.form.getlist("have", type=int))
    missing = tuple(item for at, item in enumerate(_requirements(service)) if at not in have)
    if missing:
        key, kiosk_id = request.form.get("key", ""), kiosk_of(office)
        helping.hand_todo(office.id, service.code, missing, key, language=chosen_language(), kiosk_id=kiosk_id)
    return show("kiosk/todo.html", office, service=service, missing=missing)


@pages.post("/<branch_code>/help")
@limiter.limit(rate("SCREEN"), key_func=which_screen)
@screen_required
def help_me(office: Office) -> ResponseReturnValue:
    """Let an officer come to this kiosk."""
    screen = paired_screen(office)
    helping.call_officer(office.id, screen.name if screen else "")
    return render_template("kiosk/_helped.html")


@pages.get("/<branch_code>/tickets/<token>/slip")
@screen_required
def slip(office: Office, token: str) -> ResponseReturnValue:
    """How the slip is getting on, asked by the number's screen until it came out."""
    ticket = _ticket(office, token)
    return render_template(
        "kiosk/_slip.html",
        branch=office.branch,
        token=token,
        progress=progress.of_slip(ticket.id),
        again=reprinting.offered_at_kiosk(ticket),
    )


@pages.post("/<branch_code>/tickets/<token>/slip")
@screen_required
def print_again(office: Office, token: str) -> ResponseReturnValue:
    """Print the slip once more, for whoever just took the number."""
    reprinting.reprint(_ticket(office, token).id, by="citizen", kiosk_id=kiosk_of(office))
    return redirect(url_for("kiosk.slip", branch_code=office.branch.code, token=token), 303)


def show(template: str, office: Office, **values: Any) -> str:
    """A step of the kiosk, when it is in service; whoever comes to one has left the service menu."""
    if MENU in session:
        del session[MENU]
    if office.is_locked(kiosk_of(office)):
        template = "kiosk/locked.html"
    return step(template, office, **values)


def step(template: str, office: Office, **values: Any) -> str:
    """A step, in the page around it or alone."""
    kiosk_id = kiosk_of(office)
    slips = office_printers.slips_come_out(office, kiosk_id)
    around = {"kiosk_id": kiosk_id, "slips": slips, "now": said_at(now(), office.branch), "only_step": _only_step()}
    told = {"has_voice": can_speak(office), "loud": office.volume_at(kiosk_id)}
    return render_template(template, branch=office.branch, **around, **told, **values)


def must_be_in_service(office: Office) -> None:
    """Refuse what only a kiosk in service gives; raises KioskLocked."""
    if office.is_locked(kiosk_of(office)):
        raise KioskLocked


def _only_step() -> bool:
    # The page around a step stands on the kiosk already: sent again it would be most of what is sent and read.
    return bool(htmx.target == "screen")


def kiosk_of(office: Office) -> int | None:
    """The kiosk that asks, by its id; None is a browser that is not paired."""
    kiosk = paired_screen(office, DeviceKind.KIOSK)
    return kiosk.id if kiosk else None


def _needs(office: Office) -> list[Need]:
    return [need for need in office.needs if office.helped_by(need)]


def _need(office: Office, need_id: int) -> Need:
    found = next((need for need in office.needs if need.id == need_id), None)
    if found is None:
        raise NoSuchNeed
    return found


def _requirements(service: Service) -> list[str]:
    return service.requirements.get(chosen_language()) or service.requirements.get(DEFAULT_LANGUAGE) or []


def _ticket(office: Office, token: str) -> Ticket:
    ticket = reading.ticket_by_token(token)
    if ticket.branch_id != office.id:
        raise NoSuchTicket
    return ticket


def closed_because(office: Office) -> str | None:
    """Why no numbers are given now, and when to come; None when they are."""
    hours = reading.standing(office)
    return None if hours.is_open else OfficeClosed(hours).words()


def _said_once(office: Office, offers: list[reading.Offer], *, of_office: bool = False) -> dict[str, str | None]:
    # What every tile would say is said once, above them, of all of them (`closed`): a tile need not say what that
    # covers. One that stands alone says it itself.
    closed = closed_because(office)
    if closed or len({offer.refusal for offer in offers}) != 1 or len(offers) == 1:
        return {"closed": closed, "covered": closed}
    first = offers[0]
    return {"closed": first.of_office if of_office else first.of_several, "covered": first.refusal}
