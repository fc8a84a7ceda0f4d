"""Pages: the clips of the boards' voice, shipped or recorded by the office itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.saving import answer, page
from app.admin.studio import Clip, ClipForm, recorded
from app.errors import NoSuchClip
from app.office import Office
from app.queueing.ruling.voices import record_clip, remove_recording
from app.rules.recording import LONGEST
from app.rules.texts import DEFAULT_LANGUAGE, LANGUAGES
from app.rules.tongues import CHIME, TONGUES, Tongue, clip_of, is_provisional, letter_clip

AS_SHIPPED = (_l("as shipped"), "package")


@dataclass(frozen=True)
class Voice:
    """A language, and how much of it the office has recorded."""

    code: str
    name: str
    recorded: int
    clips: int
    is_provisional: bool


@pages.get("/<branch_code>/voice", defaults={"language": DEFAULT_LANGUAGE})
@pages.get("/<branch_code>/voice/<language>")
@set_up_required
def voice(branch_code: str, language: str) -> ResponseReturnValue:
    """What a language needs, and what of it the office has recorded."""
    return _page(mine(branch_code), language)


@pages.post("/<branch_code>/voice/<language>/<clip>")
@set_up_required
def record(branch_code: str, language: str, clip: str) -> ResponseReturnValue:
    """Keep a recording; the page's script asks for the row alone."""
    office = mine(branch_code)

    def page_again(seq: int | None, form: ClipForm) -> ResponseReturnValue:
        return answer(
            seq, lambda: _page(office, language, form), "admin.voice", branch_code=branch_code, language=language
        )

    return recorded(
        lambda file: record_clip(office.id, language, clip, file, staff().id),
        lambda: _row(mine(branch_code), language, clip),
        page_again,
    )


@pages.post("/<branch_code>/voice/<language>/<clip>/reset")
@set_up_required
def reset_clip(branch_code: str, language: str, clip: str) -> ResponseReturnValue:
    """Say the shipped clip again; the page has asked first."""
    seq = remove_recording(mine(branch_code).id, language, clip, staff().id)
    return answer(seq, str, "admin.voice", branch_code=branch_code, language=language)


def _page(office: Office, language: str, form: ClipForm | None = None) -> str:
    if language not in TONGUES:
        raise NoSuchClip
    return page(
        "voice",
        office,
        {"": form} if form else None,
        voices=[_voice(office, code) for code in TONGUES],
        voice=_voice(office, language),
        groups=[(title, [_clip(office, language, *each) for each in some]) for title, some in _groups(language)],
        longest=LONGEST,
    )


def _row(office: Office, language: str, clip: str) -> str:
    words = dict(each for _title, some in _groups(language) for each in some)[clip]
    return render_template(
        "admin/rules/_clip.html",
        progress=_voice(office, language).recorded,
        reads=language,
        clip=_clip(office, language, clip, words),
    )


def _voice(office: Office, code: str) -> Voice:
    recorded = office.recordings.get(code, {})
    return Voice(code, LANGUAGES[code], len(recorded), len(TONGUES[code].clips) + 1, is_provisional(code, recorded))


def _clip(office: Office, language: str, name: str, words: str) -> Clip:
    seal = office.recordings.get(language, {}).get(name, "")
    which = {"branch_code": office.branch.code, "language": language, "clip": name}
    source = url_for("queue_display.static", filename=f"voice/{language}/{name}.mp3", lang=None)
    if seal:
        source = url_for("queue_display.recorded_clip", **which, v=seal, lang=None)  # type: ignore[arg-type]
    return Clip(
        name=name,
        words=words,
        seal=seal,
        source=source,
        otherwise=AS_SHIPPED,
        keeps=url_for("admin.record", **which),  # type: ignore[arg-type]
        resets=url_for("admin.reset_clip", **which),  # type: ignore[arg-type]
        back=_l("Shipped one"),
        is_text=name != CHIME,
    )


def _groups(language: str) -> list[tuple[Any, list[tuple[str, str]]]]:
    tongue = TONGUES[language]
    return [
        (
            _l("The sentence"),
            [(CHIME, str(_l("the chime"))), *_named(tongue.ticket, tongue.invitation, tongue.counter)],
        ),
        (_l("The digits"), _named(*tongue.digits)),
        (_l("Tens"), _named(*tongue.teens, *tongue.tens)),
        (_l("Hundreds and thousands"), _named(*tongue.hundreds, *tongue.thousands)),
        (_l("Letters"), _letters(tongue)),
    ]


def _named(*words: str) -> list[tuple[str, str]]:
    return [(clip_of(each), each) for each in words]


def _letters(tongue: Tongue) -> list[tuple[str, str]]:
    # The letter as it is printed on the slip, and how it is read.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    read = zip(alphabet, tongue.letters, strict=True)
    return [(letter_clip(letter), letter if name == letter else f"{letter} ({name})") for letter, name in read]
