"""Pages: find a printer, try it, add it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import staff
from app.admin.printing.forms import NewPrinterForm
from app.admin.printing.limits import tries
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.saving import attempt
from app.models import Branch
from app.printing import office_printers, trying
from printers import finding
from printers.finding import Doubted


@pages.get("/<branch_code>/printers/add")
@set_up_required
def new_printer(branch_code: str) -> ResponseReturnValue:
    """The form of a new printer, filled in with one that was found."""
    found = {name: request.args[name] for name in ("name", "url") if name in request.args}
    return _page(mine(branch_code).branch, NewPrinterForm(formdata=None, data=found))


@pages.post("/<branch_code>/printers/find")
@set_up_required
@tries
def find_printers(branch_code: str) -> ResponseReturnValue:
    """Search the server's USB and queues."""
    branch = mine(branch_code).branch
    searched = finding.search()
    missed = [trying.doubt_words(Doubted(each)) for each in searched.not_searched]
    return _page(branch, NewPrinterForm(formdata=None), searched=searched, missed=missed)


@pages.post("/<branch_code>/printers/add")
@set_up_required
@tries
def add_printer(branch_code: str) -> ResponseReturnValue:
    """Add a printer; or print a test slip on it, and add nothing yet."""
    branch = mine(branch_code).branch
    form = NewPrinterForm()
    if not form.validate_on_submit():
        return _page(branch, form, wrong=True), 422
    if request.form.get("do") == "test":
        return _page(branch, form, tried=trying.print_test(branch, form.name.data, form.url.data))
    doubted = trying.doubt(form.url.data) if request.form.get("do") != "anyway" else None
    if doubted:
        form.url.errors = [trying.doubt_words(doubted)]
        return _page(branch, form, wrong=True, doubted=doubted), 422
    added = attempt({"": form}, lambda: _add(branch, form))
    if added is None:
        return _page(branch, form, wrong=True), 422
    return redirect(url_for("admin.printer_set_up", branch_code=branch.code, printer_id=added, added=1), 303)


def _add(branch: Branch, form: NewPrinterForm) -> int:
    return office_printers.add(
        branch.id,
        form.name.data,
        form.url.data,
        form.width_mm,
        model=form.model.data,
        roll_metres=form.roll_metres,
        staff_id=staff().id,
    )


def _page(branch: Branch, form: NewPrinterForm, **more: Any) -> str:
    here = url_for("admin.new_printer", branch_code=branch.code, lang=None)
    return render_template("admin/printing/add.html", branch=branch, form=form, here=here, **more)
