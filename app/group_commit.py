"""Group commit: changes that queue up behind each other on SQLite share one transaction and one fsync.

The first to come opens the transaction and leads the group. Each change runs in a savepoint of its own, one at a
time, so a refused one leaves nothing behind and costs the others nothing. When the leader's own change is done it
lets in whoever waits, commits once for all, and only then does anybody hear that their change is saved.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

MOST = 64
"""So many changes in one commit at the most: the first of them should not wait long for the last."""


class CommitFailed(Exception):
    """The shared commit failed; the cause tells why. Nothing of the group was saved."""


class _Group:
    """One transaction and those who share it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.size = 0
        self.failure: BaseException | None = None
        self.settled = threading.Event()


class GroupCommit:
    """The one writer of a SQLite file in this process.

    Args:
        new_session: opens a session on the writing engine, its transaction begun.
        saved: called once after each commit.
    """

    def __init__(self, new_session: Callable[[], Session], saved: Callable[[], None]) -> None:
        self._new_session = new_session
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
            group = self._open = self._open or _Group(self._new_session())
        except BaseException:
            self._turn.release()
            raise
        try:
            with _savepoint(group.session):
                yield group.session
                group.size += 1
        finally:
            if group.size >= MOST:
                self._open = None
            self._turn.release()
            if leads:
                self._settle(group)
        if not leads:
            group.settled.wait()
            if group.failure:
                raise CommitFailed from group.failure

    def _settle(self, group: _Group) -> None:
        # Under gevent nobody else ran until now: those whose requests lie in the sockets may come in.
        time.sleep(0)
        with self._turn:
            if self._open is group:
                self._open = None
            try:
                group.session.commit()
            except BaseException as error:
                group.failure = error
                raise
            finally:
                group.session.close()
                group.settled.set()
        if group.size:
            self._saved()


@contextmanager
def _savepoint(session: Session) -> Iterator[None]:
    # The session's own savepoint: a flush that fails takes back this change, not the group's transaction.
    try:
        with session.begin_nested():
            session.connection()  # only now is the savepoint made, and statements pass the session by
            yield
    finally:
        session.expunge_all()  # the next change reads for itself
