"""The list for a data breach, or a drill of one."""

from __future__ import annotations

from datetime import datetime

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import Headers

from app import breach as breaches
from app.access import roles_required, staff
from app.admin.retention import must_be_of_all
from app.admin.routes import pages
from app.admin.spreadsheet import as_csv
from app.clock import office_time
from app.errors import NoBreach
from app.rules.authority import Role

admin_of_all = roles_required(Role.ADMIN)

WORDS = {
    "stop": _l("Stop it: revoke the device, key or account, or take the server off the network."),
    "write_down": _l("Write down who noticed what, when and how."),
    "evidence": _l("Keep evidence: make a backup, run verify, save the logs. Change nothing by hand."),
    "extent": _l("Find out what data it was, of how many people, since when: docs/data-map.md and the audit log."),
    "keys": _l("Change what others may know: passwords, API keys, pairings of devices."),
    "head": _l("Tell the head of the office and whoever answers for personal data in the city."),
    "tell": _l("Tell those concerned and the authority in writing: what data, when and how, and what was done."),
    "public": _l("Where it disturbs public service or concerns many, tell the public."),
    "learn": _l("Agree on what is changed so that it does not happen again, and on the next drill."),
}


@pages.get("/breach")
@admin_of_all
def breach() -> ResponseReturnValue:
    """What is to be done, and what was."""
    must_be_of_all()
    return render_template("admin/breach.html", breach=breaches.under_way(), words=WORDS, steps=breaches.STEPS)


@pages.post("/breach")
@admin_of_all
def begin_breach() -> ResponseReturnValue:
    """Begin the list."""
    must_be_of_all()
    breaches.begin(is_drill=request.form.get("kind") != "real")
    return redirect(url_for("admin.breach"), 303)


@pages.post("/breach/done")
@admin_of_all
def tick_breach() -> ResponseReturnValue:
    """Tick a step."""
    must_be_of_all()
    key = request.form.get("step", "")
    breaches.tick(key, staff().name)
    return redirect(url_for("admin.breach", _anchor=f"step-{key}"), 303)


@pages.post("/breach/end")
@admin_of_all
def end_breach() -> ResponseReturnValue:
    """End the list."""
    must_be_of_all()
    breaches.end()
    return redirect(url_for("admin.breach"), 303)


@pages.get("/breach.csv")
@admin_of_all
def breach_list() -> ResponseReturnValue:
    """The list as a file, for the report."""
    must_be_of_all()
    found = breaches.under_way()
    if found is None:
        raise NoBreach
    kind = gettext("Drill") if found.is_drill else gettext("Data breach")
    rows = [
        [kind, _said(found.began_at), "", ""],
        [gettext("Step"), gettext("Due"), gettext("Done"), gettext("By")],
        *(
            [str(WORDS[each.key]), _said(each.due), _said(each.done_at) if each.done_at else "", each.done_by]
            for each in found.steps
        ),
    ]
    headers = Headers({"Content-Type": "text/csv; charset=utf-8"})
    headers.set("Content-Disposition", "attachment", filename=f"breach-{found.began_at.date().isoformat()}.csv")
    return Response(as_csv(rows), headers=headers)


def _said(moment: datetime) -> str:
    return office_time(moment, staff().zone).strftime("%Y-%m-%d %H:%M %z")
