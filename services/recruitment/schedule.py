"""Every hour: first mails that waited, dates a week away, drafts to be sent soon, new applications once a day."""

from __future__ import annotations

from mentoring import consumers
from recruitment.use_cases import dates, digests, reminding, telling

HOURLY = {
    "told": telling.send_due,
    "dates": dates.tell,
    "drafts": reminding.remind_drafts,
    "digests": digests.tell_due,
}

handler = consumers.scheduled("recruitment", HOURLY)
