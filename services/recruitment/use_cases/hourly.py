"""What is due every hour, by the name under which it continues when it takes several parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import work
from mentoring.tables.recruitment import AddressProposal
from recruitment.use_cases import dates, digests, reminding, telling

if TYPE_CHECKING:
    from mentoring.context import Context


def settle_addresses(context: Context) -> dict[str, int]:
    """Give proposed addresses that are confirmed and weren't stopped; end those that nobody confirmed in time."""

    def settle(one: AddressProposal) -> int:
        from recruitment.use_cases import proposed_address  # noqa: PLC0415 - hardly ever is one due

        return proposed_address.settle(context, one)

    return {"addresses": work.each_due(context, AddressProposal, settle)}


SCHEDULES = {
    "told": telling.send_due,
    "dates": dates.tell,
    "drafts": reminding.remind_drafts,
    "digests": digests.tell_due,
    "addresses": settle_addresses,
}
