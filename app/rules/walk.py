"""Walking along a chain (rules.chain): of each row whether it stands as it was written, past whatever is wrong.

A row is held against the link of the row before it as that one is stored, so that one altered row is told as one and
what follows it is looked at, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from app.rules import chain


class Fault(Enum):
    """What is wrong with a row, or a number; the words for one of them, and for several in a line."""

    MISSING = ("is missing", "are missing")
    ALTERED = ("was altered", "were altered")
    BESIDE = ("was altered beside its text", "were altered beside their text")
    STRANGE = ("does not belong there", "do not belong there")
    LOST = ("are missing", "are missing")
    NEVER_GIVEN = ("was never given", "were never given")


@dataclass(frozen=True)
class Row:
    """A row as it is stored; `agrees` says whether its columns say what its text says."""

    seq: int
    text: str
    link: str
    agrees: Callable[[], bool]


@dataclass(frozen=True)
class Run:
    """Rows in a line, the last one included, with which the same is wrong."""

    fault: Fault
    first: int
    last: int

    def holds(self, seq: int) -> bool:
        """Whether a row is one of these."""
        return self.first <= seq <= self.last

    def words(self, one: str, several: str) -> str:
        """The run in one line: "event 3 was altered", "events 6 to 9 are missing"."""
        if self.first == self.last:
            return f"{one} {self.first} {self.fault.value[0]}"
        return f"{several} {self.first} to {self.last} {self.fault.value[1]}"


@dataclass
class Walk:
    """A walk along one chain.

    Args:
        key: the installation's chain key.
        seq: the number before the first row; None when nobody can say it.
        links: what the next row may follow from; nothing when nobody can say it, and that row's link is taken for good.
    """

    key: bytes
    seq: int | None
    links: tuple[str, ...]

    def runs(self, rows: Iterable[Row]) -> Iterator[Run]:
        """What is wrong with the rows, in their order; afterwards `seq` and `links` are those of the last one."""
        return joined(run for row in rows for run in self._step(row))

    def ends_at(self, link: str) -> bool:
        """Whether the last row has this link, or had it before it was altered."""
        return any(chain.same(link, each) for each in self.links)

    def _step(self, row: Row) -> Iterator[Run]:
        if self.seq is not None and row.seq <= self.seq:
            yield Run(Fault.STRANGE, row.seq, row.seq)
            return
        if self.seq is not None and row.seq > self.seq + 1:
            yield Run(Fault.MISSING, self.seq + 1, row.seq - 1)
            self.links = ()
        made = [chain.link(self.key, before, row.text) for before in self.links]
        fits = not made or any(chain.same(each, row.link) for each in made)
        # Of a row that does not fit, text or link was altered: the next one follows from the one link or the other.
        self.seq, self.links = row.seq, (row.link,) if fits else (row.link, made[0])
        if not fits:
            yield Run(Fault.ALTERED, row.seq, row.seq)
        elif not row.agrees():
            yield Run(Fault.BESIDE, row.seq, row.seq)


def joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs that come one after the other, with the same fault, as one."""
    now: Run | None = None
    for run in runs:
        if now and (run.fault, run.first) == (now.fault, now.last + 1):
            now = replace(now, last=run.last)
            continue
        if now:
            yield now
        now = run
    if now:
        yield now


def at_most(lines: Iterable[str], count: int, rest: str = "and %s more") -> list[str]:
    """The first lines, and in a last one how many more there are."""
    told: list[str] = []
    more = 0
    for line in lines:
        if len(told) < count:
            told.append(line)
        else:
            more += 1
    return [*told, rest % more] if more else told
