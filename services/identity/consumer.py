"""Events in."""

from __future__ import annotations

from identity import use_cases
from mentoring import consumers
from mentoring.events.pairing import PairAgreed
from mentoring.events.recruitment import AddressConfirmed, ApplicationAccepted

handler = consumers.handler(
    "identity",
    {
        ApplicationAccepted: use_cases.meet_participant,
        AddressConfirmed: use_cases.know_address,
        PairAgreed: use_cases.know_pair,
    },
)
