"""Page: every component of the templates in each of its states, on light and on dark ground."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.admin.routes import pages, set_up_required
from app.admin.rules.fields import Choice, Option, RuleForm, Spans, WholeNumber
from app.rules.faults import Bounds

GROUNDS = {"light": _l("Light"), "dark": _l("Dark")}
DOES = _l("A plain sentence under every setting says what it does to a citizen.")
LONG = "Kecamatan Karawaci-Pasirjaya-Margasari-Nusajaya-Sumurpacing-Koangjaya"


class Examples(RuleForm):
    """A field of every kind."""

    name = StringField(_l("Name"), description=DOES, default="Budi")
    minutes = WholeNumber(_l("Minutes"), Bounds(1, 90), description=DOES, default=20)
    wrong = StringField(_l("Day"), [InputRequired(_l("Please write a day, such as 2026-12-25."))], description=DOES)
    words = TextAreaField(_l("Reasons"), description=DOES)
    switch = BooleanField(_l("Speak calls aloud"), description=DOES, default=True)
    agreed = BooleanField(_l("The office day may end now"), default=True)
    kind = SelectField(_l("Printer"), choices=[Option("plain", "58 mm"), Option("long", LONG)], description=DOES)
    order = Choice(_l("Order"), {"first": (_l("First come"), DOES), "turns": (_l("By turns"), "")}, default="first")

    monday = Spans(_l("Monday"))
    friday = Spans(_l("Friday"))

    def __init__(self, ground: str) -> None:
        super().__init__(formdata=None, prefix=f"{ground}-")
        self.wrong.validate(self)


@pages.get("/components")
@set_up_required
def components() -> ResponseReturnValue:
    """The parts all pages are made of."""
    forms = {ground: Examples(ground) for ground in GROUNDS}
    return render_template("admin/components.html", grounds=GROUNDS, forms=forms, long=LONG, **_figures())


def _figures() -> dict[str, Any]:
    day = [(8, 12, 9), (9, 21, 18), (10, 0, 3), (11, 7, 7)]
    hours = [SimpleNamespace(hour=hour, arrived=arrived, served=served) for hour, arrived, served in day]
    return {
        "hours": hours,
        "wait": SimpleNamespace(median=300, p90=900),
        "time": SimpleNamespace(serving=50, calling=10, paused=15, idle=25),
    }
