"""Pages: the queues of an office, and which of their letters are easily taken for one another."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.access import staff
from app.admin.furnishing.pictures import PICTURES, TileForm, tile_data
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.counters import unserved
from app.admin.rules.saving import answer, attempt, page
from app.errors import NoSuchLetter
from app.models import Letter
from app.office import Office
from app.queueing.furnishing import letters as verbs
from app.rules.letters import Likeness, Unclear, unclear

UNCLEAR = {
    Unclear.SOUND: _l("%(letters)s sound alike on a bad loudspeaker: citizens may come for another's call."),
    Unclear.LOOK: _l("%(letters)s look alike on paper and board."),
    Unclear.DIGIT: _l("%(letters)s look alike: before a number the letter is read as a digit."),
}


class LetterForm(TileForm):
    """A queue: its letter, once and for all, and what citizens see."""

    letter = StringField(
        _l("Letter"),
        description=_l("One or two capital letters. Its numbers begin with it, so it stays as it is for ever."),
    )


def warnings(office: Office) -> list[str]:
    """What to think about, in words: letters of this office that are taken for one another."""
    used = {each.letter for each in office.services.values()}
    return [said_likeness(each) for each in unclear([letter for letter in office.letters if letter in used])]


def said_likeness(likeness: Likeness) -> str:
    """Letters that are taken for one another, in words."""
    return str(UNCLEAR[likeness.why]) % {"letters": gettext(" and ").join(_listed(likeness.letters))}


def _listed(letters: tuple[str, ...]) -> list[str]:
    return [", ".join(letters[:-1]), letters[-1]]


@pages.get("/<branch_code>/queues")
@set_up_required
def hall_queues(branch_code: str) -> ResponseReturnValue:
    """The queues in the order of the kiosk, with the services that share each."""
    office = mine(branch_code)
    return page("queues", office, folder="furnishing", warnings=warnings(office), unserved=unserved(office))


@pages.get("/<branch_code>/queues/new")
@set_up_required
def new_queue(branch_code: str) -> ResponseReturnValue:
    """A queue to be made."""
    return _page(mine(branch_code), LetterForm(data={"picture": "ticket"}))


@pages.post("/<branch_code>/queues/new")
@set_up_required
def add_a_queue(branch_code: str) -> ResponseReturnValue:
    """One more queue."""
    office, form = mine(branch_code), LetterForm()
    letter = (form.letter.data or "").strip().upper()
    return _kept(
        office, form, lambda: verbs.add_letter(office.id, letter, form.words, form.chosen_icon, staff_id=staff().id)
    )


@pages.get("/<branch_code>/queues/<letter>")
@set_up_required
def hall_queue(branch_code: str, letter: str) -> ResponseReturnValue:
    """One queue as citizens see it."""
    office = mine(branch_code)
    known = _letter(office, letter)
    return _page(office, LetterForm(data=tile_data(known.name, known.icon)), known)


@pages.post("/<branch_code>/queues/<letter>")
@set_up_required
def set_a_queue(branch_code: str, letter: str) -> ResponseReturnValue:
    """Other words or another picture for a queue."""
    office, form = mine(branch_code), LetterForm()
    known = _letter(office, letter)
    return _kept(
        office,
        form,
        lambda: verbs.set_letter(office.id, letter, form.words, form.chosen_icon, staff_id=staff().id),
        known,
    )


@pages.post("/<branch_code>/queues/<letter>/move")
@set_up_required
def move_a_queue(branch_code: str, letter: str) -> ResponseReturnValue:
    """Let a queue stand earlier or later on the kiosk."""
    office = mine(branch_code)
    seq = verbs.move_letter(office.id, letter, 1 if request.form.get("way") == "down" else -1, staff().id)
    return answer(seq, str, "admin.hall_queues", branch_code=branch_code)


@pages.post("/<branch_code>/queues/<letter>/remove")
@set_up_required
def remove_a_queue(branch_code: str, letter: str) -> ResponseReturnValue:
    """Take away a queue that was never used; the page has asked first."""
    office = mine(branch_code)
    seq = verbs.remove_letter(office.id, letter, staff().id)
    return answer(seq, str, "admin.hall_queues", branch_code=branch_code)


def _letter(office: Office, letter: str) -> Letter:
    if letter not in office.letters:
        raise NoSuchLetter
    return office.letters[letter]


def _kept(
    office: Office, form: LetterForm, verb: Callable[[], int], letter: Letter | None = None
) -> ResponseReturnValue:
    seq = attempt({"": form}, verb)
    return answer(seq, lambda: _page(office, form, letter), "admin.hall_queues", branch_code=office.branch.code)


def _page(office: Office, form: LetterForm, letter: Letter | None = None) -> str:
    return page("queue", office, {"": form}, folder="furnishing", letter=letter, pictures=PICTURES)
