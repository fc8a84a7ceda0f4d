"""What a counter does: its work profile, as a person sets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.rules.faults import Bounds, Fault, Faults, Wrong

HELPS_AFTER = Bounds(1, 480)


@dataclass(frozen=True)
class WorkProfile:
    """Which letters a counter serves, which services of them, which letters first, and which it helps.

    Args:
        services: codes; none of them means all of its letters' services.
        first_letters: of `letters`, those whose citizens are called before the others'.
        helps: letters it does not serve, and the minutes somebody must have waited there.
    """

    letters: Sequence[str]
    services: Sequence[str] = ()
    first_letters: Sequence[str] = ()
    helps: Mapping[str, int] = field(default_factory=dict)


def settings(profile: WorkProfile) -> dict[str, object]:
    """A profile with one value each."""
    return {
        "letters": list(profile.letters),
        "services": list(profile.services),
        "first_letters": list(profile.first_letters),
        "helps": dict(profile.helps),
    }


def faults(profile: WorkProfile, services: Mapping[str, Iterable[str]]) -> Faults:
    """What of a profile no counter can keep; what is wrong with one letter stands under "LETTER.after".

    Args:
        services: the office's letters, each with the codes of its services.
    """
    if not profile.letters:
        return {"letters": Fault(Wrong.NO_LETTER)}
    served = {code for letter in profile.letters for code in services.get(letter, ())}
    found: Faults = {}
    for name, chosen, possible in (
        ("letters", profile.letters, set(services)),
        ("helps", profile.helps, set(services)),
        ("first_letters", profile.first_letters, set(profile.letters)),
        ("services", profile.services, served),
    ):
        strange = next((each for each in chosen if each not in possible), None)
        if strange is not None:
            known = strange in services or any(strange in codes for codes in services.values())
            found[name] = Fault(Wrong.NOT_SERVED_HERE if known else Wrong.NOT_KNOWN, {"name": strange})
    return found | _wrong_helps(profile)


def _wrong_helps(profile: WorkProfile) -> Faults:
    found: Faults = {}
    for letter, minutes in profile.helps.items():
        if letter in profile.letters:
            found[f"{letter}.after"] = Fault(Wrong.SERVED_ALREADY, {"name": letter})
        elif not HELPS_AFTER.hold(minutes):
            found[f"{letter}.after"] = HELPS_AFTER.fault
    return found
