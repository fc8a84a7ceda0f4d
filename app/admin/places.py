"""The pages of set-up by their names and the words people look for them by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.access import SETS_UP
from app.models import Role
from app.people.person import Person


@dataclass(frozen=True)
class Place:
    """A page of an office's set-up.

    Args:
        words: what else people call what is decided there.
        only: the one role that may go there; None is whoever sets up.
    """

    endpoint: str
    sign: str
    name: Any
    words: Any
    only: Role | None = None


@dataclass(frozen=True)
class PlaceOfAll(Place):
    """A page that belongs to no office.

    Args:
        roles: one of which is held by whoever may go there; `everywhere`: in all offices.
    """

    roles: tuple[Role, ...] = (Role.ADMIN,)
    everywhere: bool = False

    def may_go(self, person: Person) -> bool:
        """Whether it opens to somebody."""
        return person.roles.include_in(None, *self.roles) if self.everywhere else person.holds(*self.roles)


PLACES = (
    Place("admin.today", "calendar-check", _l("Today"), _l("open close day stop message emergency strip power cut")),
    Place("admin.services", "list-checks", _l("Services today"), _l("close open reason out of blanks")),
    Place("admin.rules", "scale", _l("Rules"), _l("policy last changes history")),
    Place(
        "admin.hall_services", "list-checks", _l("Services and standards"), _l("catalogue requirements fee time retire")
    ),
    Place("admin.office_catalogue", "library", _l("City catalogue"), _l("shared take over own text"), Role.ADMIN),
    Place("admin.hall_queues", "ticket", _l("Queues"), _l("letter sound alike tile")),
    Place("admin.hall_counters", "layout-grid", _l("Counters"), _l("number name add retire")),
    Place("admin.exchange", "file-spreadsheet", _l("Export and import"), _l("excel xlsx csv json file")),
    Place("admin.line_rules", "list-ordered", _l("Order of the line"), _l("priority elderly head start wait")),
    Place("admin.missed_rules", "user-round-x", _l("Those who do not come"), _l("no show call again come back undo")),
    Place("admin.hours_rules", "clock", _l("Opening hours"), _l("break cut-off time zone week")),
    Place("admin.special_days", "calendar-days", _l("Special days"), _l("holiday leave closed")),
    Place(
        "admin.coming_holidays", "calendar-days", _l("Holidays to take over"), _l("national collective leave decree")
    ),
    Place("admin.seasons", "moon-star", _l("Ramadan and other seasons"), _l("fasting hours")),
    Place("admin.letter_rules", "ticket", _l("Numbers of the queues"), _l("first number digits")),
    Place("admin.services_rules", "route", _l("Quotas and journeys"), _l("limit a day next step")),
    Place("admin.counters_rules", "layout-grid", _l("Work of the counters"), _l("serves first helps")),
    Place("admin.needs_rules", "search", _l("Needs"), _l("what happened lost married moved")),
    Place("admin.boards", "monitor", _l("Boards"), _l("television voice loudness running text language")),
    Place("admin.voice", "mic", _l("The office's own voice"), _l("record clip")),
    Place("admin.guide", "headphones", _l("Spoken guide of the kiosks"), _l("record read aloud blind headphones")),
    Place("admin.look", "palette", _l("Colour and logo"), _l("crest picture")),
    Place("admin.rest_rules", "coffee", _l("Why officers pause"), _l("break reason")),
    Place("admin.idling_rules", "log-out", _l("Signing out by itself"), _l("idle session automatic sign out")),
    Place("admin.quick_change_rules", "arrow-left-right", _l("Changing over"), _l("pin shared computer officer")),
    Place("admin.kiosk_rules", "tablet-smartphone", _l("Kiosk"), _l("service menu pin"), Role.ADMIN),
    Place("admin.slip", "receipt-text", _l("Slip"), _l("paper text logo print")),
    Place("admin.new_printer", "printer", _l("Find or add a printer"), _l("network usb model")),
    Place("admin.devices", "tablet-smartphone", _l("Devices"), _l("pair code kiosk board agent"), Role.ADMIN),
    Place("admin.recap", "chart-column", _l("Daily recap"), _l("numbers figures report")),
)
OF_THE_CITY = (Role.CITY, Role.AUDITOR)
LOOKS_AT_ALL = (Role.ADMIN, *OF_THE_CITY)
OF_INSTALLATION = (
    PlaceOfAll("admin.people", "users-round", _l("People"), _l("staff officer account role password stop")),
    PlaceOfAll("admin.new_person", "user-round-plus", _l("Somebody new"), _l("add staff officer account")),
    PlaceOfAll("admin.keys", "key-round", _l("API keys"), _l("program token integration")),
    PlaceOfAll("admin.printers", "printer", _l("Printers"), _l("slips waiting fault paper out"), roles=SETS_UP),
    PlaceOfAll("admin.doctor", "stethoscope", _l("Check-up"), _l("wrong backup health"), roles=LOOKS_AT_ALL),
    PlaceOfAll("admin.audit", "scroll-text", _l("Audit log"), _l("who changed when"), roles=LOOKS_AT_ALL),
    PlaceOfAll("admin.catalogue", "library", _l("City catalogue"), _l("services of all offices"), roles=OF_THE_CITY),
    PlaceOfAll("admin.new_office", "building-2", _l("A new office"), _l("found begin first"), everywhere=True),
    PlaceOfAll("admin.retention", "calendar-x", _l("How long data is kept"), _l("delete privacy"), everywhere=True),
    PlaceOfAll("admin.breach", "siren", _l("Data breach"), _l("leak notice drill"), everywhere=True),
)
