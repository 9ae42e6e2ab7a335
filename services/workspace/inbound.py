"""Events in: mail that somebody answered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.notifications import MailReceived
from mentoring.observability import access_line
from workspace.use_cases import incoming, keeping

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event


def _take(context: Context, event: Event[MailReceived]) -> None:
    outcome = keeping.take_mail(context, event)
    said, ids = incoming.told(outcome)
    access_line("workspace", "mail read", said, mail_id=event.data.mail_id, **ids)


handler = consumers.handler("workspace", on(MailReceived, _take), name="workspace-inbound")
