"""A message over everything on boards and kiosks, in an emergency."""

from __future__ import annotations

from app.errors import MessageUnusable, ReasonUnusable
from app.models import Branch
from app.queueing.acting import one_line
from app.queueing.locking import acting_in
from app.rules.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts


def show_message(branch_id: int, message: Texts, staff_id: int | None = None) -> None:
    """Fill every board and kiosk of an office with a message until it is ended; calls wait meanwhile.

    It changes no rule: nobody can touch a kiosk that it covers, and what was under way still gives its number.

    Args:
        message: one line per language, at most 200 characters; Indonesian is needed, and stands in for the others.

    Raises:
        NoSuchBranch: there is no such office.
        MessageUnusable: there is no Indonesian text, or one is too long.
    """
    said = {language: _line(message.get(language, ""), language) for language in LANGUAGES}
    said = {language: text for language, text in said.items() if text}
    with acting_in(branch_id, staff_id) as act:
        if act.office.branch.message == said:
            return
        act.session.get_one(Branch, act.office.id).message = said
        act.change_setup()
        # The words stand beside the history: what somebody typed in a hurry can be erased.
        act.record("board.message", shown=True, reason=said[DEFAULT_LANGUAGE])


def end_message(branch_id: int, staff_id: int | None = None) -> None:
    """Let the boards go on. Without a message nothing changes.

    Raises:
        NoSuchBranch: there is no such office.
    """
    with acting_in(branch_id, staff_id) as act:
        if not act.office.branch.message:
            return
        act.session.get_one(Branch, act.office.id).message = {}
        act.change_setup()
        act.record("board.message", shown=False)


def _line(text: str, language: str) -> str:
    try:
        return one_line(text, needed=language == DEFAULT_LANGUAGE)
    except ReasonUnusable:
        raise MessageUnusable from None
