"""Events in: mail that arrived, in which a calendar may answer an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings.use_cases import calendar_answers
from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.notifications import MailReceived
from mentoring.observability import access_line

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event


def _take(context: Context, event: Event[MailReceived]) -> None:
    taken = calendar_answers.take_answer(context, event)
    access_line(
        "meetings", "mail read", taken.outcome, mail_id=event.data.mail_id, why=taken.why, meeting_id=taken.meeting_id
    )


handler = consumers.handler("meetings", on(MailReceived, _take), name="meetings-inbound")
