"""Group commit: changes that queue up behind each other on SQLite share one transaction and one fsync.

The first to come opens the transaction and leads the group. Each change runs in a savepoint of its own, one at a
time, so a refused one leaves nothing behind and costs the others nothing. When the leader's own change is done it
lets in whoever waits, commits once for all, and only then does anybody hear that their change is saved.

The savepoint is made by the driver: SQLAlchemy's costs a tenth of a whole verb. A change that uses the ORM gets
another one inside it (`join_transaction_mode`), so that a failing flush, too, takes back nobody else's work.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.orm import Session

MOST = 64
"""So many changes in one commit at the most: the first of them should not wait long for the last."""


class CommitFailed(Exception):
    """The shared commit failed; the cause tells why. Nothing of the group was saved."""


class _Group:
    """One transaction and those who share it, one at a time."""

    def __init__(self, connection: Connection, session: Session) -> None:
        self.connection = connection
        self.session = session
        self.transaction = connection.begin()
        self.size = 0
        self.failure: BaseException | None = None
        self.settled = threading.Event()

    @property
    def stands(self) -> bool:
        """Whether the transaction is still there: SQLite gives it up by itself when the disk is full or broken."""
        return bool(self.connection.connection.driver_connection.in_transaction)  # type: ignore[union-attr]


class GroupCommit:
    """The one writer of a SQLite file in this process.

    Args:
        connect: opens a connection for writing.
        session_on: a session on that connection; what it flushes stands in a savepoint of its own.
        saved: called once after each commit.
    """

    def __init__(
        self, connect: Callable[[], Connection], session_on: Callable[[Connection], Session], saved: Callable[[], None]
    ) -> None:
        self._connect = connect
        self._session_on = session_on
        self._saved = saved
        self._turn = threading.Lock()
        self._open: _Group | None = None

    @contextmanager
    def change(self) -> Iterator[Session]:
        """Run one change; return when it is saved.

        Raises:
            CommitFailed: the commit it shared with others failed.
        """
        self._turn.acquire()
        leads = self._open is None
        try:
            group = self._open = self._open or self._begin()
        except BaseException:
            self._turn.release()
            raise
        try:
            with _savepoint(group.connection), _alone_in(group.session) as session:
                yield session
            group.size += 1
        finally:
            if group.size >= MOST or not group.stands:
                self._open = None
            self._turn.release()
            if leads:
                self._settle(group)
        if not leads:
            group.settled.wait()
            if group.failure:
                raise CommitFailed from group.failure

    def _begin(self) -> _Group:
        connection = self._connect()
        try:
            return _Group(connection, self._session_on(connection))
        except BaseException:  # another process holds the file
            connection.close()
            raise

    def _settle(self, group: _Group) -> None:
        # Under gevent nobody else ran until now: those whose requests lie in the sockets may come in.
        time.sleep(0)
        with self._turn:
            if self._open is group:
                self._open = None
            try:
                if not group.stands:
                    raise CommitFailed("the database gave the transaction up")
                group.transaction.commit()
            except BaseException as error:
                group.failure = error
                raise
            finally:
                group.connection.close()
                group.settled.set()
        if group.size:
            self._saved()


@contextmanager
def _alone_in(session: Session) -> Iterator[Session]:
    # Making and closing a session is a twentieth of a verb, and most verbs pass it by with statements of their own.
    try:
        yield session
        if session.in_transaction():
            session.commit()
    finally:
        if session.in_transaction():
            session.close()
        session.expunge_all()


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    run = connection.connection.driver_connection.execute  # type: ignore[union-attr]
    run("SAVEPOINT change")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):  # there is none left when the transaction has been given up
            run("ROLLBACK TO change")
            run("RELEASE change")
        raise
    run("RELEASE change")
