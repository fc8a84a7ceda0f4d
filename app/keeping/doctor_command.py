"""`doctor` (CONTRACT: Commands)."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from app.commands import Command
from app.doctor import Severity, examine
from app.doctor.findings import COMMAND, WHOLE

MARKS = {Severity.WRONG: "WRONG", Severity.NOTE: "note ", Severity.WELL: "ok   "}


@click.command("doctor", cls=Command)
@click.option(
    "--whole", is_flag=True, help="Check all of history and audit log; otherwise the last 5000 events or entries."
)
@with_appcontext
def doctor(whole: bool) -> None:
    """Say what is wrong with this installation, and what to do; exit 1 if anything is WRONG.

    A note is good to know, and no reason to exit 1: what is missing on a demo or an installation that only its own
    machine can reach (no PUBLIC_URL, no backup of a demo), devices that are silent while their office is closed,
    paper near its end.
    """
    with force_locale("en"):
        found = examine(WHOLE if whole else COMMAND)
        for each in found:
            click.echo(f"{MARKS[each.severity]}  {each.about}: {each.what}")
            if each.remedy:
                click.echo(f"       Do: {each.remedy}")
    sys.exit(any(each.severity is Severity.WRONG for each in found))
