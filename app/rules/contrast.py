"""Colours that can be read: an office's own, and what follows from it on a light and on a dark ground."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.rules.faults import Fault, Faults, Wrong

ENOUGH = 4.5
"""The least contrast between words and what is behind them: WCAG 2.2, 1.4.3 (level AA)."""

HEX = re.compile(r"#[0-9a-f]{6}")
WHITE, LIGHT, DARK = "#ffffff", "#fbfaf7", "#13263a"
"""Words on a button; the grounds of the light and the dark screens (tokens.css)."""
INK_OF_THE_DARK = "#0b1722"
SOFT = 0.12
"""How much of a colour its own soft ground holds."""


@dataclass(frozen=True)
class Look:
    """What a colour becomes on one ground: itself, words on it, and its soft ground."""

    primary: str
    on_primary: str
    soft: str


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio).

    Args:
        one, other: as "#0f766e".
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def faults(accent: str) -> Faults:
    """What is wrong with an office's colour: no colour, or too pale to be read."""
    if not HEX.fullmatch(accent):
        return {"accent": Fault(Wrong.NO_COLOUR)}
    least = least_contrast(accent)
    if least < ENOUGH:
        return {"accent": Fault(Wrong.TOO_PALE, {"contrast": f"{least:.1f}", "enough": str(ENOUGH)})}
    return {}


def least_contrast(accent: str) -> float:
    """The worst a colour is read by: white words on it, or itself on its own soft ground."""
    return min(contrast(WHITE, accent), contrast(accent, on_light(accent).soft))


def on_light(accent: str) -> Look:
    """A colour on light screens, as it is."""
    return Look(accent, WHITE, _mixed(accent, LIGHT, SOFT))


def on_dark(accent: str) -> Look:
    """A colour on dark screens: lighter by as much as it takes to be read there."""
    soft = _mixed(accent, DARK, SOFT)
    shades = (_mixed(WHITE, accent, step / 20) for step in range(21))
    lighter = next(shade for shade in shades if contrast(shade, soft) >= ENOUGH + 1)
    return Look(lighter, INK_OF_THE_DARK, soft)


def _luminance(colour: str) -> float:
    # WCAG 2.2, relative luminance of sRGB.
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mixed(colour: str, ground: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
