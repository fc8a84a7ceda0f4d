"""The office burns down in the evening, and opens in the morning: a backup is a whole installation."""

from __future__ import annotations

import itertools
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time as clock
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import api_keys, audit_check, create_app, history_check, kept
from app.db import db
from app.keeping import archive, making, restoring
from app.keeping.archive import BackupUnusable
from app.keeping.last import last_backup
from app.models import PaperStrip, PrintJob, Role
from app.models.printer import OPEN_JOB
from app.people.errors import PasskeyCopied
from app.printing import spool
from app.queueing import reading, strips
from app.realtime import screens
from app.settings import Settings
from printers.drivers import Status
from tests.browser_of import Browser
from tests.databases import PostgresServer, settings_for
from tests.people import PASSWORD, Hall
from tests.server import ROOT, RealServer, demo_installation, serving
from tests.staff.authenticator import Authenticator
from tests.staff.test_passkeys import has, tries

_names = itertools.count(1)
NEW = {"installation", "audit_entry"}
"""What a restore changes in the database."""


def quietly(_step: str) -> None:
    """Nobody watches."""


@pytest.fixture
def elsewhere(template: str, tmp_path: Path, postgres: PostgresServer) -> Iterator[Settings]:
    """An empty place, on the other database."""
    yield from a_place("postgresql" if template.startswith("sqlite") else "sqlite", tmp_path, postgres)


@pytest.fixture
def alike(template: str, tmp_path: Path, postgres: PostgresServer) -> Iterator[Settings]:
    """An empty place, on the same database."""
    yield from a_place("sqlite" if template.startswith("sqlite") else "postgresql", tmp_path, postgres)


def a_place(database: str, folder: Path, postgres: PostgresServer) -> Iterator[Settings]:
    """An empty data folder, and an empty database."""
    folder = folder / database
    url = f"sqlite:///{folder / 'new.sqlite3'}" if database == "sqlite" else postgres.create(f"restored_{next(_names)}")
    yield settings_for(url, folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def kept_file(app: Flask, hall: Hall, tmp_path: Path) -> Path:
    """A backup of a morning at Karawaci: numbers, a call, a note of the office's voice, somebody waiting."""
    rina = hall.officer()
    for _citizen in range(3):
        hall.citizen_takes()
    rina.serves_next()
    rina.calls(hall.citizen_takes("B-DOM"), "Nenek dengan tongkat – ‘pelan’")
    kept.keep(hall.branch_id, "voice", BytesIO(b"RIFF sound"), "wav")
    file = tmp_path / "backup.zip"
    making.backup(app.config["SETTINGS"], file, quietly)
    return file


def everything(of: Flask) -> dict[str, str]:
    """Each table as the digest of its lines."""
    from app.keeping import tables

    with of.app_context(), db.engine.connect() as connection:
        return {table.name: tables.digest_of(connection, table) for table in tables.tables_of(connection)}


@pytest.fixture
def restored(kept_file: Path, elsewhere: Settings) -> Iterator[Flask]:
    """The same office, elsewhere."""
    made = restoring.restore(elsewhere, kept_file, quietly)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_an_office_stands_elsewhere_as_it_stood_here(app: Flask, restored: Flask) -> None:
    here, there = everything(app), everything(restored)
    assert here.keys() == there.keys()
    assert {name for name in here if here[name] != there[name]} == NEW, "all but that it was restored"
    with restored.app_context():
        assert history_check.first_wrong(reading.branch("karawaci")) is None
        assert audit_check.first_wrong() is None
    before, after = (each.config["DATA_DIR"] / "kept" / "1" / "voice" for each in (app, restored))
    assert [file.read_bytes() for file in after.iterdir()] == [file.read_bytes() for file in before.iterdir()]


def test_an_office_stands_on_the_same_database(app: Flask, kept_file: Path, alike: Settings) -> None:
    made = restoring.restore(alike, kept_file, quietly)
    here, there = everything(app), everything(made)
    assert {name for name in here if here[name] != there[name]} == NEW
    with made.app_context():
        assert Hall(made).citizen_takes().number == "A-004"
        db.session.remove()
        db.engine.dispose()


def test_the_hall_goes_on_after_a_restore(restored: Flask) -> None:
    with restored.app_context():
        hall = Hall(restored)
        assert hall.waiting() == {"A": 2}
        ticket = hall.citizen_takes()
        assert ticket.number == "A-004"
        assert hall.employ("Dewi") > 1, "ids go on above those restored"
        assert history_check.first_wrong(hall.branch) is None


def test_numbers_given_after_the_backup_are_not_given_again(restored: Flask) -> None:
    with restored.app_context():
        hall = Hall(restored)
        assert strips.go_on_above(hall.branch_id, "A", 57) == ["A-004", "A-057"]
        assert strips.go_on_above(hall.branch_id, "A", 57) == [], "said twice, it is done once"
        assert hall.citizen_takes().number == "A-058"
        assert strips.use_strip_number(hall.branch_id, "a 5", "A-KTPR").number == "A-005", "who holds one is served"
        assert history_check.first_wrong(hall.branch) is None
        assert db.session.scalar(select(func.count()).select_from(PaperStrip)) == 1


def test_a_kiosk_stays_paired_and_people_sign_in_again(
    app: Flask, hall: Hall, elsewhere: Settings, tmp_path: Path
) -> None:
    hall.employ("Budi", Role.SUPERVISOR)
    key = api_keys.create("program", "karawaci")
    budi = Browser(app)
    budi.sign_in("Budi")
    budi.get("/admin/")
    cookies = budi.client._cookies
    making.backup(app.config["SETTINGS"], tmp_path / "b.zip", quietly)
    there = restoring.restore(elsewhere, tmp_path / "b.zip", quietly)
    with there.app_context():
        again = Browser(there)
        again.client._cookies = cookies
        again.get("/admin/", 302)
        again.sign_in("Budi", PASSWORD)
        again.get("/admin/")
        assert '"karawaci"' in again.get("/api/v1/branches/karawaci", Authorization=f"Bearer {key}")
        db.session.remove()
        db.engine.dispose()


def test_a_passkey_is_as_good_after_a_restore(app: Flask, hall: Hall, elsewhere: Settings, tmp_path: Path) -> None:
    rina, key = hall.employ("Rina"), Authenticator()
    has(rina, key)
    tries(rina, key)
    making.backup(app.config["SETTINGS"], tmp_path / "b.zip", quietly)
    there = restoring.restore(elsewhere, tmp_path / "b.zip", quietly)
    with there.app_context():
        tries(rina, key)
        key.signed = 1
        with pytest.raises(PasskeyCopied):
            tries(rina, key)
        db.session.remove()
        db.engine.dispose()


def test_a_screen_that_saw_more_than_the_backup_starts_anew(restored: Flask) -> None:
    with restored.app_context():
        office = reading.office("karawaci")
        answer = screens._caught_up(office, 10_000, None, None)
    assert (answer["reset"], answer["events"]) == (True, [])


def test_what_was_seen_before_a_restore_counts_no_more_though_the_office_has_passed_it(
    app: Flask, hall: Hall, kept_file: Path, alike: Settings
) -> None:
    key = {"Authorization": f"Bearer {api_keys.create('program')}"}
    making.backup(app.config["SETTINGS"], kept_file, quietly, force=True)
    events = "/api/v1/branches/karawaci/events"
    for _ in range(3):
        hall.citizen_takes()
    seen = screens._caught_up(reading.office("karawaci"), None, None, None)
    page = app.test_client().get(f"{events}?limit=2", headers=key).json
    assert page["history"] == seen["history"]
    there = restoring.restore(alike, kept_file, quietly)
    with there.app_context():
        again, office = Hall(there), reading.office("karawaci")
        for _ in range(5):
            again.citizen_takes()
        since = reading.last_seq(office.id)
        assert since > seen["seq"]
        answer = screens._caught_up(office, seen["seq"], seen["history"], None)
        assert (answer["reset"], answer["events"]) == (True, [])
        again.citizen_takes()
        later = screens._caught_up(office, since, answer["history"], None)
        assert (later["reset"], [event["seq"] for event in later["events"]]) == (False, [since + 1])
        program = there.test_client()
        refused = program.get(f"{events}?cursor={page['next']}", headers=key)
        assert (refused.status_code, refused.json["type"]) == (400, "urn:giliran:cursor-unusable")
        anew = program.get(f"{events}?limit=2", headers=key).json
        assert anew["history"] == answer["history"] != page["history"]
        assert program.get(f"{events}?cursor={anew['next']}", headers=key).status_code == 200
        db.session.remove()
        db.engine.dispose()


def test_a_slip_told_of_from_before_a_restore_is_none_of_the_slips_after(
    app: Flask, hall: Hall, kept_file: Path, alike: Settings
) -> None:
    printer = reading.office("karawaci").printers[0].id
    before = spool.PrinterSpool(app, printer)
    while (job := before.claim()) is not None:
        told, status = job, Status(online=True, paper="ok", cover_open=False)
        before.mark_printed(told, status, 60)
    hall.citizen_takes()
    last = before.claim()
    assert last and last.id > told.id, "of a citizen who came after the backup"
    there = restoring.restore(alike, kept_file, quietly)
    with there.app_context():
        after = spool.PrinterSpool(there, printer)
        Hall(there).citizen_takes()
        waiting = {row.id for row in db.session.scalars(select(PrintJob).where(OPEN_JOB))}
        assert last.id in waiting, "the same number, another citizen's slip"
        after.mark_printed(last, status, 60)
        db.session.rollback()
        assert waiting == {row.id for row in db.session.scalars(select(PrintJob).where(OPEN_JOB))}
        db.session.remove()
        db.engine.dispose()


def test_only_its_owner_reads_a_backup(kept_file: Path, app: Flask) -> None:
    assert kept_file.stat().st_mode & 0o777 == 0o600
    last = last_backup(app.config["DATA_DIR"])
    assert last and (last.file, last.size) == (str(kept_file), kept_file.stat().st_size)
    assert not list(kept_file.parent.glob(".giliran-*")), "nothing is left beside it"


def test_a_backup_that_is_there_is_not_replaced_unasked(app: Flask, kept_file: Path) -> None:
    before = kept_file.read_bytes()
    with pytest.raises(BackupUnusable, match="--force"):
        making.backup(app.config["SETTINGS"], kept_file, quietly)
    assert kept_file.read_bytes() == before
    making.backup(app.config["SETTINGS"], kept_file, quietly, force=True)


def test_a_data_folder_that_cannot_be_written_to_is_refused_before_the_work(app: Flask, tmp_path: Path) -> None:
    unwritable = replace(app.config["SETTINGS"], data_dir=Path("/proc/self"))  # not even by root
    steps: list[str] = []
    (tmp_path / "kept").mkdir()
    with pytest.raises(BackupUnusable, match=r"data folder /proc/self cannot be written to .* Nothing was backed up"):
        making.backup(unwritable, tmp_path / "kept" / "b.zip", steps.append)
    assert not steps and not list((tmp_path / "kept").iterdir())


def test_nothing_is_restored_onto_an_office_that_is_there(app: Flask, hall: Hall, kept_file: Path) -> None:
    before = everything(app)
    with pytest.raises(BackupUnusable, match="has files of an installation"):
        restoring.restore(app.config["SETTINGS"], kept_file, quietly)
    shutil.rmtree(app.config["DATA_DIR"] / "kept")
    with pytest.raises(BackupUnusable, match="not empty"):
        restoring.restore(app.config["SETTINGS"], kept_file, quietly)
    assert everything(app) == before


def is_empty(place: Settings) -> bool:
    """Whether nothing was left in a place, so that the next try finds it as this one did."""
    from app.keeping import place as places

    places.must_be_empty(place)
    return not list(place.data_dir.rglob("*.restoring*"))


def test_a_history_that_was_altered_is_not_restored(kept_file: Path, elsewhere: Settings, tmp_path: Path) -> None:
    # With every checksum made anew, as somebody would who has read how it is done.
    altered = tmp_path / "altered.zip"
    with zipfile.ZipFile(kept_file) as whole, altered.open("wb") as file:
        manifest = json.loads(whole.read("manifest.json"))
        writing = archive.Writing(file)
        for name in manifest.pop("members"):
            writing.copy(name, BytesIO(whole.read(name).replace(b"ticket.finished", b"ticket.no_show")))
        manifest.pop("format")
        writing.end(manifest)
    key = elsewhere.data_dir / "chain_key"
    mine = key.read_bytes()
    with pytest.raises(BackupUnusable, match="was altered"):
        restoring.restore(elsewhere, altered, quietly)
    assert is_empty(elsewhere) and key.read_bytes() == mine
    taken = restoring.restore(elsewhere, altered, quietly, whatever_history=True)
    with taken.app_context():
        assert history_check.first_wrong(reading.branch("karawaci"))
        db.engine.dispose()


def test_what_breaks_off_leaves_the_place_empty(
    kept_file: Path, elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_args: object) -> None:
        raise OSError(28, "No space left on device", "giliran.sqlite3")

    with monkeypatch.context() as now:
        now.setattr(restoring, "_begin_anew", power_cut)
        with pytest.raises(BackupUnusable, match="No space left"):
            restoring.restore(elsewhere, kept_file, quietly)
    assert is_empty(elsewhere)
    with restoring.restore(elsewhere, kept_file, quietly).app_context():
        assert reading.branch("karawaci").last_seq
        db.engine.dispose()


@pytest.fixture(scope="module")
def a_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the demo office, by the command."""
    file = tmp_path_factory.mktemp("backups") / "demo.zip"
    office = demo_installation()
    told = office.command("backup", str(file))
    assert told.returncode == 0, told.stderr
    (office.folder / "last_backup.json").unlink()
    return file


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_byte_is_noticed_or_says_nothing(a_backup: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(a_backup.read_bytes())
    where = data.draw(st.integers(0, len(whole) - 1))
    whole[where] ^= 1 << data.draw(st.integers(0, 7))
    flipped = tmp_path / "flipped.zip"
    flipped.write_bytes(whole)
    try:
        found = archive.checked(flipped)
    except BackupUnusable:
        return
    # A date in the zip's own list, for instance: what is restored is what was kept.
    for name in found.names(""):
        with found.member(name) as now, archive.Backup(a_backup, {}).member(name) as then:
            assert now.read() == then.read()


@pytest.mark.parametrize("share", [0, 0.3, 0.999])
def test_a_file_that_was_cut_off_is_no_backup(a_backup: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(a_backup.read_bytes()[: int(share * a_backup.stat().st_size)])
    with pytest.raises(BackupUnusable, match="damaged or no backup"):
        archive.checked(cut)


@pytest.mark.parametrize("evil", ["files/../../somewhere", "files//etc/passwd", "files/wsgi.py"])
def test_a_backup_writes_nothing_but_its_own_files(a_backup: Path, tmp_path: Path, evil: str) -> None:
    made = tmp_path / "evil.zip"
    with zipfile.ZipFile(a_backup) as whole, made.open("wb") as file:
        manifest = json.loads(whole.read("manifest.json"))
        writing = archive.Writing(file)
        for name in manifest.pop("members"):
            writing.copy(name, BytesIO(whole.read(name)))
        writing.copy(evil, BytesIO(b"evil"))
        manifest.pop("format")
        writing.end(manifest)
    place = settings_for(f"sqlite:///{tmp_path / 'e.sqlite3'}", tmp_path / "e")
    with pytest.raises(BackupUnusable, match="damaged or no backup"):
        restoring.restore(place, made, quietly)


def refused(folder: Path, *words: str) -> str:
    """A command that is refused: one line, exit 2; where the machine is slow, how far it is stands above it."""
    told = create_app(settings_for("", folder), with_commands=True).test_cli_runner().invoke(args=[*words])
    assert told.exit_code == 2, told.output
    *how_far, refusal = told.stderr.splitlines()
    assert refusal.startswith("giliran: ") and all(each.startswith("restoring ") for each in how_far), told.stderr
    return refusal


def test_a_series_that_is_not_in_the_backup_leaves_the_place_empty_for_another_try(
    a_backup: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    assert "It has karawaci:A, karawaci:B" in refused(new, "restore", str(a_backup), "--series-above", "Q=4")
    assert "no such series" in refused(new, "restore", str(a_backup), "--series-above", "batuceper:A=4")
    back = RealServer(new).command("restore", str(a_backup), "--series-above", "A=4")
    assert back.returncode == 0, back.stderr


def test_wrong_input_is_one_line(a_backup: Path, tmp_path: Path) -> None:
    office = demo_installation().folder
    assert "--into DIR" in refused(office, "backup")
    assert "cannot write" in refused(office, "backup", "/proc/giliran.zip")
    assert "cannot write" in refused(office, "backup", str(tmp_path / "nowhere" / "b.zip"))
    assert "--force" in refused(office, "backup", str(a_backup))
    assert "cannot read" in refused(office, "restore", str(tmp_path / "none.zip"))
    assert "write a number" in refused(office, "restore", str(a_backup), "--series-above", "A=x")
    assert "not empty" in refused(office, "restore", str(a_backup))
    assert "no installation here" in refused(tmp_path / "bare", "backup", str(tmp_path / "b.zip"))


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    office = demo_installation()
    told = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "backup", str(tmp_path / "b.zip")],
        cwd=ROOT, env=office.environ, capture_output=True, text=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert (told.returncode, told.stderr.count("\n")) == (2, 1), told.stderr
    assert "cannot write" in told.stderr
    assert not list(tmp_path.iterdir())


def test_a_backup_while_a_crowd_takes_numbers_is_one_moment(tmp_path: Path) -> None:
    with serving(tmp_path / "hall") as server:
        key = server.command("create-api-key", "crowd").stdout.strip()
        given: list[str] = []
        stop = threading.Event()

        def keep_taking(who: int) -> None:
            for touch in itertools.count():
                if stop.is_set():
                    return
                request = Request(
                    f"{server.url}/api/v1/branches/karawaci/tickets",
                    data=b'{"service": "A-KTPR"}',
                    headers={
                        "Authorization": f"Bearer {key}",
                        "Content-Type": "application/json",
                        "Idempotency-Key": f"{who}-{touch}",
                    },
                )
                given.append(json.load(urlopen(request, timeout=10))["number"])

        crowd = [threading.Thread(target=keep_taking, args=[who]) for who in range(4)]
        for each in crowd:
            each.start()
        clock.sleep(0.5)
        told = server.command("backup", str(tmp_path / "b.zip"))
        went_on = len(given)
        clock.sleep(0.3)
        stop.set()
        for each in crowd:
            each.join()
        assert told.returncode == 0, told.stderr
        assert len(given) > went_on, "the hall goes on"
    place = RealServer(tmp_path / "new")
    highest = max(int(number[2:]) for number in given)
    back = place.command("restore", str(tmp_path / "b.zip"), "--series-above", f"karawaci:A={highest}")
    assert back.returncode == 0, back.stderr
    assert "all as they were written" in back.stdout and "A goes on after them" in back.stdout
    assert place.command("verify").returncode == 0
    place.start()
    try:
        request = Request(
            f"{place.url}/api/v1/branches/karawaci/tickets",
            data=b'{"service": "A-KTPR"}',
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": "new"},
        )
        assert json.load(urlopen(request, timeout=10))["number"] == f"A-{highest + 1:03d}"
    finally:
        place.stop()


def test_of_the_scheduled_backups_the_newest_stay(tmp_path: Path) -> None:
    office, shelf = demo_installation(), tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "minutes-of-the-meeting.zip").write_bytes(b"not ours")
    for day in range(1, 5):
        (shelf / f"giliran-2026010{day}-010000.zip").write_bytes(b"old")
    left = shelf / ".giliran-backup-killed"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    told = office.command("backup", "--into", str(shelf), "--keep", "3")
    (office.folder / "last_backup.json").unlink()
    assert told.returncode == 0, told.stderr
    names = sorted(file.name for file in shelf.iterdir())
    assert names[:2] == ["giliran-20260103-010000.zip", "giliran-20260104-010000.zip"]
    assert names[3:] == ["minutes-of-the-meeting.zip"]
    archive.checked(shelf / names[2])
