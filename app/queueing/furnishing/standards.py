"""The standard of a service: a new version that counts from a date on, the earlier ones staying readable."""

from __future__ import annotations

from datetime import date

from app.changes import Change, must_be_usable, told
from app.models import Service, ServiceStandard
from app.queueing.acting import Acting
from app.queueing.furnishing.following import entry, published, settled
from app.queueing.locking import acting_in
from app.rules import catalogue
from app.rules import standard as rules
from app.rules.faults import Fault, Wrong
from app.rules.standard import Components


def set_standard(
    branch_id: int, code: str, components: Components, counts_from: date, staff_id: int | None = None
) -> int:
    """Publish another standard for a service, from a date on.

    Of a service that follows the catalogue, what is changed becomes the office's own unless it says the same.

    Args:
        components: all of them, by name and language (rules.standard.COMPONENTS); what is left out says nothing.
        counts_from: today or later; a version of the same date is written anew, earlier ones stay as they were.

    Returns:
        the `seq` of what was changed; 0 when it is so on that date already.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
        SettingsUnusable: a component is too long, or the date is over or too far ahead.
    """
    with acting_in(branch_id, staff_id) as act:
        return told(act.history, publishing(act, code, components, counts_from))


def publishing(act: Acting, code: str, components: Components, counts_from: date) -> list[Change]:
    """`set_standard`, as part of a larger change."""
    service = act.service(code)
    must_be_usable(rules.faults(components) | rules.faults_of_date(counts_from, act.day))
    if service.follows:
        theirs = entry(act.session, code).standards
        return settled(act, service, catalogue.written(published(service.standards), theirs, counts_from, components))
    changed = rules.changed(rules.in_force(service.standards, counts_from), components)
    if changed:
        row = act.session.get(ServiceStandard, (service.id, counts_from))
        if row is None:
            row = ServiceStandard(service_id=service.id, counts_from=counts_from)
            act.session.add(row)
        row.components = components
    # The texts stand in their versions: the history, which every screen hears, names what changed.
    return [Change(f"standard_{name}", None, counts_from.isoformat(), of=code) for name in changed]


def withdraw_standard(branch_id: int, code: str, counts_from: date, staff_id: int | None = None) -> int:
    """Take back a version that has not begun to count.

    Returns:
        the `seq` of what was changed; 0 when there is none that begins on that date.

    Raises:
        NoSuchBranch, NoSuchService: there is no such office or service.
        SettingsUnusable: it counts already, and was published; or it is the catalogue's, not the office's own.
    """
    with acting_in(branch_id, staff_id) as act:
        service = act.service(code)
        row = act.session.get(ServiceStandard, (service.id, counts_from))
        if row is None:
            return 0
        must_be_usable({"counts_from": rules.ALREADY_COUNTS} if counts_from <= act.day else {})
        if service.follows:
            changes = _without_own(act, service, counts_from)
        else:
            act.session.delete(row)
            changes = []
        return told(act.history, [Change("standard", counts_from.isoformat(), None, of=code), *changes])


def _without_own(act: Acting, service: Service, day: date) -> list[Change]:
    versions = published(service.standards)
    must_be_usable({} if catalogue.decided(versions, day) else {"counts_from": Fault(Wrong.FROM_CATALOGUE)})
    return settled(act, service, catalogue.withdrawn(versions, day))
