"""Events in."""

from __future__ import annotations

from identity import use_cases
from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairAgreed
from mentoring.events.recruitment import AddressConfirmed, AddressGiven, ApplicationAccepted

handler = consumers.handler(
    "identity",
    on(ApplicationAccepted, use_cases.meet_participant),
    on(AddressConfirmed, use_cases.know_address),
    on(AddressGiven, use_cases.take_address),
    on(PairAgreed, use_cases.know_pair),
)
