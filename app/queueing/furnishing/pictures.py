"""The pictures of tiles, by their names in the lucide set."""

from __future__ import annotations

import re

from app.frontend import ICONS
from app.rules.faults import Fault, Faults, Wrong

ICON = re.compile(r"[a-z0-9-]{1,40}")


def faults_of_picture(icon: str) -> Faults:
    """What is wrong with the name of a picture."""
    if ICON.fullmatch(icon) and (ICONS / f"{icon}.svg").is_file():
        return {}
    return {"icon": Fault(Wrong.NEED_NO_ICON, {"name": icon[:40]}) if icon else Fault(Wrong.PICTURE_NOT_CHOSEN)}
