"""Pages: the boards of an office, and each of them."""

from __future__ import annotations

from dataclasses import replace

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.access import staff
from app.admin.boards.form import KINDS, VOICES, forms_of, meant
from app.admin.routes import mine, pages, set_up_required
from app.admin.rules.fields import RuleForm
from app.admin.rules.saving import answer, attempt, page
from app.errors import NoSuchBoard
from app.office import Office
from app.queueing.ruling.boards import add_board, remove_board, set_board
from app.rules.board import MAIN, STANDARD, BoardRules


@pages.get("/<branch_code>/boards")
@set_up_required
def boards(branch_code: str) -> ResponseReturnValue:
    """The boards of an office."""
    office = mine(branch_code)
    return page("boards", office, kinds=KINDS, named=named, address=address)


@pages.get("/<branch_code>/boards/new")
@set_up_required
def new_board(branch_code: str) -> ResponseReturnValue:
    """One more board, not there yet."""
    office = mine(branch_code)
    return _page(office, "", forms_of(office, STANDARD))


@pages.post("/<branch_code>/boards/new")
@set_up_required
def add_a_board(branch_code: str) -> ResponseReturnValue:
    """Give the office one more board."""
    office = mine(branch_code)
    forms = forms_of(office, STANDARD)
    code = (forms[""]["code"].data or "").strip()
    seq = attempt(forms, lambda: add_board(office.id, code, meant(forms), staff().id))
    return answer(seq, lambda: _page(office, "", forms), "admin.board", branch_code=branch_code, code=code)


@pages.get("/<branch_code>/boards/<code>")
@set_up_required
def board(branch_code: str, code: str) -> ResponseReturnValue:
    """One board as it is now, with a silent preview."""
    office = mine(branch_code)
    return _page(office, code, forms_of(office, _known(office, code)))


@pages.post("/<branch_code>/boards/<code>")
@set_up_required
def set_a_board(branch_code: str, code: str) -> ResponseReturnValue:
    """Let a board show and say something else."""
    office = mine(branch_code)
    forms = forms_of(office, _known(office, code))
    seq = attempt(forms, lambda: set_board(office.id, code, _meant(office, code, forms), staff().id))
    return answer(seq, lambda: _page(office, code, forms), "admin.board", branch_code=branch_code, code=code)


@pages.post("/<branch_code>/boards/<code>/remove")
@set_up_required
def remove_a_board(branch_code: str, code: str) -> ResponseReturnValue:
    """Take a board away; the page has asked first."""
    seq = remove_board(mine(branch_code).id, code, staff().id)
    return answer(seq, str, "admin.boards", branch_code=branch_code)


def named(code: str, board: BoardRules) -> str:
    """What the office calls a board."""
    return board.name or str(gettext("Main board") if code == MAIN else code)


def address(office: Office, code: str, **how: object) -> str:
    """The page of a board."""
    branch_code = office.branch.code
    if code == MAIN:
        return url_for("queue_display.board", branch_code=branch_code, **how)  # type: ignore[arg-type]
    return url_for("queue_display.one_board", branch_code=branch_code, board_code=code, **how)  # type: ignore[arg-type]


def _known(office: Office, code: str) -> BoardRules:
    found = office.boards.get(code)
    if found is None:
        raise NoSuchBoard
    return replace(found, name=named(code, found))


def _meant(office: Office, code: str, forms: dict[str, RuleForm]) -> BoardRules:
    # A board without a name shows what everybody calls it; sent back unchanged, it still has none.
    board = meant(forms)
    return replace(board, name="") if board.name == named(code, replace(board, name="")) else board


def _page(office: Office, code: str, forms: dict[str, RuleForm]) -> str:
    return page(
        "board",
        office,
        forms,
        code=code,
        heading=named(code, office.boards[code]) if code else gettext("New board"),
        address=address(office, code) if code else "",
        selftest=address(office, code, selftest=1) if code else "",
        preview=address(office, code, preview=1) if code else "",
        voices=VOICES,
        ways={number: form["way"] for number, form in forms.items() if number},
    )
