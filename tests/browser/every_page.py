"""Every page there is, read from the application itself: a new one is visited, or asks for an example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from app.language import FOR_CITIZENS
from app.rules.texts import LANGUAGES, STAFF_LANGUAGES

NO_PAGES = {
    "static", "kiosk.static", "queue_display.static", "together.files", "look.style", "look.logo",
    "citizen.qr", "kiosk.speech", "kiosk.made_sound", "kiosk.recorded_sound",
    "queue_display.recorded_clip", "queue_display.medium", "admin.slip_picture", "admin.recap_table",
    "health.healthz", "health.readyz", "metrics.metrics", "admin.breach_list", "api-docs.openapi_json",
}  # fmt: skip
"""Files and answers to programs."""

PARTS = {"admin.test_of_agent", "admin.guide_made", "citizen.state", "kiosk.slip", "queue_display.announcement"}
"""Parts of a page, fetched into it: seen where it is."""

EXAMPLES: dict[str, dict[str, object]] = {
    "admin.board": {"code": "hall"},
    "admin.catalogue_service": {"code": "A-KTPR"},
    "admin.catalogue_standard": {"code": "A-KTPR"},
    "admin.counter_rules": {"number": "3"},
    "admin.hall_counter": {"number": "3"},
    "admin.hall_queue": {"letter": "B"},
    "admin.hall_service": {"code": "A-KTPR"},
    "admin.standard": {"code": "A-KTPR"},
    "admin.media": {"code": "hall"},
    "admin.need_rules": {"need_id": 1},
    "admin.person": {"staff_id": 1},
    "admin.printer_set_up": {"printer_id": 1},
    "admin.service_rules": {"code": "A-KTPR"},
    "admin.special_day": {"day": "2030-12-25"},
    "admin.slip": {"language": "en"},
    "admin.guide": {"language": "en", "part": "A"},
    "admin.voice": {"language": "su"},
    "kiosk.need": {"need_id": 1},
    "kiosk.queue": {"letter": "B"},
    "kiosk.service": {"code": "B-WRS"},
    "queue_display.one_board": {"board_code": "hall"},
}
"""What stands in an address besides the office and a citizen's ticket."""

ALWAYS = {"branch_code": "karawaci"}

THE_CITYS = "/admin/catalogue"
"""Pages of set-up that open to the city, and to no administrator."""


@dataclass(frozen=True)
class Visit:
    """A page, whose it is (its blueprint, or "city"), and the languages it speaks."""

    path: str
    blueprint: str
    languages: tuple[str, ...]


def pages(app: Flask) -> list[Rule]:
    """The addresses that lead to a whole page."""
    found = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in found if rule.endpoint not in NO_PAGES | PARTS and not rule.endpoint.startswith("api_")]


def without_example(app: Flask, **known: object) -> list[str]:
    """The pages nobody could visit, since an example is missing."""
    return [str(rule) for rule in pages(app) if rule.arguments - set(_arguments(rule, known))]


def visits(app: Flask, **known: object) -> Iterator[Visit]:
    """Every page once; `known` are arguments that are known only now, such as a ticket's token."""
    for rule in pages(app):
        built = rule.build(_arguments(rule, known), append_unknown=False)
        assert built, rule
        blueprint = "city" if rule.rule.startswith(THE_CITYS) else rule.endpoint.partition(".")[0]
        languages = tuple(LANGUAGES) if blueprint in FOR_CITIZENS else STAFF_LANGUAGES
        yield Visit(built[1], blueprint, languages)


def _arguments(rule: Rule, known: dict[str, object]) -> dict[str, object]:
    return ALWAYS | EXAMPLES.get(rule.endpoint, {}) | known
