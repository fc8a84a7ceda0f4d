"""How somebody likes pages shown: light or dark, high contrast, without motion.

It is kept in a cookie of their browser, and the server writes it into the page: nothing flashes in another look first.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, make_response, redirect, request, url_for
from flask_babel import lazy_gettext as _l

from app import cookies
from app.own_paths import own_path

COOKIE = "giliran_appearance"
THEMES = {"by-system": _l("As the computer is set"), "light": _l("Light"), "dark": _l("Dark")}
"""Classes of the tokens, and their names."""
CONTRAST, STILL = "high-contrast", "still"

pages = Blueprint("appearance", __name__)


@dataclass(frozen=True)
class Appearance:
    """What one browser's pages look like."""

    theme: str = "by-system"
    contrast: bool = False
    still: bool = False

    @classmethod
    def read(cls, words: list[str]) -> Appearance:
        """The look that some words name; what is not known is passed over."""
        theme = next((word for word in words if word in THEMES), "by-system")
        return cls(theme, CONTRAST in words, STILL in words)

    @property
    def classes(self) -> str:
        """The classes of the page, and what the cookie holds."""
        return " ".join([self.theme, *([CONTRAST] if self.contrast else []), *([STILL] if self.still else [])])


@pages.post("/appearance")
def choose() -> Response:
    """Keep how this browser's pages look, and go back to where that was chosen."""
    chosen = Appearance.read(request.form.getlist("look"))
    back = own_path(request.form.get("back", "")) or url_for("front_door.home")
    answer = make_response(redirect(back, 303))
    cookies.keep(answer, COOKIE, chosen.classes)
    return answer


def init_appearance(app: Flask) -> None:
    """Let every template know the look of its reader."""

    @app.context_processor
    def look() -> dict[str, object]:
        return {"appearance": Appearance.read(cookies.kept(COOKIE).split()), "themes": THEMES}
