"""The words on a citizen's slip, in the citizen's language. No name and no NIK is ever printed."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from flask import current_app
from flask_babel import gettext

from app.clock import now
from app.clock_words import at_office, with_zone
from app.language import ngettext, speaking
from app.models import Ticket
from app.office import Office
from app.rules.numbering import label
from app.rules.texts import DEFAULT_LANGUAGE, said_in
from printers.facts import TicketFacts
from printers.slip import Logo, Slip, ticket_slip
from printers.template import STANDARD, BadTemplate, understood

NO_SERVICE: Any = SimpleNamespace(name={}, requirements={}, letter="A", suspended_reason="")
"""For the example of an office that has no service yet."""


def slip_of(office: Office, ticket: Ticket, ahead: int, template: str | None = None) -> Slip:
    """The slip of a ticket.

    Args:
        ahead: the people before it when it was issued.
        template: what it says; None takes what the office has for the ticket's language.
    """
    with speaking(ticket.language):
        return ticket_slip(_facts(office, ticket, ahead), template or _template(office, ticket.language))


def strip_slip(office: Office, letter: str, number: str, printed_at: datetime) -> Slip:
    """A number of a paper strip: it knows neither service nor people ahead, and has no page to follow it on."""
    branch = office.branch
    with speaking(DEFAULT_LANGUAGE):
        facts = TicketFacts(
            office=branch.name,
            office_address=branch.address,
            title=gettext("Queue number"),
            number=number,
            service=gettext("Queue %(letter)s", letter=letter),
            issued=at_office(printed_at, branch.zone, "EEEE, d MMMM y"),
            ahead=gettext("Valid on this day alone"),
            bring_title="",
            bring=(),
            qr=None,
            qr_hint="",
            footer=said_in(branch.slip_footer, DEFAULT_LANGUAGE),
            logo=_logo(office),
        )
        return ticket_slip(facts, _template(office, DEFAULT_LANGUAGE))


def example_slip(office: Office, language: str, template: str) -> Slip:
    """A slip as a citizen of this office could get it now, for its longest-named service, by a template.

    Raises:
        BadTemplate: no slip can be made of that template.
    """
    longest = max(office.services.values(), key=lambda each: len(said_in(each.name, language)), default=NO_SERVICE)
    ticket = SimpleNamespace(
        language=language,
        service=longest,
        label=label(longest.letter, 12),
        issued_at=now(),
        token="contoh".ljust(22, "x"),
        estimate_low=10,
        estimate_high=15,
    )
    return slip_of(office, cast(Ticket, ticket), 3, template)


def ticket_link(token: str) -> str | None:
    """The address of a citizen's own page, or None when nobody set PUBLIC_URL."""
    public_url = current_app.config["PUBLIC_URL"]
    return f"{public_url}/t/{token}" if public_url else None


def people_ahead_words(ahead: int) -> str:
    """ "3 people ahead of you" in one's own queue, in the current language.

    Not "you are next": counters that serve several queues may call others first.
    """
    if ahead == 0:
        return str(gettext("You are first in this queue"))
    return ngettext("%(num)d person ahead of you", "%(num)d people ahead of you", ahead)


def estimate_words(low: int | None, high: int | None) -> str:
    """ "About 10 to 15 minutes", in the current language; nothing where nobody made an estimate."""
    if low is None or high is None:
        return ""
    if low == 0:
        return str(gettext("In less than %(high)s minutes", high=high))
    return str(gettext("About %(low)s to %(high)s minutes", low=low, high=high))


def _template(office: Office, language: str) -> str:
    template: str = office.branch.slip_templates.get(language, STANDARD)
    try:
        understood(template)
    except BadTemplate:  # of another version, restored here: the next citizen still gets a slip
        return STANDARD
    return template


def _logo(office: Office) -> Logo | None:
    return Logo(office.logo.wide, office.logo.narrow) if office.logo else None


def _facts(office: Office, ticket: Ticket, ahead: int) -> TicketFacts:
    branch, service, language = office.branch, ticket.service, ticket.language
    return TicketFacts(
        office=branch.name,
        office_address=branch.address,
        title=gettext("Queue number"),
        number=ticket.label,
        service=said_in(service.name, language),
        issued=with_zone(ticket.issued_at, branch.zone, "EEEE, d MMMM y HH:mm"),
        ahead=people_ahead_words(ahead),
        bring_title=gettext("Please have ready"),
        bring=tuple(service.requirements.get(language) or service.requirements.get("id") or ()),
        qr=ticket_link(ticket.token),
        qr_hint=gettext("Follow your number on your phone"),
        footer=said_in(branch.slip_footer, language),
        estimate=estimate_words(ticket.estimate_low, ticket.estimate_high) if office.promises_time(service) else "",
        logo=_logo(office),
    )
