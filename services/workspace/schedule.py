"""Every five minutes: lines that have waited for their mail."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.workspace import WorkspaceWorkContinued
from workspace.use_cases import desk

handler = consumers.scheduled("workspace", desk.SCHEDULES, continued=WorkspaceWorkContinued)
