"""What is due every hour, by the name under which it continues when it takes several parts."""

from __future__ import annotations

from reporting.use_cases import digests, weeks

SCHEDULES = {"digests": digests.tell_due, "weekly": weeks.begin_due}
