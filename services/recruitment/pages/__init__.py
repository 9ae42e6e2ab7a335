"""Pages of recruitment, a module for each audience and purpose."""

from __future__ import annotations

from recruitment.pages import applications, forms, jobs, organizer, public, settings

ROUTERS = tuple(one.router for one in (public, forms, organizer, settings, applications, jobs))
