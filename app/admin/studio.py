"""The studio: what pages on which somebody records the office's voice have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.admin.routes import pages
from app.admin.rules.fields import ChosenFile, RuleForm
from app.admin.rules.saving import attempt
from app.extensions import htmx
from app.rules.recording import LARGEST_FILE

AROUND_A_FILE = 64 * 1024
"""What a form needs besides the file in it."""
TAKES_A_SOUND = ("admin.record", "admin.record_guide")


class ClipForm(RuleForm):
    """A sound to keep."""

    file = ChosenFile(_l("Sound file"))


@dataclass(frozen=True)
class Clip:
    """A clip as a page lists it.

    Args:
        is_text: whether its words are read aloud as they stand.
        seal: of the recording; empty when there is none.
        source: where it can be heard as it is now; empty when nobody says it.
        otherwise: who says it when it is not recorded, and the icon for that.
        keeps, resets: where a recording is sent to (empty: there can be no other), and where it is taken back.
        back: what taking it back is called.
    """

    name: str
    words: str
    seal: str
    source: str
    otherwise: tuple[Any, str]
    keeps: str
    resets: str
    back: Any
    is_text: bool = True


@pages.url_value_preprocessor
def let_a_sound_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A sound may be larger than other forms; set before anybody reads the form."""
    if endpoint in TAKES_A_SOUND:
        request.max_content_length = LARGEST_FILE + AROUND_A_FILE


def recorded(
    verb: Callable[[bytes], int], row: Callable[[], str], page: Callable[[int | None, ClipForm], ResponseReturnValue]
) -> ResponseReturnValue:
    """Keep the sound that was sent.

    Args:
        verb: keeps it, and returns the `seq`.
        row: the clip as it is listed now, for the studio, which asks for nothing else.
        page: the answer to whoever has no script, from what `attempt` returns.
    """
    form = ClipForm()
    file = form.file.data.read() if form.file.data else b""
    seq = attempt({"": form}, lambda: verb(file))
    if not htmx:
        return page(seq, form)
    return row() if seq is not None else (render_template("_refusal.html", words=form.file.errors[0]), 422)
