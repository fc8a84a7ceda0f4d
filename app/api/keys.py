"""Keys of the API: made once, shown once, kept as a digest, bound to one office or none."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import abort, current_app, g, request
from flask_limiter.util import get_remote_address
from sqlalchemy import bindparam, select

from app.clock import now
from app.db import db, transaction
from app.errors import NotYours
from app.models import ApiKey, Branch
from app.office import Office
from app.queueing import reading
from app.statements import Statement

USE_NOTED_EVERY = timedelta(minutes=1)
PREFIX = "gil_"

BY_DIGEST = Statement(
    select(ApiKey.id, ApiKey.branch_id, ApiKey.revoked_at, ApiKey.last_used_at).where(
        ApiKey.digest == bindparam("digest")
    )
)


class KeyRefused(Exception):
    """Why a key cannot be made, in one line for the operator."""


def create(name: str, branch_code: str | None = None) -> str:
    """Make a key.

    Args:
        name: 1-80 characters, whose key it is.
        branch_code: the one office it reaches; None reaches all.

    Returns:
        the key, to be shown once; it cannot be read again.

    Raises:
        KeyRefused: with the reason.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise KeyRefused("a name has 1 to 80 characters")
    key = PREFIX + secrets.token_urlsafe(32)
    with transaction() as session:
        branch = session.scalar(select(Branch).where(Branch.code == branch_code)) if branch_code else None
        if branch_code and branch is None:
            raise KeyRefused(f"there is no office {branch_code!r}")
        session.add(ApiKey(name=name, digest=_digest(key), branch_id=branch.id if branch else None, created_at=now()))
    return key


def require_key() -> None:
    """Let only a known key in; remember which office it reaches.

    256 random bits need no slow hash: nobody finds them by trying (NIST SP 800-63B, 5.1.1.2 is about passwords).
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    found = BY_DIGEST.one(db.session(), digest=_digest(key.strip())) if scheme.lower() == "bearer" else None
    if found is None or found[2] is not None:
        abort(401)
    g.api_key_id, g.api_branch_id = found[0], found[1]
    _note_use(found[0], found[3])


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
    return f"key:{_digest(shown)}" if PREFIX in shown else f"address:{get_remote_address()}"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _note_use(key_id: int, last_used_at: object) -> None:
    known = current_app.extensions.setdefault("api_key_use", {})
    moment = now()
    if moment - known.get(key_id, moment - 2 * USE_NOTED_EVERY) < USE_NOTED_EVERY:
        return
    known[key_id] = moment
    with transaction() as session:
        session.get_one(ApiKey, key_id).last_used_at = moment
