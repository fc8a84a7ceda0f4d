"""What an office's printer can do: as its model says, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.errors import SettingsUnusable
from app.rules.faults import Fault, Wrong
from printers.profiles import NoSuchModel, Profile, TooNarrow, models, profile_of, profile_of_model

CODES = {
    "native": _l("it draws QR codes itself"),
    "image": _l("QR codes as an image"),
    "none": _l("no QR codes"),
}


def of_model(name: str, width_mm: int) -> dict[str, Any]:
    """What a printer keeps that is this model; empty for the usual printer, which has no name.

    Args:
        name: one of python-escpos's, or empty.
        width_mm: the paper in it.

    Raises:
        SettingsUnusable: there is no such model, or it takes no paper as wide as that.
    """
    if not name:
        return {}
    try:
        return profile_of_model(name, width_mm).said()
    except NoSuchModel:
        fault = Fault(Wrong.NO_SUCH_MODEL, {"name": name[:40]})
    except TooNarrow as narrow:
        fault = Fault(Wrong.MODEL_TOO_NARROW, {"name": str(narrow)})
    raise SettingsUnusable({"model": fault})


def on_paper(said: Mapping[str, Any], before_mm: int, now_mm: int) -> dict[str, Any]:
    """What a printer keeps that is given paper of another width."""
    return profile_of(before_mm, said).on(now_mm).said() if said else {}


def model_words(name: str) -> str:
    """What a model is called by people: its maker and its name."""
    model = models().get(name)
    return f"{model.maker} {model.name}" if model else name


def ability_words(profile: Profile) -> str:
    """What a printer can do: "32 characters on a line · no knife · QR codes as an image"."""
    columns = gettext("%(columns)d characters on a line", columns=profile.columns)
    knife = gettext("it cuts the paper") if profile.cutter else gettext("no knife")
    return " · ".join((columns, knife, str(CODES[profile.qr])))


def profile_words(said: Mapping[str, Any]) -> str:
    """What is kept of a printer, in words: which model it is like, and what it can do."""
    if not said:
        return str(gettext("a usual printer"))
    like = gettext("like %(model)s", model=model_words(said["model"]))
    return f"{like} · {ability_words(Profile(**said))}"
