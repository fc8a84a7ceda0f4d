"""The database: one way to read, one way to write, on SQLite and PostgreSQL alike.

Screens read through `db.session`, which refuses to write. Verbs write inside `transaction()`,
which is the only place that commits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from blinker import Signal
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.session import JoinTransactionMode
from sqlalchemy.types import TypeDecorator

from app.group_commit import GroupCommit
from app.statements import CONNECTION, Connected

log = logging.getLogger(__name__)

BUSY_SECONDS = 5

ONCE_SAVED = "giliran_once_saved"
"""Where a writing session keeps what is to happen when its change has been saved."""

committed = Signal()
"""Sent after every commit, with nothing in it: a bell, for those who then look what is new."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in time: kept in UTC, always handed out with its zone, also by SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The mother of all rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

# Flask-SQLAlchemy copies the base class, and SQLAlchemy 2.1 refuses a copied type map: give it afterwards.
Model.registry.update_type_annotation_map(
    {
        datetime: UtcDateTime,
        dict[str, str]: JSON,
        dict[str, int]: JSON,
        dict[str, Any]: JSON,
        dict[str, list[str]]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[list[str]]: JSON,
    }
)


def init_db(app: Flask) -> None:
    """Bind the database to the app and teach its engine this project's locking."""
    sqlite = str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")
    # A screen reads several things at one moment: SQLite's WAL gives that by itself.
    options: dict[str, Any] = {} if sqlite else {"isolation_level": "REPEATABLE READ", "pool_pre_ping": True}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    app.teardown_appcontext(_let_go)  # before Flask-SQLAlchemy's own
    with app.app_context():
        if sqlite:
            _prepare_sqlite(db.engine)
        writing: dict[str, Any] = {"writing": True} if sqlite else {"isolation_level": "READ COMMITTED"}
        app.extensions["writing_engine"] = db.engine.execution_options(**writing)
        app.extensions["group_commit"] = _group_commit() if sqlite else None


def _let_go(_error: BaseException | None) -> None:
    # A connection that was lost has nothing to undo: who has their answer must not lose it over that.
    if db.session.registry.has():
        try:
            db.session.rollback()
        except DBAPIError:
            db.session().invalidate()


def _group_commit() -> GroupCommit:
    return GroupCommit(writing_engine().connect, lambda on: _session(on, "create_savepoint"), _ring)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A deferred transaction that later wants to write can fail at once; IMMEDIATE waits its turn.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@event.listens_for(db.session, "before_flush")
def _screens_do_not_write(session: Session, _context: Any, _instances: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("db.session only reads; state changes in a verb, inside transaction()")


def writing_engine() -> Engine:
    """The engine as verbs use it: on SQLite it locks when it begins, on PostgreSQL rows lock."""
    engine: Engine = current_app.extensions["writing_engine"]
    return engine


@contextmanager
def transaction() -> Iterator[Session]:
    """One change, whole or not at all; then the bell. Verbs alone open one.

    On SQLite, changes that wait for each other anyway share one commit (`app.group_commit`).

    Yields:
        the writer's own session, with nothing in it that was read before. It flushes when told to and at
        the end, not before each query: a verb's rows go out together.
    """
    if db.session.registry.has():
        # What this request has read is old from now on; and whoever waits for a second connection while holding
        # one can wait for ever, once as many do as the pool has.
        db.session.rollback()
    group: GroupCommit | None = current_app.extensions["group_commit"]
    with group.change() if group else _alone() as session:
        afterwards = session.info[ONCE_SAVED] = []
        yield session
    for then in afterwards:
        then()


def once_saved(session: Session, then: Callable[[], object]) -> None:
    """Do something when a writing session's change has been saved, and not at all when it was not."""
    session.info[ONCE_SAVED].append(then)


@contextmanager
def _alone() -> Iterator[Session]:
    with writing_engine().connect() as connection, connection.begin(), _session(connection, "rollback_only") as session:
        yield session
        session.commit()  # that is to flush: the connection commits
    _ring()


def _session(connection: Connection, joins: JoinTransactionMode) -> Session:
    info = {CONNECTION: Connected.through(connection)}
    return Session(connection, autoflush=False, expire_on_commit=False, join_transaction_mode=joins, info=info)


def _ring() -> None:
    try:
        committed.send()
    except Exception:  # the change is saved: nobody may hear that it failed
        log.exception("a listener to the bell failed")
