"""What citizens find their service by, when they do not know what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.changes import Change, differences, must_be_usable, told
from app.errors import NoSuchNeed
from app.models import Need
from app.queueing.acting import Acting
from app.queueing.furnishing.pictures import faults_of_picture
from app.queueing.locking import acting_in
from app.rules import needs as rules
from app.rules.faults import Fault, Faults, Wrong
from app.rules.texts import DEFAULT_LANGUAGE, Texts


def add_need(branch_id: int, name: Texts, icon: str, services: Sequence[str], staff_id: int | None = None) -> int:
    """Let citizens find services by one more need; it comes last.

    Args:
        name: what happened, in their words, by language; Indonesian is needed.
        icon: one of the lucide set.
        services: codes of those that help then, the likeliest first.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch: there is no such office.
        SettingsUnusable: the words, the picture or the services mean nothing here, or there are too many needs.
    """
    with acting_in(branch_id, staff_id) as act:
        known = act.office.needs
        too_many = {"": Fault(Wrong.TOO_MANY_NEEDS, {"most": str(rules.MOST)})} if len(known) >= rules.MOST else {}
        must_be_usable(_faults(act, name, icon, services) | too_many)
        last = max((each.position for each in known), default=-1)
        kept = {"name": name, "icon": icon, "services": list(services)}
        act.session.add(Need(branch_id=act.office.id, position=last + 1, **kept))
        return told(act.history, [Change("need", None, list(services), name[DEFAULT_LANGUAGE])])


def set_need(
    branch_id: int, need_id: int, name: Texts, icon: str, services: Sequence[str], *, staff_id: int | None = None
) -> int:
    """Give a need other words, another picture or other services.

    Args:
        name, icon, services: as for `add_need`.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchNeed: there is no such office or need.
        SettingsUnusable: as for `add_need`.
    """
    with acting_in(branch_id, staff_id) as act:
        row = _row(act, need_id)
        must_be_usable(_faults(act, name, icon, services))
        after: dict[str, Any] = {"need_name": name, "need_icon": icon, "need_services": list(services)}
        before = {"need_name": row.name, "need_icon": row.icon, "need_services": row.services}
        changes = differences(before, after, of=row.name[DEFAULT_LANGUAGE], id=row.id)
        row.name, row.icon, row.services = name, icon, list(services)
        return told(act.history, changes)


def move_need(branch_id: int, need_id: int, places: int, staff_id: int | None = None) -> int:
    """Let a need stand so many places later on the kiosk; fewer than none is earlier.

    Returns:
        the `seq` of what was changed; 0 when it stands there already.

    Raises:
        NoSuchBranch, NoSuchNeed: there is no such office or need.
    """
    with acting_in(branch_id, staff_id) as act:
        row = _row(act, need_id)
        before = [each.id for each in act.office.needs]
        after = [each for each in before if each != row.id]
        after.insert(max(0, before.index(row.id) + places), row.id)
        for position, each in enumerate(after):
            _row(act, each).position = position
        names = {each.id: each.name[DEFAULT_LANGUAGE] for each in act.office.needs}
        orders = ([names[each] for each in order] for order in (before, after))
        return told(act.history, differences({"needs_order": next(orders)}, {"needs_order": next(orders)}))


def remove_need(branch_id: int, need_id: int, staff_id: int | None = None) -> int:
    """Let a need be no longer asked about.

    Returns:
        the `seq` of what was changed.

    Raises:
        NoSuchBranch, NoSuchNeed: there is no such office or need.
    """
    with acting_in(branch_id, staff_id) as act:
        row = _row(act, need_id)
        act.session.delete(row)
        return told(act.history, [Change("need", row.services, None, row.name[DEFAULT_LANGUAGE])])


def _row(act: Acting, need_id: int) -> Need:
    row = act.session.get(Need, need_id)
    if row is None or row.branch_id != act.office.id:
        raise NoSuchNeed
    return row


def _faults(act: Acting, name: Texts, icon: str, services: Sequence[str]) -> Faults:
    return rules.faults(name, services, act.office.services) | faults_of_picture(icon)
