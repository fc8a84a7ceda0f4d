"""Budi takes what his office has out into a file, and in from one: shown first, then done as shown."""

from __future__ import annotations

import csv
import html
import json
import re
from contextvars import Context
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from app import history_check
from app.db import db, transaction
from app.errors import PlanIsOld
from app.events import history_of
from app.models import AuditEntry, Board, Counter, Role
from app.office import Office, set_up_anew
from app.queueing import moving, reading
from app.queueing.exchange import content, files
from app.queueing.exchange.importing import carry_out
from app.queueing.exchange.planning import digest_of, plan_for
from app.queueing.furnishing.counters import retire_counter
from app.queueing.furnishing.services import Face, set_service_face
from app.queueing.ruling import history
from app.rules.faults import Fault, Unusable, Wrong
from app.rules.tables import CATALOGUE, COLUMNS, MOST_PEOPLE, MOST_ROWS, STAFF, Row
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import Hall

PAGE = "/admin/karawaci/exchange"


def office() -> Office:
    db.session.rollback()
    return reading.office_of(reading.branch("karawaci").id)


def taken_out(browser: Browser, what: str, status: int = 200) -> bytes:
    """A file, as the browser gets it."""
    browser.get(PAGE)
    form = {"what": what, "csrf_token": browser.token}
    answer = Context().run(browser.client.post, f"{PAGE}/export", data=form, base_url=browser.origin)
    assert answer.status_code == status
    return answer.get_data()


def tried(browser: Browser, data: bytes, status: int = 200, of: str = "") -> str:
    """What the dry run of a file shows, in English; `of` is "/staff" for a list of people."""
    browser.get(PAGE)
    form = {"file": (BytesIO(data), "a-file"), "csrf_token": browser.token}
    answer = Context().run(browser.client.post, f"{PAGE}{of}/try?lang=en", data=form, base_url=browser.origin)
    assert answer.status_code == status, answer.get_data(as_text=True)[-500:]
    return html.unescape(answer.get_data(as_text=True))


def agreed(browser: Browser, page: str, status: int = 303, of: str = "") -> str:
    """Press the button under a dry run."""
    rows, shown = (re.search(rf'name="{name}" value="(.*?)">', page, re.DOTALL) for name in ("rows", "shown"))
    assert rows and shown
    return browser.post(f"{PAGE}{of}/carry-out?lang=en", status, rows=rows[1], shown=shown[1])


def table(**rows: list[dict[str, str]]) -> bytes:
    return json.dumps(rows).encode()


@pytest.mark.parametrize("kind", ["all.xlsx", "all.json", "services.csv"])
def test_what_was_taken_out_changes_nothing_when_it_comes_in(budi: Browser, kind: str) -> None:
    assert "the file changes nothing" in tried(budi, taken_out(budi, kind))


def test_a_file_is_shown_first_and_then_done_as_shown(budi: Browser, hall: Hall) -> None:
    data = table(
        queues=[{"letter": "G", "name_id": "Pajak", "icon": "landmark"}],
        services=[
            {"code": "G-PBB", "letter": "G", "name_id": "Bayar PBB", "icon": "wallet", "requirements_id": "SPPT\nKTP"},
            {"code": "A-KK", "fee_id": "Rp5.000", "quota": "40"},
            {"code": "D-ADU", "retired": "ya"},
        ],
        counters=[{"number": "9", "name": "Pajak", "letters": "G"}, {"number": "8", "retired": "yes"}],
    )
    page = tried(budi, data)
    assert "Nothing was changed yet" in page and "Change 6 rows" in page
    assert re.search(r"<del>Gratis</del>.*?<ins>Rp5\.000</ins>", page, re.DOTALL)
    assert "A-KTPR, A-KTPC" in page  # what the file does not name, and stays
    assert "G" not in office().letters
    agreed(budi, page)
    now = office()
    assert now.services["G-PBB"].requirements == {"id": ["SPPT", "KTP"]}
    assert (now.services["A-KK"].fee["id"], now.services["A-KK"].quota) == ("Rp5.000", 40)
    assert now.services["A-KK"].requirements["id"]  # of which the file said nothing
    assert "D-ADU" not in now.services and "8" not in {each.number for each in now.counters.values()}
    assert reading.counter_numbered(now, "9").letters == ["G"]
    rina = hall.officer("Rina", "9")
    hall.citizen_takes("G-PBB")
    assert rina.calls_next().number == "G-001"
    assert "catalogue.imported" in db.session.scalars(select(AuditEntry.action)).all()


def test_what_is_wrong_is_said_with_its_place(budi: Browser) -> None:
    data = table(
        services=[
            {"code": "A-KK", "letter": "Z", "quota": "many", "fee_id": "x" * 81},
            {"code": "X-1", "name_id": ""},
            {"code": "A-KK"},
        ],
        counters=[{"number": "3", "letters": "Q", "retired": "maybe"}],
    )
    page = tried(budi, data, 422)
    for words in (
        "Services, row 2, Letter: Z is not known",
        "row 2, Numbers a day:", "row 2, Cost (Indonesian): Write at most 80",
        "row 3, Picture: Something new needs this", "row 4, Code: A-KK stands in the file twice",
        "Counters, row 2, Queues served, with commas: Q is not known", "Write yes or no.",
    ):  # fmt: skip
        assert words in page
    assert "carry-out" not in page


def test_it_is_refused_when_something_was_changed_in_between(budi: Browser, hall: Hall) -> None:
    page = tried(budi, table(counters=[{"number": "8", "name": "Kasir"}]))
    retire_counter(hall.branch_id, reading.counter_numbered(office(), "8").id)
    assert "Something was changed here since" in agreed(budi, page, 409)
    rows = [Row("counters", 2, {"number": "7", "name": "Kasir"})]
    with pytest.raises(PlanIsOld):
        carry_out(hall.branch_id, rows, "another plan")
    assert carry_out(hall.branch_id, rows, digest_of(plan_for(office(), rows))) > 0


def test_what_is_in_use_is_not_retired_by_a_file_and_nothing_else_is_done(budi: Browser, hall: Hall) -> None:
    hall.officer("Rina", "3")
    rows = [{"number": "2", "name": "Kasir"}, {"number": "3", "retired": "yes"}]
    page = tried(budi, table(counters=rows))
    assert "Counter 3 is in use" in agreed(budi, page, 409)
    assert reading.counter_numbered(office(), "2").name == ""


def test_formulas_are_refused_and_none_is_written(budi: Browser, hall: Hall) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["number", "name"])
    sheet.append(["3", '=HYPERLINK("http://x")'])
    out = BytesIO()
    book.save(out)
    assert "row 2, What staff call it: A formula stands here" in tried(budi, out.getvalue(), 422)
    rows = [Row("counters", 2, {"number": "3", "name": "=1+1"})]
    carry_out(hall.branch_id, rows, digest_of(plan_for(office(), rows)))
    written = load_workbook(BytesIO(taken_out(budi, "counters.xlsx")))["counters"]
    cells = [cell for row in written.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert "'=1+1" in [cell.value for cell in cells]
    text = taken_out(budi, "counters.csv").decode("utf-8-sig")
    assert ["3", "'=1+1"] in [row[:2] for row in csv.reader(StringIO(text), delimiter=";")]


@pytest.mark.parametrize(
    "made_of_it", [date(2026, 2, 1), datetime(2026, 2, 1, 8), datetime(2026, 2, 1, 8).time(), timedelta(hours=26)]
)
def test_what_a_spreadsheet_made_a_date_of_is_told_with_its_place(made_of_it: object) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["number", "name", "letters"], ["3", "Loket 3", "A"], ["4", made_of_it, "A"]):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    rows, wrong = files.read(out.getvalue())
    assert [(each.at, each.column, each.fault.wrong) for each in wrong] == [(3, "name", Wrong.TABLE_DATE)]
    assert rows[0].cells == {"number": "3", "name": "Loket 3", "letters": "A"}


@pytest.mark.parametrize(("sheet", "sheets"), [(name, CATALOGUE) for name in CATALOGUE] + [(STAFF, (STAFF,))])
def test_columns_may_stand_in_any_order(sheet: str, sheets: tuple[str, ...]) -> None:
    columns = COLUMNS[sheet][::-1]
    table = ",".join(columns) + "\r\n" + ",".join(map(str, range(len(columns))))
    rows, wrong = files.read(table.encode(), sheets)
    assert (rows[0].sheet, rows[0].key, wrong) == (sheet, str(len(columns) - 1), [])


def test_a_list_of_counters_is_no_list_of_people_though_both_have_names() -> None:
    with pytest.raises(Unusable) as refused:
        files.read(b"name;number;letters\r\nSatu;1;A", (STAFF,))
    assert refused.value.fault == Fault(Wrong.TABLE_NO_COLUMNS, {"names": "name"})


@pytest.mark.parametrize(
    ("said", "column", "fault"),
    [
        (b"number;name\r\n3;Kasir;near the door", "", Fault(Wrong.COLUMN_NO_NAME)),
        (b"number;;name\r\n3;near the door;Kasir", "", Fault(Wrong.COLUMN_NO_NAME)),
        (b"number;name;name\r\n3;Kasir;Loket 3", "name", Fault(Wrong.COLUMN_TWICE, {"name": "name"})),
        (
            b'{"counters": [{"number": "3", "name": "Kasir", "name": "Loket 3"}]}',
            "name",
            Fault(Wrong.COLUMN_TWICE, {"name": "name"}),
        ),
    ],
)
def test_nothing_that_stands_in_a_file_is_left_out_unsaid(said: bytes, column: str, fault: Fault) -> None:
    _rows, wrong = files.read(said)
    assert [(each.at, each.column, each.fault) for each in wrong] == [(2, column, fault)]


def test_a_row_that_ends_early_or_late_with_nothing_in_it_is_a_row(budi: Browser) -> None:
    rows, wrong = files.read(b"number;name;letters\r\n3;Kasir\r\n4;Loket;A;;\r\n")
    assert ([row.cells for row in rows], wrong) == (
        [{"number": "3", "name": "Kasir"}, {"number": "4", "name": "Loket", "letters": "A"}],
        [],
    )
    assert "row 2, below no column:" in tried(budi, b"number;name\r\n3;Kasir;near the door", 422)


def test_a_counter_that_is_called_like_another_is_told_before_anything_is_changed(budi: Browser) -> None:
    assert "There is a counter 3 already" in tried(budi, b"number;name\r\n03;Kasir", 422)
    assert "There is a counter 9b already" in tried(budi, b"number;name\r\n9b;Kasir\r\n09B;Bank", 422)


def test_a_column_that_nobody_knows_is_told_once_however_long_the_file(budi: Browser) -> None:
    told = tried(budi, b"number;name;NIP\r\n" + b"".join(b"%d;x;1\r\n" % at for at in range(20)), 422)
    assert told.count("a column called nip") == 1


def zipped(size: int) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", Wrong.TABLE_EMPTY),
        (b"\r\n", Wrong.TABLE_NO_COLUMNS),
        (b"\x89PNG\r\n", Wrong.NO_TABLE),
        (b"PK\x03\x04 nothing", Wrong.NO_TABLE),
        (b'{"services": [1]}', Wrong.NO_TABLE),
        (b'{"services": [[[["code"], "A-KK"]]]}', Wrong.NO_TABLE),
        (b'{"services": ' + b"[" * 100_000, Wrong.NO_TABLE),
        (b"what;is;this\r\n1;2;3", Wrong.TABLE_NO_COLUMNS),
        (b"number;name\r\n" + b"1;x\r\n" * 501, Wrong.TABLE_TOO_LARGE),
        (b"x" * (files.LARGEST_FILE + 1), Wrong.TABLE_TOO_LARGE),
        (zipped(files.LARGEST_UNPACKED + 1), Wrong.TABLE_TOO_LARGE),
        (zipped(1000), Wrong.NO_TABLE),
    ],
    ids=lambda given: given.value if isinstance(given, Wrong) else f"{given[:10]!r}-{len(given)}",
)
def test_files_that_cannot_be_read_are_refused_in_words(data: bytes, wrong: Wrong) -> None:
    with pytest.raises(Unusable) as refused:
        files.read(data)
    assert refused.value.fault.wrong is wrong


@pytest.mark.parametrize(("of", "most"), [("", MOST_ROWS), ("/staff", MOST_PEOPLE)])
def test_a_file_too_large_to_be_read_at_all_is_told_beside_its_field(
    app: Flask, hall: Hall, of: str, most: int
) -> None:
    hall.employ("Adi", Role.ADMIN)
    adi = Browser(app)
    adi.sign_in("Adi")
    adi.get(PAGE)
    form = {"file": (BytesIO(b"x" * (6 * files.LARGEST_FILE)), "a.xlsx"), "csrf_token": adi.token}
    unread = Context().run(adi.client.post, f"{PAGE}{of}/try", data=form, base_url=adi.origin)
    assert unread.status_code == 303
    assert f"paling banyak 1 MB dan {most} baris" in adi.get(unread.headers["Location"].partition("#")[0])


def test_only_an_administrator_takes_the_list_of_staff_out(budi: Browser, app: Flask, hall: Hall) -> None:
    taken_out(budi, "staff.csv", 403)
    hall.employ("Adi", Role.ADMIN)
    adi = Browser(app)
    adi.sign_in("Adi")
    text = taken_out(adi, "staff.csv").decode("utf-8-sig")
    assert text.splitlines() == ["name;role;stopped", "Adi;admin;no", "Budi;supervisor;no"]
    assert "assword" not in text
    db.session.rollback()
    kept = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert kept and kept.action == "data.exported"


CELL = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12).map(lambda text: text.lstrip("'"))


@settings(max_examples=25)  # the library that writes XLSX is slow at its first
@given(st.sampled_from(["xlsx", "csv"]), st.lists(st.tuples(CELL, CELL), max_size=4))
def test_what_is_written_is_read_as_it_was(kind: str, cells: list[tuple[str, str]]) -> None:
    rows = [{"number": str(at), "name": name, "letters": letters} for at, (name, letters) in enumerate(cells)]
    data = files.written({"counters": rows}, COLUMNS, kind)
    if rows:
        found, wrong = files.read(data)
        assert [{**row.cells} for row in found] == [{**row, "retired": ""} for row in rows]
        assert wrong == []


def test_the_tables_hold_every_column(hall: Hall) -> None:
    for sheet, rows in content.tables_of(office()).items():
        assert {tuple(cells) for cells in rows.values()} == {COLUMNS[sheet]}


def undone(browser: Browser, what: str = "") -> str:
    """Look at what taking the last import back would change, in English, and agree when there is something."""
    page = html.unescape(browser.get(f"{PAGE}{what}/undo?lang=en"))
    shown = re.search(r'name="shown" value="(.*?)">', page, re.DOTALL)
    if shown:
        browser.post(f"{PAGE}{what}/undo", 303, shown=shown[1])
    return page


def test_an_import_is_taken_back_and_done_again(budi: Browser, hall: Hall) -> None:
    before = content.tables_of(office())
    data = table(
        services=[
            {"code": "A-PBB", "letter": "A", "name_id": "Bayar PBB", "icon": "wallet", "requirements_id": "SPPT\nKTP"},
            {"code": "A-KK", "fee_id": "Rp5.000", "quota": "040", "name_id": "KK  baru"},
            {"code": "D-ADU", "retired": "ya"},
        ],
        counters=[{"number": "9", "letters": "A"}, {"number": "7", "name": "Kasir", "letters": "A;B"}],
    )
    agreed(budi, tried(budi, data))
    imported = content.tables_of(office())
    assert "Undo the import" in budi.get(f"{PAGE}?lang=en")
    page = undone(budi)
    assert re.search(r"<del>Rp5\.000</del>.*?<ins>Gratis</ins>", page, re.DOTALL)
    after = content.tables_of(office())
    assert after["services"].pop("A-PBB")["retired"] == "yes" and after["counters"].pop("9", None)
    assert after["services"] == before["services"] and after["queues"] == before["queues"]
    assert after["counters"] == {key: row for key, row in before["counters"].items() if key != "9"}
    assert "Do the import again" in budi.get(f"{PAGE}?lang=en")
    undone(budi)
    assert content.tables_of(office()) == imported
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("catalogue.imported") == 2 and actions.count("data.import_undone") == 1
    assert "Undo the import" in budi.get(f"{PAGE}?lang=en")


def test_a_counter_of_which_a_file_says_no_queues_serves_a_new_one_like_the_others(budi: Browser) -> None:
    queue = {"letter": "G", "name_id": "Pajak", "icon": "landmark"}
    agreed(budi, tried(budi, table(queues=[queue], counters=[{"number": "8", "name": "Kasir"}])))
    assert "G" in reading.counter_numbered(office(), "8").letters


def test_of_two_imports_the_last_one_is_taken_back(budi: Browser) -> None:
    agreed(budi, tried(budi, table(counters=[{"number": "7", "name": "Kasir"}])))
    agreed(budi, tried(budi, table(counters=[{"number": "6", "name": "Arsip"}])))
    undone(budi)
    assert [reading.counter_numbered(office(), number).name for number in "67"] == ["", "Kasir"]


def test_what_was_changed_since_is_left_alone_and_said(budi: Browser, hall: Hall) -> None:
    data = table(
        queues=[{"letter": "G", "name_id": "Pajak", "icon": "landmark"}],
        counters=[{"number": "7", "name": "Kasir"}, {"number": "8", "name": "Kasir dua"}],
    )
    agreed(budi, tried(budi, data))
    retire_counter(hall.branch_id, reading.counter_numbered(office(), "8").id)
    with transaction() as session:
        row = session.scalars(select(Counter).where(Counter.number == "7")).one()
        row.name = "Arsip"
        set_up_anew(session, hall.branch_id)
    page = undone(budi)
    assert "Left alone (2)" in page and "Is removed: nobody used it." in page and "Was changed since" in page
    assert reading.counter_numbered(office(), "7").name == "Arsip" and "G" not in office().letters
    assert next(each for each in office().every_counter.values() if each.number == "8").is_retired


TAX = {"letter": "G", "name_id": "Pajak", "icon": "landmark"}
TAXES = {"code": "G-PBB", "letter": "G", "name_id": "Bayar PBB", "icon": "wallet", "fee_id": "Gratis"}


def test_a_queue_that_nobody_used_goes_with_its_services_and_comes_back(budi: Browser, hall: Hall) -> None:
    before = content.tables_of(office())
    agreed(budi, tried(budi, table(queues=[TAX], services=[TAXES])))
    imported = content.tables_of(office())
    assert all("G" in each.letters for each in office().counters.values())
    page = undone(budi)
    assert page.count("Is removed: nobody used it.") == 2 and "Left alone" not in page
    assert content.tables_of(office()) == before
    undone(budi)
    assert content.tables_of(office()) == imported
    undone(budi)
    assert content.tables_of(office()) == before and history_check.first_wrong(hall.branch) is None


def test_a_queue_that_gave_numbers_stays_and_the_page_says_why(budi: Browser, hall: Hall) -> None:
    agreed(budi, tried(budi, table(queues=[TAX], services=[TAXES])))
    db.session.rollback()
    hall.officer("Rina", "3")
    moving.cancel(hall.citizen_takes("G-PBB").id, reason="pulang")
    page = undone(budi)
    assert "Has given numbers, which the history refers to" in page and "Is removed" not in page
    assert office().every_service["G-PBB"].is_retired and "G" in office().letters


def test_a_queue_stays_that_a_board_shows_or_is_all_of_a_counter(budi: Browser, hall: Hall) -> None:
    land = {"letter": "K", "name_id": "Tanah", "icon": "map"}
    agreed(budi, tried(budi, table(queues=[TAX, land], services=[TAXES])))
    with transaction() as session:
        session.add(Board(branch_id=hall.branch_id, code="tax", settings={"letters": ["G"]}, position=9))
        session.scalars(select(Counter).where(Counter.number == "8")).one().letters = ["K"]
        set_up_anew(session, hall.branch_id)
    page = undone(budi)
    assert "A board was told to show it" in page and "A counter was told to serve it" in page
    assert {"G", "K"} <= set(office().letters) and office().every_service["G-PBB"].is_retired


def test_a_queue_stays_whose_service_was_written_otherwise_since(budi: Browser, hall: Hall) -> None:
    agreed(budi, tried(budi, table(queues=[TAX], services=[TAXES])))
    set_service_face(hall.branch_id, "G-PBB", Face({"id": "Bayar pajak"}, "G", "wallet"))
    page = undone(budi)
    assert "Services belong to it" in page and "Was changed since" in page and "Left alone (2)" in page
    assert "G-PBB" in office().services and "G" in office().letters


def test_a_queue_goes_with_the_counter_that_the_same_file_made_for_it(budi: Browser) -> None:
    before = content.tables_of(office())
    counters = [{"number": "9", "letters": "G"}, {"number": "7", "letters": "A, G"}]
    agreed(budi, tried(budi, table(queues=[TAX], services=[TAXES], counters=counters)))
    undone(budi)
    after = content.tables_of(office())
    assert after["counters"].pop("9")["retired"] == "yes" and after == before


def test_no_file_removes_a_queue_by_emptying_its_name(budi: Browser) -> None:
    page = tried(budi, table(queues=[{"letter": "A", "name_id": "", "icon": ""}]), 422)
    assert "Nothing was changed" in page and "A" in office().letters


def test_it_can_be_taken_back_for_thirty_days(budi: Browser, time: TurnableClock) -> None:
    assert "There is nothing to take back" in undone(budi)
    agreed(budi, tried(budi, table(counters=[{"number": "7", "name": "Kasir"}])))
    time.passes(days=31)
    budi.sign_in("Budi")
    assert "There is nothing to take back" in undone(budi)
    assert "Undo the import" not in budi.get(f"{PAGE}?lang=en")
    budi.post(f"{PAGE}/undo", 409, shown="an old page")


def test_a_large_import_is_kept_whole_and_tells_screens_no_more_than_that_the_set_up_changed(hall: Hall) -> None:
    rows = [
        Row(
            "services",
            at,
            {"code": f"A-{at}", "letter": "A", "name_id": "x" * 40, "icon": "wallet", "fee_id": "y" * 60},
        )
        for at in range(2, MOST_ROWS + 2)
    ]
    seq = carry_out(hall.branch_id, rows, digest_of(plan_for(office(), rows)))
    (told,) = [event for event in hall.events("branch.rules_changed") if event["seq"] == seq]
    assert len(json.dumps(told)) < 200 and set(told) == {"branch", "seq", "kind", "at"}
    kept = history.change(hall.branch_id, seq)
    assert kept and sum(each.what == "service" for each in kept.changes) == MOST_ROWS
    found = history.last_changes_of(hall.branch_id, "service", "A-7")
    assert [len(each.changes) for each in found] == [1]
    assert history_check.first_wrong(hall.branch) is None


def test_what_the_first_releases_told_to_every_screen_is_read_as_well(hall: Hall) -> None:
    changes = [{"what": "undo_seconds", "of": "", "before": 60, "after": 90}]
    with transaction() as session, history_of(session, hall.branch_id) as its:
        its.record("branch.rules_changed", changes=changes)
    (told,) = history.last_changes_of(hall.branch_id, "undo_seconds", "")
    assert told.changes[0].after == 90 and history.last_changes(hall.branch_id)[0].changes == told.changes
