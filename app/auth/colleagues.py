"""Who signed in with this browser of late: a signed cookie of digests, which open nothing by themselves."""

from __future__ import annotations

from flask import Response, current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from app import cookies
from app.devices.tokens import digest
from app.people.person import Person
from app.people.sign_ins import LONGEST_UNSEEN

COOKIE = "giliran_colleagues"
MOST = 8
"""So many sign-ins a computer remembers."""
LIVES = int(LONGEST_UNSEEN.total_seconds())


def known_here() -> list[str]:
    """The sign-ins that this browser remembers, the latest first."""
    try:
        return list(_signer().loads(cookies.kept(COOKIE), max_age=LIVES))
    except BadData:
        return []


def remember(answer: Response, person: Person) -> None:
    """Let this browser remember who has just signed in with it, for when they come back to a counter."""
    known = [digest(person.secret), *known_here()][:MOST]
    cookies.keep(answer, COOKIE, str(_signer().dumps(known)), LIVES)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="colleagues")
