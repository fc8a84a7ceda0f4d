"""`backup` and `restore` (CONTRACT: Commands)."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app import audit, tidying
from app.commands import Command, Wrong
from app.db import db, transaction
from app.group_commit import CommitFailed
from app.keeping import making, restoring, rotation
from app.keeping.archive import BackupUnusable
from app.models import Branch, Letter
from app.queueing import strips
from app.rules.audit import AuditAction
from app.settings import Settings

ABOVE = re.compile(r"(?:(?:(?P<office>[a-z0-9-]{1,40}):)?(?P<letter>[A-Z]{1,2})=)?(?P<number>[1-9][0-9]{0,5})")
TOLD_EVERY = 2.0


class _Above(NamedTuple):
    """Which series go on above which number."""

    office: str | None
    letter: str | None
    number: int


@click.command("backup", cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--into", metavar="DIR", type=click.Path(path_type=Path), help="Name it by its moment, in this folder.")
@click.option("--keep", type=click.IntRange(1, 3650), help="With --into: how many of them stay.  [default: 14]")
@click.option("--force", is_flag=True, help="Replace FILE when it is there.")
@with_appcontext
def backup(file: Path | None, into: Path | None, keep: int | None, force: bool) -> None:
    """Keep the whole installation in FILE, while the hall runs.

    FILE holds the database, the keys and the files that offices gave. Whoever has it can do everything: keep it
    as you keep a key, and on another machine.
    """
    if (file is None) == (into is None) or (keep and file) or (force and into):
        raise Wrong("name either FILE, or --into DIR (with --keep N) (see backup --help)")
    try:
        if into:
            made, removed = rotation.backup_into(_settings(), into, keep or 14, _Progress())
            for old in removed:
                click.echo(f"removed {old.name}")
        else:
            assert file
            made = making.backup(_settings(), file, _Progress(), force=force)
    except BackupUnusable as error:
        raise Wrong(str(error)) from None
    _tell(made)
    click.echo(f"{made.file}: {made.rows} rows, {made.files} files, {made.size} bytes")


@click.command("restore", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--series-above",
    metavar="[[OFFICE:]LETTER=]N",
    multiple=True,
    help="Today's numbers go on above N: those after the backup exist on paper. For all letters, or the one named.",
)
@click.option("--accept-wrong-history", is_flag=True, help="Restore even a history that does not hold.")
@with_appcontext
def restore(file: Path, series_above: tuple[str, ...], accept_wrong_history: bool) -> None:
    """Put the backup FILE into this installation, which must be empty.

    Everything is checked first, and compared afterwards; when anything is wrong, nothing is changed. Everybody signs
    in again; devices, keys and tickets stay valid. A backup of SQLite can be restored into PostgreSQL, and the other
    way round.
    """
    above = [_above(said) for said in series_above]
    try:
        app = restoring.restore(
            _settings(),
            file,
            _Progress(),
            whatever_history=accept_wrong_history,
            looked_at=lambda: [_meant(wish) for wish in above],
        )
    except BackupUnusable as error:
        raise Wrong(str(error)) from None
    for line in restoring.offices(app):
        click.echo(line)
    with app.app_context():
        for wish in above:
            _go_on_above(wish)


@click.command("tidy", cls=Command)
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@with_appcontext
def tidy(dry_run: bool) -> None:
    """Remove what has been kept long enough; the server does it by itself once a day."""
    for each in tidying.tidy(only_look=dry_run):
        words = "would be removed" if dry_run else "removed"
        click.echo(f"{each.office or 'installation'}: {each.count} {each.what} from before {each.before[:10]} {words}")


def _above(said: str) -> _Above:
    found = ABOVE.fullmatch(said)
    if not found:
        raise Wrong(f"--series-above {said!r}: write a number, or as A=57 or karawaci:A=57")
    return _Above(found["office"], found["letter"], int(found["number"]))


def _meant(wish: _Above) -> Sequence[Any]:
    """The series of a wish: id and code of the office, and letter."""
    rows = select(Branch.id, Branch.code, Letter.letter).join(Letter, Letter.branch_id == Branch.id)
    there = db.session.execute(rows.order_by(Branch.code, Letter.letter)).all()
    meant = [row for row in there if wish.office in (None, row.code) and wish.letter in (None, row.letter)]
    if not meant:
        known = ", ".join(f"{row.code}:{row.letter}" for row in there)
        raise Wrong(f"--series-above: the backup has no such series; nothing was changed. It has {known}")
    return meant


def _go_on_above(wish: _Above) -> None:
    for branch_id, code, letter in _meant(wish):
        numbers = strips.go_on_above(branch_id, letter, wish.number)
        if numbers:
            click.echo(f"{code}: {numbers[0]} to {numbers[-1]} are on paper; {letter} goes on after them")


def _tell(made: making.Made) -> None:
    try:
        with transaction() as session:
            said = {"rows": made.rows, "files": made.files, "bytes": made.size}
            audit.record(session, AuditAction.BACKED_UP, str(made.file), after=said)
    except (DBAPIError, CommitFailed):
        # Of an earlier schema, or the hall writes without a pause: the backup is good all the same.
        click.echo("the audit log could not be told of this backup", err=True)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


class _Progress:
    """Says on stderr what is done, when it takes long."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, step: str) -> None:
        if time.monotonic() - self.last >= TOLD_EVERY:
            self.last = time.monotonic()
            click.echo(step, err=True)


COMMANDS = (backup, restore, tidy)
