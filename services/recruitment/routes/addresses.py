"""JSON of the address of an application: whether it is confirmed, another one, and the one that waits."""

from __future__ import annotations

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Address
from recruitment.routes.applications import ApplicationView
from recruitment.use_cases import address, applications, proposed_address

router = http.Router()
HERE = "/v1/programmes/<programme_id>/applications/<application_id>/address"


class AddressWish(http.Model):
    """Another address of an applicant."""

    email: Address
    reason: str = Field("", max_length=2000, description="For organizers only; in no mail. Needed for a confirmed one.")


class ProposedView(http.View):
    """An address that waits for its reader's confirmation, or, once confirmed, for the day from which it holds."""

    proposal_id: str
    email: str
    at: str
    until: str
    confirmed_at: str | None
    holds_from: str


class ApplicationAddress(http.Versioned):
    """The address of an application; a `confirmed` one isn't corrected, another one is proposed to its reader."""

    email: str
    confirmed: bool
    proposed: ProposedView | None


@router.get(HERE)
def read_address(programme_id: str, application_id: str) -> ApplicationAddress:
    """Return an address and the one that waits; its ETag is that of the application."""
    context = http.context()
    one = applications.application(context, programme_id, application_id)
    _, confirmed, waits = address.reach(context, one)
    proposed = None if waits is None else ProposedView.of(waits.item, **waits.told())
    return ApplicationAddress.of(one, confirmed=confirmed, proposed=proposed)


@router.put(HERE)
def correct_address(programme_id: str, application_id: str, body: AddressWish) -> ApplicationView:
    """Correct an address that nobody has confirmed; what could not be sent to it, and is still true, is sent again.

    A confirmed address stays for now: the new one waits until its reader confirms it (`GET` shows it). One that its
    reader, or that of the present one, said no to is refused for this person (409). After three for a person, or to an
    address, there is one a week (429).
    """
    return ApplicationView.of(
        address.correct(http.context(), programme_id, application_id, body.email, http.expected(), reason=body.reason)
    )


@router.delete(f"{HERE}/proposals/<proposal_id>", status=204)
def withdraw_address(programme_id: str, application_id: str, proposal_id: str) -> None:
    """Withdraw an address that waits; once it is theirs, 409."""
    proposed_address.withdraw(http.context(), programme_id, application_id, proposal_id)
