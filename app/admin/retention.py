"""How long what is kept."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app import tidying
from app.access import roles_required, staff
from app.admin.routes import pages
from app.admin.rules.fields import RuleForm, WholeNumber
from app.admin.rules.saving import answer, attempt, seen_at
from app.db import db
from app.errors import NotYours
from app.rules.authority import Role
from app.rules.retention import BOUNDS, Retention

admin_of_all = roles_required(Role.ADMIN)


class RetentionForm(RuleForm):
    """Months and days."""

    history_months = WholeNumber(
        _l("Numbers and their history, in months"),
        BOUNDS["history_months"],
        description=_l("Recaps of older days then show nothing. Nobody's name is in them."),
    )
    words_months = WholeNumber(
        _l("Notes and reasons in somebody's own words, in months"),
        BOUNDS["words_months"],
        description=_l("That there was one stays in the history; what it said goes."),
    )
    audit_months = WholeNumber(
        _l("What was typed, and from where, in the audit log, in months"),
        BOUNDS["audit_months"],
        description=_l("That something was done, by whom and when, stays."),
    )
    sign_in_days = WholeNumber(
        _l("Where somebody was signed in, in days after they were last there"),
        BOUNDS["sign_in_days"],
        description=_l("Until then they see it on their own page, My account."),
    )

    @property
    def retention(self) -> Retention:
        """What was typed, once it could be read."""
        return Retention(**{name: self[name].data for name in BOUNDS})


@pages.get("/retention")
@admin_of_all
def retention() -> ResponseReturnValue:
    """How long what is kept now."""
    must_be_of_all()
    return _page(RetentionForm(obj=tidying.retention()))


@pages.post("/retention")
@admin_of_all
def set_retention() -> ResponseReturnValue:
    """Keep things for another time."""
    must_be_of_all()
    form = RetentionForm()
    changed = attempt({"": form}, lambda: int(tidying.set_retention(form.retention)))
    return answer(changed, lambda: _page(form), "admin.retention")


def must_be_of_all() -> None:
    """Refuse whoever administers some offices alone."""
    # It is the installation's, not one office's.
    if not staff().roles.include_in(None, Role.ADMIN):
        raise NotYours


def _page(form: RetentionForm) -> str:
    return render_template(
        "admin/retention.html",
        form=form,
        wrong=any(form.errors.values()),
        as_of=seen_at(tidying.last_change(db.session())[0]),
        saved=request.args.get("saved") if request.method == "GET" else None,
    )
