"""Budi furnishes his office in the browser: counters, queues, services and their standards."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.db import db, transaction
from app.errors import NoSuchCounter, SettingsUnusable
from app.models import Counter
from app.office import Office, set_up_anew
from app.queueing import opening, reading
from app.queueing.furnishing import counters, letters, services
from app.queueing.furnishing.errors import BoardOverCounter, CitizensComeForIt, CounterInUse, LeadsOnToIt, OnlyWorkOf
from app.queueing.ruling.boards import add_board
from app.queueing.ruling.counters import set_work
from app.queueing.ruling.services import set_service
from app.rules.board import BoardRules, Kind
from app.rules.work import WorkProfile
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall

HALL = "/admin/karawaci"
TILE = {"name_id": "Surat pindah", "name_en": "Moving letter", "picture": "truck"}


def office() -> Office:
    """Karawaci as it is set up now."""
    db.session.rollback()
    return reading.office_of(reading.branch("karawaci").id)


def numbered(number: str) -> Counter:
    return reading.counter_numbered(office(), number)


def sends(browser: Browser, page: str, to: str = "", status: int = 303, **form: str) -> str:
    """Open a page, send a form from it; the answer, or the page after it in English."""
    browser.get(f"{HALL}{page}")
    answer = browser.post(f"{HALL}{to or page}?lang=en", status, **form)
    answer = answer if status != 303 else browser.get(f"{HALL}{page}?lang=en")
    db.session.rollback()
    return answer


def test_a_new_counter_is_opened_and_calls(budi: Browser, hall: Hall) -> None:
    assert "Counter 9" in sends(budi, "/counters", number="9", name="Kasir")
    rina = hall.officer("Rina", "9")
    hall.citizen_takes("F-KAS")
    assert rina.calls_next().counter == "9"


def test_two_counters_never_have_one_number(budi: Browser) -> None:
    assert "There is a counter 3 already" in sends(budi, "/counters", status=422, number="3")
    assert "There is a counter 3 already" in sends(budi, "/counters", status=422, number="03")  # it is called alike
    assert "as painted on the counter" in sends(budi, "/counters", status=422, number="3/4")
    sends(budi, "/counters", "/counters/3/retire")
    assert "Counter 3 was retired" in sends(budi, "/counters", status=422, number="3")


def test_a_counter_in_use_is_neither_retired_nor_renumbered(hall: Hall) -> None:
    rina = hall.officer("Rina", "3")
    for change in (
        lambda: counters.retire_counter(hall.branch_id, rina.counter_id),
        lambda: counters.set_counter(hall.branch_id, rina.counter_id, "33", ""),
    ):
        with pytest.raises(CounterInUse):
            change()
    counters.set_counter(hall.branch_id, rina.counter_id, "3", "Pendaftaran")
    assert numbered("3").name == "Pendaftaran"


def test_a_retired_counter_stays_in_the_history_and_comes_back(budi: Browser, hall: Hall) -> None:
    rina = hall.officer("Rina", "3")
    ticket = hall.citizen_takes()
    rina.serves_next()
    rina.leaves()
    page = sends(budi, "/counters", "/counters/3/retire")
    assert "/counters/3/retire" not in page
    with pytest.raises(NoSuchCounter):
        opening.open_counter(rina.counter_id, rina.staff_id)
    assert reading.ticket_view(hall.ticket(ticket)).counter == "3"
    budi.get(f"{HALL}/recap")
    sends(budi, "/counters", f"/counters/{rina.counter_id}/back")
    rina.opens()
    assert numbered("3").state == "open"


def test_a_counter_keeps_a_number_that_it_has_had_since_long(hall: Hall) -> None:
    with transaction() as session:
        session.add(Counter(branch_id=hall.branch_id, number="03", letters=["A"], position=99))
        set_up_anew(session, hall.branch_id)
    counters.set_counter(hall.branch_id, numbered("03").id, "03", "Old")
    assert numbered("03").name == "Old"
    with pytest.raises(SettingsUnusable):
        counters.set_counter(hall.branch_id, numbered("03").id, "003", "Old")
    counters.set_counter(hall.branch_id, numbered("4").id, "04", "")
    assert numbered("04").name == ""


def test_boards_follow_a_counter_that_gets_another_number(hall: Hall) -> None:
    board = BoardRules(name="Loket 3", kind=Kind.COUNTER, counters=("3",))
    add_board(hall.branch_id, "loket-3", board)
    counters.set_counter(hall.branch_id, numbered("3").id, "30", "")
    assert office().boards["loket-3"].counters == ("30",)
    with pytest.raises(BoardOverCounter):
        counters.retire_counter(hall.branch_id, numbered("30").id)


def test_counters_change_places(budi: Browser) -> None:
    sends(budi, "/counters", "/counters/1/move", way="down")
    assert [each.number for each in office().counters.values()][:2] == ["2", "1"]


def test_a_service_of_the_offices_own_gives_numbers(budi: Browser, hall: Hall) -> None:
    sends(budi, "/offer/new", code="b-pndh", letter="B", **TILE)
    assert hall.citizen_takes("B-PNDH").number == "B-001"
    kiosk = budi.get("/kiosk/karawaci/queues/B?page=2")
    assert "Surat pindah" in kiosk or "Surat pindah" in budi.get("/kiosk/karawaci/queues/B")


def test_what_a_service_cannot_be_is_said_at_its_field(budi: Browser) -> None:
    page = sends(budi, "/offer/new", status=422, code="A-KK", letter="Z", name_id="", picture="no-such")
    for words in ("already, perhaps a retired one", "Z is not known here", "Write a name in Indonesian", "no picture"):
        assert words in page


def test_citizens_who_are_here_keep_a_service_alive(hall: Hall) -> None:
    hall.citizen_takes("B-LEG")
    with pytest.raises(CitizensComeForIt):
        services.retire_service(hall.branch_id, "B-LEG")


def test_citizens_who_will_go_on_to_a_service_keep_it_alive(hall: Hall) -> None:
    set_service(hall.branch_id, "B-LEG", None, ["F-KAS"])
    hall.citizen_takes("B-LEG")
    set_service(hall.branch_id, "B-LEG", None, [])  # for the next ones; this citizen still goes on to the cashier
    with pytest.raises(CitizensComeForIt):
        services.retire_service(hall.branch_id, "F-KAS")


def test_a_service_others_lean_on_is_not_retired(hall: Hall) -> None:
    set_service(hall.branch_id, "B-LEG", None, ["F-KAS"])
    with pytest.raises(LeadsOnToIt):
        services.retire_service(hall.branch_id, "F-KAS")
    set_work(numbered("8").id, WorkProfile(["B"], ["B-DOM"]))
    with pytest.raises(OnlyWorkOf):
        services.retire_service(hall.branch_id, "B-DOM")


def test_a_retired_service_is_gone_from_the_kiosk_and_still_in_the_figures(
    budi: Browser, hall: Hall, time: TurnableClock
) -> None:
    rina = hall.officer()
    hall.citizen_takes("D-INF")
    rina.serves_next()
    page = sends(budi, "/offer", "/offer/D-INF/retire")
    assert "Retired" in page
    budi.get("/kiosk/karawaci/services/D-INF", 404)
    assert "Informasi" in budi.get(f"{HALL}/recap")
    sends(budi, "/offer", "/offer/D-INF/back")
    budi.get("/kiosk/karawaci/services/D-INF")


def test_a_queue_without_services_is_seen_by_nobody_and_can_go_while_unused(budi: Browser, hall: Hall) -> None:
    sends(budi, "/queues/new", letter="g", name_id="Pajak", picture="landmark")
    assert "Pajak" not in budi.get("/kiosk/karawaci")
    assert numbered("1").letters[-1] == "G"
    sends(budi, "/queues", "/queues/G/remove")
    assert "G" not in office().letters
    assert numbered("1").letters[-1] == "F"


def test_letters_that_sound_alike_are_told(budi: Browser) -> None:
    page = budi.get(f"{HALL}/queues?lang=en")
    assert "B, C, D and E sound alike" in re.sub(r"\s+", " ", page)


def test_a_standard_counts_from_its_day_and_kiosk_and_page_read_the_right_one(
    budi: Browser, hall: Hall, time: TurnableClock
) -> None:
    begins = time.moment.date() + timedelta(days=2)
    form = {"requirements_id": "KK asli\n\n KTP  lama ", "fee_id": "Gratis", "legal_basis_id": "UU 24/2013"}
    sends(budi, "/offer/A-KK/standard", counts_from=begins.isoformat(), **form)
    assert office().services["A-KK"].requirements["id"] != ["KK asli", "KTP lama"]
    assert "UU 24/2013" in budi.get(f"{HALL}/offer/A-KK/standard?on={begins}")
    time.passes(days=2)
    budi.sign_in("Budi")
    assert office().services["A-KK"].requirements["id"] == ["KK asli", "KTP lama"]
    assert "KTP lama" in budi.get("/kiosk/karawaci/services/A-KK")
    assert "F-1.02" in budi.get(f"{HALL}/offer/A-KK/standard?on=2026-11-23")


def test_what_was_published_is_not_written_anew(budi: Browser, time: TurnableClock) -> None:
    page = sends(budi, "/offer/A-KK/standard", status=422, counts_from="2026-11-22", fee_id="x" * 81)
    assert "This day is over" in page
    assert "at most 80 characters" in page
    sends(budi, "/offer/A-KK/standard", counts_from="2026-12-01", fee_id="Gratis")
    sends(budi, "/offer/A-KK/standard", "/offer/A-KK/standard/withdraw", counts_from="2026-12-01")
    assert [each.counts_from.year for each in office().services["A-KK"].standards] == [2000]


def test_every_change_stands_in_the_history(budi: Browser, app: Flask) -> None:
    sends(budi, "/counters", number="12")
    sends(budi, "/offer/A-KK/standard", counts_from="2026-12-01", fee_id="Rp5.000")
    told = budi.get(f"{HALL}/rules?lang=en")
    assert "Counter 12" in told
    assert "A-KK · Cost: a new text from" in told


def test_another_offices_supervisor_sees_none_of_it(app: Flask, hall: Hall) -> None:
    hall.employ("Rina")
    rina = Browser(app)
    rina.sign_in("Rina")
    for page in ("/counters", "/queues", "/offer", "/offer/new", "/offer/A-KK/standard"):
        rina.get(f"{HALL}{page}", 403)


def test_verbs_know_what_is_not_there(hall: Hall) -> None:
    with pytest.raises(NoSuchCounter):
        counters.retire_counter(hall.branch_id, 999)
    assert letters.move_letter(hall.branch_id, "A", -1) == 0
