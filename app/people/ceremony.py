"""What server and browser say to each other about a passkey (WebAuthn Level 3): what is asked, what an answer proves.

The library comes with the first passkey that is asked for: it costs 0.3 s and 25 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.models import Passkey
from app.people.keyed import keyed
from app.people.person import Person
from app.rules.passkey import LASTS, LONGEST_KEY, Site

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

T = TypeVar("T")

PATIENCE = int(LASTS.total_seconds() * 1000)
"""Milliseconds a browser waits for somebody to touch their key."""


class NotProven(Exception):
    """An answer that proves nothing: malformed, for another challenge, address or person, or signed by another key."""


@dataclass(frozen=True)
class Made:
    """A passkey that a browser has made; ids and keys as base64url."""

    credential: str
    public_key: str
    sign_count: int
    transports: str


@dataclass(frozen=True)
class Used:
    """A passkey that has signed, and its count of signatures."""

    credential: str
    sign_count: int


def load() -> None:
    """Bring the library, for whoever does so where nobody else waits for it."""
    import webauthn  # noqa: F401


def to_make(person: Person, site: Site, challenge: str, known: Sequence[Passkey]) -> str:
    """What `navigator.credentials.create()` is to be asked, as JSON.

    Args:
        known: the person's passkeys of this site: whatever holds one makes no second.
    """
    from webauthn import base64url_to_bytes, generate_registration_options, options_to_json
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement

    return options_to_json(
        generate_registration_options(
            rp_id=site.name,
            rp_name="Giliran",
            # Nothing about the person, and always the same: a device keeps one passkey of an account.
            user_id=keyed(f"passkey of {person.id}"),
            user_name=person.name,
            challenge=base64url_to_bytes(challenge),
            timeout=PATIENCE,
            # One that is kept with the account of a telephone is still there when the telephone is lost.
            authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.PREFERRED),
            exclude_credentials=_described(known),
        )
    )


def to_use(site: Site, challenge: str, known: Sequence[Passkey]) -> str:
    """What `navigator.credentials.get()` is to be asked, as JSON.

    Args:
        known: the passkeys that may answer.
    """
    from webauthn import base64url_to_bytes, generate_authentication_options, options_to_json

    return options_to_json(
        generate_authentication_options(
            rp_id=site.name,
            challenge=base64url_to_bytes(challenge),
            timeout=PATIENCE,
            allow_credentials=_described(known),
        )
    )


def made(answer: str, challenge: str, site: Site) -> Made:
    """The passkey that a browser has made, as it was asked to; raises NotProven."""
    return _proven(lambda: _made(answer, challenge, site))


def used(answer: str, challenge: str, site: Site, public_keys: Mapping[str, str]) -> Used:
    """Which passkey has signed what was asked.

    That its count goes on is for `rules.passkey.counts_on` to say.

    Args:
        public_keys: of those that may sign, by their credentials.

    Raises:
        NotProven: none of them has.
    """
    return _proven(lambda: _used(answer, challenge, site, public_keys))


def _made(answer: str, challenge: str, site: Site) -> Made:
    from webauthn import base64url_to_bytes, verify_registration_response
    from webauthn.helpers import bytes_to_base64url, parse_registration_credential_json

    said = parse_registration_credential_json(answer)
    proven = verify_registration_response(
        credential=said,
        expected_challenge=base64url_to_bytes(challenge),
        expected_rp_id=site.name,
        expected_origin=site.origin,
    )
    if said.raw_id != proven.credential_id or len(proven.credential_public_key) > LONGEST_KEY:
        raise NotProven
    transports = ",".join(dict.fromkeys(each.value for each in said.response.transports or ()))
    credential, key = map(bytes_to_base64url, (proven.credential_id, proven.credential_public_key))
    return Made(credential, key, proven.sign_count, transports)


def _used(answer: str, challenge: str, site: Site, public_keys: Mapping[str, str]) -> Used:
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json

    said = parse_authentication_credential_json(answer)
    credential = bytes_to_base64url(said.raw_id)
    proven = verify_authentication_response(
        credential=said,
        expected_challenge=base64url_to_bytes(challenge),
        expected_rp_id=site.name,
        expected_origin=site.origin,
        credential_public_key=base64url_to_bytes(public_keys[credential]),
        credential_current_sign_count=0,
    )
    return Used(credential, proven.new_sign_count)


def _proven(answer: Callable[[], T]) -> T:
    try:
        return answer()
    except Exception as wrong:
        # Besides its own errors the library lets those of a malformed key or text through: any of them proves nothing.
        raise NotProven from wrong


def _described(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    from webauthn import base64url_to_bytes
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(each.credential),
            transports=[AuthenticatorTransport(one) for one in each.transports.split(",") if one],
        )
        for each in known
    ]
