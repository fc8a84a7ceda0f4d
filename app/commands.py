"""The commands of an installation (CONTRACT: Commands). Wrong input is one line on stderr and exit 2."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import Any

import click
from alembic import command as alembic
from alembic.util import CommandError
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from flask_babel import force_locale
from flask_migrate import Migrate
from flask_migrate.cli import db as schema_commands
from sqlalchemy.exc import DBAPIError

from app import api_keys, audit_check, history_check
from app.db import db
from app.demo import DEMO_CODE, create_demo_catalogue, create_demo_office
from app.errors import GiliranError, NoSuchBranch, SettingsUnusable
from app.installation import MIGRATIONS, create_schema, not_ready, unusable
from app.models import Branch, Role
from app.people import accounts
from app.printing import office_printers
from app.queueing import reading
from app.rules.walk import at_most
from app.settings import ROOT
from printers.drivers import BadPrinterUrl

TOLD_OF_EACH = 20
PROFILE = "What the printer is, by python-escpos's name of it: POS-5890; without it, a usual printer."


class Wrong(click.ClickException):
    """Input that cannot be used: one line, exit 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        print(f"giliran: {self.format_message()}", file=sys.stderr)


class Command(click.Command):
    """A command whose every refusal is one line."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except click.UsageError as error:
            raise Wrong(f"{error.format_message()} (see {self.name} --help)") from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (accounts.AccountRefused, api_keys.KeyRefused, history_check.CannotPrune, BadPrinterUrl) as error:
            raise Wrong(str(error)) from None
        except SettingsUnusable as error:
            with force_locale("en"):  # as all of these
                raise Wrong(error.words()) from None
        except GiliranError as error:
            raise Wrong(f"refused: {error}") from None
        except DBAPIError as error:
            raise Wrong(not_ready(ctx.ensure_object(ScriptInfo).load_app()) or unusable(error)) from None


def init_commands(app: Flask) -> None:
    """Add the commands to `flask --app wsgi`, Flask-Migrate's `db` among them."""
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    schema_commands.add_command(upgrade)
    for command in (
        serve,
        init,
        demo,
        create_staff,
        reset_staff,
        create_api_key,
        set_printer,
        add_printer,
        verify,
        prune_history,
        erase_reason,
    ):
        app.cli.add_command(command)
    from app.keeping import commands as keeping  # made of this module's kind of command
    from app.keeping import doctor_command

    for command in (*keeping.COMMANDS, doctor_command.doctor):
        app.cli.add_command(command)


@click.command(cls=Command)
def serve() -> None:
    """Serve this installation (HOST, PORT)."""
    # wsgi.py goes there before the application is imported; this is for callers it does not recognise.
    os.execv(sys.executable, [sys.executable, str(ROOT / "serve.py")])  # noqa: S606


@click.command("upgrade", cls=Command)
@click.argument("revision", default="head")
@with_appcontext
def upgrade(revision: str) -> None:
    """Bring an older database to this version, or to the schema REVISION."""
    # In the place of Flask-Migrate's own, which shows an operator the insides of a database that is away or damaged.
    migrate: Migrate = current_app.extensions["migrate"].migrate
    try:
        alembic.upgrade(migrate.get_config(str(MIGRATIONS)), revision)
    except CommandError as error:
        raise Wrong(not_ready(current_app) or str(error)) from None


@click.command(cls=Command)
@with_appcontext
def init() -> None:
    """Make an empty installation: schema and first admin, whose password is printed once."""
    create_schema()
    _say_account("admin", Role.ADMIN, None)


@click.command(cls=Command)
@with_appcontext
def demo() -> None:
    """Make the demo, Kecamatan Karawaci; may be run again."""
    create_schema(made_by_demo=True)
    create_demo_office()
    create_demo_catalogue()
    _say_account("admin", Role.ADMIN, None)
    _say_account("supervisor", Role.SUPERVISOR, DEMO_CODE)
    _say_account("kota", Role.CITY, None)
    _say_account("petugas", Role.OFFICER, DEMO_CODE)


@click.command("create-staff", cls=Command)
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What they may do.")
@click.option("--branch", metavar="CODE", help="The office; without it, all offices.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from standard input.")
@with_appcontext
def create_staff(name: str, role: str, branch: str | None, password_stdin: bool) -> None:
    """Make an account for NAME."""
    accounts.create(name, Role(role), sys.stdin.readline().rstrip("\n"), branch)
    click.echo(f"{name} can sign in now.")


@click.command("reset-staff", cls=Command)
@click.argument("name")
@with_appcontext
def reset_staff(name: str) -> None:
    """Let NAME in again who lost password or phone: print a new one-time password, take the second step away."""
    click.echo(f"{name}  one-time password: {accounts.reset(name)}")


@click.command("set-printer", cls=Command)
@click.argument("branch")
@click.argument("url")
@click.option("--width", type=click.Choice(["80", "58"]), default="80", show_default=True, help="Paper width in mm.")
@click.option("--profile", metavar="MODEL", default="", help=PROFILE)
@with_appcontext
def set_printer(branch: str, url: str, width: str, profile: str) -> None:
    """Replace the printers of BRANCH with the one at URL."""
    office_printers.replace(_branch(branch).id, url, int(width), model=profile)
    click.echo(f"{branch} prints on {url} now.")


@click.command("add-printer", cls=Command)
@click.argument("branch")
@click.argument("url")
@click.option("--name", default="Printer", show_default=True, help="What staff call it.")
@click.option("--width", type=click.Choice(["80", "58"]), default="80", show_default=True, help="Paper width in mm.")
@click.option("--profile", metavar="MODEL", default="", help=PROFILE)
@with_appcontext
def add_printer(branch: str, url: str, name: str, width: str, profile: str) -> None:
    """Let BRANCH print on the one at URL too, when those before it are down."""
    office_printers.add(_branch(branch).id, name, url, int(width), model=profile)
    click.echo(f"{branch} prints on {url} too, when the printers before it are down.")


@click.command("create-api-key", cls=Command)
@click.argument("name")
@click.option("--branch", metavar="CODE", help="The one office it reaches; without it, all offices.")
@click.option("--read-only", is_flag=True, help="It only reads; without this it acts, too.")
@click.option("--days", type=click.IntRange(1, api_keys.LONGEST_LIFE), help="It ends after so many days.")
@with_appcontext
def create_api_key(name: str, branch: str | None, read_only: bool, days: int | None) -> None:
    """Make a key of the API for the program NAME, and print it; it is shown this once."""
    click.echo(api_keys.create(name, branch, may_act=not read_only, days=days))


@click.command(cls=Command)
@click.argument("branch", required=False)
@with_appcontext
def verify(branch: str | None) -> None:
    """Check the history of BRANCH, or of every office and the audit log; exit 1 with all that is wrong."""
    rows = [_branch(branch)] if branch else reading.branches()
    looked = [(row.code, f"{reading.last_seq(row.id)} events", history_check.all_wrong(row)) for row in rows]
    if not branch:
        looked.append(("audit", f"{audit_check.last_seq()} entries", audit_check.all_wrong()))
    is_sound = True
    for name, count, wrong in looked:
        told = at_most(wrong, TOLD_OF_EACH, f"{name}: and %s more")
        for line in told:
            click.echo(line, err=True)
        if not told:
            click.echo(f"{name}: {count}, all as they were written")
        is_sound = is_sound and not told
    if not is_sound:
        sys.exit(1)


@click.command("prune-history", cls=Command)
@click.argument("branch")
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day that stays.")
@with_appcontext
def prune_history(branch: str, before: datetime) -> None:
    """Remove the old history of BRANCH, leaving a signed checkpoint."""
    removed = history_check.prune(_branch(branch).id, before.date())
    click.echo(f"{branch}: {removed} events removed")


@click.command("erase-reason", cls=Command)
@click.argument("branch")
@click.argument("seq", type=click.IntRange(1))
@with_appcontext
def erase_reason(branch: str, seq: int) -> None:
    """Erase the reason or note somebody wrote at event SEQ of BRANCH; the history still holds."""
    if not history_check.erase_reason(_branch(branch).id, seq):
        raise Wrong(f"event {seq} of {branch} has no reason")
    click.echo(f"{branch}: the reason of event {seq} is erased")


def _branch(code: str) -> Branch:
    try:
        return reading.branch(code)
    except NoSuchBranch:
        raise Wrong(f"there is no office {code!r}") from None


def _say_account(name: str, role: Role, branch: str | None) -> None:
    password = accounts.with_one_time_password(name, role, branch)
    if password:
        click.echo(f"{name:<12} {role:<12} one-time password: {password}")
    else:
        click.echo(f"{name:<12} {role:<12} has signed in before and keeps their password")
