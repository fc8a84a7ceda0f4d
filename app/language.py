"""Which language a page speaks: `?lang=` in its address, else Indonesian.

The address alone decides, so a kiosk is back in Indonesian for the next citizen by going home,
and no GET leaves anything behind. Sundanese and Javanese are for citizens: what has not been said in them yet is said
in Indonesian, which everybody here reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from babel.dates import get_day_names, get_month_names
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import Domain, force_locale, get_locale, get_translations

from app.rules.texts import DEFAULT_LANGUAGE, LANGUAGES, STAFF_LANGUAGES, said_in

CHOSEN = "giliran.language"
"""Where a request keeps what was found out once."""

FOR_CITIZENS = frozenset({"kiosk", "queue_display", "citizen"})
"""The blueprints whose pages citizens read."""

_catalogues: dict[str, Any] = {}


def chosen_language() -> str:
    """The language of this request."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    known: str | None = request.environ.get(CHOSEN)
    if known is None:
        wanted = request.args.get("lang", "")
        known = request.environ[CHOSEN] = wanted if wanted in spoken_here() else DEFAULT_LANGUAGE
    return known


def spoken_here() -> tuple[str, ...]:
    """The languages of the page that was asked for."""
    citizens = not has_request_context() or request.blueprint in FOR_CITIZENS
    return tuple(LANGUAGES) if citizens else STAFF_LANGUAGES


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Word something in another language than this request's."""
    with force_locale(language):
        if not has_request_context():
            yield
            return
        before = chosen_language()
        request.environ[CHOSEN] = language
        try:
            yield
        finally:
            request.environ[CHOSEN] = before


def init_language(app: Flask) -> None:
    """Let every link keep the language, and give templates `said()` and `language`."""

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint.endswith("static") or not has_request_context():
            return
        if chosen_language() != DEFAULT_LANGUAGE:
            values.setdefault("lang", chosen_language())

    app.extensions["babel"].instance.domain_instance = _Words()
    # Once per page, not once per word: a page has dozens, and Flask-Babel looks five things up for each.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["url_for"] = address

    @app.context_processor
    def words() -> dict[str, Any]:
        language = str(get_locale() or DEFAULT_LANGUAGE)
        return {
            "language": language,
            "spoken_languages": {code: LANGUAGES[code] for code in spoken_here()},
            "said": lambda texts: said_in(texts or {}, language),
            "this_page_in": this_page_in,
            "calendar_of": calendar_of,
        }


def address(endpoint: str, **values: Any) -> str:
    """`url_for` for templates, remembered: a page names a dozen addresses, nearly all of them the same every time."""
    return _address(request.script_root, chosen_language(), endpoint, tuple(values.items()))


@lru_cache(maxsize=4096)
def _address(_root: str, _language: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def ngettext(one: str, many: str, count: int) -> str:
    """Words with a count in them, "%(num)d", in the language of this request."""
    words: str = _catalogue().ungettext(one, many, count) % {"num": count}
    return words


def _catalogue() -> Any:
    if not has_request_context():
        return get_translations()
    language = chosen_language()
    return _catalogues.get(language) or _catalogues.setdefault(language, get_translations())


def calendar_of(zone: str) -> dict[str, str]:
    """What a clock of an office needs, as attributes of its element: the zone, and the days from Sunday on and months
    in the language of this request where browsers do not know them; CLDR does."""
    language = chosen_language()
    return {"data-zone": zone} | ({} if language in STAFF_LANGUAGES else _calendar_words(language))


@lru_cache(maxsize=len(LANGUAGES))
def _calendar_words(language: str) -> dict[str, str]:
    days, months = get_day_names(locale=language), get_month_names(locale=language)
    from_sunday = (6, 0, 1, 2, 3, 4, 5)
    return {
        "data-days": " ".join(days[at] for at in from_sunday),
        "data-months": " ".join(months[at] for at in range(1, 13)),
    }


def this_page_in(language: str, otherwise: str) -> str:
    """The address of this page in another language; for the answer to a form, `otherwise`."""
    if request.method != "GET" or request.endpoint is None:
        return otherwise
    values = {**request.args.to_dict(), **(request.view_args or {})}
    return url_for(request.endpoint, **values | {"lang": None if language == DEFAULT_LANGUAGE else language})


class _Words(Domain):  # type: ignore[misc]
    """The catalogues, those for citizens alone with Indonesian behind them."""

    def get_translations(self) -> NullTranslations:
        """The words of the current language."""
        found: NullTranslations = super().get_translations()
        if found._fallback is None and str(get_locale()) not in STAFF_LANGUAGES:
            found.add_fallback(Translations.load(f"{current_app.root_path}/translations", [DEFAULT_LANGUAGE]))
        return found
