"""Page: who did what, when and from where, in the offices that somebody may read; and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l

from app.access import LOOKS_BACK, reaches_all, roles_required, staff
from app.admin.routes import pages
from app.admin.rules.names import said_change
from app.admin.spreadsheet import Row, streamed
from app.audit_reading import Entry, Reach, Wanted, every, note_export, note_look, page
from app.audit_words import DONE, said_facts
from app.changes import KIND
from app.clock import WHERE_THE_CITY_IS, now, office_day, office_time
from app.errors import NoSuchBranch
from app.models import Branch
from app.queueing import reading
from app.rules.audit import AuditAction

LONGEST = 80
SUBJECT = "audit"
RULES_CHANGED = _l("Changed the rules of the office")


@pages.get("/audit")
@roles_required(*LOOKS_BACK)
def audit() -> ResponseReturnValue:
    """The log, newest first, with what was asked for."""
    offices, zone = _offices()
    wanted, wrong = _asked(offices, zone)
    entries, following = page(_reach(offices), wanted, request.args.get("cursor", ""))
    note_look(staff().id, SUBJECT, branch_id=None if reaches_all() else offices[0].id if offices else None)
    return render_template(
        "admin/audit.html",
        days=_by_day(entries, zone),
        following=following,
        asked={name: value for name, value in request.args.items() if name not in ("cursor", "lang") and value},
        wrong=wrong,
        offices=offices,
        names={office.id: office.name for office in offices},
        actions=_actions(),
        zone=zone,
        done=done,
        said_facts=said_facts,
        said_change=said_change,
        by=by,
    )


@pages.post("/audit.csv")
@roles_required(*LOOKS_BACK)
def audit_table() -> ResponseReturnValue:
    """All that was asked for as CSV; that it was taken along is an entry itself."""
    offices, zone = _offices()
    wanted, _wrong = _asked(offices, zone)
    note_export(staff().id, SUBJECT, wanted)
    rows = _rows(every(_reach(offices), wanted), {office.id: office.name for office in offices}, zone)
    answer = Response(stream_with_context(streamed(rows)), content_type="text/csv; charset=utf-8")
    today = office_day(now(), zone).isoformat()
    answer.headers.set("Content-Disposition", "attachment", filename=f"audit-{today}.csv")
    return answer


def done(entry: Entry) -> str:
    """What was done, in words."""
    if entry.action == KIND:
        return str(RULES_CHANGED)
    return str(DONE[AuditAction(entry.action)]) if entry.action in list(AuditAction) else entry.action


def by(entry: Entry) -> str:
    """Who did it, in words."""
    if entry.by:
        return gettext("the program %(name)s", name=entry.by) if entry.program else entry.by
    if entry.account and entry.account != "server":
        return str(gettext("%(account)s at the server", account=entry.account))
    if entry.account == "server":
        return str(gettext("the server by itself"))
    return str(gettext("somebody not signed in")) if entry.action != KIND else str(gettext("a program"))


def _offices() -> tuple[list[Branch], str]:
    offices = [branch for branch in reading.branches() if staff().works_in(branch.id)]
    return offices, offices[0].zone if offices else WHERE_THE_CITY_IS


def _reach(offices: list[Branch]) -> Reach:
    return Reach(tuple(office.id for office in offices), whole=reaches_all())


def _asked(offices: list[Branch], zone: str) -> tuple[Wanted, list[str]]:
    """What the address or the form asks for, and the names of fields that say nothing.

    Raises:
        NoSuchBranch: it asks for an office that is none of these.
    """
    asked, wrong = request.values, []
    office_id = asked.get("office", type=int)
    if office_id is not None and office_id not in {office.id for office in offices}:
        raise NoSuchBranch
    days: dict[str, datetime | None] = {}
    for name, later in (("since", 0), ("until", 1)):
        typed = asked.get(name, "").strip()
        try:
            days[name] = _begin_of(date.fromisoformat(typed) + timedelta(days=later), zone) if typed else None
        except (ValueError, OverflowError):
            wrong.append(name)
            days[name] = None
    wanted = Wanted(
        action=asked.get("action", "")[:LONGEST],
        who=_text(asked.get("who", "")),
        words=_text(asked.get("words", "")),
        branch_id=office_id,
        since=days["since"],
        until=days["until"],
    )
    return wanted, wrong


def _text(typed: str) -> str:
    return " ".join(typed.split())[:LONGEST]


def _begin_of(day: date, zone: str) -> datetime:
    # In UTC, so that a day at the end of all time is found out here and not by the database.
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _actions() -> dict[str, str]:
    known = {KIND: str(RULES_CHANGED)} | {action.value: str(words) for action, words in DONE.items()}
    return dict(sorted(known.items(), key=lambda item: item[1]))


def _by_day(entries: list[Entry], zone: str) -> list[tuple[str, list[Entry]]]:
    days = groupby(entries, key=lambda entry: office_day(entry.at, zone))
    return [(str(format_date(day, "EEEE, d MMMM y")), list(of_day)) for day, of_day in days]


def _rows(entries: Iterator[Entry], names: dict[int, str], zone: str) -> Iterator[Row]:
    titles = (_l("Time"), _l("Who"), _l("Address"), _l("What was done"), _l("To what"), _l("Office"))
    yield [*map(str, titles), gettext("Before"), gettext("After"), gettext("Number"), gettext("Code")]
    for entry in entries:
        changes = "; ".join(map(said_change, entry.changes))
        yield [
            office_time(entry.at, zone).isoformat(timespec="seconds"),
            by(entry),
            entry.address,
            done(entry),
            entry.subject,
            names.get(entry.branch_id or 0, ""),
            _flat(entry.before),
            changes or _flat(entry.after),
            entry.number,
            entry.action,
        ]


def _flat(facts: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in said_facts(facts))
