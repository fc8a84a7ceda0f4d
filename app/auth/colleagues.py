"""Who signed in with this browser of late: a signed cookie of digests, which open nothing by themselves."""

from __future__ import annotations

from flask import Response, current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from app import cookies
from app.devices.tokens import digest
from app.people import sign_ins
from app.people.person import Person

COOKIE = "giliran_colleagues"
MOST = 8
"""So many sign-ins a computer remembers."""
LIVES = int(sign_ins.LONGEST_UNSEEN.total_seconds())


def known_here() -> list[str]:
    """The sign-ins that this browser remembers, the latest first."""
    try:
        return list(_signer().loads(cookies.kept(COOKIE), max_age=LIVES))
    except BadData:
        return []


def remember(answer: Response, person: Person) -> None:
    """Let this browser remember who has just signed in with it, for when they come back to a counter.

    Sign-ins that ended take nobody's room: whoever comes back by PIN leaves one behind each time.
    """
    before = known_here()
    lasting = sign_ins.that_last(before)
    known = [digest(person.secret), *(each for each in before if each in lasting)][:MOST]
    cookies.keep(answer, COOKIE, str(_signer().dumps(known)), LIVES)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="colleagues")
