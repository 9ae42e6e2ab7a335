"""Rules of signing in: a request lives 15 minutes, works once, and dies after five wrong codes; sessions rotate."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mentoring.errors import N_, DomainError

REQUEST_LIFETIME = timedelta(minutes=15)
ACCESS_LIFETIME = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(days=30)
GRACE = timedelta(seconds=30)
"""How long the token before the last still works: two tabs may renew the same session at once."""
TRIES = 5


class SignInExpired(DomainError):
    """The request is too old, was used, or had too many wrong codes."""

    code = "sign-in-expired"
    status = 410
    message = N_("This sign-in link or code no longer works. Ask for a new one; it takes a moment.")


class WrongCode(DomainError):
    """The code is not the one in the mail."""

    code = "wrong-code"
    status = 422
    message = N_("That is not the code from the mail.")


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """A wish to sign in with an address."""

    email: str
    locale: str
    next: str
    expires_at: datetime
    attempts: int = 0
    used: bool = False

    def check(self, now: datetime) -> None:
        """Raise `SignInExpired` unless the request still works."""
        if self.used or self.attempts >= TRIES or now >= self.expires_at:
            raise SignInExpired

    def try_code(self, given: str, right: str, now: datetime) -> tuple[bool, SignInRequest]:
        """Return whether the code is right, and the request as it is after this try."""
        self.check(now)
        good = hmac.compare_digest("".join(given.split()), right)
        return good, self if good else replace(self, attempts=self.attempts + 1)


@dataclass(frozen=True, slots=True)
class Family:
    """A session: the hash of its refresh token in force, and of the one before."""

    person_id: str
    email: str
    current: str
    previous: str
    rotated_at: datetime
    expires_at: datetime

    def accepts(self, secret: str, now: datetime) -> bool:
        """Return whether a refresh token may be used; one that was replaced longer ago was stolen or leaked."""
        if now >= self.expires_at:
            return False
        digest = fingerprint(secret)
        late = hmac.compare_digest(digest, self.previous) and now - self.rotated_at <= GRACE
        return late or hmac.compare_digest(digest, self.current)

    def rotate(self, secret: str, now: datetime) -> Family:
        """Return the session with a new refresh token in force."""
        return replace(
            self, current=fingerprint(secret), previous=self.current, rotated_at=now, expires_at=now + SESSION_LIFETIME
        )


def new_secret() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a secret: all that is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
