"""What a passkey is to sign: random, for one person and five minutes, and used up by the first answer.

The browser's session holds the challenge, so no other one can answer it. But a session is a cookie, which somebody may
have kept: that a challenge was answered is written down here.
"""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.clock import now
from app.db import transaction
from app.devices.tokens import digest, new_token
from app.models import PasskeyChallenge
from app.rules.passkey import LASTS


def new(staff_id: int) -> str:
    """A challenge for somebody: 256 random bits as base64url."""
    challenge, moment = new_token(), now()
    with transaction() as session:
        session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < moment))
        session.add(PasskeyChallenge(digest=digest(challenge), staff_id=staff_id, expires_at=moment + LASTS))
    return challenge


def use_up(session: Session, staff_id: int, challenge: str) -> bool:
    """Use a challenge up, inside a transaction; whether it was somebody's, and still open."""
    this = (PasskeyChallenge.digest == digest(challenge)) & (PasskeyChallenge.staff_id == staff_id)
    expires_at = session.scalar(delete(PasskeyChallenge).where(this).returning(PasskeyChallenge.expires_at))
    return expires_at is not None and expires_at >= now()
