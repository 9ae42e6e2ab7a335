"""The first mail to people who were imported, sent within the quota of a new organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock
from mentoring.batches import batched
from mentoring.errors import N_, Conflict, Stale
from mentoring.events.recruitment import ApplicantAdded
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Application, Disowned, Organization, Programme
from mentoring.tables.vocabulary import PROGRAMME_OVER, Act, Channel, Claim, Notice
from mentoring.values import dataclass
from recruitment import counting, standing
from recruitment.counting import Tally, waits
from recruitment.use_cases import auditing, listing, organizations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork

SAID_NO = N_("This person told us that it isn't them or that they don't want it; they can only apply themselves.")
TOLD_TOGETHER = 30
"""First mails caused in one transaction: an application, its event and its row each; one organization and entry."""
MOST_A_RUN = 450
"""First mails of one organization in one run of the schedule; the others follow in the next."""
ORGANIZATIONS_A_RUN = 25
"""Organizations looked at in one run, those that wait longest first."""


@dataclass(frozen=True)
class Quota:
    """What a page says about first mails: whether there is a limit, how many may be sent now, how many wait.

    `again` is when the waiting ones are tried again automatically.
    """

    unlimited: bool
    left: int
    total: int
    daily: int
    waiting: int
    again: datetime | None = None


def quota(context: Context, programme: Programme, tally: Tally | None = None) -> Quota:
    """Return the limits for first mails of a programme today."""
    if tally is None:
        wanted = [*Tally.keys(programme.programme_id), Organization.key(programme.organization_id)]
        context.store.get_many(Item, wanted)
    counted = tally or Tally.of(context, programme.programme_id)
    organization = organizations.get(context, programme.organization_id)
    policy = organizations.policy()
    return Quota(
        unlimited=organizations.trusted(organization),
        left=organizations.left(context, organization),
        total=policy.total,
        daily=policy.daily,
        waiting=counted.waiting,
        again=clock.parse(organization.due_at) if organization.due_at else None,
    )


def with_quota(context: Context, programme_id: str, *also: access.Key) -> Programme:
    """Return a programme to who decides in it, read with all that `quota` needs, and `also`."""
    wanted = [*Tally.keys(programme_id), *also]
    return access.organizer(context, programme_id, also=wanted, along=access.organization)


def _waiting(context: Context, programme_id: str, number: int, most: int = MOST_A_RUN) -> list[str]:
    """Return the ids of at most `most` of the `number` applications that wait for the first mail, by name."""
    if not number:
        return []
    known = sorted(listing.of_programme(context, programme_id), key=lambda one: one.name)
    return [one.application_id for one in known if one.waits][:most]


class SaidNo(Conflict):
    """The person said «that's not me»; the organization can't mail them."""

    code = "said-no"
    message = SAID_NO


class Teller:
    """Within one unit of work: who is told now and who waits; counted on the organization that is saved with it.

    Everybody counts, also people whom another organization here knows: whether they are mailed reveals nothing.
    """

    def __init__(self, context: Context, organization: Organization) -> None:
        self._context = context
        self._organization = organization
        self._left = organizations.left(context, organization)
        self._limited = not organizations.trusted(organization)
        self._told = 0
        self._waits = False

    def tell(self, uow: UnitOfWork, one: Application) -> bool:
        """Send the first mail of an application, or let it wait; the caller saves it. Return whether it is sent."""
        one.newcomer = self._limited
        if not self._left:
            one.notice = Notice.WAITING
            self._waits = True
            return False
        one.notice, one.told_at = Notice.TOLD, clock.iso(self._context.clock())
        uow.publish(ApplicantAdded(one.application_id, one.programme_id), aggregate=one)
        if self._limited:
            self._left -= 1
            self._told += 1
        return True

    def close(self, uow: UnitOfWork) -> None:
        """Count the people a new organization mails, in the same transaction: of two at once, one decides again.

        If somebody waits, the schedule tries again the next day (`send_due`).
        """
        begins = self._waits and not self._organization.due_at
        if begins:
            self._organization.set_due(standing.next_sending(self._context.clock()))
        if self._told:
            organizations.count(self._context, self._organization, mailed=self._told)
        if begins or self._told:
            uow.save(self._organization)


def send_waiting(context: Context, programme_id: str) -> tuple[int, int]:
    """Send waiting first mails, at most `MOST_A_RUN`; return how many were sent and how many still wait.

    Raises `NoMailsLeft` if people wait and none may be mailed.
    """
    numbers = Tally.keys(programme_id)
    programme = access.organizer(context, programme_id, also=numbers, along=access.organization)
    organizations.refresh(context, programme.organization_id)
    number = Tally.of(context, programme_id).waiting
    waiting = _waiting(context, programme_id, number)
    sent = sum(_send(context, programme, some) for some in batched(waiting, TOLD_TOGETHER))
    if waiting and not sent:
        raise standing.NoMailsLeft
    return sent, number - sent


def send_due(context: Context) -> dict[str, int]:
    """Send waiting first mails of the organizations that may mail again; return how many were sent.

    Limited and repeatable: the next run does the rest, and nobody is told twice. An organization that fails doesn't
    hold up others.
    """
    sent, failures = 0, list[Exception]()
    for one in context.store.due_page(Organization, context.clock(), after="", limit=ORGANIZATIONS_A_RUN).items:
        try:
            sent += _send_due(context, one.organization_id)
        except Stale:
            continue
        except Exception as failure:  # noqa: BLE001 - whatever it is, the other organizations get theirs
            failures.append(failure)
    if failures:
        raise failures[0]
    return {"told": sent}


def _send_due(context: Context, organization_id: str) -> int:
    organizations.refresh(context, organization_id)
    listed = context.store.listed(Programme, *Programme.listed(organization_id))
    sent, left = 0, 0
    for programme in listed:
        if programme.stage in PROGRAMME_OVER:
            continue
        number = Tally.of(context, programme.programme_id).waiting
        waiting = _waiting(context, programme.programme_id, number, MOST_A_RUN - sent)
        left += number
        for start in range(0, len(waiting), TOLD_TOGETHER):
            if sent + TOLD_TOGETHER > MOST_A_RUN:
                break
            told = _send(context, programme, waiting[start : start + TOLD_TOGETHER])
            sent += told
            if not told:
                break
    _look_again(context, organization_id, still=left > sent)
    return sent


@retrying
def _look_again(context: Context, organization_id: str, *, still: bool) -> None:
    """Set when an organization is looked at again: in the next run if more may be sent, else another day."""
    organization = organizations.get(context, organization_id)
    now = context.clock()
    again = now if organizations.left(context, organization) else standing.next_sending(now)
    organization.set_due(again if still else None)
    uow = context.step()
    uow.save(organization)
    uow.commit()


@retrying
def _send(context: Context, programme: Programme, application_ids: Sequence[str]) -> int:
    context, programme_id = context.remembering(), programme.programme_id
    keys = [Application.key(programme_id, one) for one in application_ids]
    places = counting.keys_of(programme_id, *application_ids)
    context.store.get_many(Item, [*keys, *places, Organization.key(programme.organization_id)])
    found = [one for one in context.store.get_many(Application, keys) if waits(one)]
    organization = organizations.get(context, programme.organization_id)
    teller = Teller(context, organization)
    uow = context.begin()
    done: list[Application] = []
    for one in found:
        if teller.tell(uow, one):
            uow.save(one)
            done.append(one)
    teller.close(uow)
    counting.note(context, uow, *done)
    if done:
        about = [one.application_id for one in done]
        auditing.note(context, uow, auditing.programme(programme_id), Act.FIRST_MAILS, about=about)
    uow.commit()
    return len(done)


def tell_anew(context: Context, uow: UnitOfWork, programme: Programme, one: Application) -> None:
    """Within a change of an imported person's address: tell the new address first, as if it was imported now."""
    if one.channel != Channel.IMPORT:
        return
    if context.store.get(Disowned, *Disowned.key(programme.organization_id, one.email)) is not None:
        raise SaidNo
    organization = organizations.get(context, programme.organization_id)
    teller = Teller(context, organization)
    one.answered = Claim.NONE
    if not teller.tell(uow, one):
        raise standing.NoMailsLeft
    teller.close(uow)
