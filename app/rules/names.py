"""Names that citizens read, in each language that has one."""

from __future__ import annotations

from collections.abc import Mapping

from app.rules.faults import Fault, Faults, Wrong
from app.rules.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts


def as_typed(name: Mapping[str, str | None]) -> Texts:
    """The words in each language that has some, without what is around them."""
    said = {language: " ".join((name.get(language) or "").split()) for language in LANGUAGES}
    return {language: words for language, words in said.items() if words}


def faults(name: Mapping[str, str], longest: int) -> Faults:
    """What of a name nobody could show: Indonesian is needed, and no language may be longer than this."""
    if name.get(DEFAULT_LANGUAGE) and max(map(len, name.values())) <= longest and "".join(name.values()).isprintable():
        return {}
    return {"name_id": Fault(Wrong.NAME_NEEDED, {"most": str(longest)})}
