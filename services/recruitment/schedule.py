"""Every hour: first mails that waited for a new organization's limit."""

from __future__ import annotations

from mentoring import consumers
from recruitment.use_cases import telling

handler = consumers.scheduled("recruitment", telling.send_due)
