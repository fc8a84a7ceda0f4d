"""What a printer can do: how wide it prints, its letters, its knife and its QR codes.

Models come from python-escpos's capabilities; what somebody saw on a test slip may differ from the model.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from printers.paper import CELL_WIDTH, CODE_PAGES, Paper, QrMeans, paper_of

log = logging.getLogger(__name__)

USUAL_MODEL = "TM-T20II"
PLAIN_LETTERS = "simple"
"""The model of printers that know no letters but those of ASCII."""
COLUMNS = {80: (48, 44, 42), 58: (36, 32, 30)}
"""The columns that papers are printed in, by their width in mm, the most first."""
MOST_DOTS = 576


class NoSuchModel(ValueError):
    """python-escpos knows no slip printer of this name."""


class TooNarrow(ValueError):
    """This model takes no paper as wide as that."""


@dataclass(frozen=True)
class Profile:
    """What a printer can do.

    Args:
        model: whose code pages it has, by python-escpos's name.
        columns: characters on a line.
        cutter: it has a knife; without one a line shows where to tear.
        qr: it draws QR codes itself, prints them as an image, or neither.
    """

    model: str = USUAL_MODEL
    columns: int = 48
    cutter: bool = True
    qr: QrMeans = "native"

    def said(self) -> dict[str, Any]:
        """The profile as JSON can keep it."""
        return asdict(self)

    def on(self, width_mm: int) -> Profile:
        """The same printer with paper of this width: with the fewest columns, where nobody knows how many."""
        known = COLUMNS[width_mm]
        return self if self.columns in known else replace(self, columns=known[-1])


USUAL = {80: Profile(columns=48), 58: Profile(columns=32)}
"""What a printer is taken for until somebody says more, by the width of its paper: what all tried models share."""


@dataclass(frozen=True)
class Model:
    """A printer that python-escpos knows.

    Args:
        maker, name: as it says on the printer.
        width_mm: the widest paper it takes, 80 or 58.
        dots: how many it prints in a row.
        code_pages: those of ours that it has, by the number that selects them.
        usual: what it can do.
    """

    maker: str
    name: str
    width_mm: int
    dots: int
    code_pages: Mapping[str, int]
    usual: Profile


def profile_of(width_mm: int, said: Mapping[str, Any] | None) -> Profile:
    """The profile that `Profile.said` made; empty is the usual one of this width.

    So is one of another release, which this one does not understand: citizens wait for their slip.

    Raises:
        ValueError: there is no such paper.
    """
    usual = USUAL[paper_of(width_mm).width_mm]
    try:
        profile = Profile(**said) if said else usual
    except TypeError:
        profile = None
    if profile is None or not _is_one(width_mm, profile):
        log.warning("no printer with paper of %d mm is like %s: it is taken for the usual one", width_mm, said)
        return usual
    return profile


def _is_one(width_mm: int, profile: Profile) -> bool:
    fits = profile.columns in COLUMNS[width_mm] and profile.qr in get_args(QrMeans)
    return fits and profile.model in models()


def profile_of_model(name: str, width_mm: int) -> Profile:
    """What a model can do with paper of this width.

    Raises:
        NoSuchModel, TooNarrow: as they say.
    """
    if name not in models():
        raise NoSuchModel(name)
    model = models()[name]
    if width_mm > model.width_mm:
        raise TooNarrow(f"{model.maker} {model.name}")
    return model.usual.on(width_mm)


def paper_with(width_mm: int, said: Mapping[str, Any] | None) -> Paper:
    """The paper as this printer prints on it; arguments and errors as for `profile_of`."""
    usual, profile = paper_of(width_mm), profile_of(width_mm, said)
    model, columns = models()[profile.model], profile.columns
    dots = model.dots if columns == model.usual.columns else columns * CELL_WIDTH
    pages = tuple(model.code_pages.items())
    return replace(usual, dots=dots, columns=columns, code_pages=pages, cutter=profile.cutter, qr=profile.qr)


@cache
def models() -> Mapping[str, Model]:
    """The slip printers that python-escpos knows, by its names."""
    # Its own reader takes 0.3 s and loads all of it; the table alone takes 2 ms.
    known = json.loads((files("escpos") / "capabilities.json").read_text())["profiles"]
    return {name: _model(name, each) for name, each in known.items() if _is_printer(name, each)}


def _is_printer(name: str, said: Mapping[str, Any]) -> bool:
    # Its default is nobody's, and what prints no picture is a customer's display, or strikes a ribbon.
    return name != "default" and bool(said["features"]["bitImageRaster"])


def _model(name: str, said: Mapping[str, Any]) -> Model:
    can, columns = said["features"], _columns(said)
    width_mm = 58 if columns <= max(COLUMNS[58]) else 80
    profile = Profile(name, columns, can["paperPartCut"] or can["paperFullCut"], "native" if can["qrCode"] else "image")
    pages = {} if name == PLAIN_LETTERS else _code_pages(said)
    return Model(said["vendor"], said["name"], width_mm, _dots(said, columns), pages, profile)


def _columns(said: Mapping[str, Any]) -> int:
    columns = int(said["fonts"]["0"]["columns"])
    # Some tables give the width of a letter in place of the number of them.
    return _pixels(said) // CELL_WIDTH if columns == CELL_WIDTH else columns


def _dots(said: Mapping[str, Any], columns: int) -> int:
    # Others give the paper's width, or say that they do not know.
    return max(columns * CELL_WIDTH, min(_pixels(said), MOST_DOTS))


def _pixels(said: Mapping[str, Any]) -> int:
    pixels = said["media"]["width"].get("pixels")
    return pixels if isinstance(pixels, int) else 0


def _code_pages(said: Mapping[str, Any]) -> dict[str, int]:
    # Many have a page under several numbers: that of most printers, else the lowest.
    slots = {page: int(slot) for slot, page in sorted(said["codePages"].items(), key=lambda each: -int(each[0]))}
    usual = {page: slot for page, slot in CODE_PAGES.items() if said["codePages"].get(str(slot)) == page}
    return {page: usual.get(page, slots[page]) for page in CODE_PAGES if page in slots}
