"""Signed texts: links in mails, cursors, sign-in codes.

A link's token is bound to one purpose (itsdangerous' salt), names one subject and the person it acts for, and expires
by the product's clock. A token proves something but does nothing itself: GET shows, POST acts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from itsdangerous import BadSignature, URLSafeSerializer

from mentoring.errors import N_, DomainError
from mentoring.settings import settings
from mentoring.values import dataclass

LIFETIME = timedelta(days=30)

PLACES = {
    "/sign-in/answer": ("sign_in",),
    "/proposals/answer": ("proposal",),
    "/programmes/answer": ("added",),
    "/programmes/contact": ("contact",),
    "/programmes/withdraw": ("withdraw",),
    "/programmes/again": ("again",),
    "/programmes/new-address": ("new_address",),
    "/programmes/old-address": ("old_address",),
    "/organizer/answer": ("organizing",),
    "/rooms/answer": ("contract", "goal", "goal_end", "summary"),
    "/meetings/answer": ("meeting",),
    "/meetings/outcome": ("outcome",),
    "/rooms/met": ("outcome",),
    "/meetings/entry": ("entry",),
    "/meetings/plan": ("plan",),
    "/surveys/answer": ("survey",),
    "/gatherings/answer": ("gathering",),
    "/directory/answer": ("introduction",),
    "/monitoring/answer": ("nudge",),
    "/meetings/met": ("nudge",),
    "/pairing/rest": ("nudge",),
    "/pairing/end": ("nudge",),
    "/monitoring/matter": ("matter",),
    "/session/addresses/answer": ("address",),
    "/unsubscribe": ("unsubscribe",),
}
"""Where the links of mails lead, and for what they are signed; the first place of a purpose is where mails lead."""
MAILED = "mail"
"""The parameter of an address without a token that says in which language the mail is."""
LASTING = frozenset({"unsubscribe"})
"""Purposes whose links work for good: no mail is too old to be told that no more are wanted."""


class LinkInvalid(DomainError):
    """The token was changed, is for another purpose, or is no token at all."""

    code = "link-invalid"
    status = 404
    message = N_("This link is not complete. Open it again from the email, or sign in.")


class LinkExpired(DomainError):
    """The token is valid but has expired."""

    code = "link-expired"
    status = 410
    message = N_("This link has expired.")


@dataclass(frozen=True)
class Link:
    """The content of a token: `subject` is the id it is about, `claims` are further values its purpose needs."""

    purpose: str
    subject: str
    person_id: str
    expires_at: datetime
    claims: dict[str, str] = field(default_factory=dict)


def _keys() -> tuple[str, ...]:
    """Return the keys whose signatures are accepted, the signing one first (docs/operators/runbook.md)."""
    signing, accepted = settings().signing_key, settings().accepted_key
    if not signing:
        raise RuntimeError("SIGNING_KEY is not set")
    return (signing,) if accepted in ("", signing) else (signing, accepted)


def _serializer(purpose: str) -> URLSafeSerializer:
    oldest_first = list(reversed(_keys()))
    return URLSafeSerializer(oldest_first, salt=f"tandem.{purpose}", signer_kwargs={"digest_method": hashlib.sha256})


def sign(purpose: str, subject: str, *, expires_at: datetime, person_id: str = "", **claims: str) -> str:
    """Return a URL-safe token for this purpose."""
    return _text(_serializer(purpose).dumps([subject, person_id, int(expires_at.timestamp()), claims]))


def read(purpose: str, token: str, now: datetime) -> Link:
    """Return what the token says; raise `LinkInvalid` or `LinkExpired`."""
    link = _read(purpose, token)
    if link.expires_at <= now and purpose not in LASTING:
        raise LinkExpired
    return link


def _read(purpose: str, token: str) -> Link:
    try:
        subject, person_id, expires, claims = _serializer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid from error
    return Link(purpose, subject, person_id, datetime.fromtimestamp(expires, tz=UTC), claims)


def place_of(path: str) -> str:
    """Return where a link of a mail leads, by its path, its token left out; empty for any other path."""
    return next((place for place in PLACES if path.startswith(f"{place}/")), "")


def made_once(path: str) -> Link:
    """Return what the link of a mail said, also after its life; raise `LinkInvalid` for what we never signed.

    It proves nothing any more but that a mail with it was sent; whoever has it may have another one sent there.
    """
    place = place_of(path)
    for purpose in PLACES.get(place, ()):
        try:
            return _read(purpose, path.removeprefix(f"{place}/").partition("/")[0])
        except LinkInvalid:
            continue
    raise LinkInvalid


def language(path: str) -> str:
    """Return the language of the mail with this link, as its claim `locale` says; empty for any other path.

    Who opens a mail reads on in its language, whatever the browser's, also once the link has expired.
    """
    try:
        return made_once(path).claims.get("locale", "")
    except LinkInvalid:
        return ""


def mailed(address: str, locale: str) -> str:
    """Return an address of ours for a mail in a language; one without a token says it, for who has to sign in first."""
    path = address.removeprefix(settings().public_url)
    if path == address or place_of(path):
        return address
    page, hash_, part = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{MAILED}={locale}{hash_}{part}"


def told(address: str) -> str:
    """Return the language that an address without a token says (`mailed`), empty if it says none."""
    return parse_qs(urlsplit(address).query).get(MAILED, [""])[-1]


def again(link: Link, *, expires_at: datetime) -> str:
    """Return the URL of a new link for the same purpose, subject and person."""
    place = next(place for place, purposes in PLACES.items() if link.purpose in purposes)
    return url(place, sign(link.purpose, link.subject, expires_at=expires_at, person_id=link.person_id, **link.claims))


def url(path: str, token: str = "") -> str:
    """Return the public URL of a path, with the token, if any, as its last segment."""
    return f"{settings().public_url}{path}" + (f"/{token}" if token else "")


def code(request_id: str) -> str:
    """Return the six-digit code of a sign-in request; it can't be guessed without the signing key."""
    return codes(request_id)[0]


def codes(request_id: str) -> tuple[str, ...]:
    """Return the valid codes of a sign-in request: one for each key, that of the signing key first."""
    digests = (hmac.new(key.encode(), f"code:{request_id}".encode(), hashlib.sha256).digest() for key in _keys())
    return tuple(f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}" for digest in digests)


def keyed(purpose: str, *parts: str) -> str:
    """Return a text derived from these parts with the signing key: 256 bits, URL-safe."""
    return keyed_by_each(purpose, *parts)[0]


def keyed_by_each(purpose: str, *parts: str) -> tuple[str, ...]:
    """Return `keyed` for each key, that of the signing key first."""
    message = "\x1f".join((purpose, *parts)).encode()
    digests = (hmac.new(key.encode(), message, hashlib.sha256).digest() for key in _keys())
    return tuple(base64.urlsafe_b64encode(digest).rstrip(b"=").decode() for digest in digests)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode()
