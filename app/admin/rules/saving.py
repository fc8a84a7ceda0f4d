"""How a page of rules is shown, carried out and answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.admin.rules.fields import RuleForm
from app.admin.rules.names import said_change
from app.changes import as_seen_at
from app.errors import ChangedMeanwhile, SettingsUnusable
from app.fault_words import fault_words
from app.office import Office
from app.queueing import reading
from app.queueing.ruling import history
from app.rules.faults import Fault


def attempt(forms: Mapping[str, RuleForm], verb: Callable[[], int]) -> int | None:
    """Carry out what was typed.

    Args:
        forms: the page's forms by the part before the point in the names of faults; "" is the page's own.
        verb: keeps all of it or nothing; called once every form could be read.

    Returns:
        what the verb returns; None when something is wrong, which then stands beside its field.
    """
    readable = [form.validate_on_submit() for form in forms.values()]  # each of them says what is wrong with it
    if not all(readable):
        return None
    try:
        with as_seen_at(request.form.get("as_of", type=int)):
            return verb()
    except ChangedMeanwhile as meanwhile:
        g.told_of_others = True
        next(iter(forms.values())).form_errors.append(meanwhile.words())
        return None
    except SettingsUnusable as unusable:
        for name, fault in unusable.faults.items():
            _tell(forms, name, fault)
        return None


def _tell(forms: Mapping[str, RuleForm], name: str, fault: Fault) -> None:
    of, _point, field = name.rpartition(".")
    form = forms.get(of) or forms[""]
    if field in form:
        form[field].errors = [fault_words(fault)]
    else:
        form.form_errors.append(fault_words(fault))


def seen_at(newest: int) -> int:
    """Of when the form says it is: with something wrong in it, it is as old as it was, until its reader is told more.

    Args:
        newest: what a form made now is of.
    """
    return newest if "told_of_others" in g else request.form.get("as_of", newest, type=int)


def answer(seq: int | None, wrong: Callable[[], str], endpoint: str, **values: Any) -> ResponseReturnValue:
    """Back to a page that says what was changed; or the page again, with what is wrong in it."""
    if seq is None:
        return wrong(), 422
    return redirect(url_for(endpoint, **values, saved=seq), 303)


def page(
    template: str, office: Office, forms: Mapping[str, RuleForm] | None = None, folder: str = "rules", **values: Any
) -> str:
    """A page of an office's rules, with what was saved just now or the news that nothing was."""
    return render_template(
        f"admin/{folder}/{template}.html",
        office=office,
        branch=office.branch,
        forms=forms or {},
        form=(forms or {}).get(""),
        as_of=seen_at(reading.last_seq(office.id)),
        wrong=any(form.errors for form in (forms or {}).values()),
        saved=_saved(office) if request.method == "GET" else None,
        here=url_for("admin.rules", branch_code=office.branch.code, lang=None),
        **values,
    )


def _saved(office: Office) -> list[str] | None:
    seq = request.args.get("saved", type=int)
    if seq == 0:
        return [str(gettext("It was so already: nothing was changed."))]
    told = history.change(office.id, seq) if seq else None
    return [said_change(each) for each in told.changes] if told else None
