"""The form of one board, and what it means."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField

from app.admin.rules.fields import Choice, Option, RuleForm, Spans, WholeNumber
from app.office import Office
from app.rules.board import BOUNDS, BoardRules, Kind, Pace, Way
from app.rules.texts import LANGUAGES, STAFF_LANGUAGES
from app.rules.tongues import TONGUES, is_provisional

AHEAD = "ahead"
KINDS: dict[str, tuple[Any, Any]] = {
    Kind.HALL: (_l("In the hall"), _l("It shows the call, the last calls and who waits.")),
    Kind.COUNTER: (_l("Over one counter"), _l("It shows nothing but the number that is called there.")),
}
STYLES = {
    "digits": (_l("Digit by digit"), _l("A-012 is “nol satu dua”. Everybody understands it.")),
    "number": (_l("As a number"), _l("A-012 is “dua belas”. It is shorter.")),
}
PACES: dict[str, tuple[Any, Any]] = {
    Pace.SLOW: (_l("Slow"), ""),
    Pace.NORMAL: (_l("Normal"), ""),
    Pace.FAST: (_l("Fast"), ""),
}
VOICES = tuple(f"voice_{turn}" for turn in range(1, len(TONGUES) + 1))
"""The fields of the languages in turn."""
WAYS: dict[str, tuple[Any, Any]] = {
    AHEAD: (_l("Straight ahead"), ""),
    Way.LEFT: (_l("To the left"), ""),
    Way.RIGHT: (_l("To the right"), ""),
}


class BoardForm(RuleForm):
    """What a board shows and says."""

    code = StringField(
        _l("Code in its address"), description=_l("Small letters, digits and hyphens: lantai-2. It stays as it is.")
    )
    name = StringField(_l("Name"), description=_l("Only you see it: Papan lantai 2."))
    kind = Choice(_l("Where it hangs"), KINDS)
    counters = SelectMultipleField(
        _l("Only calls to these counters"),
        description=_l("Without a tick it shows the calls of all."),
        validate_choice=False,
    )
    letters = SelectMultipleField(
        _l("Only numbers of these queues"), description=_l("Without a tick it shows all queues."), validate_choice=False
    )
    shows_waiting = BooleanField(_l("How many wait in each queue, and about how long"))
    shows_last = BooleanField(_l("The last calls"))
    shows_running = BooleanField(_l("The running text"))
    running_id = StringField(
        _l("Running text in Indonesian"),
        description=_l("Left empty, it is the office's own. Long texts run longer, not faster."),
    )
    running_en = StringField(_l("Running text in English"), description=_l("Boards that speak English show it."))
    running_pace = Choice(_l("Speed of the running text"), PACES)
    report_line = StringField(
        _l("Where illegal fees are reported"),
        description=_l("A telephone number or an address. Left empty, the board shows no notice about fees."),
    )
    speaks = BooleanField(
        _l("Speak the calls"), description=_l("Without a voice the board still shows every call and its sentence.")
    )
    voice_1 = SelectField(_l("First in"), validate_choice=False)
    voice_2 = SelectField(_l("then in"), validate_choice=False)
    voice_3 = SelectField(_l("then in"), validate_choice=False)
    voice_4 = SelectField(_l("then in"), validate_choice=False)
    style = Choice(_l("How numbers are spoken"), STYLES)
    times = WholeNumber(
        _l("How often a call is spoken"), BOUNDS["times"],
        description=_l("When many are called at one moment, each is spoken once, and then in short."),
    )  # fmt: skip
    pause = WholeNumber(_l("Pause between number and counter, in thousandths of a second"), BOUNDS["pause"])
    speed = WholeNumber(_l("Speed of the voice, in percent"), BOUNDS["speed"])
    volume = WholeNumber(_l("Loudness, in percent"), BOUNDS["volume"])
    media_volume = WholeNumber(
        _l("Loudness of videos, in percent"), BOUNDS["media_volume"],
        description=_l("While a call is spoken, they are seven times softer; in the quiet hours they are silent."),
    )  # fmt: skip
    soft_hours = Spans(_l("Soft hours"), description=_l("For example 12:00–13:00."))
    soft_volume = WholeNumber(_l("Loudness in the soft hours, in percent"), BOUNDS["soft_volume"])
    quiet_hours = Spans(
        _l("Quiet hours"), description=_l("Nothing is spoken then, during prayers for example; calls are still shown.")
    )


class WayForm(RuleForm):
    """Where a counter lies, seen from who stands before the board."""

    way = Choice(_l("Way"), WAYS)


def forms_of(office: Office, board: BoardRules) -> dict[str, RuleForm]:
    """The forms of a board, filled with what it is now: its own, and one for each counter of the office."""
    texts = {f"running_{language}": board.running_text.get(language, "") for language in STAFF_LANGUAGES}
    voices = dict.fromkeys(VOICES, "") | dict(zip(VOICES, board.voices, strict=False))
    form = BoardForm(data=vars(board) | texts | voices)
    for name in VOICES:
        form[name].choices = _voices(office)
    numbers = [each.number for each in office.counters.values()]
    form.counters.choices = [Option(number) for number in numbers]
    form.letters.choices = [Option(letter) for letter in office.letters]
    ways = {n: WayForm(prefix=f"counter-{n}-", data={"way": board.ways.get(n, AHEAD)}) for n in numbers}
    return {"": form} | ways


def _voices(office: Office) -> list[Any]:
    read_by = str(_l("for now read by the Indonesian voice"))
    named = {
        code: f"{name} – {read_by}" if is_provisional(code, office.recordings.get(code, {})) else name
        for code, name in LANGUAGES.items()
    }
    return [Option("", "–"), *(Option(code, words) for code, words in named.items())]


def meant(forms: dict[str, RuleForm]) -> BoardRules:
    """The board that was typed."""
    form = forms[""]
    texts = {language: " ".join((form[f"running_{language}"].data or "").split()) for language in STAFF_LANGUAGES}
    as_typed = {
        name: form[name].data
        for name in ("shows_waiting", "shows_last", "shows_running", "running_pace", "speaks", "style")
    } | {name: form[name].data for name in BOUNDS}  # fmt: skip
    return BoardRules(
        name=" ".join((form["name"].data or "").split()),
        kind=Kind(form["kind"].data),
        voices=tuple(form[name].data for name in VOICES if form[name].data),
        counters=tuple(form["counters"].data or ()),
        letters=tuple(form["letters"].data or ()),
        ways={number: Way(each["way"].data) for number, each in forms.items() if number and each["way"].data != AHEAD},
        running_text={language: text for language, text in texts.items() if text},
        report_line=" ".join((form["report_line"].data or "").split()),
        soft_hours=form["soft_hours"].spans,
        quiet_hours=form["quiet_hours"].spans,
        **as_typed,
    )
