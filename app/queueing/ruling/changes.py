"""What a change of the rules leaves behind: the new set-up, and in the history who changed what from what to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.errors import SettingsUnusable
from app.queueing.acting import Acting
from app.rules.faults import Faults

KIND = "branch.rules_changed"


@dataclass(frozen=True)
class Change:
    """One setting that differs now.

    Args:
        what: the setting, by the name the rules have for it.
        of: whose it is, when not the office's: a letter, a service's code, a counter's number, a date.
    """

    what: str
    before: Any
    after: Any
    of: str = ""


def differences(before: Mapping[str, Any], after: Mapping[str, Any], of: str = "") -> list[Change]:
    """What is not as it was."""
    return [Change(name, before[name], value, of) for name, value in after.items() if value != before[name]]


def must_be_usable(faults: Faults) -> None:
    """Refuse rules with anything wrong in them; raises SettingsUnusable."""
    if faults:
        raise SettingsUnusable(faults)


def told(act: Acting, changes: Sequence[Change]) -> int:
    """Append what was changed, and let every process read the set-up anew.

    Returns:
        the `seq` under which it can be read; 0 when nothing was changed.
    """
    if not changes:
        return 0
    act.change_setup()
    act.record(KIND, changes=[asdict(each) for each in changes])
    return act.history.last_seq
