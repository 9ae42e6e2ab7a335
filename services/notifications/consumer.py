"""Events in: every mail."""

from __future__ import annotations

from functools import partial

from mentoring import consumers
from notifications import recipes, sending
from notifications.sender import SesSender

SENDER = SesSender()

handler = consumers.handler("notifications", dict.fromkeys(recipes.RECIPES, partial(sending.notify, sender=SENDER)))
