"""Every hour: proposals are reminded or expire, processes come to their end, ongoing programmes pair people.

Running it twice changes nothing.
"""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.pairing import PairingWorkContinued
from pairing import use_cases

handler = consumers.scheduled("pairing", use_cases.SCHEDULES, continued=PairingWorkContinued)
