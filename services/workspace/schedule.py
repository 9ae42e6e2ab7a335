"""Every five minutes: lines that have waited for their mail."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.workspace import WorkspaceWorkContinued
from workspace.use_cases import messages

handler = consumers.scheduled("workspace", messages.SCHEDULES, continued=WorkspaceWorkContinued)
