"""A passkey without a browser: it makes and signs as WebAuthn has it, and can be told to do so wrongly."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cbor2 import dumps
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, HAS_KEY = 0x01, 0x40


@dataclass
class Authenticator:
    """A key in somebody's hand, in front of a page of some origin.

    Args:
        origin: of the page, as the browser says it.
        counts: whether it counts its signatures; many do not.
    """

    origin: str = "https://antrean.example"
    counts: bool = True
    signed: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def site(self) -> str:
        return self.origin.partition("://")[2].partition(":")[0]

    def makes(self, asked: str | dict[str, Any], **otherwise: Any) -> str:
        """What a browser answers to `navigator.credentials.create()`."""
        options = json.loads(asked) if isinstance(asked, str) else asked
        about = self._about(PRESENT | HAS_KEY) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._key()
        attestation = dumps({"fmt": "none", "attStmt": {}, "authData": about})
        client = self._client("webauthn.create", options["challenge"], otherwise)
        return self._said({"clientDataJSON": client, "attestationObject": attestation}, transports=["usb", "strange"])

    def signs(self, asked: str | dict[str, Any], **otherwise: Any) -> str:
        """What a browser answers to `navigator.credentials.get()`."""
        options = json.loads(asked) if isinstance(asked, str) else asked
        self.signed += self.counts
        about = self._about(PRESENT)
        client = self._client("webauthn.get", options["challenge"], otherwise)
        signature = self.secret.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said({"clientDataJSON": client, "authenticatorData": about, "signature": signature})

    def _about(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.signed.to_bytes(4, "big")

    def _key(self) -> bytes:
        point = self.secret.public_key().public_numbers()
        return dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})

    def _client(self, kind: str, challenge: str, otherwise: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin} | otherwise).encode()

    def _said(self, parts: dict[str, bytes], **more: Any) -> str:
        said = {name: _text(part) for name, part in parts.items()} | more
        return json.dumps({"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": said})


def _text(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """What stands in an answer as base64url."""
    return urlsafe_b64decode(f"{text}==")
