"""An office as it is set up: read once per version, shared by all who only look.

Verbs and pages would otherwise read the same dozen rows at every touch. The version is read under the office's lock
by every verb, so no verb ever acts on an old set-up, in whichever process it was changed.
"""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import bindparam, inspect, select, update
from sqlalchemy.orm import Session

from app.db import once_saved
from app.models import (
    Board,
    Branch,
    Counter,
    Device,
    GuideClip,
    Letter,
    Need,
    Printer,
    Service,
    ServiceStandard,
    SlipLogo,
    SpecialDay,
    VoiceClip,
)
from app.models.branch import new_version
from app.rules import board
from app.rules.board import BoardRules
from app.rules.no_show import NoShowPolicy, Place
from app.rules.order import Kind, Policy, Profile
from app.rules.schedule import Hours, read_seasons, read_spans, read_week
from app.rules.schedule import SpecialDay as SpecialHours
from app.rules.states import CounterState
from app.statements import Statement

TOUCHED_FOR = 0.5
USUAL_VOLUME = 60

BY_CODE = Statement(select(Branch.id, Branch.setup_version).where(Branch.code == bindparam("code")))


@dataclass(frozen=True)
class Office:
    """The set-up of an office at one version. Its rows are records that read like rows, and cannot be written to."""

    branch: Branch
    letters: Mapping[str, Letter]
    every_service: Mapping[str, Service]
    every_counter: Mapping[int, Counter]
    """Services and counters with those that were retired: history and yesterday's numbers refer to them."""
    needs: tuple[Need, ...]
    printers: tuple[Printer, ...]
    special_days: tuple[SpecialDay, ...]
    logo: SlipLogo | None
    boards: Mapping[str, BoardRules]
    """By their code; the one at the office's own address comes first, and is always there."""
    recordings: Mapping[str, Mapping[str, str]]
    guide_recordings: Mapping[str, Mapping[str, str]]
    """By language and clip, the seal of what the office has recorded itself: of the boards' voice, and of the guide."""
    screens: Mapping[str, Device]
    """The paired kiosks and boards, by the digest of their token."""

    @cached_property
    def id(self) -> int:
        return self.branch.id

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.branch.zone)

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """What citizens may come for, by code."""
        return {code: each for code, each in self.every_service.items() if not each.is_retired}

    @cached_property
    def counters(self) -> Mapping[int, Counter]:
        """Where citizens are served, by id."""
        return {at: each for at, each in self.every_counter.items() if not each.is_retired}

    @cached_property
    def services_by_id(self) -> Mapping[int, Service]:
        """Every service, those that were retired among them: for whatever was given a number once."""
        return {service.id: service for service in self.every_service.values()}

    @cached_property
    def policy(self) -> Policy:
        """How the line is ordered."""
        said = dict(self.branch.order_policy)
        return Policy(kind=Kind(said.pop("kind", Kind.HEAD_START)), **said)

    @cached_property
    def no_show(self) -> NoShowPolicy:
        """When somebody counts as not come."""
        said = dict(self.branch.no_show_policy)
        return NoShowPolicy(place=Place(said.pop("place", NoShowPolicy.place)), **said)

    @cached_property
    def hours(self) -> Hours:
        """When numbers are given."""
        said, branch = self.branch.hours, self.branch
        return Hours(
            weekly=read_week(said.get("weekly", {})),
            special={each.day: SpecialHours(each.name, read_spans(each.spans)) for each in self.special_days},
            cut_off=said.get("cut_off", 0),
            always_open=said.get("always_open", "weekly" not in said),
            forced_open_on=branch.forced_open_on,
            closed_on=branch.closed_on,
            seasons=read_seasons(said.get("seasons", ())),
        )

    def is_locked(self, kiosk_id: int | None) -> bool:
        """Whether a kiosk was taken out of service at its service menu."""
        return bool(self._as_set_at(kiosk_id).get("locked"))

    def volume_at(self, kiosk_id: int | None) -> int:
        """How loud a kiosk's spoken guide is, in percent."""
        return int(self._as_set_at(kiosk_id).get("volume", USUAL_VOLUME))

    def _as_set_at(self, kiosk_id: int | None) -> dict[str, Any]:
        return dict(self.branch.kiosks.get(str(kiosk_id or 0), {}))

    def helped_by(self, need: Need) -> tuple[Service, ...]:
        """The services that help with a need, as far as this office has them."""
        return tuple(self.services[code] for code in need.services if code in self.services)

    @cached_property
    def own_printers(self) -> Mapping[int, tuple[Printer, ...]]:
        """The printers of each kiosk that has an order of its own, as far as the office still has them."""
        known = {each.id: each for each in self.printers}
        orders = {each.id: tuple(known[one] for one in each.printers if one in known) for each in self.screens.values()}
        return {kiosk_id: order for kiosk_id, order in orders.items() if order}

    @cached_property
    def suspended_services(self) -> tuple[int, ...]:
        """The services, by id, for which nobody is called now."""
        return tuple(each.id for each in self.services.values() if each.suspended_reason)

    def stopped(self, service: Service) -> str:
        """Why nobody is called for a service now; empty while somebody is."""
        return self.branch.suspended_reason or service.suspended_reason

    def promises_time(self, service: Service) -> bool:
        """Whether a citizen is told how long it takes: while nobody is called, nobody knows."""
        return not self.stopped(service)

    def profile(self, counter: Counter) -> Profile:
        """What a counter does."""
        return Profile(counter.id, counter.letters, counter.first_letters, counter.helps)

    @cached_property
    def open_counters(self) -> Mapping[str, int]:
        """How many counters serve each letter now."""
        serving = [
            letter for each in self.counters.values() if each.state == CounterState.OPEN for letter in each.letters
        ]
        return Tally(serving)

    @cached_property
    def sharing_counters(self) -> Mapping[str, frozenset[str]]:
        """For each letter those that its counters serve, itself among them; of open counters, if any is."""
        return {letter: self._sharing(letter) for letter in self.letters}

    def _sharing(self, letter: str) -> frozenset[str]:
        serving = [each for each in self.counters.values() if letter in each.letters]
        working = [each for each in serving if each.state == CounterState.OPEN] or serving
        return frozenset((letter, *(other for each in working for other in each.letters)))

    @cached_property
    def all_closed_since(self) -> Mapping[str, date]:
        """The letters whose counters are all closed, and the last day on which one of them was open."""
        found = {}
        for letter in self.letters:
            serving = [counter for counter in self.counters.values() if letter in counter.letters]
            days = [counter.opened_on for counter in serving if counter.opened_on]
            if days and all(counter.state == CounterState.CLOSED for counter in serving):
                found[letter] = max(days)
        return found

    def is_resting(self, letter: str, day: date) -> bool:
        """Whether the last counter of a letter has closed today: before the first one opens, numbers flow."""
        return self.all_closed_since.get(letter) == day

    def moment(self, local: datetime) -> datetime:
        """The moment at which the office's wall clock shows this."""
        return local.replace(tzinfo=self.zone)

    def local(self, moment: datetime) -> datetime:
        """A moment on the office's wall clock, without a zone, as rules.schedule takes it."""
        return moment.astimezone(self.zone).replace(tzinfo=None)


def office_at(session: Session, branch_id: int, version: str) -> Office:
    """The office at this version, which the caller has just read in this session."""
    known: dict[int, Office] = current_app.extensions.setdefault("offices", {})
    office = known.get(branch_id)
    if office is None or office.branch.setup_version != version:
        office = known[branch_id] = _read(session, branch_id)
    return office


def office_by_code(session: Session, code: str) -> Office | None:
    """The office with this code as it is set up now, or None."""
    found = BY_CODE.one(session, code=code)
    return office_at(session, *found) if found else None


def office_touched(session: Callable[[], Session], code: str) -> Office | None:
    """The office with this code as it was set up half a second ago at the most, or None.

    For a touch of the kiosk, whose verb reads the version itself, under the lock: asking before it costs a sixth of
    what the touch costs. What was changed in this process is seen at once. Nothing that stays on a screen may come
    from here: a board would show what it was told is over.
    """
    known: dict[str, tuple[float, Office]] = current_app.extensions.setdefault("offices_touched", {})
    until, office = known.get(code, (0.0, None))
    if office is not None and time.monotonic() < until:
        return office
    office = office_by_code(session(), code)
    if office is not None:
        known[code] = (time.monotonic() + TOUCHED_FOR, office)
    return office


def as_read_last(office: Office) -> Office:
    """The office as this process has read it last: after a verb, as the verb found it."""
    known: dict[int, Office] = current_app.extensions["offices"]
    return known[office.id]


def set_up_anew(session: Session, branch_id: int) -> None:
    """Tell every process that an office's set-up changes with this transaction."""
    once_saved(session, lambda: current_app.extensions.pop("offices_touched", None))
    session.execute(update(Branch).where(Branch.id == branch_id).values(setup_version=new_version()))


class AsSetUp(SimpleNamespace):
    """A row of the set-up, shared by all who only look: who changes it takes the row itself, in a verb."""

    def __setattr__(self, name: str, value: object) -> None:
        raise TypeError(f"{name} is for reading here; take the row in a verb to change it")


@cache
def _record_of(model: type) -> type[AsSetUp]:
    """What reads like a row of a model: with its columns, once it is made, and its properties."""
    properties = {name: value for name, value in vars(model).items() if isinstance(value, property)}
    return type(f"{model.__name__}AsSetUp", (AsSetUp,), properties)


def _as_set_up(row: Any) -> Any:
    columns = {column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs}
    return _record_of(row.__class__)(**columns)


def _standards(reader: Session, branch_id: int) -> dict[int, list[Any]]:
    rows = (
        select(ServiceStandard)
        .join(Service, Service.id == ServiceStandard.service_id)
        .where(Service.branch_id == branch_id)
        .order_by(ServiceStandard.counts_from)
    )
    found: dict[int, list[Any]] = {}
    for row in reader.scalars(rows):
        found.setdefault(row.service_id, []).append(_as_set_up(row))
    return found


def _by_language(clips: list[Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in clips:
        found.setdefault(each.language, {})[each.clip] = each.seal
    return found


def _read(session: Session, branch_id: int) -> Office:
    # A session of its own on the same connection: it sees what the caller's has written, and keeps nothing.
    with Session(session.connection(), autoflush=False) as reader:

        def of_office(model: Any, *order: Any) -> list[Any]:
            rows = reader.scalars(select(model).where(model.branch_id == branch_id).order_by(*order))
            return [_as_set_up(row) for row in rows]

        branch = _as_set_up(reader.get_one(Branch, branch_id))
        standards = _standards(reader, branch_id)
        services = of_office(Service, Service.letter, Service.position, Service.id)
        for each in services:
            vars(each).update(branch=branch, standards=standards.get(each.id, []))
        return Office(
            branch=branch,
            letters={each.letter: each for each in of_office(Letter, Letter.position)},
            every_service={each.code: each for each in services},
            every_counter={each.id: each for each in of_office(Counter, Counter.position, Counter.id)},
            needs=tuple(of_office(Need, Need.position, Need.id)),
            printers=tuple(each for each in of_office(Printer, Printer.position, Printer.id) if each.is_active),
            special_days=tuple(of_office(SpecialDay, SpecialDay.day)),
            logo=next(iter(of_office(SlipLogo)), None),
            boards={board.MAIN: board.STANDARD}
            | {each.code: board.read(each.settings) for each in of_office(Board, Board.position, Board.code)},
            recordings=_by_language(of_office(VoiceClip)),
            guide_recordings=_by_language(of_office(GuideClip)),
            screens={each.token_digest: each for each in of_office(Device, Device.id) if each.may_show},
        )
