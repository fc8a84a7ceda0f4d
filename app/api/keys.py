"""Which key a request shows, and what it opens."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, current_app, g, request
from flask_limiter.util import get_remote_address
from sqlalchemy import bindparam, select

from app.api_keys import PREFIX, digest
from app.clock import now
from app.db import db, transaction
from app.errors import NotYours, OnlyReads
from app.models import ApiKey
from app.office import Office
from app.queueing import reading
from app.statements import Statement

USE_NOTED_EVERY = timedelta(minutes=1)
READS = frozenset({"GET", "HEAD", "OPTIONS"})

_columns = (ApiKey.id, ApiKey.branch_id, ApiKey.may_act, ApiKey.revoked_at, ApiKey.expires_at)
BY_DIGEST = Statement(select(*_columns).where(ApiKey.digest == bindparam("digest")))


def require_key() -> None:
    """Let only a known key in that has not ended; remember which office it reaches.

    Raises:
        OnlyReads: the key may not act.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    found = BY_DIGEST.one(db.session(), digest=digest(key.strip())) if scheme.lower() == "bearer" else None
    if found is None:
        abort(401)
    key_id, branch_id, may_act, revoked_at, expires_at = found
    if revoked_at is not None or (expires_at is not None and expires_at <= now()):
        abort(401)
    g.api_key_id, g.api_branch_id = key_id, branch_id
    _note_use(key_id)
    if not may_act and request.method not in READS:
        raise OnlyReads


def reached(branch_code: str) -> Office:
    """The office, when this request's key reaches it.

    Raises:
        NoSuchBranch: there is no such office.
        NotYours: the key is another office's.
    """
    office = reading.office(branch_code)
    must_reach(office.id)
    return office


def must_reach(branch_id: int) -> None:
    """Refuse what belongs to another office than the key's; raises NotYours."""
    if g.api_branch_id is not None and g.api_branch_id != branch_id:
        raise NotYours


def reaches(branch_id: int) -> bool:
    """Whether this request's key reaches an office."""
    return g.api_branch_id is None or g.api_branch_id == branch_id


def shown_key() -> str:
    """The key that is shown, as a rate limit counts it: before it is looked up. Without one, the address."""
    shown = request.headers.get("Authorization", "")
    return f"key:{digest(shown)}" if PREFIX in shown else f"address:{get_remote_address()}"


def _note_use(key_id: int) -> None:
    known = current_app.extensions.setdefault("api_key_use", {})
    moment = now()
    if moment - known.get(key_id, moment - 2 * USE_NOTED_EVERY) < USE_NOTED_EVERY:
        return
    known[key_id] = moment
    with transaction() as session:
        session.get_one(ApiKey, key_id).last_used_at = moment
