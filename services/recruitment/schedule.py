"""Every hour: first mails that waited for a new organization's limit, dates a week away, drafts to be sent soon."""

from __future__ import annotations

from mentoring import consumers
from recruitment.use_cases import dates, reminding, telling

HOURLY = {"told": telling.send_due, "dates": dates.tell, "drafts": reminding.remind_drafts}

handler = consumers.scheduled("recruitment", HOURLY)
