"""The words on a citizen's slip, in the citizen's language. No name and no NIK is ever printed."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale, format_datetime, gettext

from app.clock import office_time
from app.language import ngettext
from app.models import Branch, Ticket
from app.rules.texts import DEFAULT_LANGUAGE, said_in
from printers.slip import Slip, TicketFacts, ticket_slip


def slip_of(ticket: Ticket, ahead: int) -> Slip:
    """The slip of a ticket, `ahead` being the people before it when it was issued."""
    with force_locale(ticket.language):
        return ticket_slip(_facts(ticket, ahead))


def strip_slip(branch: Branch, letter: str, number: str, printed_at: datetime) -> Slip:
    """A number of a paper strip: it knows neither service nor people ahead, and has no page to follow it on."""
    with force_locale(DEFAULT_LANGUAGE):
        return ticket_slip(
            TicketFacts(
                office=branch.name,
                office_address=branch.address,
                title=gettext("Queue number"),
                number=number,
                service=gettext("Queue %(letter)s", letter=letter),
                issued=format_datetime(office_time(printed_at, branch.zone), "EEEE, d MMMM y", rebase=False),
                ahead=gettext("Valid on this day alone"),
                bring_title="",
                bring=(),
                qr=None,
                qr_hint="",
                footer=said_in(branch.slip_footer, DEFAULT_LANGUAGE),
            )
        )


def ticket_link(token: str) -> str | None:
    """The address of a citizen's own page, or None when nobody set PUBLIC_URL."""
    public_url = current_app.config["PUBLIC_URL"]
    return f"{public_url}/t/{token}" if public_url else None


def people_ahead_words(ahead: int) -> str:
    """ "3 people ahead of you", in the current language."""
    if ahead == 0:
        return str(gettext("You are next"))
    return ngettext("%(num)d person ahead of you", "%(num)d people ahead of you", ahead)


def _facts(ticket: Ticket, ahead: int) -> TicketFacts:
    branch, service, language = ticket.branch, ticket.service, ticket.language
    return TicketFacts(
        office=branch.name,
        office_address=branch.address,
        title=gettext("Queue number"),
        number=ticket.label,
        service=said_in(service.name, language),
        issued=_said_with_zone(ticket),
        ahead=people_ahead_words(ahead),
        bring_title=gettext("Please have ready"),
        bring=tuple(service.requirements.get(language) or service.requirements.get("id") or ()),
        qr=ticket_link(ticket.token),
        qr_hint=gettext("Follow your number on your phone"),
        footer=said_in(branch.slip_footer, language),
    )


ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}


def _said_with_zone(ticket: Ticket) -> str:
    local = office_time(ticket.issued_at, ticket.branch.zone)
    hours = int(local.utcoffset().total_seconds() // 3600) if local.utcoffset() else 0  # type: ignore[union-attr]
    zone = ZONE_NAMES.get(hours, local.tzname() or "")
    return f"{format_datetime(local, 'EEEE, d MMMM y HH:mm', rebase=False)} {zone}".strip()
