"""What is due every hour, by the name under which it continues when it takes several parts."""

from __future__ import annotations

from recruitment.use_cases import dates, digests, reminding, telling

SCHEDULES = {
    "told": telling.send_due,
    "dates": dates.tell,
    "drafts": reminding.remind_drafts,
    "digests": digests.tell_due,
}
