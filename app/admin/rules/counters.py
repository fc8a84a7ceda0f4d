"""Pages: what each counter does."""

from __future__ import annotations

from collections.abc import Iterable

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import Choice, Option, RuleForm, WholeNumber
from app.admin.rules.saving import answer, attempt, page
from app.models import Counter
from app.office import Office
from app.queueing import reading
from app.queueing.ruling.counters import codes_by_letter, profile_of, set_work
from app.rules.work import HELPS_AFTER, WorkProfile

NOT, SERVES, FIRST, HELPS = "not", "serves", "first", "helps"
HOW = {
    NOT: (_l("Not here"), ""),
    SERVES: (_l("Served here"), ""),
    FIRST: (_l("Served here first"), ""),
    HELPS: (_l("Only helps out"), ""),
}
MINUTES_AT_FIRST = 20


class LetterForm(RuleForm):
    """What a counter does for one queue."""

    how = Choice(_l("At this counter"), HOW)
    after = WholeNumber(_l("Helps once somebody there has waited so many minutes"), HELPS_AFTER, may_be_empty=True)
    services = SelectMultipleField(_l("Only these services"), validate_choice=False)


class CounterForm(RuleForm):
    """Holds what is wrong with a counter as a whole."""


@pages.get("/<branch_code>/rules/counters")
@set_up_required
def counters_rules(branch_code: str) -> ResponseReturnValue:
    """What every counter does, and which queue nobody serves."""
    office = mine(branch_code)
    return page("counters", office, unserved=unserved(office))


@pages.get("/<branch_code>/rules/counters/<number>")
@set_up_required
def counter_rules(branch_code: str, number: str) -> ResponseReturnValue:
    """One counter's work now."""
    office = mine(branch_code)
    counter = reading.counter_numbered(office, number)
    return _page(office, counter, _forms(office, profile_of(counter)))


@pages.post("/<branch_code>/rules/counters/<number>")
@set_up_required
def set_counter_rules(branch_code: str, number: str) -> ResponseReturnValue:
    """Give a counter other work."""
    office = mine(branch_code)
    counter = reading.counter_numbered(office, number)
    forms = _forms(office, profile_of(counter))
    seq = attempt(forms, lambda: set_work(counter.id, _profile(office, forms), staff().id))
    return answer(
        seq, lambda: _page(office, counter, forms), "admin.counter_rules", branch_code=branch_code, number=number
    )


def unserved(office: Office) -> list[str]:
    """The letters no counter serves: whoever takes their numbers is called by nobody, unless somebody helps."""
    served = {letter for counter in office.counters.values() for letter in counter.letters}
    used = {service.letter for service in office.services.values()}
    return [letter for letter in office.letters if letter in used and letter not in served]


def _forms(office: Office, profile: WorkProfile) -> dict[str, RuleForm]:
    codes = codes_by_letter(office)
    return {"": CounterForm()} | {letter: _form_of(letter, profile, codes[letter]) for letter in office.letters}


def _form_of(letter: str, profile: WorkProfile, codes: list[str]) -> LetterForm:
    how = NOT
    if letter in profile.letters:
        how = FIRST if letter in profile.first_letters else SERVES
    elif letter in profile.helps:
        how = HELPS
    chosen = [code for code in codes if code in profile.services]
    form = LetterForm(
        prefix=letter,
        data={
            "how": how,
            "after": profile.helps.get(letter, MINUTES_AT_FIRST),
            # All of them is the same as no tick at all, and stays right when a service is added.
            "services": [] if chosen == codes else chosen,
        },
    )
    form.services.choices = [Option(code) for code in codes]
    return form


def _profile(office: Office, forms: dict[str, RuleForm]) -> WorkProfile:
    how = {letter: forms[letter]["how"].data for letter in office.letters}
    letters = [letter for letter in how if how[letter] in (SERVES, FIRST)]
    return WorkProfile(
        letters=letters,
        services=_services(letters, forms, codes_by_letter(office)),
        first_letters=[letter for letter in letters if how[letter] == FIRST],
        helps={letter: forms[letter]["after"].data or 0 for letter in how if how[letter] == HELPS},
    )


def _services(letters: Iterable[str], forms: dict[str, RuleForm], codes: dict[str, list[str]]) -> list[str]:
    # A queue without a tick is served whole; once all queues are, the profile names no service at all.
    ticked = {letter: forms[letter]["services"].data or codes[letter] for letter in letters}
    if all(set(ticked[letter]) == set(codes[letter]) for letter in ticked):
        return []
    return [code for letter in ticked for code in ticked[letter]]


def _page(office: Office, counter: Counter, forms: dict[str, RuleForm]) -> str:
    return page("counter", office, forms, counter=counter, helps=HELPS)
