"""Parts of what JSON routes and forms take alike."""

from __future__ import annotations

from typing import Literal

Outcome = Literal["held", "cancelled_early", "cancelled_late", "no_show_mentor", "no_show_mentee", "technical"]
