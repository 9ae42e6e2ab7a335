"""Pages of meetings, a module for each purpose."""

from __future__ import annotations

from meetings.pages import pair, times

ROUTERS = tuple(one.router for one in (times, pair))
