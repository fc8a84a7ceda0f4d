"""Pages: a service's daily quota, and the services after it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, SelectField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import Option, RuleForm, WholeNumber
from app.admin.rules.names import NAMES
from app.admin.rules.saving import answer, attempt, page
from app.errors import NoSuchService
from app.models import Service
from app.office import Office
from app.queueing.ruling.services import set_service
from app.rules.service import MOST_STEPS, QUOTA
from app.rules.texts import DEFAULT_LANGUAGE, said_in


class ServiceForm(RuleForm):
    """What bounds a service, and what follows it."""

    quota = WholeNumber(
        NAMES["quota"],
        QUOTA,
        may_be_empty=True,
        description=_l(
            "When so many have been given, the kiosk asks citizens to come tomorrow morning. Left empty, everybody "
            "gets one."
        ),
    )
    journey = FieldList(
        SelectField(validate_choice=False),
        NAMES["journey"],
        min_entries=MOST_STEPS,
        max_entries=MOST_STEPS,
        description=_l(
            "With the same number a citizen goes on to these, one after the other, when an officer sends them on: a "
            "file first, then the cashier. It counts for numbers given from now on."
        ),
    )

    @property
    def steps(self) -> list[str]:
        """The codes that were chosen, in order."""
        return [step.data for step in self.journey if step.data]


@pages.get("/<branch_code>/rules/services")
@set_up_required
def services_rules(branch_code: str) -> ResponseReturnValue:
    """Which services are bounded, and which lead on."""
    return page("services", mine(branch_code))


@pages.get("/<branch_code>/rules/services/<code>")
@set_up_required
def service_rules(branch_code: str, code: str) -> ResponseReturnValue:
    """One service's rules now."""
    office = mine(branch_code)
    service = _service(office, code)
    return _page(office, service, ServiceForm(data={"quota": service.quota, "journey": list(service.journey)}))


@pages.post("/<branch_code>/rules/services/<code>")
@set_up_required
def set_service_rules(branch_code: str, code: str) -> ResponseReturnValue:
    """Bound a service otherwise, or let it lead elsewhere."""
    office, form = mine(branch_code), ServiceForm()
    service = _service(office, code)
    seq = attempt({"": form}, lambda: set_service(office.id, code, form.quota.data, form.steps, staff().id))
    return answer(seq, lambda: _page(office, service, form), "admin.service_rules", branch_code=branch_code, code=code)


def _service(office: Office, code: str) -> Service:
    found = office.services.get(code)
    if found is None:
        raise NoSuchService
    return found


def _page(office: Office, service: Service, form: ServiceForm) -> str:
    language = str(get_locale() or DEFAULT_LANGUAGE)
    others = [each for each in office.services.values() if each.code != service.code]
    choices = [Option("", _l("nowhere"))]
    choices += [Option(each.code, f"{each.code} · {said_in(each.name, language)}") for each in others]
    for step in form.journey:
        step.choices = choices
    return page("service", office, {"": form}, service=service)
