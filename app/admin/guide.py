"""Pages: the sentences of the kiosks' spoken guide, made by the server or recorded by the office itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.saving import answer, page
from app.admin.studio import Clip, ClipForm, recorded
from app.db import db
from app.errors import NoSuchClip
from app.guide import sounds
from app.guide.making import missing
from app.guide.voice import voice_version
from app.guide.words import KIOSK, key_of, parts_of
from app.office import Office
from app.queueing.ruling.guide import no_longer_said, record_sentence, remove_sentence
from app.rules.recording import LONGEST_SENTENCE
from app.rules.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts, said_in

BY_THE_SERVER = (_l("said by the server"), "server")
BY_NOBODY = (_l("nobody says it yet"), "volume-off")


@dataclass(frozen=True)
class Part:
    """Some of what is said, and how much of it is recorded."""

    code: str
    name: str
    recorded: int
    clips: int


@pages.get("/<branch_code>/guide", defaults={"language": DEFAULT_LANGUAGE, "part": KIOSK})
@pages.get("/<branch_code>/guide/<language>", defaults={"part": KIOSK})
@pages.get("/<branch_code>/guide/<language>/<part>")
@set_up_required
def guide(branch_code: str, language: str, part: str) -> ResponseReturnValue:
    """What the guide says in a language, a part at a time, and who says it."""
    return _page(mine(branch_code), language, part)


@pages.get("/<branch_code>/guide/<language>/made")
@set_up_required
def guide_made(branch_code: str, language: str) -> ResponseReturnValue:
    """How far the server has come with what it makes; the page asks while it is at work."""
    return render_template("admin/rules/_guide_made.html", **_by_the_server(mine(branch_code), _known(language)))


@pages.post("/<branch_code>/guide/<language>/<part>/<clip>")
@set_up_required
def record_guide(branch_code: str, language: str, part: str, clip: str) -> ResponseReturnValue:
    """Keep a recording; the page's script asks for the row alone."""
    office = mine(branch_code)

    def page_again(seq: int | None, form: ClipForm) -> ResponseReturnValue:
        where = {"branch_code": branch_code, "language": language, "part": part}
        return answer(seq, lambda: _page(office, language, part, form), "admin.guide", **where)

    return recorded(
        lambda file: record_sentence(office.id, language, clip, file, staff().id),
        lambda: _row(mine(branch_code), language, part, clip),
        page_again,
    )


@pages.post("/<branch_code>/guide/<language>/<part>/<clip>/reset")
@set_up_required
def reset_guide(branch_code: str, language: str, part: str, clip: str) -> ResponseReturnValue:
    """Say a sentence by the server's voice again, where it has one; the page has asked first."""
    seq = remove_sentence(mine(branch_code).id, language, clip, staff().id)
    return answer(seq, str, "admin.guide", branch_code=branch_code, language=language, part=part)


def _page(office: Office, language: str, part: str, form: ClipForm | None = None) -> str:
    sentences = _sentences(office, language, part)
    return page(
        "guide",
        office,
        {"": form} if form else None,
        reads=language,
        tongues=LANGUAGES,
        parts=_parts(office, language),
        part=part,
        progress=_recorded_of(office, language, sentences),
        clips=[_clip(office, language, part, each) for each in sentences],
        no_longer_said=[
            replace(_clip(office, language, part, each.sentence), keeps="")
            for each in no_longer_said(db.session(), office, language)
        ],
        longest=LONGEST_SENTENCE,
        **_by_the_server(office, language),
    )


def _row(office: Office, language: str, part: str, clip: str) -> str:
    sentences = _sentences(office, language, part)
    return render_template(
        "admin/rules/_clip.html",
        progress=_recorded_of(office, language, sentences),
        reads=language,
        clip=next(_clip(office, language, part, each) for each in sentences if key_of(each) == clip),
    )


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise NoSuchClip
    return language


def _sentences(office: Office, language: str, part: str) -> tuple[str, ...]:
    parts = parts_of(office, _known(language))
    if part not in parts:
        raise NoSuchClip
    return parts[part]


def _parts(office: Office, language: str) -> list[Part]:
    def name(code: str) -> str:
        return str(gettext("The screens")) if code == KIOSK else f"{code} · {_said(office.letters[code].name)}"

    return [
        Part(code, name(code), _recorded_of(office, language, sentences), len(sentences))
        for code, sentences in parts_of(office, language).items()
    ]


def _said(name: Texts) -> str:
    return said_in(name, str(get_locale() or DEFAULT_LANGUAGE))


def _recorded_of(office: Office, language: str, sentences: tuple[str, ...]) -> int:
    own = office.guide_recordings.get(language, {})
    return sum(key_of(each) in own for each in sentences)


def _clip(office: Office, language: str, part: str, sentence: str) -> Clip:
    name = key_of(sentence)
    which = {"branch_code": office.branch.code, "language": language, "part": part, "clip": name}
    own = office.guide_recordings.get(language, {}).get(name, "")
    return Clip(
        name=name,
        words=sentence,
        seal=own,
        source=sounds.recorded(office, language, sentence) or sounds.made(office, language, sentence, make=False),
        otherwise=BY_THE_SERVER if voice_version() else BY_NOBODY,
        keeps=url_for("admin.record_guide", **which),  # type: ignore[arg-type]
        resets=url_for("admin.reset_guide", **which),  # type: ignore[arg-type]
        back=_l("Take it back"),
    )


def _by_the_server(office: Office, language: str) -> dict[str, Any]:
    total = sum(map(len, parts_of(office, language).values()))
    to_make = len(list(missing(office, language))) if voice_version() else 0
    return {
        "made_at": url_for("admin.guide_made", branch_code=office.branch.code, language=language),
        "has_voice": bool(voice_version()),
        "ahead": current_app.config["SETTINGS"].guide_ahead,
        "total": total,
        "to_make": to_make,
    }
