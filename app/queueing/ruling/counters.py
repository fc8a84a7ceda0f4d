"""What a counter does: its work profile."""

from __future__ import annotations

from app.changes import Change, differences, must_be_usable, told
from app.models import Counter
from app.office import Office
from app.queueing.acting import Acting
from app.queueing.locking import acting_at
from app.rules import work
from app.rules.work import WorkProfile


def set_work(counter_id: int, profile: WorkProfile, staff_id: int | None = None) -> int:
    """Decide what a counter does from its next call on; whoever is there now is served to the end.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchCounter: there is no such counter.
        SettingsUnusable: it serves no letter, one that is not here, or something it contradicts.
    """
    with acting_at(counter_id, staff_id) as (act, counter):
        return told(act.history, working(act, counter, profile))


def working(act: Acting, counter: Counter, profile: WorkProfile) -> list[Change]:
    """`set_work`, as part of a larger change."""
    must_be_usable(work.faults(profile, codes_by_letter(act.office)))
    after = work.settings(profile)
    row = act.counter_row(counter)
    for name, value in after.items():
        setattr(row, name, value)
    return differences(work.settings(profile_of(counter)), after, of=counter.number)


def profile_of(counter: Counter) -> WorkProfile:
    """A counter's work as it is set now."""
    return WorkProfile(counter.letters, counter.services, counter.first_letters, counter.helps)


def codes_by_letter(office: Office) -> dict[str, list[str]]:
    """The letters of an office, each with the codes of its services."""
    return {
        letter: [code for code, service in office.services.items() if service.letter == letter]
        for letter in office.letters
    }
