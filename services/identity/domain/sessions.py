"""Rules of sessions: the refresh token changes with each use, and using one that was replaced earlier ends the session.

A refresh token that was stolen is used by two: by its thief and by its owner. The later of them comes with a token that
was replaced, which is how the theft shows (RFC 9700 §4.14.2). Two tabs that renew at the same moment look alike, so a
token gives its successor again for `GRACE`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ACCESS_LIFETIME = timedelta(minutes=5)
"""How long an access token can outlive its session: the session isn't checked before that."""
SESSION_LIFETIME = timedelta(days=30)
GRACE = timedelta(minutes=1)
"""How long a replaced token still gives its successor: tabs may renew at once, and answers get lost."""
MOST_SESSIONS = 20
"""Of one person at a time; one more ends the session that was used longest ago."""
SEALED = 4
"""Parts of a token that carries a seal: session, person, secret, seal."""


@dataclass(frozen=True)
class RefreshToken:
    """A client's part of a session: its id, the person, so that both can be read at once, the secret, and its seal.

    The seal shows that we made this token, whenever that was. Without one, whoever learned the id of a session could
    end it with an invented secret. Tokens of earlier versions have no seal, or no person either.
    """

    family_id: str
    secret: str
    person_id: str = ""
    seal: str = ""

    @classmethod
    def of(cls, text: str) -> RefreshToken:
        """Return the parts of a token, whatever was sent."""
        head, _, seal = text.rpartition(".") if text.count(".") == SEALED - 1 else (text, "", "")
        family_id, _, rest = head.partition(".")
        person_id, _, secret = rest.rpartition(".")
        return cls(family_id, secret, person_id, seal)

    def was_made(self, seals: Iterable[str]) -> bool:
        """Return whether the seal is one of those that belong to this session and secret."""
        return any(hmac.compare_digest(self.seal, one) for one in seals)

    def __str__(self) -> str:
        return ".".join([self.family_id, self.person_id, self.secret, *([self.seal] if self.seal else [])])


class Use(StrEnum):
    """The meaning of a refresh token's use."""

    NEXT = "next"  # the current token: it is replaced
    ECHO = "echo"  # it was replaced a moment ago and its successor not used yet: it gives the same successor
    COPIED = "copied"  # a token of this session that was replaced before: somebody copied it
    OVER = "over"  # nobody may go on, and nothing shows a theft: the session is over, or we never made the token


@dataclass(frozen=True)
class Family:
    """A session: the hashes of its current refresh token and of the one before.

    A token's successor is derived from it with the signing key, so the same token always gives the same successor and
    neither is stored. `device` is as in `devices.of`; sessions of earlier versions have neither that nor `began_at`.
    """

    person_id: str
    email: str
    current: str
    previous: str
    rotated_at: datetime
    expires_at: datetime
    began_at: datetime | None = None
    device: str = ""

    @classmethod
    def begin(cls, person_id: str, email: str, secret: str, device: str, now: datetime) -> Family:
        """Return a new session."""
        return cls(person_id, email, fingerprint(secret), "", now, now + SESSION_LIFETIME, now, device)

    def use(self, secret: str, now: datetime, *, sealed: bool) -> Use:
        """Return what this token's use means now; `sealed` as `RefreshToken.was_made`."""
        digest = fingerprint(secret)
        if now >= self.expires_at:
            return Use.OVER
        if hmac.compare_digest(digest, self.current):
            return Use.NEXT
        before = hmac.compare_digest(digest, self.previous)
        if before and now - self.rotated_at <= GRACE:
            return Use.ECHO
        return Use.COPIED if before or sealed else Use.OVER

    def successor(self, use: Use, made: Sequence[str]) -> str:
        """Return the next token, of those derived with each key: an echo gives the same one as before."""
        given = [one for one in made if hmac.compare_digest(fingerprint(one), self.current)]
        return given[0] if use is Use.ECHO and given else made[0]

    def rotate(self, secret: str, now: datetime) -> Family:
        """Return the session with a new current refresh token."""
        began_at = self.began_at or self.rotated_at
        return replace(
            self,
            current=fingerprint(secret),
            previous=self.current,
            rotated_at=now,
            expires_at=now + SESSION_LIFETIME,
            began_at=began_at,
        )

    def is_open(self, person_id: str, now: datetime) -> bool:
        """Return whether this is a session of that person which can still be renewed."""
        return self.person_id == person_id and now < self.expires_at


def with_one_more(open_ones: dict[str, Family], family_id: str) -> tuple[list[str], list[str]]:
    """Return the ids of somebody's sessions with a new one, and of those that end so that there aren't too many."""
    by_use = sorted(open_ones, key=lambda one: open_ones[one].rotated_at)
    ended = by_use[: max(len(by_use) - MOST_SESSIONS + 1, 0)]
    return [*(one for one in open_ones if one not in ended), family_id], ended


def new_secret() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a secret: only this is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()
