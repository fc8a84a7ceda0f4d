"""A message over everything on the boards."""

from __future__ import annotations

import pytest

from app.db import db
from app.errors import MessageUnusable
from app.models import Reason
from app.queueing import messaging, reading
from tests.people import Hall

FIRE = {"id": "Silakan keluar lewat pintu timur.", "en": "Please leave by the east door."}


def test_budi_fills_the_boards_with_a_message_and_ends_it(hall: Hall) -> None:
    messaging.show_message(hall.branch_id, FIRE)
    assert reading.board(reading.office("karawaci"))["message"] == FIRE
    messaging.end_message(hall.branch_id)
    assert reading.board(reading.office("karawaci"))["message"] is None
    assert [event["shown"] for event in hall.events("board.message")] == [True, False]


def test_it_is_kept_in_as_many_languages_as_were_written(hall: Hall) -> None:
    messaging.show_message(hall.branch_id, FIRE | {"su": "  ", "jv": "Sumangga medal liwat lawang wetan.", "fr": "Feu"})
    said = reading.board(reading.office("karawaci"))["message"]
    assert said == FIRE | {"jv": "Sumangga medal liwat lawang wetan."}


def test_its_words_stand_beside_the_history_where_they_can_be_erased(hall: Hall) -> None:
    messaging.show_message(hall.branch_id, FIRE)
    assert "pintu timur" not in str(hall.events())
    assert db.session.query(Reason).one().text == FIRE["id"]


def test_the_same_message_again_or_an_end_without_one_changes_nothing(hall: Hall) -> None:
    messaging.end_message(hall.branch_id)
    messaging.show_message(hall.branch_id, FIRE)
    messaging.show_message(hall.branch_id, FIRE)
    assert len(hall.events("board.message")) == 1


@pytest.mark.parametrize("message", [{}, {"en": "Fire"}, {"id": "  "}, {"id": "a" * 201}, {"id": "a", "en": "b" * 201}])
def test_a_message_nobody_could_read_is_refused(hall: Hall, message: dict[str, str]) -> None:
    with pytest.raises(MessageUnusable):
        messaging.show_message(hall.branch_id, message)
    assert hall.events("board.message") == []
