"""Events that identity publishes."""

from __future__ import annotations

from mentoring.events.base import EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class SignInRequested(EventData):
    """Somebody asked for a sign-in link; the request contains the address, the event doesn't."""

    source = "identity"
    aggregate = "sign_in"
    request_id: str


@dataclass(frozen=True)
class LinkRenewalAsked(EventData):
    """Somebody opened a link of a mail after its life and wants a new one; what it said is as in `links.Link`."""

    source = "identity"
    aggregate = "person"
    purpose: str
    subject: str
    person_id: str
    claims: dict[str, str]


@dataclass(frozen=True)
class PersonRegistered(EventData):
    """A person exists: first sign-in or first acceptance."""

    source = "identity"
    aggregate = "person"
    person_id: str


@dataclass(frozen=True)
class PersonChanged(EventData):
    """A person changed their name, form of address, language or zone."""

    source = "identity"
    aggregate = "person"
    person_id: str


@dataclass(frozen=True)
class SessionCopied(EventData):
    """A refresh token was used that had been replaced: somebody copied it, so the session was ended.

    `device` is the browser and system it was opened on, such as `Firefox/Windows`, or empty.
    """

    source = "identity"
    aggregate = "person"
    person_id: str
    device: str


@dataclass(frozen=True)
class AddressAsked(EventData):
    """Somebody wants to add an address; the request contains it, the event doesn't."""

    source = "identity"
    aggregate = "person"
    person_id: str
    request_id: str


@dataclass(frozen=True)
class AddressesChanged(EventData):
    """A person's verified addresses changed: one came, another is the main one, or one was given up.

    `came_from` is the person to whom applications with the new address belonged, or nothing. Old addresses lie under
    `change_id` in `once`, for a week.
    """

    source = "identity"
    aggregate = "person"
    person_id: str
    change_id: str
    came_from: str
    main: bool
    removed: bool


@dataclass(frozen=True)
class PasskeyAdded(EventData):
    """Somebody can sign in with a new passkey."""

    source = "identity"
    aggregate = "person"
    person_id: str
    passkey_id: str
