"""What can be refused when counters, queues and services are set up, each worded once; no citizen reads these."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.errors import GiliranError


class NoSuchCatalogueService(GiliranError):
    code, status = "no-such-catalogue-service", 404
    message = _l("The city's catalogue has no such service. Please choose from the list.")


class NoLongerInCatalogue(GiliranError):
    code = "no-longer-in-catalogue"
    message = _l(
        "The city offers this service to no further office. Ask the city to bring it back, or add one of your own."
    )


class CatalogueChanged(GiliranError):
    code = "catalogue-changed"
    message = _l("What you saw was changed meanwhile, so nothing was done. Look at it again, then decide.")


class StillNeeded(GiliranError):
    """Something of the set-up cannot be taken away while others lean on it."""

    code = "still-needed"


class CounterInUse(StillNeeded):
    message = _l("Counter %(counter)s is in use. Close it first, and finish with the citizen who is there.")


class CitizensSentHere(StillNeeded):
    message = _l("Citizens wait for counter %(counter)s alone. Call them, or send them elsewhere first.")


class BoardOverCounter(StillNeeded):
    message = _l("The board “%(board)s” hangs over counter %(counter)s. Let it hang elsewhere, or remove it first.")


class CitizensComeForIt(StillNeeded):
    message = _l("Citizens are here for %(service)s today. Serve them or send them on first, then retire it.")


class LeadsOnToIt(StillNeeded):
    message = _l("%(other)s leads on to %(service)s. Take it out of that journey first.")


class OnlyWorkOf(StillNeeded):
    message = _l("Counter %(counter)s does nothing but %(what)s. Give it other work first.")


class LetterInUse(StillNeeded):
    message = _l("Services belong to queue %(letter)s, retired ones among them. Move them to another queue first.")


class LetterGaveNumbers(StillNeeded):
    message = _l("Queue %(letter)s has given numbers, and the history refers to it. Without services nobody sees it.")
