"""Every hour: first mails that waited for a new organization's limit, and dates that are a week away."""

from __future__ import annotations

from mentoring import consumers
from recruitment.use_cases import dates, telling

handler = consumers.scheduled("recruitment", {"told": telling.send_due, "dates": dates.tell})
