"""The number's screen, filled in: it is the same for everybody but for a few values.

Laying a page out costs more than giving the number. So an office's screen is laid out once per set-up, language and
kiosk with printers of its own, with marks in it, and each citizen's values are put in their places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flask import current_app, render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from app.guide.sounds import can_speak
from app.language import chosen_language
from app.office import USUAL_VOLUME, Office
from app.printing import office_printers, progress
from app.printing.slips import estimate_words, people_ahead_words
from app.queueing.views import TicketView
from app.rules.texts import DEFAULT_LANGUAGE, Texts, said_in

MARK = "-to-be-filled-in-"
_Which = tuple[int, str, bool, int | None, bool]
PLACES = re.compile(f"(number|token|service|fee|ahead|estimate|stopped|csrf){MARK}")


@dataclass(frozen=True)
class _Specimen:
    """A ticket whose every value is a mark."""

    number: str = f"number{MARK}"
    token: str = f"token{MARK}"
    service_name: Texts = field(default_factory=lambda: {DEFAULT_LANGUAGE: f"service{MARK}"})
    fee: str = f"fee{MARK}"
    ahead: str = f"ahead{MARK}"
    estimate: str = f"estimate{MARK}"


def number_page(office: Office, ticket: TicketView, kiosk_id: int | None, *, only_step: bool) -> str:
    """The screen of a ticket whose slip was put into the spool this moment.

    Args:
        only_step: without the page around it, which stands there already.
    """
    language = chosen_language()
    service = office.every_service[ticket.service]
    stopped = office.stopped(service)
    values = {
        "number": ticket.number,
        "token": ticket.token,
        "service": said_in(ticket.service_name, language),
        "fee": said_in(service.fee, language),
        "ahead": people_ahead_words(ticket.ahead or 0),
        "estimate": estimate_words(ticket.estimate_low, ticket.estimate_high),
        "stopped": stopped,
        # The one this form came with was good a moment ago, and is as long as the session.
        "csrf": request.form.get("csrf_token") or generate_csrf(),
    }
    # Every second piece is the name of a place.
    own = kiosk_id if kiosk_id in office.own_printers else None
    pieces = _laid_out(office, (office.id, language, bool(stopped), own, only_step), kiosk_id)
    return "".join(str(escape(values[piece])) if at % 2 else piece for at, piece in enumerate(pieces))


def _laid_out(office: Office, which: _Which, kiosk_id: int | None) -> list[str]:
    pages: dict[_Which, tuple[str, list[str]]] = current_app.extensions.setdefault("number_pages", {})
    _office, _language, stopped, _own, only_step = which
    version, pieces = pages.get(which, ("", []))
    if version != office.branch.setup_version:
        page = render_template(
            "kiosk/number.html",
            branch=office.branch,
            ticket=_Specimen(),
            stopped=f"stopped{MARK}" if stopped else "",
            kiosk_id=kiosk_id,
            slips=office_printers.slips_come_out(office, kiosk_id),
            progress=progress.to_be_expected(office, kiosk_id),
            again=False,
            only_step=only_step,
            has_voice=can_speak(office),
            loud=USUAL_VOLUME,
            csrf_token=lambda: f"csrf{MARK}",
        )
        pieces = PLACES.split(page)
        pages[which] = office.branch.setup_version, pieces
    return pieces
