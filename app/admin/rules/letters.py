"""Page: how the numbers of the queues look."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.access import staff
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm, WholeNumber
from app.admin.rules.names import NAMES
from app.admin.rules.saving import answer, attempt, page
from app.office import Office
from app.queueing.ruling.letters import set_numbering
from app.rules.numbering import BOUNDS, Numbering, label


class NumberingForm(RuleForm):
    """One queue's numbers."""

    first_number = WholeNumber(NAMES["first_number"], BOUNDS["first_number"])
    width = WholeNumber(NAMES["width"], BOUNDS["width"])

    @property
    def numbering(self) -> Numbering:
        """What was typed, once it could be read."""
        return Numbering(self.first_number.data or 0, self.width.data or 0)


@pages.get("/<branch_code>/rules/letters")
@set_up_required
def letter_rules(branch_code: str) -> ResponseReturnValue:
    """The numbers of each queue as they begin now."""
    office = mine(branch_code)
    return _page(office, _forms(office))


@pages.post("/<branch_code>/rules/letters")
@set_up_required
def set_letter_rules(branch_code: str) -> ResponseReturnValue:
    """Let numbers begin or look otherwise."""
    office = mine(branch_code)
    forms = _forms(office)

    def keep() -> int:
        return set_numbering(office.id, {letter: form.numbering for letter, form in forms.items()}, staff().id)

    return answer(attempt(forms, keep), lambda: _page(office, forms), "admin.letter_rules", branch_code=branch_code)


def _forms(office: Office) -> dict[str, NumberingForm]:
    return {letter: NumberingForm(prefix=letter, obj=each) for letter, each in office.letters.items()}


def _page(office: Office, forms: dict[str, NumberingForm]) -> str:
    examples = {letter: label(letter, each.first_number, each.width) for letter, each in office.letters.items()}
    return page("letters", office, forms, examples=examples)
