"""Pairs one of whom no mail reaches: somebody has to ask for the right address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, ids, work
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address
from mentoring.tables.monitoring import Unreached, Watch
from mentoring.tables.notifications import Mailbox
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import Worry
from monitoring import store
from monitoring.use_cases.raising import About, change, raise_matter, why

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.notifications import MailboxLost, MailboxRecovered
    from mentoring.events.recruitment import AddressCorrected
    from mentoring.store import Page, UnitOfWork
    from monitoring import domain

PAIRS_TOGETHER = 25
"""Memberships of a person that are read at once."""


def note_lost(context: Context, event: Event[MailboxLost]) -> None:
    """Raise a matter for each current pair of the person to whom mail comes back."""
    data = event.data
    person_id = data.person_id or _owner(context, data.mailbox_id)

    def read(after: str, limit: int) -> Page[PairMember]:
        return context.store.listed_page(PairMember, *PairMember.listed(person_id), after=after, limit=limit)

    def each(mine: list[PairMember]) -> None:
        for one in mine:
            _lose(context, data.mailbox_id, one)

    work.in_parts(context, read, each, together=PAIRS_TOGETHER)


def _owner(context: Context, mailbox_id: str) -> str:
    found = context.store.get(Address, *Address.key_of(mailbox_id))
    return found.person_id if found is not None and found.is_verified else ""


@retrying
def _lose(context: Context, mailbox_id: str, one: PairMember) -> None:
    """Raise the matter of one pair, if it goes on and this is the address to which its mail goes."""
    keys = [Watch.key(one.pair_id), Participant.key(one.programme_id, one.participant_id)]
    keys += [Mailbox.key_of(mailbox_id), Unreached.key(mailbox_id)]
    read = context.store.get_many(Item, keys)
    watch = next((item for item in read if isinstance(item, Watch)), None)
    who = next((item for item in read if isinstance(item, Participant)), None)
    box = next((item for item in read if isinstance(item, Mailbox)), None)
    kept = next((item for item in read if isinstance(item, Unreached)), None)
    if watch is None or who is None or watch.closed or ids.address_key(who.email) != mailbox_id:
        return
    kept = kept or Unreached(*keys[-1], mailbox_id=mailbox_id)
    if one.pair_id in kept.whose or store.rules(context, one.programme_id).over:
        return
    kept.whose = kept.whose | {one.pair_id: [one.programme_id, one.participant_id]}
    uow = context.step()
    raise_matter(context, uow, watch, [_why(context, box, one.participant_id)])
    uow.save(watch)
    uow.save(kept)
    uow.commit()


def _why(context: Context, box: Mailbox | None, participant_id: str) -> domain.Why:
    """Return that mail to somebody comes back, since when their mailbox says so: pages show that beside them."""
    lost = box is not None and box.unreachable and box.since
    return why(context, Worry.UNREACHABLE, since=clock.parse(lost) if lost else None, cause=participant_id)


def note_new_pair(context: Context, uow: UnitOfWork, watch: Watch) -> None:
    """Add to the transaction that a new pair needs somebody if mail to one of the two comes back already.

    The caller saves the watch.
    """
    theirs = [Participant.key(watch.programme_id, one) for one in watch.participants]
    people = {ids.address_key(one.email): one for one in context.store.get_many(Participant, theirs)}
    if not people:
        return
    keys = [key for one in people for key in (Mailbox.key_of(one), Unreached.key(one))]
    read = context.store.get_many(Item, keys)
    known = {one.mailbox_id: one for one in read if isinstance(one, Unreached)}
    whys = []
    for box in [one for one in read if isinstance(one, Mailbox) and one.unreachable]:
        who = people[box.mailbox_id].participant_id
        kept = known.get(box.mailbox_id) or Unreached(*Unreached.key(box.mailbox_id), mailbox_id=box.mailbox_id)
        if watch.pair_id in kept.whose:
            continue
        kept.whose = kept.whose | {watch.pair_id: [watch.programme_id, who]}
        uow.save(kept)
        whys.append(_why(context, box, who))
    raise_matter(context, uow, watch, whys)


def note_recovered(context: Context, event: Event[MailboxRecovered]) -> None:
    """Settle the matters of all whom mail reaches again."""
    _find(context, event.data.mailbox_id)


def note_corrected(context: Context, event: Event[AddressCorrected]) -> None:
    """Settle the matters of somebody who has another address now."""
    _find(context, event.data.from_mailbox, event.data.application_id)


def _find(context: Context, mailbox_id: str, participant_id: str = "") -> None:
    """Settle the matters about an address, or those of one participant."""
    kept = context.store.get(Unreached, *Unreached.key(mailbox_id))
    for pair_id, (programme_id, whose) in sorted(kept.whose.items()) if kept is not None else ():
        if participant_id in ("", whose):
            _settle(context, mailbox_id, About(programme_id, pair_id), whose)


@retrying
def _settle(context: Context, mailbox_id: str, about: About, whose: str) -> None:
    kept = context.store.get(Unreached, *Unreached.key(mailbox_id))
    if kept is None or about.pair_id not in kept.whose:
        return
    kept.whose = {pair_id: told for pair_id, told in kept.whose.items() if pair_id != about.pair_id}
    uow = context.step()
    change(
        context,
        uow,
        about,
        lambda need: need.without(lambda one: (one.rule, one.cause) == (Worry.UNREACHABLE, whose), context.clock()),
    )
    uow.save(kept)
    uow.commit()
