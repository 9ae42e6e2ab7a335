"""Every hour: proposals are reminded and expire."""

from __future__ import annotations

from mentoring import consumers
from pairing import use_cases

handler = consumers.scheduled("pairing", use_cases.tick)
