"""Signing in, and new links in place of old ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import addresses, clock, ids, links
from mentoring import people as known
from mentoring.errors import NotFound
from mentoring.events.identity import (
    AddressAsked,
    AddressesChanged,
    LinkRenewalAsked,
    PasskeyAdded,
    SessionCopied,
    SignInRequested,
)
from mentoring.tables.core import Item
from mentoring.tables.identity import Passkey, Person
from mentoring.tables.once import OnceItem
from mentoring.tables.recruitment import Application, Contact, Invitation, Participant
from notifications import people
from notifications.mail import Mail, Recipient
from notifications.recipes import organizers
from notifications.recipes.base import LINK_LIFETIME, make, make_of, tells
from notifications.truth import identity as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme

ABOUT_PAIR = frozenset({"contract", "summary", "nudge"})
"""Purposes whose subject is a pair; the others name the pair, or the programme, in their claims."""


def sign_in(context: Context, data: SignInRequested) -> list[Mail]:
    """The link and the code, to the address that was typed."""
    request = context.store.once(OnceItem.sign_in(data.request_id))
    if request is None:
        return []
    email = request.data["email"]
    person_id = ids.derived("person", addresses.compared(email))
    expires_at = clock.parse(request.data["expires_at"])
    to = Recipient(ids.address_key(email), email, locale=request.data["locale"])
    token = links.sign("sign_in", data.request_id, expires_at=expires_at, person_id=person_id, locale=to.locale)
    return [Mail("sign_in", to, links.url("/sign-in/answer", token), values={"code": links.code(data.request_id)})]


def link_renewed(context: Context, data: LinkRenewalAsked) -> list[Mail]:
    """A new link with the same purpose, to where the old one went; nothing if that person is gone."""
    link = links.Link(data.purpose, data.subject, data.person_id, context.clock(), data.claims)
    if data.purpose == "organizing":
        return _invitation(context, link)
    if data.purpose == "matter":
        return _of_organizer(context, link)
    try:
        to, about = _whom(context, link)
    except NotFound:
        return []
    return [make("link_renewed", to, about, _again(context, link, to), purpose=data.purpose)]


def _of_organizer(context: Context, link: links.Link) -> list[Mail]:
    """Return the new link of an organizer, while they organize the programme."""
    about = people.programme(context, link.claims.get("programme_id", ""))
    who = [to for to in people.organizers(context, about) if to.key == link.person_id]
    new = {to: _again(context, link, to) for to in who}
    return [replace(make("link_renewed", to, about, new[to], purpose=link.purpose), host="") for to in who]


def _again(context: Context, link: links.Link, to: Recipient) -> str:
    """Return the new link, in the language that its person reads today."""
    now = replace(link, claims=link.claims | {"locale": to.locale})
    return links.again(now, expires_at=context.clock() + LINK_LIFETIME)


def _invitation(context: Context, link: links.Link) -> list[Mail]:
    """Return a new link of an invitation to organize, while it stands."""
    organization_id, programme_id = link.claims.get("organization_id", ""), link.claims.get("programme_id", "")
    key = Invitation.key_of(organization_id, link.claims.get("address", ""), programme_id)
    one = context.store.get(Invitation, *key)
    if one is None or one.invitation_id != link.subject:
        return []
    organization, about = organizers.place(context, organization_id, programme_id)
    to = organizers.asked(one)
    new = _again(context, link, to)
    return [make_of("link_renewed", to, organization, about, new, purpose=link.purpose)]


def passkey_added(context: Context, data: PasskeyAdded) -> list[Mail]:
    """That a passkey was added, while it is there."""
    read = context.store.get_many(Item, [Person.key(data.person_id), Passkey.key(data.person_id, data.passkey_id)])
    someone = next((one for one in read if isinstance(one, Person)), None)
    if someone is None or not any(isinstance(one, Passkey) for one in read):
        return []
    return [Mail("passkey_added", people.of_account(someone), links.url("/session/passkeys"))]


def session_copied(context: Context, data: SessionCopied) -> list[Mail]:
    """That a session was ended because somebody else used it, too; on which device it was."""
    someone = context.store.get(Person, *Person.key(data.person_id))
    if someone is None:
        return []
    browser, _, system = data.device.partition("/")
    told = {"browser": browser, "system": system}
    return [Mail("session_copied", people.of_account(someone), links.url("/session/devices"), values=told)]


def address_asked(context: Context, data: AddressAsked) -> list[Mail]:
    """A link to the address that somebody wants to add; it says whether that opens an account of its own."""
    request = context.store.once(OnceItem.address(data.request_id))
    someone = context.store.get(Person, *Person.key(data.person_id))
    if request is None or someone is None:
        return []
    email = request.data["email"]
    to, expires_at = _mailbox(email, someone), clock.parse(request.data["expires_at"])
    token = links.sign("address", data.request_id, expires_at=expires_at, locale=to.locale)
    owner = known.of_address(context, email)
    owned = owner is not None and owner.person_id != someone.person_id
    return [Mail("address_to_confirm", to, links.url("/session/addresses/answer", token), values={"owned": owned})]


def addresses_changed(context: Context, data: AddressesChanged) -> list[Mail]:
    """To the old main address that another is the main one or one is gone, and to the one that is gone."""
    news = context.store.once(OnceItem.address(data.change_id))
    someone = context.store.get(Person, *Person.key(data.person_id))
    if news is None or someone is None:
        return []
    before, removed = news.data["before"], news.data["removed"]
    told = dict.fromkeys(removed, "gone")
    if before not in told and (data.main or removed):
        told[before] = "main" if data.main else "other"
    page = links.url("/session/addresses")
    return [
        Mail("addresses_changed", _mailbox(email, someone), page, values={"purpose": what})
        for email, what in told.items()
    ]


def _mailbox(email: str, someone: Person) -> Recipient:
    """Return an address that isn't a person's main one as a recipient, in their language."""
    account = people.of_account(someone)
    return Recipient(ids.address_key(email), email, locale=account.locale, zone=account.zone)


def _whom(context: Context, link: links.Link) -> tuple[Recipient, Programme]:
    """Return the person a link was made for, and the programme; raise `NotFound` if that is nobody any more."""
    if link.purpose == "contact":
        return _contact(context, link)
    if link.purpose in ("added", "withdraw"):
        return _applicant(context, link)
    pair_id = link.subject if link.purpose in ABOUT_PAIR else link.claims.get("pair_id", "")
    if pair_id:
        found = people.of_pair(context, pair_id)
        to = found.one(link.person_id)
        if to.key != link.person_id:
            raise NotFound
        return to, found.programme
    programme_id = link.claims.get("programme_id", "")
    listed = context.store.listed(Participant, *Participant.listed(link.person_id, programme_id))
    taking_part = known.known(context, [(one.pk, one.sk) for one in listed])
    if not taking_part:
        raise NotFound
    return people.of_participant(taking_part[0]), people.programme(context, programme_id)


def _contact(context: Context, link: links.Link) -> tuple[Recipient, Programme]:
    about = people.programme(context, link.subject)
    kept = context.store.get(Contact, *Contact.key(about.organization_id, about.contact))
    asked = {"address": ids.address_key(about.contact), "asked_at": kept.asked_at if kept else ""}
    if kept is None or any(link.claims.get(name) != value for name, value in asked.items()):
        raise NotFound
    locale = str((about.languages or ["pl"])[0])
    return Recipient(asked["address"], about.contact, locale=locale, zone=about.zone), about


def _applicant(context: Context, link: links.Link) -> tuple[Recipient, Programme]:
    programme_id = link.claims.get("programme_id", "")
    one = context.store.get(Application, *Application.key(programme_id, link.subject))
    if one is None or ids.address_key(one.email) != link.claims.get("address"):
        raise NotFound
    return Recipient(link.person_id, one.email, locale=one.locale), people.programme(context, programme_id)


TOLD = (
    tells(SignInRequested, holds.sign_in_waits, sign_in),
    tells(LinkRenewalAsked, holds.asked_lately, link_renewed),
    tells(AddressAsked, holds.address_waits, address_asked),
    tells(AddressesChanged, holds.happened_lately, addresses_changed),
    tells(PasskeyAdded, holds.happened_lately, passkey_added),
    tells(SessionCopied, holds.happened_lately, session_copied),
)
