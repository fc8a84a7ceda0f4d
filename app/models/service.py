"""Service: what the citizen came for; Letter: the queue it waits in."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clock import now, office_day
from app.db import Model
from app.models.branch import Branch
from app.rules.numbering import WIDTH
from app.rules.standard import Components, in_force
from app.rules.texts import Texts


class Letter(Model):
    """A queue letter of an office: the group of services whose citizens share one series."""

    __tablename__ = "letter"

    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id), primary_key=True)
    letter: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[dict[str, str]]
    icon: Mapped[str] = mapped_column(String(40), default="ticket")
    first_number: Mapped[int] = mapped_column(default=1)
    width: Mapped[int] = mapped_column(default=WIDTH)
    position: Mapped[int] = mapped_column(default=0)


class Service(Model):
    """One service of an office, with what a citizen reads before taking a number.

    `quota` bounds a day's numbers; `journey` names the services (by code) a citizen goes on to with the same number.
    One that `is_retired` gives no numbers and is shown nowhere but in the history; it may come back.

    One that `follows` is kept as the city's catalogue has the service of the same code (rules.catalogue), but for what
    is the office's own: `own` names that of its face, its versions that of the standard. `catalogue_seen` is what the
    catalogue said of each when the office last decided to keep its own.
    """

    __tablename__ = "service"
    __table_args__ = (
        UniqueConstraint("branch_id", "code"),
        ForeignKeyConstraint(["branch_id", "letter"], [Letter.branch_id, Letter.letter]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey(Branch.id))
    letter: Mapped[str] = mapped_column(String(2))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[dict[str, str]]
    icon: Mapped[str] = mapped_column(String(40), default="file-text")
    position: Mapped[int] = mapped_column(default=0)
    quota: Mapped[int | None]
    journey: Mapped[list[str]] = mapped_column(default=list)
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str] = mapped_column(String(200), default="")
    suspended_reason: Mapped[str] = mapped_column(String(200), default="")

    is_retired: Mapped[bool] = mapped_column(default=False)
    follows: Mapped[bool] = mapped_column(default=False)
    own: Mapped[list[str]] = mapped_column(default=list)
    catalogue_seen: Mapped[dict[str, Any]] = mapped_column(default=dict)

    branch: Mapped[Branch] = relationship()
    standards: Mapped[list[ServiceStandard]] = relationship(order_by="ServiceStandard.counts_from")

    @property
    def standard(self) -> Components:
        """The components of its standard that count today."""
        return in_force(self.standards, office_day(now(), self.branch.zone))

    @property
    def requirements(self) -> dict[str, list[str]]:
        """What to bring, by language."""
        return self.standard.get("requirements", {})

    @property
    def duration(self) -> Texts:
        """How long it takes with complete papers, by language."""
        return self.standard.get("duration", {})

    @property
    def fee(self) -> Texts:
        """What it costs, by language."""
        return self.standard.get("fee", {})


class ServiceStandard(Model):
    """The published standard of a service (rules.standard) as it counts from a date on, until the next version does.

    `own` names the components that an office which follows the catalogue has written itself.
    """

    __tablename__ = "service_standard"

    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id), primary_key=True)
    counts_from: Mapped[date] = mapped_column(primary_key=True)
    components: Mapped[dict[str, Any]] = mapped_column(default=dict)
    own: Mapped[list[str]] = mapped_column(default=list)


class LearnedTime(Model):
    """How long a service takes at an hour of the office's day, as far as it was seen (rules.estimate.Learned)."""

    __tablename__ = "learned_time"

    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)
    mean: Mapped[float] = mapped_column(default=0.0)
    squares: Mapped[float] = mapped_column(default=0.0)
