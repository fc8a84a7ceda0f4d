"""Pages: a printer the office has, its place in the order, and giving it up."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.access import staff
from app.admin.printing.forms import PrinterForm, SeenForm, form_of
from app.admin.printing.limits import tries
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.names import said_change
from app.admin.rules.saving import attempt, seen_at
from app.errors import NoSuchPrinter
from app.language import chosen_language
from app.models import Printer
from app.office import Office
from app.printing import agents_test, managing, trying
from app.printing.abilities import ability_words
from app.queueing import reading
from app.queueing.ruling import history
from printers.profiles import profile_of

PLACES = {"earlier": -1, "later": 1}


@pages.get("/<branch_code>/printers/<int:printer_id>")
@set_up_required
def printer_set_up(branch_code: str, printer_id: int) -> ResponseReturnValue:
    """A printer as it is set up."""
    office, printer = _printer(branch_code, printer_id)
    going = _test(printer, request.args.get("test", 0, type=int))
    return _page(office, printer, form_of(printer), saved=_saved(office), **going)


@pages.post("/<branch_code>/printers/<int:printer_id>")
@set_up_required
def set_printer_up(branch_code: str, printer_id: int) -> ResponseReturnValue:
    """Name a printer anew, or give it other paper."""
    office, printer = _printer(branch_code, printer_id)
    form = form_of(printer)
    seq = attempt(
        {"": form},
        lambda: managing.set_up(
            printer.id, form.name.data, form.width_mm, form.roll_metres, model=form.model.known, staff_id=staff().id
        ),
    )
    if seq is None:
        return _page(office, printer, form, wrong=True), 422
    return redirect(url_for("admin.printer_set_up", branch_code=branch_code, printer_id=printer_id, saved=seq), 303)


@pages.post("/<branch_code>/printers/<int:printer_id>/test")
@set_up_required
@tries
def print_test(branch_code: str, printer_id: int) -> ResponseReturnValue:
    """Print a test slip on a printer as it is set up: at once, or by the agent that drives it."""
    office, printer = _printer(branch_code, printer_id)
    if printer.device_id:  # what is plugged in there is none of the server's
        job_id = agents_test.put(office.id, printer.id, chosen_language())
        return redirect(
            url_for("admin.printer_set_up", branch_code=branch_code, printer_id=printer_id, test=job_id), 303
        )
    tried = trying.print_test(office.branch, printer.name, printer.url, printer.id)
    return _page(office, printer, form_of(printer, formdata=None), tried=tried)


@pages.get("/<branch_code>/printers/<int:printer_id>/tests/<int:job_id>")
@set_up_required
def test_of_agent(branch_code: str, printer_id: int, job_id: int) -> ResponseReturnValue:
    """How the test slip of an agent's printer is getting on."""
    office, printer = _printer(branch_code, printer_id)
    going = _test(printer, job_id)
    return render_template("admin/printing/_test_goes.html", branch=office.branch, printer=printer, **going)


@pages.post("/<branch_code>/printers/<int:printer_id>/seen")
@set_up_required
def learn_from_test(branch_code: str, printer_id: int) -> ResponseReturnValue:
    """Take a printer for what somebody saw on its test slip."""
    office, printer = _printer(branch_code, printer_id)
    form = SeenForm()
    seq = attempt({"": form}, lambda: managing.learn(printer.id, form.seen, staff().id))
    if seq is None:
        return _page(office, printer, form_of(printer, formdata=None), seen=form, wrong=True), 422
    return redirect(url_for("admin.printer_set_up", branch_code=branch_code, printer_id=printer_id, saved=seq), 303)


@pages.post("/<branch_code>/printers/<int:printer_id>/move")
@set_up_required
def move_printer(branch_code: str, printer_id: int) -> ResponseReturnValue:
    """Let slips go to a printer earlier, or later."""
    _office, printer = _printer(branch_code, printer_id)
    managing.move(printer.id, PLACES.get(request.form.get("way", ""), 0), staff().id)
    return redirect(url_for("admin.printers", _anchor=f"printer-{printer_id}"), 303)


@pages.post("/<branch_code>/printers/<int:printer_id>/remove")
@set_up_required
def remove_printer(branch_code: str, printer_id: int) -> ResponseReturnValue:
    """Give a printer up."""
    _office, printer = _printer(branch_code, printer_id)
    managing.remove(printer.id, staff().id)
    return redirect(url_for("admin.printers"), 303)


def _printer(branch_code: str, printer_id: int) -> tuple[Office, Printer]:
    office = mine(branch_code)
    found = next((each for each in office.printers if each.id == printer_id), None)
    if found is None:
        raise NoSuchPrinter
    return office, found


def _test(printer: Printer, job_id: int) -> dict[str, Any]:
    return {"job_id": job_id, "going": agents_test.going(printer, job_id)}


def _saved(office: Office) -> list[str] | None:
    if "added" in request.args:
        return [str(gettext("The printer is added. Print a test slip, and say what is on it."))]
    seq = request.args.get("saved", type=int)
    if seq == 0:
        return [str(gettext("It was so already: nothing was changed."))]
    told = history.change(office.id, seq) if seq else None
    return [said_change(each) for each in told.changes] if told else None


def _page(office: Office, printer: Printer, form: PrinterForm, seen: SeenForm | None = None, **more: Any) -> str:
    here = url_for("admin.printer_set_up", branch_code=office.branch.code, printer_id=printer.id, lang=None)
    seen = seen or SeenForm(formdata=None)
    return render_template(
        "admin/printing/printer.html",
        branch=office.branch,
        printer=printer,
        form=form,
        seen=seen,
        forms={"": form, "seen": seen},
        can=ability_words(profile_of(printer.width_mm, printer.profile)),
        last=len(office.printers) == 1,
        as_of=seen_at(reading.last_seq(office.id)),
        here=here,
        **more,
    )
