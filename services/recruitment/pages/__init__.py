"""Pages of recruitment, a module for each of who reads them and what for."""

from __future__ import annotations

from recruitment.pages import applications, forms, jobs, organizer, public, settings

ROUTERS = tuple(one.router for one in (public, forms, organizer, settings, applications, jobs))
