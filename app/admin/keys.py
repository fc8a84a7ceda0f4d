"""Page: the keys of the API, made and revoked; a new one is shown this once."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app import api_keys
from app.access import MAKES_KEYS, reaches_all, roles_required, staff
from app.admin.routes import pages
from app.admin.rules.fields import Choice, Option, RuleForm
from app.clock import WHERE_THE_CITY_IS, now
from app.models import Branch
from app.queueing import reading

ALL_OFFICES = ""
LIVES = {"30": _l("30 days"), "90": _l("90 days"), "365": _l("1 year"), "730": _l("2 years")}
"""In days. One without an end is made by a command alone."""
SCOPES: dict[str, tuple[Any, Any]] = {
    "read": (_l("Only reads"), _l("Offices, numbers, board and history: for dashboards and reports.")),
    "act": (
        _l("May act"),
        _l("Also gives numbers and calls citizens, like the buttons: for kiosks and apps of others."),
    ),
}

makes_keys = roles_required(*MAKES_KEYS)


class KeyForm(RuleForm):
    """What a new key is for."""

    name = StringField(
        _l("Name"),
        [InputRequired(_l("Write a name by which your colleagues know what the key is for.")), Length(max=80)],
        description=_l("What it is for, such as: dashboard of the city."),
    )
    office = SelectField(_l("Office"), description=_l("The key reaches what is chosen here, and nothing else."))
    scope = Choice(_l("What it may do"), SCOPES, default="read")
    days = SelectField(
        _l("Holds for"),
        choices=[Option(value, words) for value, words in LIVES.items()],
        default="365",
        description=_l("Then it opens nothing any more: make a new one before."),
    )

    def __init__(self, offices: list[Branch], *, of_all: bool, **how: Any) -> None:
        super().__init__(**how)
        every = [Option(ALL_OFFICES, _l("All offices"))] if of_all else []
        self.office.choices = [*every, *(Option(office.code, office.name) for office in offices)]

    def validate_name(self, field: Any) -> None:
        """A name is one line that can be read."""
        if not field.data.strip() or not field.data.isprintable():
            raise ValidationError(_l("Write a name by which your colleagues know what the key is for."))


@pages.get("/keys")
@makes_keys
def keys() -> ResponseReturnValue:
    """The keys of the offices this person sets up."""
    return _page(_form(formdata=None))


@pages.post("/keys")
@makes_keys
def make_key() -> ResponseReturnValue:
    """Make a key, and show it this once."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    key = api_keys.create(
        form.name.data or "",
        form.office.data or None,
        may_act=form.scope.data == "act",
        days=int(form.days.data),
    )
    # The answer to the form itself: an address that shows it could be opened again.
    return _page(_form(formdata=None), made=key, of=form.name.data), 200, {"Cache-Control": "no-store"}


@pages.post("/keys/<int:key_id>/revoke")
@makes_keys
def revoke_key(key_id: int) -> ResponseReturnValue:
    """Let a key open nothing any more."""
    api_keys.revoke(key_id, None if reaches_all() else [office.id for office in _offices()])
    return redirect(url_for("admin.keys", _anchor="keys"), 303)


def _offices() -> list[Branch]:
    return [branch for branch in reading.branches() if staff().works_in(branch.id)]


def _form(**how: Any) -> KeyForm:
    return KeyForm(_offices(), of_all=reaches_all(), **how)


def _page(form: KeyForm, **more: Any) -> str:
    offices = _offices()
    return render_template(
        "admin/keys.html",
        form=form,
        keys=api_keys.keys_of([office.id for office in offices], of_all=reaches_all()),
        zone=offices[0].zone if offices else WHERE_THE_CITY_IS,
        now=now(),
        here=url_for("admin.keys", lang=None),
        wrong=request.method == "POST" and bool(form.errors),
        **more,
    )
