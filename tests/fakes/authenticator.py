"""An authenticator in software: makes passkeys and signs with them as browsers send it (W3C Web Authentication)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

from identity.domain.passkeys import decoded, encoded

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
"""Flags of authenticator data (§6.1)."""


@dataclass
class Authenticator:
    """One device with one passkey; what a browser would refuse or lie about can be set."""

    origin: str
    host: str
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    counts: bool = True
    credential_id: bytes = b"credential-of-a-fake"
    person_id: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, challenge: str, user_id: str) -> str:
        """Return what a browser sends after `navigator.credentials.create`; challenge and user id are base64url."""
        self.person_id = user_id
        numbers = self.key.public_key().public_numbers()
        cose = cbor.encode({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cose
        data = self._data(ATTESTED) + attested
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._sent(
            {"attestationObject": statement, "clientDataJSON": self._client("webauthn.create", challenge)}
        )

    def sign(self, challenge: str) -> str:
        """Return what a browser sends after `navigator.credentials.get`."""
        self.counter += self.counts
        data, client = self._data(), self._client("webauthn.get", challenge)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._sent(
            {
                "authenticatorData": data, "clientDataJSON": client, "signature": signature,
                "userHandle": decoded(self.person_id),
            }
        )  # fmt: skip

    def _data(self, more: int = 0) -> bytes:
        flags = (self.flags | more).to_bytes(1, "big")
        return hashlib.sha256(self.host.encode()).digest() + flags + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _sent(self, response: dict[str, bytes]) -> str:
        name = encoded(self.credential_id)
        told: dict[str, Any] = {"id": name, "rawId": name, "type": "public-key"}
        return json.dumps(told | {"response": {key: encoded(value) for key, value in response.items()}})
