"""Every five minutes: what is due about meetings."""

from __future__ import annotations

from meetings import use_cases
from mentoring import consumers

handler = consumers.scheduled("meetings", use_cases.tick)
