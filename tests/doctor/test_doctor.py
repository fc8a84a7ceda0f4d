"""Something goes wrong in the night, and somebody is told in the morning what to do about it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import text, update

from app import clock, create_app, kept
from app.clock import now
from app.db import db, transaction
from app.devices.tokens import digest
from app.doctor import Finding, Severity, database, examine, machine
from app.doctor.findings import COMMAND, PAGE, WHOLE
from app.keeping import last
from app.models import Branch, Device, Event, Installation, Printer, Role, StaffRole, VoiceClip
from app.models.printer import PrinterStatus
from app.office import set_up_anew
from app.queueing import offering
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.databases import settings_for
from tests.people import Hall
from tests.server import demo_installation


def told(app: Flask, depth: object = COMMAND) -> list[Finding]:
    """What the doctor says, in English."""
    db.session.rollback()
    with app.test_request_context(), force_locale("en"):
        return examine(depth)  # type: ignore[arg-type]


def wrong(app: Flask, depth: object = COMMAND) -> list[str]:
    """What is wrong, in a line each; every one says what to do."""
    found = [each for each in told(app, depth) if each.severity is Severity.WRONG]
    assert all(each.remedy for each in found)
    return [f"{each.about}: {each.what}" for each in found]


@pytest.fixture
def waits_for_the_disk(app: Flask) -> Iterator[None]:
    """The database as an office has it: that of the tests waits for no disk (tests/databases.py)."""
    if db.engine.dialect.name == "postgresql":
        _postgresql_waits("on")
    yield
    if db.engine.dialect.name == "postgresql":
        _postgresql_waits("off")


def _postgresql_waits(on_or_off: str) -> None:
    names = ("fsync", "synchronous_commit")
    db.session.rollback()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in names:
            connection.execute(text(f"ALTER SYSTEM SET {name} = {on_or_off}"))
        connection.execute(text("SELECT pg_reload_conf()"))
        until = monotonic() + 10
        while any(connection.scalar(text(f"SHOW {name}")) != on_or_off for name in names):
            assert monotonic() < until, "PostgreSQL has not read its settings"
            connection.execute(text("SELECT pg_sleep(0.02)"))


@pytest.fixture
def well(app: Flask, hall: Hall, time: TurnableClock, waits_for_the_disk: None) -> Flask:
    """An office in which all is well: in real use, and kept last night."""
    with transaction() as session:
        session.execute(update(Installation).values(made_by_demo=False))
    last.remember(app.config["DATA_DIR"], Path("/mnt/stick/giliran.zip"), 1)
    hall.citizen_takes()
    hall.app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url="https://127.0.0.1:1", host="127.0.0.1")
    assert wrong(app) == []
    return app


def set_to(app: Flask, **settings: object) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], **settings)  # type: ignore[arg-type]


def test_where_all_is_well_the_doctor_says_so(well: Flask) -> None:
    found = told(well)
    assert any("all of it" in each.what.lower() for each in told(well, WHOLE))
    assert any("The last 5000 events are as they were written." in each.what for each in found)


def test_an_altered_event_is_found(well: Flask, hall: Hall) -> None:
    with transaction() as session:
        session.execute(update(Event).values(body=Event.body + " "))
    assert wrong(well, PAGE) == [
        "History of Kecamatan Karawaci: It is not as it was written: karawaci: event 1 was altered."
    ]


def test_of_much_that_is_wrong_the_page_tells_the_first_and_how_much_more_there_is(well: Flask, hall: Hall) -> None:
    for _ in range(14):
        hall.citizen_takes()
    with transaction() as session:
        session.execute(update(Event).where(Event.seq % 2 == 0).values(body=Event.body + " "))
    (said,) = wrong(well, PAGE)
    assert "not as it was written: karawaci: event 2 was altered; karawaci: event 4 was altered; " in said
    assert said.endswith("karawaci: event 10 was altered; and 2 more.")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE audit_entry SET facts = facts || ' ' WHERE seq = 2", "audit: entry 2 was altered"),
        ("DELETE FROM audit_entry WHERE seq = 2", "audit: entry 2 is missing"),
        ("UPDATE audit_entry SET facts = facts || ' ' WHERE seq > 1", "audit: entries 2 to 3 were altered"),
        ("UPDATE installation SET audit_seal = ''", "audit: entry 4 is missing; the end was turned back to 3"),
    ],
)
def test_an_audit_log_that_was_changed_is_found(well: Flask, hall: Hall, statement: str, named: str) -> None:
    for name in ("Rina", "Joko", "Wati"):
        hall.employ(name)
    few = replace(COMMAND, events=2)
    assert wrong(well) == wrong(well, PAGE) == wrong(well, few) == []
    with transaction() as session:
        session.execute(text(statement))
    said = [f"Audit log: It is not as it was written: {named}."]
    assert wrong(well) == wrong(well, PAGE) == wrong(well, few) == said


def test_of_a_long_audit_log_the_last_entries_are_looked_at(well: Flask, hall: Hall) -> None:
    for name in ("Rina", "Joko", "Wati"):
        hall.employ(name)
    with transaction() as session:
        session.execute(text("UPDATE audit_entry SET facts = facts || ' ' WHERE seq = 1"))
    assert wrong(well, replace(COMMAND, events=2)) == []
    assert wrong(well)


def test_of_a_long_history_the_last_events_are_looked_at(well: Flask, hall: Hall) -> None:
    for _citizen in range(3):
        hall.citizen_takes()
    with transaction() as session:
        session.execute(update(Event).where(Event.seq == 1).values(body="{}"))
    few = replace(COMMAND, events=2)
    assert wrong(well, few) == []
    assert wrong(well)


def test_another_versions_schema(well: Flask) -> None:
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    found = told(well)
    assert found[0].severity is Severity.WRONG and "db upgrade" in found[0].remedy
    assert found[-1].about == "Versions", "the rest is not looked at"


def test_a_clock_that_was_set_back(well: Flask, time: TurnableClock) -> None:
    time.passes(hours=-3)
    assert "Clock: The last event of Kecamatan Karawaci is 10800 s ahead of the clock, which is or was wrong." in wrong(
        well
    )


def test_an_unknown_zone(well: Flask) -> None:
    with well.test_request_context(), force_locale("en"):
        nowhere = SimpleNamespace(id=1, name="K", last_at=None, zone="Asia/Tangerang")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(machine.reading, "branches", lambda: [nowhere])
            assert [each.what for each in machine.clock(COMMAND)] == [
                "Nothing is known of the time zone Asia/Tangerang of K."
            ]


def test_keys_that_others_may_read(well: Flask) -> None:
    (well.config["DATA_DIR"] / "chain_key").chmod(0o644)
    assert wrong(well) == ["Data folder: Others on this machine may read chain_key."]


def test_a_disk_that_is_nearly_full(well: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=100 * 1024 * 1024))
    assert wrong(well) == ["Disk: 100 MB are free on the disk of the data folder."]


def test_printers_that_are_down_or_missing_and_slips_that_wait(well: Flask, hall: Hall, time: TurnableClock) -> None:
    with transaction() as session:
        session.execute(update(Printer).values(status=PrinterStatus.DOWN, trouble="paper_out"))
        set_up_anew(session, hall.branch_id)
    time.passes(seconds=1)
    found = next(each for each in told(well) if each.about.startswith("Printers"))
    assert found.remedy == "It is out of paper. Please put in a new roll." and found.branch_id == hall.branch_id
    time.passes(minutes=6)
    assert "Slips: 1 slip has waited for more than 5 minutes." in wrong(well)


def test_a_silent_kiosk_matters_while_the_office_is_open(well: Flask, hall: Hall, time: TurnableClock) -> None:
    admin = hall.employ("Wati", Role.ADMIN)
    with transaction() as session:
        session.add(
            Device(
                branch_id=hall.branch_id, kind="kiosk", name="Kios pintu masuk", token_digest=digest("t"),
                paired_by=admin, paired_at=now(), last_seen=now(),
            )
        )  # fmt: skip
    assert wrong(well) == []
    time.passes(minutes=4)
    assert wrong(well) == ["Devices of Kecamatan Karawaci: Kios pintu masuk is silent."]
    offering.close_day(hall.branch_id)
    time.passes(seconds=1)
    assert wrong(well) == []
    assert any("is silent" in each.what and each.severity is Severity.NOTE for each in told(well))


def test_a_recording_whose_file_is_gone(well: Flask, hall: Hall, time: TurnableClock) -> None:
    with transaction() as session:
        session.add(VoiceClip(branch_id=hall.branch_id, language="id", clip="loket", seal="gone"))
        set_up_anew(session, hall.branch_id)
    time.passes(seconds=1)
    assert wrong(well) == ["Sounds and pictures: A file is missing: Kecamatan Karawaci, loket."]
    file = kept.where(hall.branch_id, "voice", "gone", "wav")
    file.parent.mkdir(parents=True)
    file.write_bytes(b"RIFF")
    assert wrong(well) == []


def test_a_backup_that_is_too_old(well: Flask, time: TurnableClock) -> None:
    time.passes(days=3)
    assert "Backup: The last one is 72 hours old: /mnt/stick/giliran.zip" in wrong(well)
    (well.config["DATA_DIR"] / last.NAME).write_text("torn")
    assert "Backup: There has been none." in wrong(well)
    with transaction() as session:
        session.execute(update(Installation).values(made_by_demo=True))
    del well.extensions["made_by_demo"]
    assert not any("Backup" in each for each in wrong(well)), "a demo needs none"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"public_url": None, "host": "0.0.0.0"}, "Address: PUBLIC_URL is not set"),
        ({"public_url": "http://antrean.test"}, "Address: http://antrean.test is not encrypted"),
        ({"redis_url": "redis://127.0.0.1:1/0"}, "Server processes: Redis does not answer"),
    ],
)
def test_settings_that_do_not_hold(well: Flask, settings: dict[str, object], said: str) -> None:
    set_to(well, **settings)
    (only,) = wrong(well)
    assert only.startswith(said)


def test_on_its_own_machine_a_missing_address_is_a_note(well: Flask) -> None:
    set_to(well, public_url=None)
    assert wrong(well) == []
    assert any(each.what.startswith("PUBLIC_URL is not set") for each in told(well))


@contextmanager
def over_tls(folder: Path, days: int) -> Iterator[int]:
    """A server with a certificate that ends in some days; its port."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
         "/CN=localhost", "-days", str(days), "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    client, _address = listener.accept()
                    context.wrap_socket(client, server_side=True).close()
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        threading.Thread(target=answer, daemon=True).start()
        yield listener.getsockname()[1]


@pytest.mark.parametrize(("days", "severity"), [(3, Severity.WRONG), (20, Severity.NOTE), (300, Severity.WELL)])
def test_a_certificate_that_runs_out(well: Flask, tmp_path: Path, days: int, severity: Severity) -> None:
    clock.set_clock(None)
    with over_tls(tmp_path, days) as port:
        set_to(well, public_url=f"https://localhost:{port}")
        found = next(each for each in told(well) if each.about == "Certificate")
    assert found.severity is severity
    assert found.what == f"It is good for another {days - 1} days."


def test_a_log_that_grows_without_end(well: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LARGEST_WAL", 0)
    if db.engine.dialect.name == "sqlite":
        assert any("Its log has grown" in each for each in wrong(well))


@pytest.mark.parametrize("place", [0, 0.1, 0.5, 0.9], ids=lambda place: f"{place:.0%}")
def test_a_damaged_database_file(tmp_path: Path, place: float) -> None:
    shutil.copytree(demo_installation().folder, tmp_path / "var")
    file = tmp_path / "var" / "giliran.sqlite3"
    made = create_app(settings_for("", tmp_path / "var"), with_commands=True)
    with file.open("r+b") as damaged:
        size = os.fstat(damaged.fileno()).st_size
        damaged.seek(int(size * place) // 4096 * 4096)
        damaged.write(os.urandom(4096))
    result = made.test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1
    assert re.search("WRONG  Database.* is damaged", result.stdout), result.output
    assert "restore the last good backup" in result.stdout
    backup = made.test_cli_runner().invoke(args=["backup", str(tmp_path / "b.zip")])
    assert backup.exit_code == 2 and "restore the last backup" in backup.stderr


def test_the_command_of_a_demo_ends_well(tmp_path: Path) -> None:
    shutil.copytree(demo_installation().folder, tmp_path / "var")
    made = create_app(settings_for("", tmp_path / "var", PUBLIC_URL=""), with_commands=True)
    result = made.test_cli_runner().invoke(args=["doctor"])
    assert (result.exit_code, "PUBLIC_URL is not set" in result.stdout) == (0, True), result.stdout
    assert "Traceback" not in result.output
    without = create_app(settings_for("postgresql://nobody@127.0.0.1:1/none", tmp_path / "n"), with_commands=True)
    assert without.test_cli_runner().invoke(args=["doctor"]).exit_code == 1


def test_the_page_shows_what_is_wrong_to_those_who_answer_for_it(well: Flask, hall: Hall) -> None:
    (well.config["DATA_DIR"] / "chain_key").chmod(0o644)
    for name, role in {"Wati": Role.ADMIN, "Kota": Role.CITY, "Ani": Role.AUDITOR}.items():
        hall.employ(name, role)
        browser = Browser(well)
        browser.sign_in(name)
        page = browser.get("/admin/doctor")
        assert "chain_key" in page and "Yang perlu dilakukan" in page
        assert "Kecamatan Karawaci" in page
    hall.employ("Budi", Role.SUPERVISOR)
    budi = Browser(well)
    budi.sign_in("Budi")
    budi.get("/admin/doctor", 403)


def test_an_auditor_of_another_office_reads_nothing_of_this_one(well: Flask, hall: Hall) -> None:
    hall.employ("Ani", Role.AUDITOR)
    with transaction() as session:
        session.add(Branch(code="cibodas", name="Kecamatan Cibodas"))
        session.flush()
        session.execute(update(StaffRole).values(branch_id=2))
    ani = Browser(well)
    ani.sign_in("Ani")
    page = ani.get("/admin/doctor")
    assert "Kecamatan Cibodas" in page and "Karawaci" not in page
