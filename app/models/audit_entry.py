"""AuditEntry: one administrative change or look at personal data, chained to the one before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model
from app.models.api_key import ApiKey
from app.models.branch import Branch
from app.models.staff import Staff


class AuditEntry(Model):
    """Who did what, when, from where, and what it was before and after. Rows are never changed nor deleted.

    `facts` is the canonical JSON that the chain is made over; the columns beside it are for looking. `words` is what
    somebody typed or where they sat: subject, address, before and after. The chain holds only its salted digest, so
    that words can be forgotten (None) and the chain still holds.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_branch_id", "branch_id", "seq"),
        Index("ix_audit_entry_staff_id", "staff_id", "seq"),
        Index("ix_audit_entry_action", "action", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(40))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey(Branch.id))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id))
    api_key_id: Mapped[int | None] = mapped_column(ForeignKey(ApiKey.id))
    facts: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    words: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(64))
