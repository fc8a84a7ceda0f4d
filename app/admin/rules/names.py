"""What each setting is called, and its values: the same words in the forms and in the history."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import Any

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l

from app.changes import Change
from app.clock_words import said_spans
from app.devices import listing
from app.language import ngettext
from app.printing.abilities import profile_words
from app.rules.no_show import Place
from app.rules.order import Kind
from app.rules.schedule import WEEKDAYS, ZONES
from app.standard_words import PARTS, STANDARD

NAMES = {
    "kind": _l("Order of the line"),
    "elderly": _l("Minutes earlier: the elderly"),
    "disabled": _l("Minutes earlier: people with a disability"),
    "pregnant": _l("Minutes earlier: pregnant or nursing"),
    "toddler": _l("Minutes earlier: with a small child"),
    "priority": _l("Priority citizens in a row"),
    "ordinary": _l("Then so many others"),
    "largest_wait": _l("Largest wait, in minutes"),
    "long_wait": _l("A wait is long from so many minutes"),
    "too_long_wait": _l("A wait is too long from so many minutes"),
    "officers_may_choose": _l("Officers may call out of order"),
    "calls": _l("Calls before a citizen counts as not come"),
    "seconds_apart": _l("Seconds after each call"),
    "window": _l("Minutes in which they may still come back"),
    "place": _l("Where they stand when they come back"),
    "after": _l("So many people go before them"),
    "idle_minutes": _l("Minutes without use until somebody is signed out"),
    "quick_change": _l("Officers change over with a PIN"),
    "pause_reasons": _l("Reasons to choose from"),
    "undo_seconds": _l("Seconds in which a step can be undone"),
    "always_open": _l("When numbers are given"),
    "cut_off": _l("Minutes before closing without new numbers"),
    "zone": _l("Time zone"),
    "monday": _l("Monday"),
    "tuesday": _l("Tuesday"),
    "wednesday": _l("Wednesday"),
    "thursday": _l("Thursday"),
    "friday": _l("Friday"),
    "saturday": _l("Saturday"),
    "sunday": _l("Sunday"),
    "special_day": _l("Special day"),
    "season": _l("Season of its own"),
    "first_number": _l("First number of the day"),
    "width": _l("Digits"),
    "quota": _l("Numbers a day"),
    "journey": _l("Afterwards on to"),
    "letters": _l("Queues served"),
    "services": _l("Only these services"),
    "first_letters": _l("Queues served first"),
    "helps": _l("Helps other queues"),
    "accent": _l("The office's own colour"),
    "slip_template": _l("What the slip says"),
    "slip_logo": _l("Logo on the slip"),
    "need": _l("Need"),
    "need_name": _l("What happened, in words"),
    "need_icon": _l("Picture"),
    "need_services": _l("Services that help then"),
    "needs_order": _l("Order of the needs"),
    "service_pin": _l("PIN of the kiosks' service menu"),
    "board": _l("Board"),
    "board_name": _l("Name of the board"),
    "board_kind": _l("Where the board hangs"),
    "board_counters": _l("Counters on the board"),
    "board_letters": _l("Queues on the board"),
    "board_ways": _l("Ways to the counters"),
    "board_shows_waiting": _l("The board shows who waits"),
    "board_shows_last": _l("The board shows the last calls"),
    "board_shows_running": _l("The board shows the running text"),
    "board_running_text": _l("Running text"),
    "voice_clip": _l("Clip of the voice"),
    "guide_clip": _l("Sentence of the spoken guide"),
    "board_media": _l("Pictures and videos"),
    "board_media_volume": _l("Loudness of videos"),
    "board_running_pace": _l("Speed of the running text"),
    "board_voices": _l("Languages in turn"),
    "board_report_line": _l("Where illegal fees are reported"),
    "board_speaks": _l("The board speaks"),
    "board_style": _l("How numbers are spoken"),
    "board_times": _l("How often a call is spoken"),
    "board_pause": _l("Pause between number and counter"),
    "board_speed": _l("Speed of the voice"),
    "board_volume": _l("Loudness"),
    "board_soft_volume": _l("Loudness in the soft hours"),
    "board_soft_hours": _l("Soft hours"),
    "board_quiet_hours": _l("Quiet hours"),
    "counter": _l("Counter"),
    "counter_number": _l("Number on the counter"),
    "counter_name": _l("What staff call it"),
    "counters_order": _l("Order of the counters"),
    "counter_retired": _l("Retired"),
    "letter": _l("Queue"),
    "letter_name": _l("Name of the queue"),
    "letter_icon": _l("Picture"),
    "letters_order": _l("Order of the queues"),
    "service": _l("Service"),
    "service_name": _l("Name of the service"),
    "service_letter": _l("Queue"),
    "service_icon": _l("Picture"),
    "services_order": _l("Order of the services"),
    "service_retired": _l("Retired"),
    "standard": _l("Version of the standard"),
    "follows": _l("Follows the city's catalogue"),
    "office": _l("Office"),
    "printers": _l("Printers, in their order"),
    "kiosk_printers": _l("Printers of the kiosk, in their order"),
    "printer_name": _l("Name of the printer"),
    "printer_width_mm": _l("Width of the paper, in mm"),
    "printer_profile": _l("What the printer can do"),
    "printer_roll_metres": _l("Length of a new roll, in metres"),
}
KINDS = {
    Kind.FIRST_COME: _l("First come, first served"),
    Kind.HEAD_START: _l("A head start for priority citizens"),
    Kind.INTERLEAVE: _l("Priority citizens and others in turn"),
}
PLACES = {
    Place.KEEP: _l("Where they stood"),
    Place.HEAD: _l("At the head of the line"),
    Place.TAIL: _l("At the end of the line"),
    Place.AFTER: _l("After the next few"),
}
ALWAYS_OPEN = {True: _l("Always open"), False: _l("By the week")}
COUNTERS_OWN = (
    "letters", "services", "first_letters", "helps", "counter", "counter_number", "counter_name", "counter_retired",
)  # fmt: skip
WHEN_EMPTY = {
    "idle_minutes": _l("as the installation has it"),
    "need": _l("none"),
    "counter": _l("none"),
    "counter_name": _l("none"),
    "letter": _l("none"),
    "service": _l("none"),
    "office": _l("none"),
    "standard": _l("none"),
    "pause_reasons": _l("the usual reasons"),
    "quota": _l("as many as come"),
    "special_day": _l("like its weekday"),
    "services": _l("all of its queues"),
    "accent": _l("Giliran's green"),
    "kiosk_printers": _l("those of the office"),
}


STANDARD_SLIP = _l("the standard slip")
LANGUAGE_NAMES = {"id": _l("Indonesian"), "en": _l("English"), "su": _l("Sundanese"), "jv": _l("Javanese")}


def said_change(change: Change) -> str:
    """One change in words: "A · Digits: 3, now 4"."""
    if change.what.startswith("standard_"):
        what, day = STANDARD[change.what.removeprefix("standard_")], format_date(date.fromisoformat(change.after))
        return str(gettext("%(of)s · %(what)s: a new text from %(day)s on", of=change.of, what=what, day=day))
    if change.what in OF_CATALOGUE:
        return f"{change.of} · {OF_CATALOGUE[change.what](change.after)}"
    if change.what.startswith("own_"):
        part = str(PARTS[change.what.removeprefix("own_")])
        own = gettext("%(what)s: the office's own from now on", what=part)
        theirs = gettext("%(what)s: the city's catalogue's from now on", what=part)
        return f"{change.of} · {own if change.after else theirs}"
    said = gettext(
        "%(what)s: %(before)s, now %(after)s",
        what=NAMES.get(change.what, change.what),
        before=said_value(change.what, change.before),
        after=said_value(change.what, change.after),
    )
    return f"{_whose(change)} · {said}" if change.of else str(said)


def _whose(change: Change) -> str:
    if change.what in ("special_day", "season"):
        return str(format_date(date.fromisoformat(change.of), "d MMMM y"))
    if change.what in COUNTERS_OWN:
        return str(gettext("Counter %(number)s", number=change.of))
    if change.what == "kiosk_printers":  # its name was typed by somebody, and stands in no history
        return listing.name_of(int(change.of))
    if change.what == "slip_template":
        return str(LANGUAGE_NAMES.get(change.of, change.of))
    return change.of


def said_value(what: str, value: Any) -> str:
    """A setting's value in words."""
    known: dict[str, dict[Any, Any]] = {"kind": KINDS, "place": PLACES, "always_open": ALWAYS_OPEN, "zone": ZONES}
    if what in known:
        return str(known[what].get(value, value))
    own = partial(_board_words, what) if what.startswith("board") else OWN_WORDS.get(what)
    if own:
        return own(value)
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if what in WHEN_EMPTY and (value is None or (value in ("", []) and what != "special_day")):
        return str(WHEN_EMPTY[what])
    if what in WEEKDAYS or what == "special_day":
        return said_spans(value) or str(gettext("closed"))
    if isinstance(value, dict):
        value = [gettext("%(queue)s after %(minutes)s minutes", queue=of, minutes=each) for of, each in value.items()]
    return (", ".join(value) or str(gettext("none"))) if isinstance(value, list) else str(value)


def _season_words(value: dict[str, Any] | None) -> str:
    if value is None:
        return str(gettext("none"))
    until = gettext("until %(day)s", day=format_date(date.fromisoformat(value["last"]), "d MMMM y"))
    days = (f"{NAMES[WEEKDAYS[int(day)]]} {said_spans(spans)}" for day, spans in value["weekly"].items())
    return ", ".join([str(until), *days])


def _template_words(template: str) -> str:
    return ngettext("%(num)d line", "%(num)d lines", len(template.split("\n"))) if template else str(STANDARD_SLIP)


def _logo_words(logo: str) -> str:
    return str(gettext("a picture") if logo else gettext("none"))


def _clip_words(seal: str) -> str:
    return str(gettext("recorded here") if seal else gettext("as shipped"))


def _sentence_words(seal: str) -> str:
    return str(gettext("recorded here") if seal else gettext("not recorded here"))


def _medium_words(medium: dict[str, Any]) -> str:
    if not medium["is_on"]:
        return str(gettext("a video, off") if medium["kind"] == "video" else gettext("a picture, off"))
    words = gettext("a video of %(seconds)s s") if medium["kind"] == "video" else gettext("a picture of %(seconds)s s")
    return " ".join([str(words) % medium, said_spans(medium["hours"])]).strip()


def _board_words(what: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if what == "board_media":
        return ", ".join(map(_medium_words, value)) or str(gettext("none"))
    if what in ("board_soft_hours", "board_quiet_hours"):
        value = said_spans(value)
    if isinstance(value, dict):
        value = [f"{of}: {each}" for of, each in value.items()]
    return (", ".join(value) if isinstance(value, list) else str(value or "")) or str(gettext("none"))


def _spoken_words(texts: dict[str, str]) -> str:
    return ", ".join(texts.values())


OWN_WORDS: dict[str, Callable[[Any], str]] = {
    "need_name": _spoken_words,
    "season": _season_words,
    "letter_name": _spoken_words,
    "service_name": _spoken_words,
    "slip_template": _template_words,
    "slip_logo": _logo_words,
    "printer_profile": profile_words,
    "voice_clip": _clip_words,
    "guide_clip": _sentence_words,
}


def said_parts(names: Collection[str]) -> str:
    """Parts of a service, in words and in their order."""
    return ", ".join(str(words) for name, words in PARTS.items() if name in names)


def _from_catalogue(names: list[str]) -> str:
    return str(gettext("From the city's catalogue: %(parts)s", parts=said_parts(names)))


def _kept_own(names: list[str]) -> str:
    return str(gettext("Stays the office's own although the catalogue changed: %(parts)s", parts=said_parts(names)))


def _catalogue_retired(is_retired: bool) -> str:
    return str(
        gettext("The city offers it to no further office; this one keeps it")
        if is_retired
        else gettext("The city offers it to all offices again")
    )


def _catalogue_withdrawn(_is_withdrawn: bool) -> str:
    return str(gettext("The city has withdrawn it from its catalogue; this office keeps it as its own"))


OF_CATALOGUE: dict[str, Callable[[Any], str]] = {
    "from_catalogue": _from_catalogue,
    "kept_own": _kept_own,
    "catalogue_retired": _catalogue_retired,
    "catalogue_withdrawn": _catalogue_withdrawn,
}
