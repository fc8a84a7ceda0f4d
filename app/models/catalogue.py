"""CatalogueService: a service as the city describes it for all of its offices."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Model
from app.models.staff import Staff


class CatalogueService(Model):
    """A service of the city's catalogue: its face, and the queue that an office is offered for it.

    Its code is that of the offices' services which follow it. One that `is_retired` is offered to no further office;
    one that `is_withdrawn`, too, is followed by none any more.
    `version` grows with every change, so that of two people who change it at once one is told.
    """

    __tablename__ = "catalogue_service"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[dict[str, str]]
    letter: Mapped[str] = mapped_column(String(2))
    icon: Mapped[str] = mapped_column(String(40), default="file-text")
    is_retired: Mapped[bool] = mapped_column(default=False)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey(Staff.id))

    standards: Mapped[list[CatalogueStandard]] = relationship(order_by="CatalogueStandard.counts_from")


class CatalogueStandard(Model):
    """The standard of a service as the catalogue has it from a date on, until the next version does."""

    __tablename__ = "catalogue_standard"

    code: Mapped[str] = mapped_column(ForeignKey(CatalogueService.code), primary_key=True)
    counts_from: Mapped[date] = mapped_column(primary_key=True)
    components: Mapped[dict[str, Any]] = mapped_column(default=dict)
