"""Rules of passkeys: what a browser is asked for, and what is kept (W3C Web Authentication, level 2).

A passkey signs in without a mail. The browser finds it by the host it was made for, so it works there alone; who it
belongs to, it says itself (a discoverable credential). The device asks for a finger, a face or a PIN.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import timedelta
from typing import Any

from mentoring.errors import N_, Conflict, DomainError
from mentoring.values import dataclass

CHALLENGE_LIFETIME = timedelta(minutes=15)
"""As long as a sign-in mail: a page that was open longer has to be loaded again."""
MOST = 10
"""Passkeys of one person."""
ALGORITHMS = (-8, -7, -257)
"""EdDSA, ES256 and RS256 (IANA, COSE Algorithms): what authenticators have."""
LARGEST = 20_000
"""Characters of what a browser sends; an attestation is a few thousand."""


class PasskeyRefused(DomainError):
    """What the browser sent proves nothing: it isn't known, is too old, was used, or its signature is wrong."""

    code = "passkey-refused"
    status = 422
    message = N_("That did not work with the passkey. Load the page again and try once more, or use the email.")


class TooManyPasskeys(Conflict):
    """Nobody needs more."""

    code = "too-many-passkeys"
    message = N_("You have ten passkeys already. Remove one first.")


@dataclass(frozen=True)
class Party:
    """For whom a passkey is made («relying party»): the host of this installation, and its origin."""

    host: str
    origin: str

    @property
    def has_name(self) -> bool:
        """Return whether browsers make passkeys for this host: they do for names, not for numbers."""
        return not re.fullmatch(r"[\d.]+|.*:.*|", self.host)

    def creation(self, challenge: str, person_id: str, email: str, known: list[str]) -> dict[str, Any]:
        """Return the options of `navigator.credentials.create`, bytes as base64url; `known`: ids of their passkeys."""
        return {
            "challenge": encoded(challenge.encode()),
            "rp": {"id": self.host, "name": "Tandem"},
            "user": {"id": encoded(person_id.encode()), "name": email, "displayName": email},
            "pubKeyCredParams": [{"type": "public-key", "alg": one} for one in ALGORITHMS],
            "excludeCredentials": [{"type": "public-key", "id": one} for one in known],
            "authenticatorSelection": {
                "residentKey": "required", "requireResidentKey": True, "userVerification": "required"
            },
            "attestation": "none",
            "timeout": 300_000,
        }  # fmt: skip

    def request(self, challenge: str) -> dict[str, Any]:
        """Return the options of `navigator.credentials.get`, bytes as base64url."""
        return {
            "challenge": encoded(challenge.encode()),
            "rpId": self.host,
            "userVerification": "required",
            "timeout": 300_000,
        }


@dataclass(frozen=True)
class Sent:
    """What a browser sent: the id of the passkey, the challenge it answers, and whose it says it is."""

    credential_id: str
    challenge: str
    person_id: str

    @classmethod
    def read(cls, credential: str) -> Sent:
        """Return it of `PublicKeyCredential` as JSON; raises `PasskeyRefused` for anything else."""
        try:
            told = json.loads(credential)
            client = json.loads(decoded(told["response"]["clientDataJSON"]))
            whose = told["response"].get("userHandle") or ""
            return cls(str(told["id"]), decoded(client["challenge"]).decode("ascii"), decoded(whose).decode("ascii"))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise PasskeyRefused from error


def id_of(credential_id: str) -> str:
    """Return the id under which a passkey is kept: a digest, because ids may be a thousand bytes long."""
    return hashlib.sha256(credential_id.encode()).hexdigest()[:32]


def encoded(value: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of base64url with or without padding; raises `ValueError`."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
