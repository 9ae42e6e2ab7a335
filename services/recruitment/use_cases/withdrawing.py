"""Withdrawing from a mail, without signing in, and taking that back as long as nothing has come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, ids, links
from mentoring.errors import NotFound
from mentoring.events.recruitment import ApplicationSubmitted
from mentoring.store import retrying
from mentoring.tables.recruitment import Application, Participant, Programme
from mentoring.tables.vocabulary import Claim
from mentoring.values import dataclass
from recruitment import counting, domain, store
from recruitment.use_cases import leaving

if TYPE_CHECKING:
    from mentoring.context import Context

PURPOSE = "withdraw"


@dataclass(frozen=True)
class Leaving:
    """An application as its link in a mail shows it, and what can be done: withdraw it, or take that back."""

    programme: Programme
    application: Application
    may_withdraw: bool
    may_undo: bool


def look(context: Context, token: str) -> Leaving:
    """Return the application of a link; raises `NotFound` where its address was corrected since."""
    link = links.read(PURPOSE, token, context.clock())
    programme_id = link.claims.get("programme_id", "")
    key, places = Application.key(programme_id, link.subject), counting.keys_of(programme_id, link.subject)
    programme = access.with_programme(
        context, programme_id, [key, Participant.key(programme_id, link.subject), *places]
    )
    one = context.store.get(Application, *key)
    if one is None or ids.address_key(one.email) != link.claims.get("address"):
        raise NotFound
    stands, kept = store.application(one), store.programme(programme)
    return Leaving(
        programme,
        one,
        may_withdraw=stands.may_be_withdrawn(over=kept.is_over),
        may_undo=one.answered != Claim.NOT_ME and stands.may_come_back(decides=kept.takes_decisions),
    )


@retrying
def withdraw(context: Context, token: str) -> Leaving:
    """Withdraw the application of a link; a second time changes nothing."""
    found = look(context, token)
    leaving.withdraw(context, found.programme, found.application)
    return found


@retrying
def undo(context: Context, token: str) -> Leaving:
    """Take the withdrawal back: the application waits again as it did; a second time changes nothing.

    Raises `NotWithdrawable` where something has come of it, such as for who took part.
    """
    found = look(context, token)
    one, stands = found.application, store.application(found.application)
    if (back := stands.come_back(decides=store.programme(found.programme).takes_decisions)) == stands:
        return found
    if one.answered == Claim.NOT_ME:
        raise domain.NotWithdrawable
    uow = context.begin()
    store.keep(one, back)
    uow.publish(ApplicationSubmitted(one.application_id, one.programme_id, one.role, "form"), aggregate=one)
    uow.save(one)
    counting.note(context, uow, one)
    uow.commit()
    return found
