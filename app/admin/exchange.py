"""Pages: what an office has, out into a file and in from one; a dry run first, then one confirmation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.names import NAMES
from app.admin.rules.saving import page
from app.errors import FileUnusable, NotYours
from app.fault_words import fault_words
from app.models import Role
from app.office import Office
from app.queueing.exchange import files
from app.queueing.exchange.exporting import export
from app.queueing.exchange.files import KINDS, LARGEST_FILE
from app.queueing.exchange.importing import carry_out
from app.queueing.exchange.planning import digest_of, plan_for, said_rows
from app.rules.faults import Unusable
from app.rules.tables import COLUMNS, MOST_ROWS, Row
from app.standard_words import STANDARD

AROUND_A_FILE = 4 * 1024 * 1024
"""Room for its rows as they travel from the dry run to the confirmation."""
SHEETS = {"queues": _l("Queues"), "services": _l("Services"), "counters": _l("Counters"), "staff": _l("Staff")}
OTHER_COLUMNS = {
    "letter": _l("Letter"),
    "code": _l("Code"),
    "number": _l("Number"),
    "name": _l("What staff call it"),
    "icon": _l("Picture"),
    "quota": NAMES["quota"],
    "retired": _l("Retired (yes or no)"),
    "letters": _l("Queues served, with commas"),
    "role": _l("Role"),
}


@pages.url_value_preprocessor
def let_a_table_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file may be larger than other forms; set before anybody reads the form."""
    if endpoint in ("admin.try_a_file", "admin.carry_out_file"):
        request.max_content_length = request.max_form_memory_size = LARGEST_FILE + AROUND_A_FILE


@pages.get("/<branch_code>/exchange")
@set_up_required
def exchange(branch_code: str) -> ResponseReturnValue:
    """What can be taken out, and where a file comes in."""
    return _page(mine(branch_code))


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
    office, file = mine(branch_code), request.files.get("file")
    try:
        rows, unreadable = files.read(file.stream.read(LARGEST_FILE + 1) if file else b"")
    except Unusable as unusable:
        return _page(office, wrong_file=fault_words(unusable.fault)), 422
    plan = plan_for(office, rows)
    plan.wrong[:0] = unreadable
    shown = page(
        "tried",
        office,
        folder="exchange",
        plan=plan,
        sheets=SHEETS,
        column=_column,
        fault=fault_words,
        rows=json.dumps(list(said_rows(rows))),
        shown=digest_of(plan),
    )
    return shown, 422 if plan.wrong else 200


@pages.post("/<branch_code>/exchange/carry-out")
@set_up_required
def carry_out_file(branch_code: str) -> ResponseReturnValue:
    """Do what the dry run has shown."""
    office = mine(branch_code)
    rows = _rows(request.form.get("rows", ""))
    seq = carry_out(office.id, rows, request.form.get("shown", ""), staff().id)
    return redirect(url_for("admin.exchange", branch_code=branch_code, saved=seq), 303)


def _rows(text: str) -> Sequence[Row]:
    try:
        rows = [
            Row(sheet, int(at), {str(name): str(cell) for name, cell in cells.items()})
            for sheet, at, cells in json.loads(text)
        ]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise FileUnusable from None
    if len(rows) > MOST_ROWS or any(
        row.sheet not in COLUMNS or set(row.cells) - set(COLUMNS[row.sheet]) for row in rows
    ):
        raise FileUnusable
    return rows


def _column(name: str) -> str:
    """What a column is called, in words, with the language it is in."""
    said, _line, language = name.rpartition("_")
    languages = {"id": _l("Indonesian"), "en": _l("English"), "su": _l("Sundanese"), "jv": _l("Javanese")}
    if language in languages and (said in STANDARD or said == "name"):
        what = STANDARD.get(said) or _l("Name")
        return f"{what} ({languages[language]})"
    return str(OTHER_COLUMNS.get(name, name))


def _page(office: Office, wrong_file: str = "") -> str:
    return page(
        "exchange",
        office,
        folder="exchange",
        wrong_file=wrong_file,
        sheets=SHEETS,
        columns=COLUMNS,
        column=_column,
        may_export_staff=staff().holds_in(office.id, Role.ADMIN),
        most_mb=LARGEST_FILE // 1024 // 1024,
    )
