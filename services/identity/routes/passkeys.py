"""JSON of passkeys: which somebody has, making and removing one, signing in with one."""

from __future__ import annotations

from pydantic import Field

from identity.domain.passkeys import LARGEST
from identity.pages.base import device
from identity.routes.signing_in import SessionView
from identity.use_cases import passkeys
from mentoring import http
from mentoring.http.fields import Instant, Line
from mentoring.tables.identity import Passkey

router = http.Router()


class PasskeyView(http.View):
    """A passkey; `used_at` is when somebody last signed in with it."""

    passkey_id: str
    name: str
    made_at: Instant
    used_at: Instant | None


class PasskeysView(http.View):
    """The user's passkeys, oldest first; at most ten."""

    items: list[PasskeyView]
    next: str | None = None


class PasskeyMaking(http.View):
    """What a browser needs to make a passkey (`navigator.credentials.create`); ids and challenge are base64url."""

    challenge: str
    rp_id: str
    user_id: str
    user_name: str
    exclude: list[str]


class PasskeyAsking(http.View):
    """What a browser needs to sign in with a passkey (`navigator.credentials.get`); the challenge is base64url."""

    challenge: str
    rp_id: str


class NewPasskey(http.Model):
    """A passkey: what its owner calls it, and `PublicKeyCredential` as JSON text, bytes as base64url."""

    name: Line = Field(min_length=1, max_length=60)
    credential: str = Field(max_length=LARGEST)


class PasskeyProof(http.Model):
    """`PublicKeyCredential` as JSON text, bytes as base64url."""

    credential: str = Field(max_length=LARGEST)


def _shown(one: Passkey) -> PasskeyView:
    return PasskeyView.of(one, used_at=one.used_at or None)


@router.get("/v1/me/passkeys")
def list_passkeys() -> PasskeysView:
    """Return the user's passkeys."""
    return PasskeysView(items=[_shown(one) for one in passkeys.mine(http.context())])


@router.post("/v1/me/passkeys/challenges", status=200)
def ask_to_make() -> PasskeyMaking:
    """Return what a browser is asked for to make a passkey; the challenge works once, for 15 minutes."""
    found = passkeys.to_make(http.context())
    return PasskeyMaking(
        challenge=found["challenge"],
        rp_id=found["rp"]["id"],
        user_id=found["user"]["id"],
        user_name=found["user"]["name"],
        exclude=[one["id"] for one in found["excludeCredentials"]],
    )


@router.post("/v1/me/passkeys", status=201, location="/v1/me/passkeys")
def make_passkey(body: NewPasskey) -> PasskeyView:
    """Keep a passkey that the user's browser made."""
    return _shown(passkeys.make(http.context(), body.name, body.credential))


@router.delete("/v1/me/passkeys/<passkey_id>", status=204)
def remove_passkey(passkey_id: str) -> None:
    """Remove a passkey."""
    passkeys.remove(http.context(), passkey_id)


@router.post("/v1/sessions/passkeys/challenges", status=200)
def ask_to_sign_in() -> PasskeyAsking:
    """Return what a browser is asked for to sign in; the challenge works once, for 15 minutes."""
    found = passkeys.to_sign_in(http.context())
    return PasskeyAsking(challenge=found["challenge"], rp_id=found["rpId"])


@router.post("/v1/sessions/passkeys", status=201)
def sign_in_with_passkey(body: PasskeyProof) -> SessionView:
    """Sign in with a passkey."""
    return SessionView.of(passkeys.sign_in(http.context(), body.credential, device()))
