"""Pages: what an office has, out into a file and in from one; a dry run first, then one confirmation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.names import NAMES
from app.admin.rules.saving import page
from app.audit_words import KNOWN
from app.db import db
from app.errors import FileUnusable, NotYours
from app.fault_words import fault_words
from app.models import Role
from app.office import Office
from app.people import preparing
from app.queueing.exchange import content, files, keeping
from app.queueing.exchange.exporting import export
from app.queueing.exchange.files import KINDS, LARGEST_FILE
from app.queueing.exchange.importing import carry_out
from app.queueing.exchange.planning import digest_of, plan_for, said_rows
from app.queueing.exchange.unused import unused_of
from app.rules.faults import Fault, Unusable, Wrong
from app.rules.people_file import roles_in
from app.rules.tables import CATALOGUE, COLUMNS, MOST_PEOPLE, NO, STAFF, SWITCHES, YES, Plan, Row, WrongCell, most_rows
from app.rules.taking_back import Back, Left, Unused, back
from app.standard_words import STANDARD

AROUND_A_FILE = 4 * 1024 * 1024
"""Room for its rows as they travel from the dry run to the confirmation."""
SHEETS = {"queues": _l("Queues"), "services": _l("Services"), "counters": _l("Counters"), "staff": _l("Staff")}
OTHER_COLUMNS = {
    "": _l("below no column"),
    "letter": _l("Letter"),
    "code": _l("Code"),
    "number": _l("Number"),
    "name": _l("What staff call it"),
    "icon": _l("Picture"),
    "quota": NAMES["quota"],
    "retired": _l("Retired (yes or no)"),
    "letters": _l("Queues served, with commas"),
    "role": _l("Roles in this office, with commas"),
    "stopped": _l("Stopped (yes or no)"),
}

WHY_LEFT = {
    Left.CHANGED_SINCE: _l("Was changed since, and stays as it is now."),
    Left.SIGNED_IN_SINCE: _l("Has signed in since. Stop the account under People, if that is what you want."),
    Left.GAVE_NUMBERS: _l("Has given numbers, which the history refers to. Without services citizens do not see it."),
    Left.HAS_SERVICES: _l("Services belong to it, perhaps retired ones. Move them to another queue, then remove it."),
    Left.IS_WORK_OF_A_COUNTER: _l("A counter was told to serve it. Give it other work, then remove it under Queues."),
    Left.IS_ON_A_BOARD: _l("A board was told to show it. Change the board, then remove it under Queues."),
}
TAKES_A_TABLE = {"admin.try_a_file", "admin.carry_out_file", "admin.try_staff_file", "admin.carry_out_staff_file"}


@pages.url_value_preprocessor
def let_a_table_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file may be larger than other forms; set before anybody reads the form."""
    if endpoint in TAKES_A_TABLE:
        request.max_content_length = request.max_form_memory_size = LARGEST_FILE + AROUND_A_FILE


@pages.get("/<branch_code>/exchange")
@set_up_required
def exchange(branch_code: str) -> ResponseReturnValue:
    """What can be taken out, and where a file comes in."""
    office, field = mine(branch_code), request.args.get("too_large", "")
    most = {"file": most_rows(CATALOGUE), "staff_file": most_rows((STAFF,))}
    if field not in most:
        return exchange_page(office)
    return exchange_page(office, **{field: fault_words(Fault(Wrong.TABLE_TOO_LARGE, {"most": str(most[field])}))})


@pages.post("/<branch_code>/exchange/export")
@set_up_required
def export_file(branch_code: str) -> ResponseReturnValue:
    """A file to keep; who took it stands in the audit log, which is why this is no link."""
    office = mine(branch_code)
    what, _point, kind = request.form.get("what", "").partition(".")
    if what not in ("all", *SHEETS) or kind not in KINDS or (what == "all" and kind == "csv"):
        abort(400)
    if what == "staff" and not staff().holds_in(office.id, Role.ADMIN):
        raise NotYours
    name = f"giliran-{branch_code}-{what}.{kind}"
    held = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(export(office, what, kind), content_type=KINDS[kind], headers=held)


@pages.post("/<branch_code>/exchange/try")
@set_up_required
def try_a_file(branch_code: str) -> ResponseReturnValue:
    """The dry run: what a file would change, or what of it cannot be, and where."""
    office = mine(branch_code)
    try:
        rows, unreadable = read_file(CATALOGUE)
    except Unusable as unusable:
        return exchange_page(office, file=fault_words(unusable.fault)), 422
    plan = plan_for(office, rows)
    plan.wrong[:0] = unreadable
    return tried(office, "tried", plan, rows, agree="admin.carry_out_file")


@pages.post("/<branch_code>/exchange/carry-out")
@set_up_required
def carry_out_file(branch_code: str) -> ResponseReturnValue:
    """Do what the dry run has shown."""
    office = mine(branch_code)
    seq = carry_out(office.id, sent_rows(CATALOGUE), request.form.get("shown", ""), staff().id)
    return redirect(url_for("admin.exchange", branch_code=branch_code, saved=seq), 303)


@pages.get("/<branch_code>/exchange/undo")
@set_up_required
def look_at_undoing(branch_code: str) -> ResponseReturnValue:
    """What taking the last import back would change, or doing it again; and what of it is left alone."""
    office = mine(branch_code)
    found, undoes, unused = _back(office)
    plan = plan_for(office, found.rows, unused)
    return tried(office, "tried", plan, agree="admin.undo_import", left=found.left, undoes=undoes)


@pages.post("/<branch_code>/exchange/undo")
@set_up_required
def undo_import(branch_code: str) -> ResponseReturnValue:
    """Take the last import back, or do it again, as it was shown."""
    office = mine(branch_code)
    found, undoes, _unused = _back(office)
    seq = carry_out(office.id, found.rows, request.form.get("shown", ""), staff().id, undoes=undoes)
    return redirect(url_for("admin.exchange", branch_code=branch_code, saved=seq), 303)


def _back(office: Office) -> tuple[Back, bool, Unused | None]:
    kept = keeping.last(office.id, keeping.CATALOGUE)
    if kept is None:
        return Back(), True, None
    unused = None if kept.is_undoing else unused_of(db.session(), office, kept.changes)
    return back(kept.changes, content.tables_of(office), unused=unused), not kept.is_undoing, unused


def read_file(sheets: Sequence[str]) -> tuple[list[Row], list[WrongCell]]:
    """The rows of the file of this request, and what of it cannot be read; raises Unusable."""
    file = request.files.get("file")
    return files.read(file.stream.read(LARGEST_FILE + 1) if file else b"", sheets)


def tried(office: Office, template: str, plan: Plan, rows: Sequence[Row] = (), **values: Any) -> ResponseReturnValue:
    """The page of a dry run; its rows travel with it to where somebody agrees."""
    shown = page(
        template,
        office,
        folder="exchange",
        plan=plan,
        sheets=SHEETS,
        column=_column,
        cell_words=_cell_words,
        fault=fault_words,
        why_left=WHY_LEFT,
        rows=json.dumps(list(said_rows(rows))),
        shown=digest_of(plan),
        **values,
    )
    return shown, 422 if plan.wrong else 200


def sent_rows(sheets: Sequence[str]) -> Sequence[Row]:
    """The rows of a dry run as they come back when somebody agrees; raises FileUnusable."""
    try:
        rows = [
            Row(sheet, int(at), {str(name): str(cell) for name, cell in cells.items()})
            for sheet, at, cells in json.loads(request.form.get("rows", ""))
        ]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise FileUnusable from None
    strange = any(row.sheet not in sheets or set(row.cells) - set(COLUMNS[row.sheet]) for row in rows)
    if strange or len(rows) > most_rows(sheets):
        raise FileUnusable
    return rows


def _cell_words(column: str, value: str) -> str:
    """What stands in a cell, in words."""
    if column == "role":
        return ", ".join(str(KNOWN["role"].get(role, role)) for role in roles_in(value))
    said = {YES: gettext("yes"), NO: gettext("no")} if column in SWITCHES else {}
    return str(said.get(value, value))


def _column(name: str, sheet: str = "") -> str:
    """What a column is called, in words, with the language it is in."""
    if (sheet, name) == (STAFF, "name"):
        return str(gettext("Name"))
    said, _line, language = name.rpartition("_")
    languages = {"id": _l("Indonesian"), "en": _l("English"), "su": _l("Sundanese"), "jv": _l("Javanese")}
    if language in languages and (said in STANDARD or said == "name"):
        what = STANDARD.get(said) or _l("Name")
        return f"{what} ({languages[language]})"
    return str(OTHER_COLUMNS.get(name, name))


def exchange_page(office: Office, **wrong: str) -> str:
    """The page with what comes out and goes in; what is wrong with a file stands at its field."""
    return page(
        "exchange",
        office,
        folder="exchange",
        wrong_files=wrong,
        done=request.args.get("done", type=int) if request.method == "GET" else None,
        sheets=SHEETS,
        columns=COLUMNS,
        column=_column,
        may_staff=staff().holds_in(office.id, Role.ADMIN),
        most_mb=LARGEST_FILE // 1024 // 1024,
        most_people=MOST_PEOPLE,
        last=keeping.last(office.id, keeping.CATALOGUE),
        last_staff=keeping.last(office.id, STAFF),
        preparing=preparing.of(staff().id, office.id),
    )
