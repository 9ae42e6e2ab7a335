"""Whether what an authenticator signed holds: the only place that knows the WebAuthn library.

Loaded by the first request that brings a passkey, not before: with cryptography it takes 0.06 s.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
)

from identity.domain.passkeys import PasskeyRefused, decoded, encoded

if TYPE_CHECKING:
    from identity.domain.passkeys import Party

REFUSALS = (ValueError, TypeError, KeyError, AttributeError, AssertionError, IndexError, OverflowError, RecursionError)
"""What the library raises for bytes that are no credential, besides the `ValueError` of one that doesn't hold."""


def register(party: Party, credential: str, challenge: str) -> tuple[str, int]:
    """Return a new passkey with its public key, as base64url, and its counter; raises `PasskeyRefused`."""
    try:
        made = _server(party).register_complete(_state(challenge), json.loads(credential))
    except REFUSALS as error:
        raise PasskeyRefused from error
    if made.credential_data is None:
        raise PasskeyRefused
    return encoded(bytes(made.credential_data)), made.counter


def prove(party: Party, credential: str, challenge: str, kept: str, counted: int) -> int:
    """Return the counter after an authentication with the passkey that is kept; raises `PasskeyRefused`.

    A counter that doesn't rise means that the passkey was copied (§6.1.1); most passkeys don't count, and stay at 0.
    """
    try:
        told = json.loads(credential)
        known = AttestedCredentialData(decoded(kept))
        _server(party).authenticate_complete(_state(challenge), [known], told)
        now = AuthenticatorData(decoded(told["response"]["authenticatorData"])).counter
    except REFUSALS as error:
        raise PasskeyRefused from error
    if (now or counted) and now <= counted:
        raise PasskeyRefused
    return int(now)


def _server(party: Party) -> Fido2Server:
    """Return what verifies for this party, from its own origin alone; attestations aren't asked for."""
    us = PublicKeyCredentialRpEntity(id=party.host, name="Tandem")
    return Fido2Server(us, AttestationConveyancePreference.NONE, verify_origin=lambda origin: origin == party.origin)


def _state(challenge: str) -> dict[str, Any]:
    """Return what the library compares with: the challenge, and that somebody showed a finger, a face or a PIN."""
    return {"challenge": encoded(challenge.encode()), "user_verification": "required"}
