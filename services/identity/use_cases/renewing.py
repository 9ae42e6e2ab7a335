"""Links of mails that are older than their life: a new one goes to where the old one went."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from identity import domain, store
from identity.use_cases.signing_in import request_sign_in
from mentoring import addresses, ids, links, throttle
from mentoring.errors import AlreadyDone, Stale
from mentoring.events.identity import LinkRenewalAsked
from mentoring.store import retrying
from mentoring.tables.identity import Person
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from mentoring.context import Context

OF_ADDRESSES = frozenset({"address", "new_address", "old_address"})
"""Purposes whose links give somebody an address: who asked for it asks again, where they see what became of it."""


def renew(context: Context, path: str, key: str = "") -> str:
    """Have a new link mailed to whom the old one was made for; return the id of a new request to sign in, if any.

    `path` is that of the old link. The answer is the same whether or not that person still exists. `key` marks a
    request that is sent again: no second mail. Raises `LinkInvalid` for what was never a link of ours, and
    `RenewalPaused` or `SignInPaused` after too many.
    """
    link = links.made_once(path)
    if link.purpose in OF_ADDRESSES:
        raise links.LinkInvalid
    if link.purpose == "sign_in":
        return _sign_in_again(context, link, key)
    try:
        _ask(context, link, links.keyed("renewal", key, path) if key else "")
    except Stale as error:  # so many requests at once that even the count can't be written
        raise domain.RenewalPaused(domain.RENEWALS_FOR_PERSON.first) from error
    return ""


def _sign_in_again(context: Context, link: links.Link, key: str) -> str:
    """Ask for another sign-in mail to the address of an old one; empty if nobody knows that address any more."""
    found = store.load_request(context, link.subject)
    if found is not None:
        wish = found[1]
        return request_sign_in(context, wish.email, wish.locale, wish.next, key)
    account = context.store.get(Person, *Person.key(link.person_id)) if link.person_id else None
    if account is None or ids.derived("person", addresses.compared(account.email)) != link.person_id:
        return ""  # unless it is still this address that leads there: who has the old link may have that one alone
    return request_sign_in(context, account.email, context.locale, key=key)


@retrying
def _ask(context: Context, link: links.Link, marker: str) -> None:
    limits = [(domain.RENEWALS_FOR_PERSON, link.person_id or link.subject)]
    limits += [(domain.RENEWALS_FROM_SOURCE, context.source)] if context.source else []
    read = context.store.together([], [throttle.key(context, *one) for one in limits]).once
    uow = context.begin()
    uow.publish(LinkRenewalAsked(link.purpose, link.subject, link.person_id, link.claims))
    for limit, who in limits:
        throttle.count(context, uow, limit, who, read)
    if marker:
        uow.once(OnceItem.renewal(marker))
    with suppress(AlreadyDone):
        uow.commit()
