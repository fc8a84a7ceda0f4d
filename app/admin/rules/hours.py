"""Page: when an office gives numbers."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import Choice, WholeNumber
from app.admin.rules.names import ALWAYS_OPEN, NAMES
from app.admin.rules.saving import answer, attempt, page
from app.admin.rules.week import WeekForm, as_typed
from app.office import Office
from app.queueing.ruling.hours import set_hours
from app.rules.schedule import BOUNDS, Hours

YES, NO = "yes", "no"
ZONES = {
    "Asia/Jakarta": (_l("WIB (Jakarta)"), ""),
    "Asia/Makassar": (_l("WITA (Makassar)"), ""),
    "Asia/Jayapura": (_l("WIT (Jayapura)"), ""),
}
AGREES = _l("Yes, end the office day now and tell those who wait.")


class HoursForm(WeekForm):
    """An office's week."""

    always_open = Choice(
        NAMES["always_open"],
        {
            YES: (ALWAYS_OPEN[True], _l("Citizens take numbers at any hour; the hours below and special days rest.")),
            NO: (
                ALWAYS_OPEN[False],
                _l(
                    "Outside these hours the kiosk says when to come. When the last hours of a day end, those who "
                    "still wait are told that their number has expired."
                ),
            ),
        },
    )
    cut_off = WholeNumber(
        NAMES["cut_off"],
        BOUNDS["cut_off"],
        description=_l(
            "So long before closing, and before each break, the kiosk gives no more numbers, so that everybody who has "
            "one is still served."
        ),
    )
    zone = Choice(NAMES["zone"], ZONES)
    may_end_today = BooleanField(AGREES)

    @property
    def hours(self) -> Hours:
        """What was typed, once it could be read."""
        return Hours(
            weekly=self.weekly,
            cut_off=self.cut_off.data or 0,
            always_open=self.always_open.data == YES,
        )


@pages.get("/<branch_code>/rules/hours")
@set_up_required
def hours_rules(branch_code: str) -> ResponseReturnValue:
    """An office's hours now."""
    office = mine(branch_code)
    hours = office.hours
    always_open = YES if hours.always_open else NO
    form = HoursForm(
        data={
            **as_typed(hours.weekly),
            "always_open": always_open,
            "cut_off": hours.cut_off,
            "zone": office.branch.zone,
        }
    )
    return _page(office, form)


@pages.post("/<branch_code>/rules/hours")
@set_up_required
def set_hours_rules(branch_code: str) -> ResponseReturnValue:
    """Keep other hours."""
    office, form = mine(branch_code), HoursForm()

    def keep() -> int:
        agreed = form.may_end_today.data
        return set_hours(office.id, form.hours, form.zone.data, may_end_today=agreed, staff_id=staff().id)

    return answer(attempt({"": form}, keep), lambda: _page(office, form), "admin.hours_rules", branch_code=branch_code)


def _page(office: Office, form: HoursForm) -> str:
    return page("hours", office, {"": form}, week=form.week)
