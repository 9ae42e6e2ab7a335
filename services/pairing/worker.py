"""Events in, for the worker: work that needs numpy and scipy and takes minutes."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairingRequested, PairingRoundSent, PairingWorkerContinued, RematchRequested
from pairing.use_cases.proposing import propose
from pairing.use_cases.rescuing import rescue
from pairing.use_cases.solving import take_up

handler = consumers.handler(
    "pairing",
    on(PairingRequested, take_up),
    on(PairingRoundSent, propose),
    on(RematchRequested, rescue),
    name="pairing-worker",
    continued=PairingWorkerContinued,
)
