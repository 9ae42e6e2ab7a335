"""Every five minutes: lines that have waited for their mail, rooms whose erasure nobody answered."""

from __future__ import annotations

from mentoring import consumers
from mentoring.events.workspace import WorkspaceWorkContinued
from workspace.use_cases import erasure

handler = consumers.scheduled("workspace", erasure.SCHEDULES, continued=WorkspaceWorkContinued)
