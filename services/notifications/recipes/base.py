"""Parts of recipes: an event, its condition, its mails, and links that prove who follows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from mentoring import links
from mentoring.events.base import EventData
from mentoring.tables.vocabulary import PairingMode
from mentoring.values import dataclass
from notifications import people
from notifications.mail import Mail, Recipient

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.tables.recruitment import Organization, Programme

Told = TypeVar("Told", bound=EventData)

LINK_LIFETIME = timedelta(days=30)


@dataclass(frozen=True)
class Tells:
    """A class of events: whether one still holds, which mails it makes, and whether these open words of a room."""

    kind: type[EventData]
    holds: Callable[[Context, Event[Any]], bool]
    recipe: Callable[[Context, Any], list[Mail]]
    opens: bool = False


def tells(
    kind: type[Told],
    holds: Callable[[Context, Event[Told]], bool],
    recipe: Callable[[Context, Told], list[Mail]],
    *,
    opens: bool = False,
) -> Tells:
    """Say what is told of a class of events, and while what holds; types prove that both take this very class.

    `opens`: its mails hold what the two of a pair wrote, so the function with the key makes them, and no other can.
    """
    return Tells(kind, holds, recipe, opens)


def make(kind: str, to: Recipient, about: Programme, link: str, **values: Any) -> Mail:
    """Return a mail about a programme, caused by its organization."""
    host, organization = about.organization_name, about.organization_id
    mail = Mail(kind, to, link, about.reply_to, about.name, values, host=host, organization=organization)
    return replace(mail, accent=about.accent)


def make_of(kind: str, to: Recipient, host: Organization, about: Programme | None, link: str, **values: Any) -> Mail:
    """Return a mail about an organization, or about one of its programmes."""
    name = about.name if about is not None else ""
    mail = Mail(kind, to, link, "", name, values, host=host.name, organization=host.organization_id)
    return replace(mail, accent=about.accent if about is not None else "")


def for_organizers(context: Context, kind: str, about: Programme, link: str, **values: Any) -> list[Mail]:
    """Return a mail to each organizer of a programme, without a line that says whom to ask: it would be themselves."""
    told = people.organizers(context, about)
    return [replace(make(kind, to, about, link, **values), host="", reply_to="") for to in told]


def sign(context: Context, purpose: str, subject: str, to: Recipient, **claims: str) -> str:
    """Return the token of a link with which its recipient can do one thing, valid for a month.

    Its page is in the language of the mail.
    """
    expires_at = context.clock() + LINK_LIFETIME
    return links.sign(purpose, subject, expires_at=expires_at, person_id=to.key, locale=to.locale, **claims)


def chooses(about: Programme) -> bool:
    """Return whether mentees choose their mentors themselves."""
    return about.pairing_mode == PairingMode.SELF_MATCHING
