"""Offices: what they are, offer and show; their day, their stops, their strips."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from app.api import schemas, shown
from app.api.blueprint import after, page, part
from app.api.keys import reached, reaches
from app.errors import OfficeClosed
from app.events import said_at
from app.language import chosen_language
from app.models import Branch
from app.office import Office
from app.queueing import offering, reading, strips
from app.rules.texts import said_in

pages = part("offices", "Offices, their services, board and history")


@pages.get("/branches")
@pages.response(200, schemas.listing(schemas.Branch))
def branches() -> dict[str, Any]:
    """The offices this key reaches."""
    return {"items": [_branch(row) for row in reading.branches() if reaches(row.id)], "next": None}


@pages.get("/branches/<branch>")
@pages.response(200, schemas.BranchNow)
def branch(branch: str) -> dict[str, Any]:
    """An office, and how it stands now."""
    return _now(reached(branch))


@pages.get("/branches/<branch>/services")
@pages.response(200, schemas.listing(schemas.Service))
def services(branch: str) -> dict[str, Any]:
    """The services of an office, in the order of its kiosk."""
    office = reached(branch)
    offers = [reading.offer(office, code) for code in office.services]
    return {"items": [_service(offer) for offer in offers], "next": None}


@pages.get("/branches/<branch>/board")
@pages.response(200)
def board(branch: str) -> dict[str, Any]:
    """What the waiting room sees, as of `seq`."""
    return reading.board(reached(branch))


@pages.get("/branches/<branch>/events")
@pages.arguments(schemas.EventsWanted, location="query")
@pages.response(200)
def events(asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """The history after `since`, oldest first; go on with `next` as `cursor`.

    `history` is another one once the installation was restored from a backup: then begin anew, at the board's `seq`.
    """
    office, limit = reached(branch), asked["limit"]
    since = max(asked["since"], after(asked.get("cursor")))
    rows, following = page(reading.history(office.id, since, limit + 1), limit, lambda row: row["seq"])
    seq, history = reading.last_seq(office.id), reading.history_id()
    return {"items": rows, "next": following, "seq": seq, "history": history}


@pages.post("/branches/<branch>/open")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.BranchNow)
def open_day(_asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """Open the office for today, whatever its hours say."""
    offering.open_day(reached(branch).id)
    return _now(reached(branch))


@pages.post("/branches/<branch>/close")
@pages.arguments(schemas.Reason)
@pages.response(200, schemas.BranchNow)
def close_day(asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """Close the office for today: those who wait expire, free counters close."""
    offering.close_day(reached(branch).id, asked["reason"])
    return _now(reached(branch))


@pages.post("/branches/<branch>/suspend")
@pages.arguments(schemas.NeededReason)
@pages.response(200, schemas.BranchNow)
def suspend(asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """Call nobody for a while; the board says why."""
    offering.suspend_office(reached(branch).id, asked["reason"])
    return _now(reached(branch))


@pages.post("/branches/<branch>/resume")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.BranchNow)
def resume(_asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """Go on calling."""
    offering.resume_office(reached(branch).id)
    return _now(reached(branch))


@pages.post("/branches/<branch>/services/<service>/close")
@pages.arguments(schemas.NeededReason)
@pages.response(200, schemas.Service)
def close_service(asked: dict[str, Any], branch: str, service: str) -> dict[str, Any]:
    """Give no more numbers for a service today."""
    offering.close_service(reached(branch).id, service, asked["reason"])
    return _service(reading.offer(reached(branch), service))


@pages.post("/branches/<branch>/services/<service>/open")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Service)
def open_service(_asked: dict[str, Any], branch: str, service: str) -> dict[str, Any]:
    """Give numbers for a service again."""
    offering.open_service(reached(branch).id, service)
    return _service(reading.offer(reached(branch), service))


@pages.post("/branches/<branch>/services/<service>/suspend")
@pages.arguments(schemas.NeededReason)
@pages.response(200, schemas.Service)
def suspend_service(asked: dict[str, Any], branch: str, service: str) -> dict[str, Any]:
    """Call nobody for a service for a while; the board says why."""
    offering.suspend_service(reached(branch).id, service, asked["reason"])
    return _service(reading.offer(reached(branch), service))


@pages.post("/branches/<branch>/services/<service>/resume")
@pages.arguments(schemas.Nothing)
@pages.response(200, schemas.Service)
def resume_service(_asked: dict[str, Any], branch: str, service: str) -> dict[str, Any]:
    """Go on calling for a service."""
    offering.resume_service(reached(branch).id, service)
    return _service(reading.offer(reached(branch), service))


@pages.post("/branches/<branch>/strips")
@pages.arguments(schemas.StripWanted)
@pages.response(201, schemas.Strip)
def print_strip(asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """Take the next numbers of a letter out of the series and print them, for a power cut."""
    numbers = strips.print_strip(reached(branch).id, asked["letter"], asked["count"], print_slips=asked["print"])
    return {"numbers": numbers}


@pages.post("/branches/<branch>/strips/used")
@pages.arguments(schemas.StripNumber)
@pages.response(201, schemas.Ticket)
def use_strip_number(asked: dict[str, Any], branch: str) -> dict[str, Any]:
    """Let a number of a strip stand in line."""
    office = reached(branch)
    seen = strips.use_strip_number(office.id, asked["number"], asked["service"], priority=asked["priority"])
    return shown.ticket(office, seen)


def _branch(row: Branch) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "address": row.address, "zone": row.zone}


def _now(office: Office) -> dict[str, Any]:
    hours = reading.standing(office)
    opens_at = hours.opens_at
    return _branch(office.branch) | {
        "open": hours.is_open,
        "closed_because": None if hours.is_open else OfficeClosed(hours).words(),
        "opens_at": said_at(office.moment(opens_at), office.branch) if opens_at else None,
        "suspended": office.branch.suspended_reason or None,
        "seq": reading.last_seq(office.id),
        "waiting": reading.waiting(office.branch),
    }


def _service(offer: reading.Offer) -> dict[str, Any]:
    row = offer.service
    return {
        "code": row.code,
        "letter": row.letter,
        "name": said_in(row.name, chosen_language()) or gettext("Service"),
        "names": row.name,
        "open": offer.refusal is None,
        "closed_because": offer.refusal,
        "suspended": row.suspended_reason or None,
        "quota": row.quota,
        "journey": row.journey,
    }
